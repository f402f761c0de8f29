namespace VtKit.SpecGenerator;

/// <summary>A row of areas.tsv: a group of methods of the SDK.</summary>
public sealed record AreaRow(string Name, string Type, string Id, bool IsItem, string Summary)
{
    /// <summary>The class that stands for it in C#.</summary>
    public string CSharp => "Vt" + Name;
}

/// <summary>A row of methods.tsv: the member that stands for an endpoint. Those by hand are only named here.</summary>
public sealed record MethodRow(EndpointRow Endpoint, AreaRow Area, string Member, bool ByHand);

/// <summary>A row of parameters.tsv.</summary>
public sealed record ParameterRow(string Name, string Where, string Type, string Summary);

/// <summary>The tables of spec/ that say which methods the SDK has.</summary>
public sealed record MethodSpec(IReadOnlyList<AreaRow> Areas, IReadOnlyList<MethodRow> Methods, IReadOnlyList<ParameterRow> Parameters)
{
    /// <summary>Rows of the endpoint table that are known well enough for a method of their own.</summary>
    public static readonly string[] Named = ["CONFIRMED", "DOCS-PAGE", "DOCS-INDEX+PEER"];

    /// <summary>Reads and checks the tables.</summary>
    /// <exception cref="SpecException">A table is wrong.</exception>
    public static MethodSpec Read(string folder, ApiSpec api, ObjectSpec objects)
    {
        var areas = ReadAreas(folder, objects);
        return new MethodSpec(areas, ReadMethods(folder, api, areas), ReadParameters(folder));
    }

    /// <summary>What a parameter means.</summary>
    /// <exception cref="SpecException">No row says so.</exception>
    public ParameterRow Parameter(string where, string name) =>
        Parameters.FirstOrDefault(p => p.Where == where && p.Name == name)
        ?? throw new SpecException("parameters.tsv", 1, $"no row says what '{name}' of the {where} is");

    private static List<AreaRow> ReadAreas(string folder, ObjectSpec objects) =>
        [.. Tsv.Read(folder, "areas.tsv", "area", "type", "id", "base", "summary").Rows.Select(row =>
        {
            if (row["type"].Length > 0 && objects.Types.All(t => t.Name != row["type"])) throw row.Wrong($"there is no type '{row["type"]}'");
            return new AreaRow(row["area"], row["type"], row.OneOf("id", "string", "file", "url", "domain", "ip"), row.OneOf("base", "", "item") == "item", row.Required("summary"));
        })];

    private static List<MethodRow> ReadMethods(string folder, ApiSpec api, List<AreaRow> areas)
    {
        var methods = new List<MethodRow>();
        var table = Tsv.Read(folder, "methods.tsv", "endpoint", "area", "member", "by");
        foreach (var row in table.Rows)
        {
            var endpoint = api.Endpoints.FirstOrDefault(e => e.Name == row["endpoint"]) ?? throw row.Wrong($"there is no endpoint '{row["endpoint"]}'");
            if (!Named.Contains(endpoint.Confidence, StringComparer.Ordinal)) throw row.Wrong($"'{endpoint.Name}' is {endpoint.Confidence}: it gets no method");
            var area = areas.Find(a => a.Name == row["area"]) ?? throw row.Wrong($"there is no area '{row["area"]}'");
            if (methods.Exists(m => m.Area == area && m.Member == row["member"])) throw row.Wrong($"{area.CSharp} has {row["member"]} already");
            methods.Add(new MethodRow(endpoint, area, row.Required("member"), row.OneOf("by", "spec", "hand") == "hand"));
        }
        var missing = api.Endpoints.FirstOrDefault(e => Named.Contains(e.Confidence, StringComparer.Ordinal) && !methods.Exists(m => m.Endpoint == e));
        return missing is null ? methods : throw new SpecException("methods.tsv", 1, $"'{missing.Name}' has no method");
    }

    private static List<ParameterRow> ReadParameters(string folder) =>
        [.. Tsv.Read(folder, "parameters.tsv", 2, ["name", "where", "type", "summary"]).Rows.Select(row => new ParameterRow(
            row["name"], row.OneOf("where", "path", "query", "header"), row.OneOf("type", "string", "int", "bool", "relationship"), row.Required("summary")))];
}
