namespace VtKit.Graph.Explorer;

/// <summary>Which relationships of the service lead from one node of a graph to others. Comments, votes, analyses, users and the like are no nodes.</summary>
public static class GraphRelationships
{
    private static readonly HashSet<string> Shown = new(StringComparer.Ordinal)
    {
        VtObjectTypes.File, VtObjectTypes.Url, VtObjectTypes.Domain, VtObjectTypes.IpAddress, VtObjectTypes.Collection, VtObjectTypes.Reference,
        VtObjectTypes.Whois, VtObjectTypes.SslCert, VtObjectTypes.ThreatActor, VtObjectTypes.AttackTechnique,
        // The other end of a resolution is a domain or an address.
        VtObjectTypes.Resolution,
    };

    /// <summary>The relationships of a type that lead to nodes; none for a type of your own, and for one that has none.</summary>
    /// <param name="type">The type.</param>
    /// <returns>The relationships, by name.</returns>
    public static IReadOnlyList<VtRelationship> Of(NodeType type) =>
        type.Kind != NodeTypeKind.Object || !Shown.Contains(type.Name)
            ? []
            : [.. VtRelationships.For(type.Name).Where(relationship => relationship.TargetTypes.Any(Shown.Contains)).DistinctBy(relationship => relationship.Name)];

    /// <summary>The relationship of a type, by its name. One whose results are of unknown type is found, too: what of them are nodes is taken.</summary>
    /// <param name="type">The type.</param>
    /// <param name="name">The name, as the service spells it.</param>
    /// <returns>The relationship.</returns>
    /// <exception cref="GraphException">The type has none of that name, or it leads to no nodes; the text names the nearest ones.</exception>
    public static VtRelationship Find(NodeType type, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var all = Of(type);
        if (all.FirstOrDefault(relationship => relationship.Name == name) is { } found) return found;
        var other = type.Kind == NodeTypeKind.Object ? VtRelationships.Find(type.Name, name) : null;
        if (other is { TargetTypes.Count: 0 }) return other;
        var fault = other is null
            ? $"Nodes of type {type.Name} have no relationship '{name}'"
            : $"The relationship '{name}' of {type.Name} leads to {string.Join(" and ", other.TargetTypes)}, which no graph shows";
        var near = all.Select(relationship => relationship.Name).OrderBy(known => Distance(known, name)).ThenBy(known => known, StringComparer.Ordinal).Take(3).ToArray();
        var hint = near.Length == 0 ? ": they have none at all." : $": try {string.Join(", ", near)}.";
        throw new GraphException(GraphError.UnknownRelationship, fault + hint);
    }

    internal static bool Shows(string type) => Shown.Contains(type) && type != VtObjectTypes.Resolution;

    /// <summary>How many letters to change, add or leave out to get from one text to the other; one that stands in the other is near.</summary>
    private static int Distance(string known, string typed)
    {
        if (typed.Length > 2 && known.Contains(typed, StringComparison.OrdinalIgnoreCase)) return 0;
        var row = Enumerable.Range(0, typed.Length + 1).ToArray();
        for (var i = 1; i <= known.Length; i++)
        {
            var (left, corner) = (i, i - 1);
            for (var j = 1; j <= typed.Length; j++)
            {
                var cost = char.ToLowerInvariant(known[i - 1]) == char.ToLowerInvariant(typed[j - 1]) ? 0 : 1;
                left = Math.Min(Math.Min(row[j] + 1, left + 1), corner + cost);
                (corner, row[j]) = (row[j], left);
            }
            row[0] = i;
        }
        return row[typed.Length];
    }
}
