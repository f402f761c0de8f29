namespace VtKit.Graph.Explorer;

/// <summary>What a run follows: which relationships of which types, and how many results of each.</summary>
internal sealed class Plan(int mostResults, IReadOnlyDictionary<string, VtRelationship[]> relationships)
{
    public int MostResults { get; } = mostResults;

    public IReadOnlyDictionary<string, VtRelationship[]> Relationships { get; } = relationships;

    /// <summary>All relationships that the options let through.</summary>
    public static Plan Of(ExploreOptions options)
    {
        var filter = options.Relationships;
        return new Plan(options.MaxPerRelationship, VtRelationships.All.Select(relationship => relationship.SourceType).Distinct(StringComparer.Ordinal)
            .Select(type => (Type: type, All: GraphRelationships.Of(NodeType.Object(type)).Where(relationship => filter?.Invoke(relationship) != false).ToArray()))
            .Where(row => row.All.Length > 0)
            .ToDictionary(row => row.Type, row => row.All, StringComparer.Ordinal));
    }

    /// <summary>One relationship.</summary>
    public static Plan Of(ExploreOptions options, VtRelationship relationship) =>
        new(options.MaxPerRelationship, new Dictionary<string, VtRelationship[]>(StringComparer.Ordinal) { [relationship.SourceType] = [relationship] });

    public VtRelationship[] For(NodeKey key) => ItemPaths.Knows(key) && Relationships.TryGetValue(key.Type.Name, out var all) ? all : [];

    /// <summary>How many requests reading a relationship takes at most.</summary>
    public int PagesOf(VtRelationship relationship) => relationship.IsToMany ? ((MostResults - 1) / relationship.MaxLimit) + 1 : 1;
}
