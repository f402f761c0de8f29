using System.Globalization;
using System.Text;

namespace VtKit.SpecGenerator.Emit;

/// <summary>The tables of docs/reference.</summary>
internal static class Docs
{
    private const string Folder = "docs/reference";

    public static IEnumerable<(string Path, string Text)> Write(ApiSpec api, ObjectSpec objects, RelationSpec relations, MethodSpec methods)
    {
        yield return ($"{Folder}/endpoints.md", Endpoints(api, methods));
        yield return ($"{Folder}/relationships.md", Relationships(relations));
        yield return ($"{Folder}/errors.md", Errors(api));
        yield return ($"{Folder}/limits.md", Limits(api));
        yield return ($"{Folder}/search-modifiers.md", Modifiers(relations));
        yield return ($"{Folder}/objects.md", Objects(objects));
        yield return ($"{Folder}/views.md", Views(objects));
        yield return ("docs/emulator-support.md", EmulatorSupport(api, relations));
    }

    private static StringBuilder Page(string title, string source, string introduction) => new StringBuilder()
        .Append(CultureInfo.InvariantCulture, $"<!-- Written by eng/generate from spec/{source}. Change that, not this. -->\n# {title}\n\n{introduction}\n");

    private static void Table(StringBuilder text, params string[] columns)
    {
        text.Append("\n| ").AppendJoin(" | ", columns).Append(" |\n|").Insert(text.Length, "---|", columns.Length).Append('\n');
    }

    private static void Row(StringBuilder text, params string[] cells) =>
        text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static string Mono(string text) => text.Length == 0 ? "" : "`" + text.Replace("|", "\\|", StringComparison.Ordinal) + "`";

