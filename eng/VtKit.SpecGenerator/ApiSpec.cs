using System.Text.RegularExpressions;

namespace VtKit.SpecGenerator;

/// <summary>A row of endpoints.tsv.</summary>
public sealed record EndpointRow(
    string Name, string Method, string Path, string Group, string Tier, string Confidence, int Cost,
    IReadOnlyList<string> Query, string Body, string Response, string Sources, string Summary)
{
    /// <summary>The member that stands for this row in C#.</summary>
    public string CSharp => Naming.Pascal(Name);

    /// <summary>The first segment of the path: the collection it belongs to.</summary>
    public string Root => Path.Split('/')[1];
}

/// <summary>A row of aliases.tsv: a path that clients use and no document has.</summary>
public sealed record AliasRow(string Name, string Method, string Path, string StandsFor, string UsedBy, string Summary)
{
    /// <summary>The member that stands for this row in C#.</summary>
    public string CSharp => Naming.Pascal(Name);
}

/// <summary>A row of errors.tsv.</summary>
public sealed record ErrorRow(string Code, int Status, string Retry, string Also, string Summary);

/// <summary>A row of limits.tsv.</summary>
public sealed record LimitRow(string Name, long Value, string Unit, string Source, string Summary);

/// <summary>A row of service.tsv: a fixed word of the HTTP interface.</summary>
public sealed record ServiceRow(string Name, string Value, string Summary);

/// <summary>The tables of spec/ that describe the HTTP interface.</summary>
public sealed partial record ApiSpec(
    IReadOnlyList<EndpointRow> Endpoints, IReadOnlyList<AliasRow> Aliases,
    IReadOnlyList<ErrorRow> Errors, IReadOnlyList<LimitRow> Limits, IReadOnlyList<ServiceRow> Service)
{
    /// <summary>Who may call: with any key, with a paid one, and so on.</summary>
    public static readonly string[] Tiers = ["public", "premium", "private-scanning", "gti", "admin"];

    /// <summary>How well a row is known, best first. spec/README.md says what each word means.</summary>
    public static readonly string[] Confidences =
        ["CONFIRMED", "DOCS-PAGE", "DOCS-INDEX+PEER", "PATTERN", "PEER-ONLY", "DOCS-INDEX,path-inferred"];

    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    /// <summary>Reads and checks the tables.</summary>
    /// <exception cref="SpecException">A table is wrong.</exception>
    public static ApiSpec Read(string folder)
    {
        var endpoints = ReadEndpoints(folder);
        return new ApiSpec(endpoints, ReadAliases(folder, endpoints), ReadErrors(folder), ReadLimits(folder), ReadService(folder));
    }

    private static List<EndpointRow> ReadEndpoints(string folder)
    {
        var table = Tsv.Read(folder, "endpoints.tsv", "name", "method", "path", "group", "tier", "confidence", "cost", "query",
            "body", "response", "sources", "summary");
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        var shapes = new Dictionary<string, string>(StringComparer.Ordinal);
        var rows = new List<EndpointRow>();
        foreach (var row in table.Rows)
        {
            if (!OperationName().IsMatch(row["name"])) throw row.Wrong($"the name '{row["name"]}' is not dotted lower case");
            var endpoint = new EndpointRow(row["name"], row.OneOf("method", Methods), CheckPath(row), row.Required("group"),
                row.OneOf("tier", Tiers), row.OneOf("confidence", Confidences), (int)row.Number("cost"), row.Words("query"),
                row["body"], row.Required("response"), row.Required("sources"), row.Required("summary"));
            if (!members.TryAdd(endpoint.CSharp, endpoint.Name))
                throw row.Wrong($"'{endpoint.Name}' and '{members[endpoint.CSharp]}' are both {endpoint.CSharp} in C#");
            if (!shapes.TryAdd(Shape(endpoint.Method, endpoint.Path), endpoint.Name))
                throw row.Wrong($"'{shapes[Shape(endpoint.Method, endpoint.Path)]}' has the same method and path");
            rows.Add(endpoint);
        }
        return rows;
    }

    private static List<AliasRow> ReadAliases(string folder, List<EndpointRow> endpoints)
    {
        var taken = endpoints.Select(e => Shape(e.Method, e.Path)).ToHashSet(StringComparer.Ordinal);
        var rows = new List<AliasRow>();
        foreach (var row in Tsv.Read(folder, "aliases.tsv", "name", "method", "path", "stands_for", "used_by", "summary").Rows)
        {
            var alias = new AliasRow(row["name"], row.OneOf("method", Methods), CheckPath(row), row["stands_for"],
                row.Required("used_by"), row.Required("summary"));
            if (!taken.Add(Shape(alias.Method, alias.Path))) throw row.Wrong("another row has this method and path");
            if (endpoints.Any(e => e.CSharp == alias.CSharp)) throw row.Wrong($"'{alias.Name}' is the name of an endpoint");
            var target = endpoints.Find(e => e.Name == alias.StandsFor);
            if (alias.StandsFor.Length > 0 && target is null) throw row.Wrong($"there is no endpoint '{alias.StandsFor}'");
            if (target is not null && Placeholders(target.Path) != Placeholders(alias.Path))
                throw row.Wrong($"its placeholders are not those of '{alias.StandsFor}'");
            rows.Add(alias);
        }
        return rows;
    }

    private static List<ErrorRow> ReadErrors(string folder) =>
        [.. Tsv.Read(folder, "errors.tsv", "code", "status", "retry", "also", "summary").Rows.Select(row => new ErrorRow(
            row["code"], (int)row.Number("status"), row.OneOf("retry", "no", "yes", "reset", "later"), row["also"], row.Required("summary")))];

    private static List<LimitRow> ReadLimits(string folder) =>
        [.. Tsv.Read(folder, "limits.tsv", "name", "value", "unit", "source", "summary").Rows.Select(row => new LimitRow(
            row["name"], row.Number("value"), row.Required("unit"), row.OneOf("source", "DOCS", "PEER"), row.Required("summary")))];

    private static List<ServiceRow> ReadService(string folder) =>
        [.. Tsv.Read(folder, "service.tsv", "name", "value", "summary").Rows.Select(row => new ServiceRow(row["name"], row.Required("value"), row.Required("summary")))];

    private static string CheckPath(TsvRow row)
    {
        var path = row["path"];
        if (!PathTemplate().IsMatch(path)) throw row.Wrong($"the path '{path}' is not of the form /literal/{{placeholder}}");
        return path;
    }

    private static string Shape(string method, string path) => method + " " + Placeholder().Replace(path, "{}");

    private static string Placeholders(string path) => string.Join(' ', Placeholder().Matches(path).Select(m => m.Value));

    [GeneratedRegex(@"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$")]
    private static partial Regex OperationName();

    [GeneratedRegex(@"^/[a-z_-]+(/([a-z_-]+|\{[a-z0-9_]+\}))*$")]
    private static partial Regex PathTemplate();

    [GeneratedRegex(@"\{[a-z0-9_]+\}")]
    private static partial Regex Placeholder();
}
