namespace VtKit.Emulator;

/// <summary>What sandboxes saw. There is none here: reports are brought in, and their ids say of which file they are: <c>sha256_sandbox</c>.</summary>
internal static class Behaviours
{
    private const int HashLength = 64;

    /// <summary>The file of a report; null when the id is none of a report.</summary>
    public static string? FileOf(string id) =>
        id.Length > HashLength + 1 && id[HashLength] == '_' && Indicators.FileHash.TryParse(id[..HashLength], out var hash) && hash.ToString() == id[..HashLength] ? id[..HashLength] : null;

    public static string SandboxOf(string id) => id[(HashLength + 1)..];

    /// <summary>A report that the caller may see: a private one when the file is one of the caller's team.</summary>
    /// <exception cref="ApiException">There is none.</exception>
    public static Record Require(Session store, ApiRequest request, string type, string id) =>
        Records.Find(store, type, id) is { } record && MaySee(store, request, type, id) ? record : throw ApiException.NotFound(ObjectTypes.Spoken(type), id);

    public static bool MaySee(Session store, ApiRequest request, string type, string id) =>
        type != ObjectType.PrivateFileBehaviour || (FileOf(id) is { } sha256 && PrivateFiles.IsThere(store, request.Account, sha256, request.NowMs));

    /// <summary>The reports of a file, by sandbox.</summary>
    public static List<(string Sandbox, string Attributes)> Of(Session store, string type, string sha256) => store.List(
        $"SELECT id, attributes FROM record WHERE {OfFileSql} ORDER BY id", row => (SandboxOf(row.GetString(0)), row.GetString(1)), type, sha256 + "_", sha256 + "`");

    /// <summary>The type of the reports of a type of files.</summary>
    public static string TypeOf(string fileType) => fileType == ObjectType.PrivateFile ? ObjectType.PrivateFileBehaviour : ObjectType.FileBehaviour;

    public static void AddRelations(Dictionary<Relationship, Relations.Source> sources)
    {
        foreach (var one in new[] { Relationships.File.Behaviours, Relationships.PrivateFile.Behaviours })
            sources[one] = (_, sha256) => new($"SELECT key, type, id, NULL AS file_name FROM record WHERE {OfFileSql}", TypeOf(one.Source), sha256 + "_", sha256 + "`");
        foreach (var (one, file) in new[] { (Relationships.FileBehaviour.File, ObjectType.File), (Relationships.PrivateFileBehaviour.File, ObjectType.PrivateFile) })
            sources[one] = (_, id) => new("SELECT 0 AS key, $1 AS type, $2 AS id, NULL AS file_name", file, FileOf(id));
        foreach (var one in new[] { Relationships.FileBehaviour.AttackTechniques, Relationships.PrivateFileBehaviour.AttackTechniques })
            sources[one] = (_, id) => new(TechniquesSql, one.Source, id, "$." + Attr.FileBehaviour.MitreAttackTechniques, "$." + Part.MitreAttackTechnique.Id, "$." + Attr.FileBehaviour.AttackTechniques);
    }

    /// <summary>Ids that begin with a hash and an underscore; the back-quote is the character behind that.</summary>
    private const string OfFileSql = "type = $1 AND id >= $2 AND id < $3";

    /// <summary>The techniques that a report names, in either of the two forms, each once and in the order of the report.</summary>
    private const string TechniquesSql =
        """
        SELECT max(key) AS key, 'attack_technique' AS type, id, NULL AS file_name FROM (
            SELECT -j.id AS key, json_extract(j.value, $4) AS id FROM record r, json_each(r.attributes, $3) j WHERE r.type = $1 AND r.id = $2 AND j.type = 'object'
            UNION ALL SELECT -1000000 - j.id, j.key FROM record r, json_each(r.attributes, $5) j WHERE r.type = $1 AND r.id = $2 AND typeof(j.key) = 'text')
        WHERE typeof(id) = 'text' GROUP BY id
        """;
}
