using System.Globalization;

namespace VtKit.SpecGenerator.Emit;

/// <summary>Names as constants, for the rooms that write answers instead of reading them.</summary>
internal static class NameCode
{
    public static string Attributes(string ns, string className, string summary, string source, IEnumerable<ShapeRow> shapes)
    {
        var text = Code.File(ns, source);
        text.Summary("", summary);
        text.Append(CultureInfo.InvariantCulture, $"internal static partial class {className}\n{{\n");
        foreach (var (index, shape) in shapes.Where(s => s.Attributes.Count > 0).Index())
        {
            if (index > 0) text.Append('\n');
            text.Summary("    ", shape.Summary);
            text.Append(CultureInfo.InvariantCulture, $"    public static class {Naming.Pascal(shape.Name)}\n    {{\n");
            foreach (var a in shape.Attributes)
            {
                // A constant may not be called like the class around it.
                var member = a.Member == Naming.Pascal(shape.Name) ? a.Member + "Attribute" : a.Member;
                text.Append(CultureInfo.InvariantCulture, $"        public const string {member} = {Naming.Literal(a.Name)};\n");
            }
            text.Append("    }\n");
        }
        return text.Append("}\n").ToString();
    }

    /// <summary>The attributes that hold a date, whichever type has them.</summary>
    public static string Dates(string ns, IReadOnlyList<ShapeRow> types)
    {
        var text = Code.File(ns, "objects");
        var names = types.SelectMany(type => type.Attributes).GroupBy(attribute => attribute.Name, StringComparer.Ordinal)
            .Where(same => same.All(attribute => attribute.Type.Kind == "date")).Select(same => same.Key).Order(StringComparer.Ordinal);
        text.Append("/// <summary>Which attributes hold dates, as spec/objects has them.</summary>\ninternal static class DateAttributes\n{\n");
        text.Append("    /// <summary>Whether an attribute of this name holds a date, as seconds since 1970, whichever type has it.</summary>\n    public static bool Has(string name) => name is\n        ");
        return text.AppendJoin("\n        or ", names.Select(Naming.Literal)).Append(";\n}\n").ToString();
    }

    public static string Words(string ns, IEnumerable<EnumRow> enums)
    {
        var text = Code.File(ns, "enums.tsv");
        text.Append("/// <summary>Words that the service uses.</summary>\ninternal static class Words\n{\n");
        foreach (var (index, set) in enums.Index())
        {
            if (index > 0) text.Append('\n');
            text.Summary("    ", set.Summary);
            text.Append(CultureInfo.InvariantCulture, $"    public static class {Naming.Pascal(set.Name)}\n    {{\n");
            foreach (var v in set.Values) text.Append(CultureInfo.InvariantCulture, $"        public const string {v.Member} = {Naming.Literal(v.Value)};\n");
            text.Append("    }\n");
        }
        return text.Append("}\n").ToString();
    }

    public static string Types(string ns, IEnumerable<ShapeRow> types)
    {
        var text = Code.File(ns, "types.tsv");
        text.Append("/// <summary>Types of objects, as the service names them.</summary>\ninternal static class ObjectType\n{\n");
        foreach (var type in types) text.Append(CultureInfo.InvariantCulture, $"    public const string {Naming.Pascal(type.Name)} = {Naming.Literal(type.Name)};\n");
        text.Append("\n    /// <summary>The collection that objects of a type live in: an object is at <c>/{collection}/{id}</c>. Null where there is none.</summary>\n");
        text.Append("    public static string? CollectionOf(string type) => type switch\n    {\n");
        foreach (var type in types.Where(t => t.Path.Length > 0)) text.Append(CultureInfo.InvariantCulture, $"        {Naming.Pascal(type.Name)} => {Naming.Literal(type.Path)},\n");
        return text.Append("        _ => null,\n    };\n}\n").ToString();
    }
}
