namespace VtKit.Graph;

/// <summary>
/// A graph as layouts see it. Behind the nodes stand the groups as further nodes, each a neighbour of its members, so that these stand together. Lengths are
/// those of drawings, where the spacing is 100.
/// </summary>
internal sealed class LayoutInput
{
    private readonly bool _keepPositions;

    public LayoutInput(ThreatGraph graph, LayoutOptions options)
    {
        var index = new IndexedGraph(graph);
        Nodes = index.Nodes;
        _keepPositions = options.KeepPositions;
        Scale = options.Spacing / NodeShape.Spacing;
        Outgoing = new int[Nodes.Length][];
        Fixed = new GraphPoint?[Nodes.Length + graph.Groups.Count];
        HalfWidth = new double[Fixed.Length];
        Neighbours = new int[Fixed.Length][];
        for (var i = 0; i < Nodes.Length; i++)
        {
            var node = Nodes[i];
            Outgoing[i] = [.. node.Out.Select(link => index.Numbers[link.Target]).Distinct().Order()];
            if (Held(i) is { } place) Fixed[i] = new GraphPoint(place.X / Scale, place.Y / Scale);
            HalfWidth[i] = NodeShape.HalfWidth(node, Nodes.Length);
            Neighbours[i] = index.Neighbours[i];
        }
        for (var g = 0; g < graph.Groups.Count; g++)
        {
            var group = Nodes.Length + g;
            Neighbours[group] = [.. graph.Groups[g].Members.Select(member => index.Numbers[member])];
            foreach (var member in Neighbours[group]) Neighbours[member] = [.. Neighbours[member], group];
        }
    }

    public GraphNode[] Nodes { get; }

    /// <summary>What a length here is multiplied by in the positions.</summary>
    public double Scale { get; }

    /// <summary>The neighbours of each node and group, in both directions.</summary>
    public int[][] Neighbours { get; }

    /// <summary>The nodes that links of a node lead to.</summary>
    public int[][] Outgoing { get; }

    /// <summary>Where a node must stand, in lengths of drawings, or null.</summary>
    public GraphPoint?[] Fixed { get; }

    /// <summary>Half the width that a node needs, with its label; zero for a group.</summary>
    public double[] HalfWidth { get; }

    /// <summary>From the centre of a node to the upper edge of the room it takes.</summary>
    public static double Above => NodeShape.Radius + (NodeShape.Gap / 2);

    /// <summary>From the centre of a node to the lower edge of the room it takes, with its label.</summary>
    public double Below => Above + (Nodes.Length > NodeShape.MostLabelled ? 0 : NodeShape.LabelHeight);

    public double Height => Above + Below;

    /// <summary>Where a node must stand, as it was given, or null.</summary>
    public GraphPoint? Held(int i) =>
        (Nodes[i].Pin ?? (_keepPositions ? Nodes[i].Position : null)) is { } place && double.IsFinite(place.X) && double.IsFinite(place.Y) ? place : null;

    public bool IsGroup(int i) => i >= Nodes.Length;

    /// <summary>The parts that hang together, the largest first.</summary>
    /// <param name="byGroups">Whether being in one group is hanging together.</param>
    public List<int[]> Parts(bool byGroups)
    {
        var seen = new bool[Neighbours.Length];
        var parts = new List<int[]>();
        for (var start = 0; start < (byGroups ? seen.Length : Nodes.Length); start++)
        {
            if (seen[start]) continue;
            seen[start] = true;
            var part = new List<int> { start };
            for (var next = 0; next < part.Count; next++)
                foreach (var neighbour in Neighbours[part[next]])
                    if (!seen[neighbour] && (byGroups || !IsGroup(neighbour)))
                    {
                        seen[neighbour] = true;
                        part.Add(neighbour);
                    }
            parts.Add([.. part.Order()]);
        }
        return [.. parts.OrderByDescending(part => part.Length)];
    }
}
