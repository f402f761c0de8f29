namespace VtKit.Graph;

/// <content>How much in the middle a node is, and which nodes belong together.</content>
public static partial class GraphAnalysis
{
    /// <summary>How many neighbours each node has, as a part of those it could have (0 to 1).</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The value of each node.</returns>
    public static IReadOnlyDictionary<GraphNode, double> DegreeCentrality(this ThreatGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var index = new IndexedGraph(graph);
        var others = index.Nodes.Length - 1;
        return ByNode(index, i => others == 0 ? 1 : (double)index.Neighbours[i].Length / others);
    }

    /// <summary>How many neighbours a node has, each counted once.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="node">The node.</param>
    /// <returns>The number.</returns>
    /// <exception cref="GraphException">The graph lacks the node.</exception>
    public static int Degree(this ThreatGraph graph, GraphNode node)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(node);
        if (!graph.Owns(node)) throw new GraphException(GraphError.NodeNotFound, $"The graph has no node {Excerpt.Of(node.ToString())}: add it first.");
        return node.Out.Select(link => link.Target).Concat(node.In.Select(link => link.Source)).Distinct().Count();
    }

    /// <summary>
    /// The part of all shortest ways between other nodes that goes through each node (0 to 1), by Brandes' algorithm: time in proportion to nodes times links.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The value of each node.</returns>
    public static IReadOnlyDictionary<GraphNode, double> Betweenness(this ThreatGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var index = new IndexedGraph(graph);
        var count = index.Nodes.Length;
        var sum = new double[count];
        var (distance, ways, share) = (new int[count], new double[count], new double[count]);
        var order = new List<int>(count);
        for (var source = 0; source < count; source++)
        {
            Array.Fill(distance, -1);
            Array.Clear(ways);
            Array.Clear(share);
            order.Clear();
            order.Add(source);
            (distance[source], ways[source]) = (0, 1);
            for (var next = 0; next < order.Count; next++)
                foreach (var neighbour in index.Neighbours[order[next]])
                {
                    if (distance[neighbour] < 0)
                    {
                        distance[neighbour] = distance[order[next]] + 1;
                        order.Add(neighbour);
                    }
                    if (distance[neighbour] == distance[order[next]] + 1) ways[neighbour] += ways[order[next]];
                }
            for (var last = order.Count - 1; last > 0; last--)
            {
                var node = order[last];
                foreach (var before in index.Neighbours[node])
                    if (distance[before] == distance[node] - 1) share[before] += ways[before] / ways[node] * (1 + share[node]);
                sum[node] += share[node];
            }
        }
        // Each pair was counted from both of its ends.
        var pairs = (double)(count - 1) * (count - 2);
        return ByNode(index, i => pairs > 0 ? sum[i] / pairs : 0);
    }

    /// <summary>How well a division into communities fits the links: 0 is no better than chance.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="communities">The communities; each node in one of them.</param>
    /// <returns>The modularity.</returns>
    public static double Modularity(this ThreatGraph graph, IEnumerable<IEnumerable<GraphNode>> communities)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(communities);
        var index = new IndexedGraph(graph);
        double total = index.Neighbours.Sum(list => list.Length);
        if (total == 0) return 0;
        var result = 0.0;
        foreach (var community in communities)
        {
            var members = community.Select(index.Of).ToHashSet();
            double degree = members.Sum(i => index.Neighbours[i].Length);
            double inside = members.Sum(i => index.Neighbours[i].Count(members.Contains));
            result += inside / total - degree / total * (degree / total);
        }
        return result;
    }

    /// <summary>Nodes that are linked among each other more than with the rest, by the method of Louvain. The same seed gives the same answer.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="seed">Where chance begins.</param>
    /// <returns>The communities, the largest first.</returns>
    public static IReadOnlyList<IReadOnlyList<GraphNode>> Communities(this ThreatGraph graph, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var index = new IndexedGraph(graph);
        var community = new Louvain(index.Neighbours, seed).Run();
        return [.. Enumerable.Range(0, index.Nodes.Length).GroupBy(i => community[i]).Select(group => (IReadOnlyList<GraphNode>)[.. group.Select(i => index.Nodes[i])]).OrderByDescending(group => group.Count)];
    }

    private static Dictionary<GraphNode, double> ByNode(IndexedGraph index, Func<int, double> value)
    {
        var result = new Dictionary<GraphNode, double>(index.Nodes.Length);
        for (var i = 0; i < index.Nodes.Length; i++) result.Add(index.Nodes[i], value(i));
        return result;
    }
}
