using System.Globalization;
using System.Text;

namespace VtKit.SpecGenerator.Emit;

/// <summary>The areas of the SDK's client: a method for each endpoint that is known well, one for each relationship.</summary>
internal sealed class AreaCode(MethodSpec methods, ObjectSpec objects, RelationSpec relations)
{
    private readonly EditCode _edits = new(objects);

    public IEnumerable<(string Path, string Text)> Write(string folder)
    {
        yield return ($"{folder}/VtClient.Areas.g.cs", Client());
        // All areas first: they say which edits there are.
        foreach (var area in methods.Areas.Select(a => ($"{folder}/Areas/{a.CSharp}.g.cs", Area(a))).ToList()) yield return area;
        foreach (var byHand in methods.Methods.Where(m => m.ByHand))
            if (Signature.EnvelopeOf(byHand.Endpoint.Body) is { } envelope)
                _edits.For(envelope.Type, envelope.Attributes);
        foreach (var edit in _edits.Write(folder)) yield return edit;
        yield return ($"{folder}/Fields.g.cs", Fields());
    }

    /// <summary>The table of members by endpoint, for people and for the test that calls each.</summary>
    public static string Coverage(MethodSpec methods)
    {
        var text = new StringBuilder("verb\tpath\tmember\ttier\tcost\tconfidence\n");
        foreach (var m in methods.Methods)
            text.Append(CultureInfo.InvariantCulture, $"{m.Endpoint.Method}\t{m.Endpoint.Path}\t{m.Area.CSharp}.{m.Member}\t{m.Endpoint.Tier}\t{m.Endpoint.Cost}\t{m.Endpoint.Confidence}\n");
        return text.ToString();
    }

    private string Client()
    {
        var text = Code.File("VtKit", "areas.tsv");
        text.Append("public sealed partial class VtClient\n{\n");
        foreach (var (index, area) in methods.Areas.Index())
        {
            if (index > 0) text.Append('\n');
            text.Summary("    ", area.Summary);
            text.Append(CultureInfo.InvariantCulture, $"    public {area.CSharp} {area.Name} => field ??= new {area.CSharp}(this);\n");
        }
        return text.Append("}\n").ToString();
    }

    // Forms, and JSON without the usual envelope, are put together by hand.
    private string Fields()
    {
        var names = methods.Methods.Where(m => m.ByHand).Select(m => m.Endpoint.Body).Where(b => b.Length > 6)
            .SelectMany(b => (Signature.EnvelopeOf(b)?.Beside ?? b[6..]).Split([' ', '|', '*', '(', ')'], StringSplitOptions.RemoveEmptyEntries))
            .Distinct().Order(StringComparer.Ordinal);
        var text = Code.File("VtKit", "endpoints.tsv");
        text.Append("/// <summary>Names of the fields of forms, and of members of bodies without the usual envelope.</summary>\ninternal static class Fields\n{\n");
        foreach (var name in names) text.Append(CultureInfo.InvariantCulture, $"    public const string {Naming.Pascal(name)} = {Naming.Literal(name)};\n");
        return text.Append("}\n").ToString();
    }

    private string Area(AreaRow area)
    {
        var text = Code.File("VtKit", "methods.tsv", "System.Text.Json.Nodes", "VtKit.Indicators");
        if (area.IsItem) text.Append(CultureInfo.InvariantCulture, $"public sealed partial class {area.CSharp}\n{{\n");
        else
        {
            text.Summary("", area.Summary);
            if (objects.Types.FirstOrDefault(t => t.Name == area.Type)?.Page is { Length: > 0 } page) text.Append("/// <remarks>").Append(page).Append("</remarks>\n");
            text.Append(CultureInfo.InvariantCulture, $$"""
                public sealed partial class {{area.CSharp}}
                {
                    internal {{area.CSharp}}(VtClient client) => Client = client;

                    private VtClient Client { get; }

                """);
        }
        foreach (var method in methods.Methods.Where(m => m.Area == area && !m.ByHand)) Method(text, method);
        foreach (var relationship in RelationshipsOf(area)) Relationship(text, area, relationship);
        return text.Append("}\n").ToString().Replace("{\n\n    ///", "{\n    ///", StringComparison.Ordinal);
    }

