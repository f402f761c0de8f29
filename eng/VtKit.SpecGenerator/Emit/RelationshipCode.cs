using System.Globalization;

namespace VtKit.SpecGenerator.Emit;

/// <summary>Relationship tables: public descriptors for the SDK, an internal table for the emulator.</summary>
internal static class RelationshipCode
{
    public static IEnumerable<(string Path, string Text)> Sdk(RelationSpec spec, string folder)
    {
        yield return ($"{folder}/VtRelationship.g.cs", SdkType());
        yield return ($"{folder}/VtRelationships.g.cs", SdkIndex(spec));
        foreach (var source in spec.BySource)
            yield return ($"{folder}/Relationships/{Naming.Pascal(source.Key)}Relationships.g.cs", SdkSource(source));
    }

    public static string Emulator(RelationSpec spec)
    {
        var text = Code.File("VtKit.Emulator", "relationships.tsv");
        text.Append("""
            /// <summary>A relationship of a type of objects.</summary>
            internal sealed record Relationship(string Source, string Name, string[] Targets, bool ToMany, string Tier, string Confidence, int DefaultLimit, int MaxLimit, string Summary);

            /// <summary>The relationships of each type.</summary>
            internal static class Relationships
            {
                /// <summary>The relationships of a type; none for a type that is not known.</summary>
                public static IReadOnlyList<Relationship> For(string type) => type switch
                {

            """);
        foreach (var source in spec.BySource)
            text.Append(CultureInfo.InvariantCulture, $"        {Naming.Literal(source.Key)} => {Naming.Pascal(source.Key)}.All,\n");
        text.Append("        _ => [],\n    };\n");
        foreach (var source in spec.BySource)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n    public static class {Naming.Pascal(source.Key)}\n    {{\n");
            foreach (var r in source)
                text.Append(CultureInfo.InvariantCulture, $"        public static Relationship {r.CSharp} {{ get; }} = new({Arguments(r)}, {r.DefaultLimit}, {r.MaxLimit}, {Naming.Literal(r.Summary)});\n");
            text.Append(CultureInfo.InvariantCulture, $"\n        public static IReadOnlyList<Relationship> All {{ get; }} = [{string.Join(", ", source.Select(r => r.CSharp))}];\n    }}\n");
        }
        return text.Append("}\n").ToString();
    }

    private static string SdkType()
    {
        var text = Code.File("VtKit", "relationships.tsv");
        text.Append("""
            /// <summary>A relationship that objects of a type have: its name leads to the related objects.</summary>
            /// <remarks>https://docs.virustotal.com/reference/relationships</remarks>
            public sealed class VtRelationship : IEquatable<VtRelationship>
            {
                internal VtRelationship(string sourceType, string name, string[] targetTypes, bool isToMany, string tier, string confidence, int defaultLimit, int maxLimit, string summary)
                {
                    SourceType = sourceType;
                    Name = name;
                    TargetTypes = targetTypes;
                    IsToMany = isToMany;
                    Tier = tier;
                    Confidence = confidence;
                    DefaultLimit = defaultLimit;
                    MaxLimit = maxLimit;
                    Summary = summary;
                }

                /// <summary>The type that has the relationship: <c>file</c>.</summary>
                public string SourceType { get; }

                /// <summary>The name as paths spell it: <c>contacted_domains</c>.</summary>
                public string Name { get; }

                /// <summary>The types it leads to. Empty where they are not known, or can be any.</summary>
                public IReadOnlyList<string> TargetTypes { get; }

                /// <summary>Whether it leads to a list, and not to one object or none.</summary>
                public bool IsToMany { get; }

                /// <summary>Who may ask: <c>public</c>, <c>premium</c>, <c>private-scanning</c>, <c>gti</c>, <c>owner</c>, <c>admin</c> or <c>unknown</c>.</summary>
                public string Tier { get; }

                /// <summary>How well it is known: <c>DOCS</c>, <c>GTI</c>, <c>METADATA</c> or <c>PEER</c> (used by another client only).</summary>
                public string Confidence { get; }

                /// <summary>How many objects a page has when the request does not say.</summary>
                public int DefaultLimit { get; }

                /// <summary>How many objects a page may have.</summary>
                public int MaxLimit { get; }

                /// <summary>What it leads to, in a few words.</summary>
                public string Summary { get; }

                /// <summary>Whether both are the same relationship of the same type.</summary>
                public static bool operator ==(VtRelationship? left, VtRelationship? right) => left is null ? right is null : left.Equals(right);

                /// <summary>Whether they differ in type or name.</summary>
                public static bool operator !=(VtRelationship? left, VtRelationship? right) => !(left == right);

                /// <inheritdoc/>
                public bool Equals(VtRelationship? other) => other is not null && Name == other.Name && SourceType == other.SourceType;

                /// <inheritdoc/>
                public override bool Equals(object? obj) => Equals(obj as VtRelationship);

                /// <inheritdoc/>
                public override int GetHashCode() => HashCode.Combine(SourceType, Name);

                /// <summary>Type and name: <c>file/contacted_domains</c>.</summary>
                public override string ToString() => SourceType + "/" + Name;
            }

            """);
        return text.ToString();
    }

    private static string SdkIndex(RelationSpec spec)
    {
        var text = Code.File("VtKit", "relationships.tsv");
        text.Append("""
            /// <summary>The relationships that are known here, by the type that has them.</summary>
            public static partial class VtRelationships
            {
                /// <summary>All of them.</summary>
                public static IReadOnlyList<VtRelationship> All => field ??=
                [

            """);
        foreach (var source in spec.BySource) text.Append(CultureInfo.InvariantCulture, $"        .. {Naming.Pascal(source.Key)}.All,\n");
        text.Append("""
                ];

                /// <summary>Those of a type; none for a type that is not known here.</summary>
                /// <param name="type">The type as the service names it.</param>
                public static IReadOnlyList<VtRelationship> For(string type) => type switch
                {

            """);
        foreach (var source in spec.BySource)
            text.Append(CultureInfo.InvariantCulture, $"        {Naming.Literal(source.Key)} => {Naming.Pascal(source.Key)}.All,\n");
        text.Append("""
                    _ => [],
                };

                /// <summary>The relationship of that type and name, or null.</summary>
                /// <param name="type">The type as the service names it.</param>
                /// <param name="name">The name as paths spell it.</param>
                public static VtRelationship? Find(string type, string name)
                {
                    foreach (var relationship in For(type))
                        if (relationship.Name == name)
                            return relationship;
                    return null;
                }

                /// <summary>The relationship that vtapi3 asks for when none is named, or null.</summary>
                /// <param name="type">The type as the service names it.</param>
                public static VtRelationship? DefaultFor(string type) => type switch
                {

            """);
        foreach (var r in spec.Relationships.Where(r => r.ClientDefault.Length > 0))
            text.Append(CultureInfo.InvariantCulture, $"        {Naming.Literal(r.Source)} => {Naming.Pascal(r.Source)}.{r.CSharp},\n");
        return text.Append("        _ => null,\n    };\n}\n").ToString();
    }

    private static string SdkSource(IGrouping<string, RelationshipRow> source)
    {
        var text = Code.File("VtKit", "relationships.tsv");
        text.Append(CultureInfo.InvariantCulture, $"public static partial class VtRelationships\n{{\n    /// <summary>The relationships of <c>{source.Key}</c>.</summary>\n    public static class {Naming.Pascal(source.Key)}\n    {{\n");
        foreach (var r in source)
        {
            var tier = r.Tier is "public" or "private-scanning" ? "" : r.Tier == "unknown" ? " Who may ask is not known." : $" Tier: {r.Tier}.";
            text.Append(CultureInfo.InvariantCulture, $"        /// <summary>{Naming.Xml(Naming.Sentence(r.Summary))}{tier}</summary>\n");
            text.Append(CultureInfo.InvariantCulture, $"        public static VtRelationship {r.CSharp} => field ??= new({Arguments(r)}, {r.DefaultLimit}, {r.MaxLimit}, {Naming.Literal(r.Summary)});\n\n");
        }
        text.Append("        /// <summary>All of them.</summary>\n");
        text.Append(CultureInfo.InvariantCulture, $"        public static IReadOnlyList<VtRelationship> All => field ??= new VtRelationship[] {{ {string.Join(", ", source.Select(r => r.CSharp))} }};\n");
        return text.Append("    }\n}\n").ToString();
    }

    private static string Arguments(RelationshipRow r) =>
        $"{Naming.Literal(r.Source)}, {Naming.Literal(r.Name)}, [{string.Join(", ", r.Targets.Select(Naming.Literal))}], {(r.ToMany ? "true" : "false")}, {Naming.Literal(r.Tier)}, {Naming.Literal(r.Confidence)}";
}