    private static string Endpoints(ApiSpec api, MethodSpec methods)
    {
        var text = Page("Endpoints", "endpoints.tsv",
            $"{api.Endpoints.Count} operations, as VtKit knows them. *Cost* is what a call takes from the request quota. *Known* says how well the row is confirmed: " +
            "[spec/README.md](../../spec/README.md) explains the words. Rows whose path is inferred have no method of their own; the generic verbs reach them.");
        Table(text, "known", "operations");
        foreach (var confidence in ApiSpec.Confidences)
            Row(text, confidence, api.Endpoints.Count(e => e.Confidence == confidence).ToString(CultureInfo.InvariantCulture));
        foreach (var group in api.Endpoints.GroupBy(e => e.Group, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {group.Key}\n");
            Table(text, "operation", "request", "what", "member", "tier", "known", "cost", "query", "answer");
            foreach (var e in group)
                Row(text, Mono(e.Name), Mono($"{e.Method} {e.Path}"), Naming.Cell(e.Summary), MemberOf(e), e.Tier, e.Confidence, e.Cost.ToString(CultureInfo.InvariantCulture),
                    string.Join(' ', e.Query.Select(Mono)), Mono(e.Response));
        }
        return text.ToString();

        string MemberOf(EndpointRow endpoint) => methods.Methods.FirstOrDefault(m => m.Endpoint == endpoint) is { } method ? Mono($"{method.Area.Name}.{method.Member}") : "";
    }

    private static string Relationships(RelationSpec relations)
    {
        var text = Page("Relationships", "relationships.tsv",
            $"{relations.Relationships.Count} relationships. `/{{collection}}/{{id}}/{{relationship}}` gives whole objects, `/{{collection}}/{{id}}/relationships/{{relationship}}` type and id. " +
            "A page has as many objects as *page* says when the request names no limit, and at most as many as *most* says. *Default* marks the one that a client asks for when none is named.");
        foreach (var source in relations.Relationships.GroupBy(r => r.Source, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {source.Key}\n");
            Table(text, "relationship", "leads to", "what", "tier", "known", "page", "most", "default");
            foreach (var r in source)
                Row(text, Mono(r.Name) + (r.Kinds.Length > 0 ? " (threat objects)" : ""), r.Targets.Count == 0 ? "any" : string.Join(", ", r.Targets), Naming.Cell(r.Summary), r.Tier, r.Confidence,
                    r.ToMany ? r.DefaultLimit.ToString(CultureInfo.InvariantCulture) : "one", r.ToMany ? r.MaxLimit.ToString(CultureInfo.InvariantCulture) : "one", r.ClientDefault);
        }
        return text.ToString();
    }

    private static string Errors(ApiSpec api)
    {
        var text = Page("Errors", "errors.tsv", $"{api.Errors.Count} codes. *Again* says whether the same request can succeed later: `yes` after a moment, `reset` when the quota starts anew, `later` when the thing exists.");
        Table(text, "code", "status", "what", "again", "also written");
        foreach (var e in api.Errors) Row(text, Mono(e.Code), e.Status.ToString(CultureInfo.InvariantCulture), Naming.Cell(e.Summary), e.Retry, Mono(e.Also));
        return text.ToString();
    }

    private static string Limits(ApiSpec api)
    {
        var text = Page("Limits", "limits.tsv", "Numbers of the service. `DOCS` stands in its documentation; `PEER` was seen in answers or in another client.");
        Table(text, "limit", "value", "unit", "source", "what");
        foreach (var l in api.Limits) Row(text, Mono(l.Name), l.Value.ToString("#,##0", CultureInfo.InvariantCulture), l.Unit, l.Source, Naming.Cell(l.Summary));
        return text.ToString();
    }

    private static string Modifiers(RelationSpec relations)
    {
        var text = Page("Search modifiers", "search-modifiers.tsv",
            "What `GET /intelligence/search` understands. Terms stand beside each other for AND; OR, NOT and parentheses work. A number or date followed by `+` means at least, by `-` below. " +
            "`DOCS` is documented, `LISTED` appears in the service's list without explanation, `GTI` belongs to Google Threat Intelligence.");
        foreach (var entity in relations.Modifiers.GroupBy(m => m.Entity, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## entity:{entity.Key}\n");
            Table(text, "modifier", "also", "value", "what", "example", "known");
            foreach (var m in entity) Row(text, Mono(m.Name), string.Join(", ", m.Aliases.Select(Mono)), m.Value, Naming.Cell(m.Summary), Mono(m.Example), m.Confidence);
        }
        return text.ToString();
    }

    private static string Objects(ObjectSpec objects)
    {
        var text = Page("Objects", "objects", $"{objects.Types.Count} types of objects and their attributes, with the member that reads each. Any attribute may be missing; it then reads as null or empty. " +
            "Types in italics are in [views](views.md). A type without attributes here is read through `VtObject`.");
        foreach (var type in objects.Types)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {type.Name}\n\n{Naming.Cell(Naming.Sentence(type.Summary))}");
            text.Append(type.HasClass ? $" `{type.CSharp}`" : " `VtObject`").Append(type.Path.Length > 0 ? $", under `/{type.Path}`.\n" : ".\n");
            if (type.Attributes.Count > 0) Attributes(text, type);
        }
        return text.ToString();
    }

    private static string Views(ObjectSpec objects)
    {
        var text = Page("Views", "objects/views", $"{objects.Views.Count} shapes that lie inside attributes, each a struct that reads on demand.");
        foreach (var view in objects.Views)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {view.Name}\n\n{Naming.Cell(Naming.Sentence(view.Summary))} `{view.CSharp}`.\n");
            Attributes(text, view);
        }
        return text.ToString();
    }

    private static void Attributes(StringBuilder text, ShapeRow shape)
    {
        Table(text, "attribute", "member", "holds", "what", "tier", "known");
        foreach (var a in shape.Attributes)
            Row(text, Mono(a.Name) + (a.Also.Length > 0 ? " or " + Mono(a.Also) : ""), Mono(a.Member), Holds(a.Type), Naming.Cell(a.Summary), a.Tier, a.Confidence);
    }

    private static string Holds(AttributeType type) => type.Kind switch
    {
        "view" => $"*{type.Of}*",
        "list" => $"list of *{type.Of}*",
        "map" => $"map of *{type.Of}*",
        "enum" => $"word ({type.Of})",
        "strings" => "list of strings",
        "list-json" => "list of JSON",
        "map-json" => "map of JSON",
        "map-string" => "map of text",
        "map-int" => "map of whole numbers",
        "int" => "whole number",
        "json" => "JSON",
        "text" => "text or number",
        var plain => plain,
    };

    private static string EmulatorSupport(ApiSpec api, RelationSpec relations)
    {
        var answered = api.Endpoints.Where(e => relations.Emulated.Contains(e.Name)).ToList();
        var text = Page("What the emulator answers", "emulated.tsv",
            $"{answered.Count} of {api.Endpoints.Count} operations. Any other row of the [endpoint table](reference/endpoints.md) is answered with 501 and the code `NotSupportedByEmulator`; a path that no row has, with 404.");
        if (answered.Count > 0) Table(text, "operation", "request", "what");
        foreach (var e in answered) Row(text, Mono(e.Name), Mono($"{e.Method} {e.Path}"), Naming.Cell(e.Summary));
        text.Append("\n## Undocumented paths that clients use\n");
        Table(text, "request", "what", "used by", "answered");
        foreach (var a in api.Aliases)
            Row(text, Mono($"{a.Method} {a.Path}"), Naming.Cell(a.Summary), a.UsedBy, relations.Emulated.Contains(a.Name) ? "yes" : "no");
        text.Append("\n## By family\n");
        Table(text, "family", "answered", "of");
        foreach (var group in api.Endpoints.GroupBy(e => e.Group, StringComparer.Ordinal))
            Row(text, group.Key, group.Count(e => relations.Emulated.Contains(e.Name)).ToString(CultureInfo.InvariantCulture), group.Count().ToString(CultureInfo.InvariantCulture));
        return text.ToString();
    }
}
