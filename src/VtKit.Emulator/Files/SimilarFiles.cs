using Microsoft.Data.Sqlite;
using VtKit.StaticAnalysis;

namespace VtKit.Emulator;

/// <summary>Files that are alike: of one import hash or structure, or with similarity hashes that are near enough.</summary>
internal static class SimilarFiles
{
    // Where the authors of the hashes see few matches by chance; the service's own borders are not known.
    private const int MaxTlshDistance = 30;
    private const int MinSsdeepScore = 60;

    private static readonly string Pairs =
        "file this JOIN file f ON f.sha256 <> this.sha256 AND ("
        + $"{Same($"{Attr.File.PeInfo}.{Part.PeInfo.Imphash}")} OR {Same(Attr.File.Vhash)}"
        + $" OR {LikeTlsh(Hash("this", Attr.File.Tlsh))} OR {LikeSsdeep(Hash("this", Attr.File.Ssdeep))})";

    private static readonly string Sql =
        $"SELECT i.key, 'file' AS type, f.sha256 AS id, NULL AS file_name FROM {Pairs} JOIN item i ON i.type = 'file' AND i.id = f.sha256 WHERE this.sha256 = $1";

    public static ListQuery Query(string id) => new(Sql, id);

    /// <summary>Gives statements the functions that compare similarity hashes.</summary>
    public static void AddFunctions(SqliteConnection connection)
    {
        connection.CreateFunction<string?, string?, int?>("tlsh_distance", SimilarityHash.TlshDistance, isDeterministic: true);
        connection.CreateFunction<string?, string?, int?>("ssdeep_score", SimilarityHash.SsdeepScore, isDeterministic: true);
    }

    /// <summary>A statement that gives the ids of files like one.</summary>
    /// <param name="argument">The argument that holds its SHA-256.</param>
    public static string Ids(string argument) => $"SELECT f.sha256 FROM {Pairs} WHERE this.sha256 = {argument}";

    /// <summary>A statement that gives the ids of files whose TLSH is near one.</summary>
    public static string IdsByTlsh(string argument) => $"SELECT f.sha256 FROM file f WHERE {LikeTlsh(argument)}";

    /// <summary>A statement that gives the ids of files whose ssdeep hash is near one.</summary>
    public static string IdsBySsdeep(string argument) => $"SELECT f.sha256 FROM file f WHERE {LikeSsdeep(argument)}";

    private static string Same(string path) => $"{Hash("f", path)} = {Hash("this", path)}";

    private static string LikeTlsh(string other) => $"tlsh_distance({Hash("f", Attr.File.Tlsh)}, {other}) <= {MaxTlshDistance}";

    private static string LikeSsdeep(string other) => $"ssdeep_score({Hash("f", Attr.File.Ssdeep)}, {other}) >= {MinSsdeepScore}";

    private static string Hash(string file, string path) => $"json_extract({file}.facts, '$.{path}')";
}
