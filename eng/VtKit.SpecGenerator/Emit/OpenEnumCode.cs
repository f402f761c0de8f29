using System.Globalization;
using System.Text;

namespace VtKit.SpecGenerator.Emit;

/// <summary>A set of words that the service may extend at any time.</summary>
internal sealed record OpenEnum(string Name, string Source, string Summary, string Page, IReadOnlyList<OpenEnumValue> Values);

/// <summary>A well-known word, the member that stands for it, and another spelling of the same word.</summary>
internal sealed record OpenEnumValue(string Word, string Member, string Also, string Summary);

/// <summary>Open enums are structs around a string: a word that is not known here never throws and is never lost.</summary>
internal static class OpenEnumCode
{
    public static string Write(string ns, OpenEnum set)
    {
        var text = Code.File(ns, set.Source);
        text.Summary("", set.Summary);
        if (set.Page.Length > 0) text.Append("/// <remarks>").Append(set.Page).Append("</remarks>\n");
        text.Append($$"""
            /// <param name="value">The word as the service spells it.</param>
            public readonly partial struct {{set.Name}}(string? value) : IEquatable<{{set.Name}}>
            {
                private readonly string? _value = value;

                /// <summary>The word as it came; empty for the default value.</summary>
                public string Value => _value ?? "";


            """);
        foreach (var value in set.Values)
        {
            text.Summary("    ", value.Summary);
            text.Append(CultureInfo.InvariantCulture, $"    public static {set.Name} {value.Member} => new({Naming.Literal(value.Word)});\n\n");
        }
        var spellings = set.Values.Where(v => v.Also.Length > 0).ToList();
        var same = spellings.Count == 0 ? "Value == other.Value" : "Canonical == other.Canonical";
        var hash = spellings.Count == 0 ? "Value" : "Canonical";
        text.Append($$"""
                /// <summary>Wraps a word, or null where there is none.</summary>
                /// <param name="value">The word as the service spells it.</param>
                public static {{set.Name}}? From(string? value) => value is null ? ({{set.Name}}?)null : new {{set.Name}}(value);

                /// <summary>Wraps a word.</summary>
                /// <param name="value">The word as the service spells it.</param>
                public static implicit operator {{set.Name}}(string value) => new(value);

                /// <summary>Whether both are the same word{{(spellings.Count == 0 ? "" : ", in whichever of its spellings")}}.</summary>
                public static bool operator ==({{set.Name}} left, {{set.Name}} right) => left.Equals(right);

                /// <summary>Whether they are different words.</summary>
                public static bool operator !=({{set.Name}} left, {{set.Name}} right) => !left.Equals(right);

                /// <inheritdoc/>
                public bool Equals({{set.Name}} other) => {{same}};

                /// <inheritdoc/>
                public override bool Equals(object? obj) => obj is {{set.Name}} other && Equals(other);

                /// <inheritdoc/>
                public override int GetHashCode() => string.GetHashCode({{hash}}, StringComparison.Ordinal);

                /// <summary>The word as it came.</summary>
                public override string ToString() => Value;

            """);
        if (spellings.Count > 0) AppendCanonical(text, spellings);
        return text.Append("}\n").ToString();
    }

    private static void AppendCanonical(StringBuilder text, List<OpenEnumValue> spellings)
    {
        text.Append("\n    private string Canonical => Value switch\n    {\n");
        foreach (var value in spellings)
            text.Append(CultureInfo.InvariantCulture, $"        {Naming.Literal(value.Also)} => {Naming.Literal(value.Word)},\n");
        text.Append("        var other => other,\n    };\n");
    }
}
