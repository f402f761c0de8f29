namespace VtKit.Graph;

/// <summary>
/// Questions to a graph that need no network. Unless a method says otherwise, links count in both directions, and several links between two nodes count as one.
/// </summary>
public static partial class GraphAnalysis
{
    /// <summary>The parts that hang together, the largest first; of equals the one whose first node came first.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The nodes of each part.</returns>
    public static IReadOnlyList<IReadOnlyList<GraphNode>> Components(this ThreatGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var index = new IndexedGraph(graph);
        var seen = new bool[index.Nodes.Length];
        var parts = new List<IReadOnlyList<GraphNode>>();
        for (var start = 0; start < seen.Length; start++)
        {
            if (seen[start]) continue;
            seen[start] = true;
            var part = new List<int> { start };
            for (var next = 0; next < part.Count; next++)
                foreach (var neighbour in index.Neighbours[part[next]])
                    if (!seen[neighbour])
                    {
                        seen[neighbour] = true;
                        part.Add(neighbour);
                    }
            parts.Add([.. part.Order().Select(i => index.Nodes[i])]);
        }
        return [.. parts.OrderByDescending(part => part.Count)];
    }

    /// <summary>A shortest way from one node to another, both included.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="source">Where to begin.</param>
    /// <param name="target">Where to end.</param>
    /// <param name="isDirected">Whether links count only in their direction.</param>
    /// <returns>The nodes on the way; empty where there is none.</returns>
    /// <exception cref="GraphException">The graph lacks one of the nodes.</exception>
    public static IReadOnlyList<GraphNode> ShortestPath(this ThreatGraph graph, GraphNode source, GraphNode target, bool isDirected = false)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var index = new IndexedGraph(graph, isDirected);
        var (from, to) = (index.Of(source), index.Of(target));
        var before = new int[index.Nodes.Length];
        Array.Fill(before, -1);
        before[from] = from;
        var queue = new Queue<int>([from]);
        while (before[to] < 0 && queue.TryDequeue(out var node))
            foreach (var neighbour in index.Neighbours[node])
                if (before[neighbour] < 0)
                {
                    before[neighbour] = node;
                    queue.Enqueue(neighbour);
                }
        if (before[to] < 0) return [];
        var path = new List<GraphNode> { target };
        for (var node = to; node != from; node = before[node]) path.Add(index.Nodes[before[node]]);
        path.Reverse();
        return path;
    }

    /// <summary>
    /// All ways from one node to another that meet no node twice, shorter ones first. There can be very many: take as many as you need, the rest is not computed.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="source">Where to begin.</param>
    /// <param name="target">Where to end.</param>
    /// <param name="maxLength">How many links a way may have.</param>
    /// <param name="isDirected">Whether links count only in their direction.</param>
    /// <returns>The nodes on each way, both ends included.</returns>
    /// <exception cref="GraphException">The graph lacks one of the nodes, or they are the same.</exception>
    public static IEnumerable<IReadOnlyList<GraphNode>> SimplePaths(this ThreatGraph graph, GraphNode source, GraphNode target, int maxLength, bool isDirected = false)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentOutOfRangeException.ThrowIfNegative(maxLength);
        var index = new IndexedGraph(graph, isDirected);
        var (from, to) = (index.Of(source), index.Of(target));
        if (from == to) throw new GraphException(GraphError.SameNode, "A way needs two different nodes.");
        return Paths(index, from, to, Math.Min(maxLength, index.Nodes.Length - 1), isDirected);
    }

    private static IEnumerable<IReadOnlyList<GraphNode>> Paths(IndexedGraph index, int from, int to, int maxLength, bool isDirected)
    {
        // A node from which the target is too far away is not entered.
        var distance = DistancesTo(index, to, isDirected);
        for (var length = distance[from]; length <= maxLength; length++)
        {
            var path = new List<int> { from };
            var onPath = new HashSet<int> { from };
            var places = new Stack<int>([0]);
            while (places.TryPop(out var place))
            {
                var neighbours = index.Neighbours[path[^1]];
                if (place == neighbours.Length || path[^1] == to)
                {
                    onPath.Remove(path[^1]);
                    path.RemoveAt(path.Count - 1);
                    continue;
                }
                places.Push(place + 1);
                var next = neighbours[place];
                if (distance[next] > length - path.Count || onPath.Contains(next) || (next == to && path.Count != length)) continue;
                path.Add(next);
                onPath.Add(next);
                places.Push(0);
                if (next == to) yield return path.ConvertAll(i => index.Nodes[i]);
            }
        }
    }

    private static int[] DistancesTo(IndexedGraph index, int to, bool isDirected)
    {
        var incoming = index.Neighbours;
        if (isDirected)
        {
            var lists = index.Nodes.Select(_ => new List<int>()).ToArray();
            for (var i = 0; i < lists.Length; i++)
                foreach (var neighbour in index.Neighbours[i]) lists[neighbour].Add(i);
            incoming = [.. lists.Select(list => list.ToArray())];
        }
        var distance = new int[index.Nodes.Length];
        Array.Fill(distance, int.MaxValue);
        distance[to] = 0;
        var queue = new Queue<int>([to]);
        while (queue.TryDequeue(out var node))
            foreach (var neighbour in incoming[node])
                if (distance[neighbour] == int.MaxValue)
                {
                    distance[neighbour] = distance[node] + 1;
                    queue.Enqueue(neighbour);
                }
        return distance;
    }

    /// <summary>The nodes that are linked with all of the given ones.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="nodes">The nodes.</param>
    /// <returns>Their common neighbours, in the order in which they came.</returns>
    /// <exception cref="GraphException">The graph lacks one of the nodes.</exception>
    public static IReadOnlyList<GraphNode> CommonNeighbours(this ThreatGraph graph, IEnumerable<GraphNode> nodes)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(nodes);
        var index = new IndexedGraph(graph);
        HashSet<int>? common = null;
        foreach (var node in nodes)
        {
            if (common is null) common = [.. index.Neighbours[index.Of(node)]];
            else common.IntersectWith(index.Neighbours[index.Of(node)]);
        }
        return [.. (common ?? []).Order().Select(i => index.Nodes[i])];
    }
}
