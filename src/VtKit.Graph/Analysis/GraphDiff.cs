using System.Text.Json;

namespace VtKit.Graph;

/// <summary>A fact of a node that two graphs tell differently.</summary>
/// <param name="Node">The node.</param>
/// <param name="Fact">Which: <c>label</c>, <c>position</c>, <c>pin</c>, <c>note</c>, <c>provenance</c>, <c>group</c>, or the name of an attribute after <c>attributes.</c>.</param>
/// <param name="Before">What the first graph says; null when it says nothing.</param>
/// <param name="After">What the second one says; null when it says nothing.</param>
public sealed record GraphDifference(NodeKey Node, string Fact, string? Before, string? After);

/// <summary>A link by the keys of its ends.</summary>
/// <param name="Source">Where it begins.</param>
/// <param name="Target">Where it ends.</param>
/// <param name="Type">The relationship.</param>
public readonly record struct LinkKey(NodeKey Source, NodeKey Target, string Type);

/// <summary>What differs between two graphs.</summary>
public sealed class GraphDiff
{
    private GraphDiff()
    {
    }

    /// <summary>Nodes that only the second graph has.</summary>
    public IReadOnlyList<NodeKey> AddedNodes { get; private init; } = [];

    /// <summary>Nodes that only the first graph has.</summary>
    public IReadOnlyList<NodeKey> RemovedNodes { get; private init; } = [];

    /// <summary>Links that only the second graph has.</summary>
    public IReadOnlyList<LinkKey> AddedLinks { get; private init; } = [];

    /// <summary>Links that only the first graph has.</summary>
    public IReadOnlyList<LinkKey> RemovedLinks { get; private init; } = [];

    /// <summary>What the graphs tell differently of nodes that both have.</summary>
    public IReadOnlyList<GraphDifference> Changed { get; private init; } = [];

    /// <summary>Whether nothing differs.</summary>
    public bool IsEmpty => AddedNodes.Count + RemovedNodes.Count + AddedLinks.Count + RemovedLinks.Count + Changed.Count == 0;

    /// <summary>Compares two graphs.</summary>
    /// <param name="before">The first.</param>
    /// <param name="after">The second.</param>
    /// <returns>What differs.</returns>
    public static GraphDiff Between(ThreatGraph before, ThreatGraph after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var (linksBefore, linksAfter) = (before.Links.Select(KeyOf).ToList(), after.Links.Select(KeyOf).ToList());
        return new GraphDiff
        {
            AddedNodes = [.. after.Nodes.Select(node => node.Key).Where(key => !before.Contains(key))],
            RemovedNodes = [.. before.Nodes.Select(node => node.Key).Where(key => !after.Contains(key))],
            AddedLinks = [.. linksAfter.Except(linksBefore)],
            RemovedLinks = [.. linksBefore.Except(linksAfter)],
            Changed = [.. before.Nodes.SelectMany(node => after.Find(node.Key) is { } other ? Differences(node, other) : [])],
        };
    }

    internal static IEnumerable<GraphDifference> Differences(GraphNode one, GraphNode other)
    {
        foreach (var (fact, before, after) in (IEnumerable<(string, string?, string?)>)
            [
                ("label", Text(one.Label), Text(other.Label)), ("position", one.Position?.ToString(), other.Position?.ToString()), ("pin", one.Pin?.ToString(), other.Pin?.ToString()),
                ("note", one.Note, other.Note), ("provenance", one.Provenance, other.Provenance), ("group", one.Group?.Name, other.Group?.Name),
            ])
            if (before != after) yield return new GraphDifference(one.Key, fact, before, after);
        foreach (var name in one.Attributes.Keys.Union(other.Attributes.Keys))
        {
            var hasBefore = one.Attributes.TryGetValue(name, out var before);
            var hasAfter = other.Attributes.TryGetValue(name, out var after);
            if (hasBefore && hasAfter && JsonElement.DeepEquals(before, after)) continue;
            yield return new GraphDifference(one.Key, "attributes." + name, hasBefore ? JsonText.Plain(before) : null, hasAfter ? JsonText.Plain(after) : null);
        }
    }

    private static string? Text(string? label) => string.IsNullOrEmpty(label) ? null : label;

    private static LinkKey KeyOf(GraphLink link) => new(link.Source.Key, link.Target.Key, link.Type);
}
