using System.Globalization;
using System.Text;

namespace VtKit.SpecGenerator.Emit;

/// <summary>Typed getters over objects and over what lies inside them.</summary>
internal static class ShapeCode
{
    public static IEnumerable<(string Path, string Text)> Write(ObjectSpec spec, string folder)
    {
        foreach (var type in spec.Types.Where(t => t.HasClass)) yield return ($"{folder}/Objects/{type.CSharp}.g.cs", Object(type));
        foreach (var view in spec.Views) yield return ($"{folder}/Views/{view.CSharp}.g.cs", View(view));
        foreach (var set in spec.Enums)
            yield return ($"{folder}/Enums/{Naming.Pascal(set.Name)}.g.cs", OpenEnumCode.Write("VtKit", new OpenEnum(Naming.Pascal(set.Name), "enums.tsv",
                set.Summary + "; words that are not known here pass through unchanged", "", [.. set.Values.Select(v => new OpenEnumValue(v.Value, v.Member, v.Also, v.Summary))])));
        yield return ($"{folder}/VtObjectTypes.g.cs", Types(spec));
    }

    private static string Object(ShapeRow type)
    {
        var text = Code.File("VtKit", $"objects/{type.Name}.tsv");
        text.Append(CultureInfo.InvariantCulture, $"/// <summary>{Naming.Xml(Naming.Sentence(type.Summary))} Type <c>{type.Name}</c>.</summary>\n");
        if (type.Page.Length > 0) text.Append("/// <remarks>").Append(type.Page).Append("</remarks>\n");
        text.Append(CultureInfo.InvariantCulture, $"public sealed partial class {type.CSharp} : VtObject, IVtObject<{type.CSharp}>\n{{\n");
        text.Append(CultureInfo.InvariantCulture, $"    private {type.CSharp}(VtObjectBody body) : base(body) {{ }}\n\n");
        foreach (var attribute in type.Attributes) Getter(text, attribute, "Attributes");
        text.Append(CultureInfo.InvariantCulture, $"    static {type.CSharp} IVtObject<{type.CSharp}>.Create(VtObjectBody body) => new(body);\n");
        return text.Append("}\n").ToString();
    }

    private static string View(ShapeRow view)
    {
        var text = Code.File("VtKit", $"objects/views/{view.Name}.tsv");
        text.Summary("", view.Summary);
        text.Append("/// <param name=\"node\">The part of the answer that it reads.</param>\n");
        text.Append(CultureInfo.InvariantCulture, $$"""
            public readonly partial struct {{view.CSharp}}(VtNode node) : IVtView<{{view.CSharp}}>
            {
                /// <summary>The part of the answer as it came, with members that have no getter here.</summary>
                public VtNode Node { get; } = node;

                /// <summary>Whether the answer has this part.</summary>
                public bool Exists => Node.Exists;


            """);
        foreach (var attribute in view.Attributes) Getter(text, attribute, "Node");
        text.Append(CultureInfo.InvariantCulture, $"    static {view.CSharp} IVtView<{view.CSharp}>.Create(VtNode node) => new(node);\n");
        return text.Append("}\n").ToString();
    }

