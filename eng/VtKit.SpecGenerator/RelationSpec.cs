namespace VtKit.SpecGenerator;

/// <summary>A row of relationships.tsv.</summary>
public sealed record RelationshipRow(
    string Source, string Kinds, string Name, IReadOnlyList<string> Targets, bool ToMany, string Tier, string Confidence,
    int DefaultLimit, int MaxLimit, string ClientDefault, string Sources, string Summary)
{
    /// <summary>The member that stands for it in C#.</summary>
    public string CSharp => Naming.Pascal(Name);
}

/// <summary>A row of search-modifiers.tsv.</summary>
public sealed record ModifierRow(string Entity, string Name, IReadOnlyList<string> Aliases, string Value, string Example, string Confidence, string Summary);

/// <summary>Relationships, search modifiers, and what the emulator answers.</summary>
public sealed record RelationSpec(IReadOnlyList<RelationshipRow> Relationships, IReadOnlyList<ModifierRow> Modifiers, IReadOnlySet<string> Emulated)
{
    private static readonly string[] Tiers = [.. ApiSpec.Tiers, "owner", "unknown"];

    /// <summary>Relationships by source, one row for each name: where kinds of collection repeat one, the row for any kind wins.</summary>
    public IEnumerable<IGrouping<string, RelationshipRow>> BySource => Relationships
        .GroupBy(r => (r.Source, r.Name))
        .Select(same => same.OrderBy(r => r.Kinds.Length == 0 ? 0 : 1).First())
        .GroupBy(r => r.Source, StringComparer.Ordinal);

    /// <summary>Reads and checks the tables.</summary>
    /// <exception cref="SpecException">A table is wrong.</exception>
    public static RelationSpec Read(string folder, ApiSpec api, ObjectSpec objects) =>
        new(ReadRelationships(folder, objects), ReadModifiers(folder), ReadEmulated(folder, api));

    private static List<RelationshipRow> ReadRelationships(string folder, ObjectSpec objects)
    {
        var types = objects.Types.Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        var rows = new List<RelationshipRow>();
        foreach (var row in Tsv.Read(folder, "relationships.tsv", 3, ["source", "kinds", "relationship", "targets", "cardinality", "tier", "confidence",
                     "default_limit", "max_limit", "client_default", "sources", "summary"]).Rows)
        {
            if (!types.Contains(row["source"])) throw row.Wrong($"there is no type '{row["source"]}'");
            var targets = row.Words("targets").Where(t => t is not ("*" or "?")).ToArray();
            if (Array.Find(targets, t => !types.Contains(t)) is { } unknown) throw row.Wrong($"there is no type '{unknown}'");
            var toMany = row.OneOf("cardinality", "one", "many") == "many";
            rows.Add(new RelationshipRow(row["source"], row["kinds"], row.Required("relationship"), targets, toMany, row.OneOf("tier", Tiers),
                row.OneOf("confidence", "DOCS", "GTI", "METADATA", "PEER"), toMany ? (int)row.Number("default_limit") : 1, toMany ? (int)row.Number("max_limit") : 1,
                row["client_default"], row.Required("sources"), row.Required("summary")));
        }
        return rows;
    }

    private static List<ModifierRow> ReadModifiers(string folder) =>
        [.. Tsv.Read(folder, "search-modifiers.tsv", 2, ["entity", "modifier", "aliases", "value", "example", "confidence", "summary"]).Rows.Select(row => new ModifierRow(
            row.OneOf("entity", "file", "url", "domain", "ip", "collection"), row.Required("modifier"), row.Words("aliases"),
            row.OneOf("value", "address", "bool", "content", "date", "field", "hash", "number", "regex", "size", "text", "word"),
            row.Required("example"), row.OneOf("confidence", "DOCS", "GTI", "LISTED"), row.Required("summary")))];

    private static HashSet<string> ReadEmulated(string folder, ApiSpec api)
    {
        var known = api.Endpoints.Select(e => e.Name).Concat(api.Aliases.Select(a => a.Name)).ToHashSet(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in Tsv.Read(folder, "emulated.tsv", "name").Rows)
            if (!known.Contains(row["name"])) throw row.Wrong($"there is no endpoint or alias '{row["name"]}'");
            else names.Add(row["name"]);
        return names;
    }
}
