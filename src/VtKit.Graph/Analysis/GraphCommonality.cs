using System.Text.Json;

namespace VtKit.Graph;

/// <summary>What several nodes have in common.</summary>
/// <param name="Name">The name of the attribute, or the type of the link.</param>
/// <param name="Value">The value they share, or the node they are linked with.</param>
/// <param name="Nodes">The nodes that share it.</param>
/// <param name="Neighbour">The node they are linked with; null for an attribute.</param>
public sealed record GraphCommonality(string Name, string Value, IReadOnlyList<GraphNode> Nodes, GraphNode? Neighbour);

/// <content>What nodes have in common.</content>
public static partial class GraphAnalysis
{
    /// <summary>
    /// What at least two of the given nodes have in common: attributes of the same value (of lists, each item) and neighbours by the same type of link. What most share
    /// comes first.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="selection">The nodes.</param>
    /// <returns>What is shared.</returns>
    /// <exception cref="GraphException">The graph lacks one of the nodes.</exception>
    public static IReadOnlyList<GraphCommonality> Commonalities(this ThreatGraph graph, IEnumerable<GraphNode> selection)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(selection);
        var shared = new Dictionary<(string, string, GraphNode?), List<GraphNode>>();
        foreach (var node in selection.Distinct())
        {
            if (!graph.Owns(node)) throw new GraphException(GraphError.NodeNotFound, $"The graph has no node {Excerpt.Of(node.ToString())}: add it first.");
            var own = node.Attributes.Where(attribute => attribute.Key != WireWords.HasDetections).SelectMany(attribute => Values(attribute.Value).Select(value => (attribute.Key, value, (GraphNode?)null)))
                .Concat(node.Out.Select(link => (link.Type, link.Target.DisplayName, (GraphNode?)link.Target)))
                .Concat(node.In.Select(link => (link.Type, link.Source.DisplayName, (GraphNode?)link.Source)));
            foreach (var key in own.Distinct())
            {
                if (!shared.TryGetValue(key, out var nodes)) shared[key] = nodes = [];
                nodes.Add(node);
            }
        }
        return [.. shared.Where(pair => pair.Value.Count > 1)
            .Select(pair => new GraphCommonality(pair.Key.Item1, pair.Key.Item2, pair.Value, pair.Key.Item3))
            .OrderByDescending(one => one.Nodes.Count).ThenBy(one => one.Name, StringComparer.Ordinal).ThenBy(one => one.Value, StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Values(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Values).Distinct(),
        JsonValueKind.Null or JsonValueKind.Object => [],
        _ => [JsonText.Plain(value)],
    };
}