    private void Method(StringBuilder text, MethodRow method)
    {
        var endpoint = method.Endpoint;
        var signature = new Signature(method, methods, _edits);
        var answer = Answer(endpoint, signature);
        text.Append(CultureInfo.InvariantCulture, $"\n    /// <summary>{Naming.Xml(Naming.Sentence(endpoint.Summary))}{Tier(endpoint.Tier)}{Cost(endpoint.Cost, signature.IsPaged)}</summary>\n");
        foreach (var parameter in signature.Parameters) text.Append(CultureInfo.InvariantCulture, $"    /// <param name=\"{parameter.Name}\">{Naming.Sentence(parameter.Summary)}</param>\n");
        if (answer.Returns.Length > 0) text.Append(CultureInfo.InvariantCulture, $"    /// <returns>{answer.Returns}</returns>\n");
        if (!signature.IsPaged) text.Append("    /// <exception cref=\"VtException\">See <see cref=\"VtClient.").Append(answer.IsStream ? "OpenReadAsync" : "GetAsync").Append("\"/>.</exception>\n");
        text.Append(CultureInfo.InvariantCulture, $"    /// <remarks><c>{endpoint.Method} {endpoint.Path}</c>; source: {Naming.Xml(endpoint.Sources)}.</remarks>\n");
        text.Append(CultureInfo.InvariantCulture, $"    public {answer.Type} {method.Member}({string.Join(", ", signature.Parameters)}) =>\n        {answer.Expression};\n");
    }

    private sealed record AnswerCode(string Type, string Expression, string Returns = "", bool IsStream = false);

    private AnswerCode Answer(EndpointRow endpoint, Signature signature)
    {
        var path = signature.Path(endpoint);
        var (kind, of) = endpoint.Response.Split(':') is [var k, var o] ? (k, o) : (endpoint.Response, "");
        if (signature.IsPaged) return new AnswerCode($"VtPaged<{ClassOf(of)}>", $"new(Client, {path}, options{(signature.Query is { } query ? ", " + query : "")})");
        string Call(string of) => $"Client.{of}({Request(endpoint, signature, path)}, cancellationToken)";
        return kind switch
        {
            "object" => new AnswerCode($"Task<{ClassOf(of)}>", Call($"CallForObjectAsync<{ClassOf(of)}>")),
            "descriptor" => new AnswerCode($"Task<{ClassOf(of)}>", Call($"CallForSubmissionAsync<{ClassOf(of)}>"), "The analysis, as a descriptor: its id is what to wait for."),
            "map" => new AnswerCode("Task<VtNode>", Call("CallForDataAsync"), "What the service says, under its own names."),
            "json" or "descriptors" => new AnswerCode("Task<VtResponse>", Call("CallAsync"), "The answer as it came."),
            "iocs" => new AnswerCode("Task<IReadOnlyList<VtObject>>", Call("CallForIocsAsync"), "The indicators, each by the class of its type."),
            "strings" => new AnswerCode("Task<IReadOnlyList<string>>", Call("CallForStringsAsync")),
            "check" => new AnswerCode("Task<bool>", Call("CallForBooleanAsync")),
            "empty" => new AnswerCode("Task", Call("CallAsync")),
            "string" => new AnswerCode("Task<Uri>", $"Client.GetLinkAsync({path}, cancellationToken)", "The address. Whoever holds it can use it: treat it as a secret."),
            "binary" or "html" or "redirect" => new AnswerCode("Task<Stream>", $"Client.OpenReadAsync({path}, cancellationToken)", "The content, as it arrives. Dispose it to release the connection.", true),
            _ => throw new SpecException("methods.tsv", 1, $"'{endpoint.Name}' answers '{endpoint.Response}', which no rule makes code of: write it by hand"),
        };
    }

