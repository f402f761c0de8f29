using System.Globalization;

namespace VtKit.SpecGenerator.Emit;

/// <summary>
/// What requests say about an object that they make or change: an attribute alone is a parameter, several are a small
/// class of their own, and where nobody documents any it is JSON.
/// </summary>
internal sealed class EditCode(ObjectSpec objects)
{
    private readonly SortedDictionary<string, SortedSet<string>> _edits = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _singles = new(StringComparer.Ordinal);

    /// <summary>The parameter that a method takes for it, and the expression of the body.</summary>
    public (Parameter Parameter, string Body) For(string type, string[] attributes)
    {
        var constant = "VtObjectTypes." + Naming.Pascal(type);
        if (attributes.Length == 0) return (new Parameter("JsonObject", "attributes", "The attributes to set, by the service's names"), $"Bodies.Attributes({constant}, attributes)");
        var names = attributes.Select(a => a.TrimEnd('*')).ToArray();
        if (names.Length == 1)
        {
            var row = Row(type, names[0]);
            var parameter = Naming.Camel(names[0]);
            var of = TypeOf(row).TrimEnd('?');
            var value = row?.Type.Kind == "enum" ? $"{parameter}.Value" : parameter;
            _singles[Naming.Pascal(type)] = $"public static ReadOnlyMemory<byte> {Naming.Pascal(type)}({of} {parameter}) => Bodies.Attribute({constant}, {Naming.Literal(names[0])}, {value});";
            return (new Parameter(of, parameter, Naming.Xml(row?.Summary ?? "What to set")), $"RequestBodies.{Naming.Pascal(type)}({parameter})");
        }
        if (!_edits.TryGetValue(type, out var all)) _edits[type] = all = new SortedSet<string>(StringComparer.Ordinal);
        all.UnionWith(names);
        var needed = string.Join(", ", attributes.Where(a => a.EndsWith('*')).Select(a => Naming.Literal(a.TrimEnd('*'))));
        return (new Parameter(ClassOf(type), "edit", "What to set; what is null is not sent"), $"Bodies.Attributes({constant}, edit{(needed.Length > 0 ? ", " + needed : "")})");
    }

    public IEnumerable<(string Path, string Text)> Write(string folder) =>
        [($"{folder}/RequestBodies.g.cs", Singles()), .. _edits.Select(edit => ($"{folder}/Edits/{ClassOf(edit.Key)}.g.cs", Class(edit.Key, edit.Value)))];

    private string Singles()
    {
        var text = Code.File("VtKit", "endpoints.tsv");
        text.Append("/// <summary>Bodies that set one attribute.</summary>\ninternal static class RequestBodies\n{\n");
        return text.Append("    ").AppendJoin("\n\n    ", _singles.Values).Append("\n}\n").ToString();
    }

    private string Class(string type, IEnumerable<string> attributes)
    {
        var text = Code.File("VtKit", "endpoints.tsv", "System.Text.Json", "System.Text.Json.Nodes");
        text.Append(CultureInfo.InvariantCulture, $"/// <summary>What a request sets on an object of type <c>{type}</c>. What is null is not sent, and stays as it is.</summary>\n");
        text.Append(CultureInfo.InvariantCulture, $"public sealed partial class {ClassOf(type)} : VtEdit\n{{\n");
        var rows = attributes.Select(name => (Name: name, Row: Row(type, name))).ToList();
        foreach (var (name, row) in rows)
        {
            text.Summary("    ", row?.Summary ?? $"The attribute {name}, as the service takes it");
            text.Append(CultureInfo.InvariantCulture, $"    public {TypeOf(row)} {MemberOf(name, row)} {{ get; init; }}\n\n");
        }
        text.Append("    private protected override void Write(EditWriter writer)\n    {\n");
        foreach (var (name, row) in rows) text.Append(CultureInfo.InvariantCulture, $"        writer.Set({Naming.Literal(name)}, {MemberOf(name, row)}{(row?.Type.Kind == "enum" ? "?.Value" : "")});\n");
        return text.Append("    }\n}\n").ToString();
    }

    private static string ClassOf(string type) => $"Vt{Naming.Pascal(type)}Edit";

    private static string MemberOf(string name, AttributeRow? row) => row?.Member ?? Naming.Pascal(name);

    private AttributeRow? Row(string type, string attribute) => objects.Types.FirstOrDefault(t => t.Name == type)?.Attributes.FirstOrDefault(a => a.Name == attribute);

    private static string TypeOf(AttributeRow? row) => row?.Type.Kind switch
    {
        null or "string" or "text" => "string?",
        "int" => "long?",
        "number" => "double?",
        "bool" => "bool?",
        "date" => "DateTimeOffset?",
        "strings" => "IReadOnlyList<string>?",
        "enum" => Naming.Pascal(row.Type.Of) + "?",
        _ => "JsonNode?",
    };
}
