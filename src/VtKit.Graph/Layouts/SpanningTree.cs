namespace VtKit.Graph;

/// <summary>The nodes of a part in the order in which they are reached from a root, each below the one from which it was reached first.</summary>
internal sealed class SpanningTree
{
    public SpanningTree(LayoutInput input, int[] part, int root)
    {
        Order = [root];
        Depth[root] = 0;
        Children[root] = [];
        for (var next = 0; next < Order.Count; next++)
        {
            var node = Order[next];
            foreach (var neighbour in input.Neighbours[node].Where(i => !input.IsGroup(i) && !Depth.ContainsKey(i)).OrderBy(i => Rank(input, i)).ThenBy(i => i))
            {
                Depth[neighbour] = Depth[node] + 1;
                Children[node].Add(neighbour);
                Children[neighbour] = [];
                Order.Add(neighbour);
            }
        }
        System.Diagnostics.Debug.Assert(Order.Count == part.Length, "A part hangs together.");
    }

    public List<int> Order { get; }

    public Dictionary<int, int> Depth { get; } = [];

    public Dictionary<int, List<int>> Children { get; } = [];

    /// <summary>Members of a group next to each other, then those of a type.</summary>
    private static (string, string) Rank(LayoutInput input, int i) => (input.Nodes[i].Group?.Name ?? "", input.Nodes[i].Type.ToString());
}
