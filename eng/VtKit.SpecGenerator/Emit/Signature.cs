using System.Text.RegularExpressions;

namespace VtKit.SpecGenerator.Emit;

/// <summary>A parameter of a generated method.</summary>
internal sealed record Parameter(string Type, string Name, string Summary, string? Default = null)
{
    public override string ToString() => Default is null ? $"{Type} {Name}" : $"{Type} {Name} = {Default}";
}

/// <summary>What a generated method takes, and how it becomes the path, the query, the headers and the body of a request.</summary>
internal sealed partial class Signature
{
    private static readonly string[] Projection = ["attributes", "exclude_attributes", "relationships"];
    private static readonly string[] Paging = ["limit", "cursor"];

    private readonly List<Parameter> _needed = [];
    private readonly List<Parameter> _optional = [];
    private readonly List<string> _path = [];
    private readonly List<string> _query = [];

    public Signature(MethodRow method, MethodSpec spec, EditCode edits)
    {
        var endpoint = method.Endpoint;
        IsPaged = endpoint.Response.StartsWith("page:", StringComparison.Ordinal) || endpoint.Response is "related" or "related_ids"
            || (endpoint.Response == "descriptors" && endpoint.Method == "GET");
        foreach (Match placeholder in Placeholder().Matches(endpoint.Path)) AddPath(spec.Parameter("path", placeholder.Groups["name"].Value), method.Area);
        AddBody(endpoint, spec, edits);
        foreach (var word in endpoint.Query) AddQuery(endpoint, word.TrimEnd('*'), word.EndsWith('*'), spec);
        HasProjection = endpoint.Query.Any(Projection.Contains);
        if (IsPaged) _optional.Add(new Parameter("VtListOptions?", "options", "Page size, most items, where to begin, which attributes", "null"));
        else if (HasProjection) _optional.Add(new Parameter("VtReadOptions?", "options", "Which attributes, and which relationships to bring along as descriptors", "null"));
        if (!IsPaged) _optional.Add(new Parameter("CancellationToken", "cancellationToken", "Gives the call up", "default"));
    }

    public bool IsPaged { get; }

    public bool HasProjection { get; }

    public IEnumerable<Parameter> Parameters => [.. _needed, .. _optional];

    /// <summary>The expression of the request's path.</summary>
    public string Path(EndpointRow endpoint) => $"Endpoints.{endpoint.CSharp}.Path({string.Join(", ", _path)})";

    /// <summary>The expression of the request's own query, or null where there is none.</summary>
    public string? Query
    {
        get
        {
            var options = !IsPaged && HasProjection ? "options" : "null";
            if (_query.Count == 0) return options == "null" ? null : "Query.Of(options)";
            return $"Query.Of({options}, {string.Join(", ", _query)})";
        }
    }

    /// <summary>The expression of the request's body, or null where there is none.</summary>
    public string? Body { get; private set; }

    /// <summary>The expression of the request's headers, or null where there are none of its own.</summary>
    public string? Headers { get; private set; }

    public static string TypeOfId(string id) => id switch
    {
        "file" => "VtId<FileHash>",
        "url" => "VtId<UrlId>",
        "domain" => "VtId<DomainName>",
        "ip" => "VtId<IpAddress>",
        _ => "string",
    };

    public static string IdSummary(string id) => id switch
    {
        "file" => "The hash of the file",
        "url" => "The URL as typed, or its id",
        "domain" => "The domain",
        "ip" => "The IP address",
        _ => "The id of the object",
    };

    private void AddPath(ParameterRow row, AreaRow area)
    {
        if (row.Type == "relationship")
        {
            _needed.Add(new Parameter("VtRelationshipName", "relationship", "The relationship: see <see cref=\"VtRelationships\"/>"));
            _path.Add("relationship.Name");
            return;
        }
        var isTyped = row.Name == "id" && area.Id != "string";
        var name = Naming.Camel(row.Name);
        _needed.Add(new Parameter(isTyped ? TypeOfId(area.Id) : "string", name, row.Name == "id" ? IdSummary(area.Id) : Naming.Xml(row.Summary)));
        _path.Add(isTyped ? $"{name}.ForPath()" : name);
    }

    private void AddBody(EndpointRow endpoint, MethodSpec spec, EditCode edits)
    {
        var body = endpoint.Body;
        if (body.StartsWith("header: ", StringComparison.Ordinal))
        {
            var header = body["header: ".Length..].TrimEnd('*');
            var name = Naming.Camel(header.StartsWith("x-", StringComparison.Ordinal) ? header[2..] : header.ToLowerInvariant());
            _needed.Add(new Parameter("string", name, Naming.Xml(spec.Parameter("header", header).Summary)));
            Headers = $"[KeyValuePair.Create({Naming.Literal(header)}, Query.Needed({name}))]";
        }
        else if (body == "json: descriptors")
        {
            _needed.Add(new Parameter("IEnumerable<VtRef>", "items", "What it is about, by type and id"));
            Body = "Bodies.Descriptors(items)";
        }
        else if (EnvelopeOf(body) is { Beside: "" } envelope)
        {
            var (parameter, expression) = edits.For(envelope.Type, envelope.Attributes);
            _needed.Add(parameter);
            Body = expression;
        }
        else if (body.StartsWith("json: ", StringComparison.Ordinal))
        {
            var members = body["json: ".Length..];
            _needed.Add(new Parameter("JsonNode", "body", members == "free" ? "The body; nobody documents its members" : $"The body; its members are {members.Replace("*", "", StringComparison.Ordinal).Replace(" ", ", ", StringComparison.Ordinal)}"));
            Body = "Bodies.Json(body)";
        }
        else if (body.Length > 0) throw new SpecException("methods.tsv", 1, $"'{endpoint.Name}' takes '{body}', which no rule makes code of: write it by hand");
    }

    /// <summary>What a body in the usual envelope sets: the type, and the attributes.</summary>
    public static (string Type, string[] Attributes, string Beside)? EnvelopeOf(string body) => Envelope().Match(body) is { Success: true } envelope
        ? (envelope.Groups["type"].Value, envelope.Groups["attributes"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries), envelope.Groups["beside"].Value)
        : null;

    private void AddQuery(EndpointRow endpoint, string name, bool needed, MethodSpec spec)
    {
        if (Projection.Contains(name) || (Paging.Contains(name) && (IsPaged || endpoint.Response is "string" or "redirect"))) return;
        var row = spec.Parameter("query", name);
        var parameter = Naming.Camel(name);
        var type = row.Type == "string" ? "string" : row.Type;
        if (needed) _needed.Add(new Parameter(type, parameter, Naming.Xml(row.Summary)));
        else _optional.Add(new Parameter(type + "?", parameter, Naming.Xml(row.Summary), "null"));
        _query.Add($"({Naming.Literal(name)}, {(needed ? $"Query.Needed({parameter})" : parameter)})");
    }

    [GeneratedRegex(@"\{(?<name>[a-z0-9_]+)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^json: (?<type>[a-z_]+)\((?<attributes>[a-z_* ]*)\)(?<beside>.*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Envelope();
}
