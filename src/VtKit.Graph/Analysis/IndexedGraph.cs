namespace VtKit.Graph;

/// <summary>A graph as numbers, for algorithms: nodes from 0, and the neighbours of each, once each, in the order of their numbers.</summary>
internal sealed class IndexedGraph
{
    public IndexedGraph(ThreatGraph graph, bool isDirected = false)
    {
        Nodes = [.. graph.Nodes];
        foreach (var node in Nodes) Numbers.Add(node, Numbers.Count);
        var neighbours = new SortedSet<int>();
        Neighbours = new int[Nodes.Length][];
        for (var i = 0; i < Nodes.Length; i++)
        {
            neighbours.Clear();
            foreach (var link in Nodes[i].Out) neighbours.Add(Numbers[link.Target]);
            if (!isDirected)
                foreach (var link in Nodes[i].In) neighbours.Add(Numbers[link.Source]);
            Neighbours[i] = [.. neighbours];
        }
    }

    public GraphNode[] Nodes { get; }

    public Dictionary<GraphNode, int> Numbers { get; } = [];

    public int[][] Neighbours { get; }

    public int Of(GraphNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return Numbers.TryGetValue(node, out var number)
            ? number
            : throw new GraphException(GraphError.NodeNotFound, $"The graph has no node {Excerpt.Of(node.ToString())}: add it first.");
    }
}
