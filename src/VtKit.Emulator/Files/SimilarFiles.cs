namespace VtKit.Emulator;

/// <summary>Files that have a similarity hash in common. Equal hashes only: nothing here measures how far two of them are apart.</summary>
internal static class SimilarFiles
{
    private static readonly string[] Hashes = [$"$.{Attr.File.PeInfo}.{Part.PeInfo.Imphash}", $"$.{Attr.File.Tlsh}", $"$.{Attr.File.Ssdeep}", $"$.{Attr.File.Vhash}"];

    private static readonly string Pairs =
        $"file this JOIN file f ON f.sha256 <> this.sha256 AND ({string.Join(" OR ", Hashes.Select(path => $"json_extract(f.facts, '{path}') = json_extract(this.facts, '{path}')"))})";

    private static readonly string Sql =
        $"SELECT i.key, 'file' AS type, f.sha256 AS id, NULL AS file_name FROM {Pairs} JOIN item i ON i.type = 'file' AND i.id = f.sha256 WHERE this.sha256 = $1";

    public static ListQuery Query(string id) => new(Sql, id);

    /// <summary>A statement that gives the ids of files like one.</summary>
    /// <param name="argument">The argument that holds its SHA-256.</param>
    public static string Ids(string argument) => $"SELECT f.sha256 FROM {Pairs} WHERE this.sha256 = {argument}";
}