    private static string Request(EndpointRow endpoint, Signature signature, string path)
    {
        var members = new List<string>();
        if (signature.Query is { } query) members.Add($"Query = {query}");
        if (signature.Body is { } body) members.Add($"Body = {body}");
        if (signature.Headers is { } headers) members.Add($"Headers = {headers}");
        var verb = $"HttpMethod.{endpoint.Method[0]}{endpoint.Method[1..].ToLowerInvariant()}";
        return $"new VtRequest({verb}, {path}){(members.Count > 0 ? $" {{ {string.Join(", ", members)} }}" : "")}";
    }

    private IEnumerable<RelationshipRow> RelationshipsOf(AreaRow area)
    {
        var taken = methods.Methods.Where(m => m.Area == area).Select(m => m.Member).ToHashSet(StringComparer.Ordinal);
        return relations.BySource.Where(s => s.Key == area.Type).SelectMany(s => s).Where(r => !taken.Contains(MemberOf(r)));
    }

    private void Relationship(StringBuilder text, AreaRow area, RelationshipRow relationship)
    {
        var target = relationship.Targets is [var only] ? ClassOf(only) : "VtObject";
        var id = area.IsItem ? "Resolve(id)" : area.Id == "string" ? "id" : "id.ForPath()";
        var path = methods.Methods.FirstOrDefault(m => m.Area == area && m.Endpoint.Response == "related") is { } related
            ? $"Endpoints.{related.Endpoint.CSharp}.Path({id}, VtRelationships.{Naming.Pascal(area.Type)}.{relationship.CSharp}.Name)"
            : $"VtPath.Of($\"/{objects.Types.First(t => t.Name == area.Type).Path}/{{id}}/{relationship.Name}\").ToString()";
        var (type, last, expression) = relationship.ToMany
            ? ($"VtPaged<{target}>", "VtListOptions? options = null", $"new(Client, {path}, options)")
            : ($"Task<{target}?>", "CancellationToken cancellationToken = default", $"Client.GetOneAsync<{target}>({path}, cancellationToken)");
        text.Append(CultureInfo.InvariantCulture, $"\n    /// <summary>{Naming.Xml(Naming.Sentence(relationship.Summary))}{(relationship.ToMany ? "" : " Null where there is none.")}{Tier(relationship.Tier)}{Cost(1, relationship.ToMany)}</summary>\n");
        text.Append(CultureInfo.InvariantCulture, $"    /// <param name=\"id\">{Signature.IdSummary(area.Id)}.</param>\n");
        text.Append(relationship.ToMany
            ? "    /// <param name=\"options\">Page size, most items, where to begin, which attributes.</param>\n"
            : "    /// <param name=\"cancellationToken\">Gives the call up.</param>\n    /// <exception cref=\"VtException\">See <see cref=\"VtClient.GetAsync\"/>.</exception>\n");
        text.Append(CultureInfo.InvariantCulture, $"    /// <remarks>Relationship <c>{relationship.Name}</c>; known: {relationship.Confidence}.</remarks>\n");
        text.Append(CultureInfo.InvariantCulture, $"    public {type} {MemberOf(relationship)}({Signature.TypeOfId(area.Id)} id, {last}) =>\n        {expression};\n");
    }

    private static string MemberOf(RelationshipRow relationship) => (relationship.ToMany ? "" : "Get") + relationship.CSharp + "Async";

    private string ClassOf(string type) => objects.Types.FirstOrDefault(t => t.Name == type) is { HasClass: true } found ? found.CSharp : "VtObject";

    private static string Cost(int cost, bool paged) => (cost, paged) switch
    {
        (0, _) => " Costs nothing.",
        (1, true) => " Each page costs 1 request.",
        (_, true) => $" Each page costs {cost} requests.",
        (1, _) => " Costs 1 request.",
        _ => $" Costs {cost} requests.",
    };

    private static string Tier(string tier) => tier switch
    {
        "premium" => " Premium.",
        "private-scanning" => " Private Scanning.",
        "gti" => " Google Threat Intelligence.",
        "admin" => " For administrators of the group.",
        "owner" => " For the owner.",
        _ => "",
    };
}