    private static void Getter(StringBuilder text, AttributeRow attribute, string owner)
    {
        var tier = attribute.Tier switch
        {
            "premium" => " Premium.",
            "gti" => " Google Threat Intelligence.",
            "admin" or "owner" => " For the owner and administrators.",
            _ => "",
        };
        text.Append(CultureInfo.InvariantCulture, $"    /// <summary>{Naming.Xml(Naming.Sentence(attribute.Summary))}{tier}</summary>\n");
        var node = attribute.Also.Length == 0
            ? $"{owner}[{Naming.Literal(attribute.Name)}u8]"
            : $"({owner}[{Naming.Literal(attribute.Name)}u8] is {{ Exists: true }} found ? found : {owner}[{Naming.Literal(attribute.Also)}u8])";
        var of = Naming.Pascal(attribute.Type.Of);
        var (type, read) = attribute.Type.Kind switch
        {
            "string" => ("string?", $"{node}.AsString()"),
            "text" => ("string?", $"{node}.AsText()"),
            "int" => ("long?", $"{node}.AsInt64()"),
            "number" => ("double?", $"{node}.AsDouble()"),
            "bool" => ("bool?", $"{node}.AsBoolean()"),
            "date" => ("DateTimeOffset?", $"{node}.AsDate()"),
            "strings" => ("IReadOnlyList<string>", $"{node}.AsStrings()"),
            "json" => ("VtNode", node),
            "view" => (of, $"new({node})"),
            "list" => ($"VtList<{of}>", $"{node}.AsList<{of}>()"),
            "list-json" => ("VtList<VtNode>", $"{node}.AsList<VtNode>()"),
            "map" => ($"VtMap<{of}>", $"{node}.AsMap<{of}>()"),
            "map-json" => ("VtMap<VtNode>", $"{node}.AsMap<VtNode>()"),
            "map-string" => ("IReadOnlyDictionary<string, string>", $"{node}.AsStringMap()"),
            "map-int" => ("IReadOnlyDictionary<string, long>", $"{node}.AsInt64Map()"),
            "enum" => ($"{of}?", $"VtKit.{of}.From({node}.AsString())"),
            var other => throw new InvalidOperationException(other),
        };
        text.Append(CultureInfo.InvariantCulture, $"    public {type} {attribute.Member} => {read};\n\n");
    }

    private static string Types(ObjectSpec spec)
    {
        var text = Code.File("VtKit", "types.tsv");
        text.Append("""
            /// <summary>The types of objects that are known here.</summary>
            public static class VtObjectTypes
            {

            """);
        foreach (var type in spec.Types)
        {
            text.Summary("    ", type.Summary);
            text.Append(CultureInfo.InvariantCulture, $"    public const string {Naming.Pascal(type.Name)} = {Naming.Literal(type.Name)};\n\n");
        }
        text.Append("    /// <summary>All of them.</summary>\n    public static IReadOnlyList<string> All => field ??=\n    [\n");
        foreach (var type in spec.Types) text.Append(CultureInfo.InvariantCulture, $"        {Naming.Pascal(type.Name)},\n");
        text.Append("""
                ];

                /// <summary>
                /// The collection that objects of a type live in, such as <c>files</c> for <see cref="File"/>: an object is at
                /// <c>/{collection}/{id}</c>. Null for a type that has none or is not known here.
                /// </summary>
                /// <param name="type">The type as the service names it.</param>
                public static string? CollectionOf(string type) => type switch
                {

            """);
        foreach (var type in spec.Types.Where(t => t.Path.Length > 0))
            text.Append(CultureInfo.InvariantCulture, $"        {Naming.Pascal(type.Name)} => {Naming.Literal(type.Path)},\n");
        text.Append("""
                    _ => null,
                };

                /// <summary>Makes an object of the class of its type; of a type that has no class here, a plain <see cref="VtObject"/>.</summary>
                /// <param name="body">The bytes and the JSON of the object.</param>
                public static VtObject Create(VtObjectBody body) => Narrow(new VtObject(body));

                /// <summary>Looks at an object through the class of its type, sharing its bytes; through what it is already where there is no such class.</summary>
                /// <param name="value">The object.</param>
                public static VtObject Narrow(VtObject value)
                {
                    ArgumentNullException.ThrowIfNull(value);
                    return value.Type switch
                    {

            """);
        foreach (var type in spec.Types.Where(t => t.HasClass))
            text.Append(CultureInfo.InvariantCulture, $"            {Naming.Pascal(type.Name)} => value.As<{type.CSharp}>(),\n");
        return text.Append("            _ => value,\n        };\n    }\n}\n").ToString();
    }
}
