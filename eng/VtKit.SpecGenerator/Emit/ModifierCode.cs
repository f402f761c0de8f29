using System.Globalization;

namespace VtKit.SpecGenerator.Emit;

/// <summary>The modifiers of Intelligence searches, for the room that answers them.</summary>
internal static class ModifierCode
{
    public static string Write(string ns, RelationSpec spec)
    {
        var text = Code.File(ns, "search-modifiers.tsv");
        text.Append("""
            /// <summary>A modifier of Intelligence searches: where it is understood, its other spellings, and what stands behind its colon.</summary>
            internal sealed record SearchModifier(string Entity, string Name, string[] Aliases, string Value);

            /// <summary>The modifiers of each entity.</summary>
            internal static class SearchModifiers
            {
                /// <summary>All of them.</summary>
                public static IReadOnlyList<SearchModifier> All => field ??=
                [

            """);
        foreach (var m in spec.Modifiers)
            text.Append(CultureInfo.InvariantCulture, $"        new({Naming.Literal(m.Entity)}, {Naming.Literal(m.Name)}, [{string.Join(", ", m.Aliases.Select(Naming.Literal))}], {Naming.Literal(m.Value)}),\n");
        return text.Append("    ];\n}\n").ToString();
    }
}
