namespace VtKit.Graph;

/// <summary>The root on top and children below their parent. Many children that have none themselves stand in several rows.</summary>
internal static class TreeLayout
{
    private const double LevelGap = 55, SideGap = 10, RowGap = 8;

    private const int MostInRow = 6, FewestInRow = 4;

    /// <summary>How many times as wide as high a drawing may be.</summary>
    private const double MostShape = 4;

    public static void Place(Drawing drawing, int[] part)
    {
        var input = drawing.Input;
        var tree = new SpanningTree(input, part, Root(input, part));
        var blocks = tree.Order.ToDictionary(i => i, i => new LeafBlock(input, tree.Children[i].FindAll(child => tree.Children[child].Count == 0)));
        var width = new Dictionary<int, double>();
        for (var k = tree.Order.Count - 1; k >= 0; k--)
        {
            var node = tree.Order[k];
            width[node] = Math.Max((2 * input.HalfWidth[node]) + SideGap, blocks[node].Width + Inner(node).Sum(child => width[child]));
        }
        var top = Tops(tree, blocks, input);
        drawing.X[tree.Order[0]] = 0;
        foreach (var node in tree.Order)
        {
            var (block, inner) = (blocks[node], Inner(node));
            // What is narrower than its parent stands in the middle below it. The leaves stand between the subtrees.
            var left = drawing.X[node] - ((block.Width + inner.Sum(child => width[child])) / 2);
            drawing.Y[node] = Math.Max(drawing.Y[node], top[tree.Depth[node]]);
            for (var k = 0; k <= inner.Count; k++)
            {
                if (k == inner.Count / 2)
                {
                    block.Place(drawing, left, top.GetValueOrDefault(tree.Depth[node] + 1));
                    left += block.Width;
                }
                if (k == inner.Count) break;
                drawing.X[inner[k]] = left + (width[inner[k]] / 2);
                drawing.Y[inner[k]] = top[tree.Depth[inner[k]]];
                left += width[inner[k]];
            }
        }

        var box = drawing.Box(part);
        if (box.Right - box.Left > MostShape * (box.Bottom - box.Top)) Fold(drawing, tree, part.Length);

        List<int> Inner(int node) => tree.Children[node].FindAll(child => tree.Children[child].Count > 0);
    }

    /// <summary>Breaks each level of a tree that is too wide into rows. The order within the levels stays, and with it what stands below what.</summary>
    private static void Fold(Drawing drawing, SpanningTree tree, int count)
    {
        var input = drawing.Input;
        var (wide, high) = ((2 * tree.Order.Max(i => input.HalfWidth[i])) + SideGap, input.Height + RowGap);
        var most = Math.Max(FewestInRow, (int)Math.Ceiling(Math.Sqrt(count * MostShape / 2 * high / wide)));
        var top = 0.0;
        foreach (var level in tree.Order.GroupBy(i => tree.Depth[i]))
        {
            var nodes = level.OrderBy(i => drawing.X[i]).ToList();
            var rows = (nodes.Count + most - 1) / most;
            var columns = (nodes.Count + rows - 1) / rows;
            for (var k = 0; k < nodes.Count; k++)
                (drawing.X[nodes[k]], drawing.Y[nodes[k]]) = (((k / rows) - ((columns - 1) / 2.0)) * wide, top + (k % rows * high));
            top += (rows * high) + LevelGap;
        }
    }

    /// <summary>A node that no link leads to or, where there is none, any: the one that most links leave, of equals the first.</summary>
    private static int Root(LayoutInput input, int[] part)
    {
        var targets = part.SelectMany(i => input.Outgoing[i]).ToHashSet();
        var sources = Array.FindAll(part, i => !targets.Contains(i));
        return (sources.Length > 0 ? sources : part).MaxBy(i => input.Outgoing[i].Length);
    }

    /// <summary>How far down each level begins.</summary>
    private static Dictionary<int, double> Tops(SpanningTree tree, Dictionary<int, LeafBlock> blocks, LayoutInput input)
    {
        var rows = new SortedDictionary<int, int>();
        foreach (var node in tree.Order)
        {
            var depth = tree.Depth[node];
            rows[depth] = Math.Max(rows.GetValueOrDefault(depth), 1);
            if (blocks[node].Rows > 0) rows[depth + 1] = Math.Max(rows.GetValueOrDefault(depth + 1), blocks[node].Rows);
        }
        var tops = new Dictionary<int, double> { [0] = 0 };
        foreach (var (depth, count) in rows) tops[depth + 1] = tops[depth] + (count * (input.Height + RowGap)) + LevelGap;
        return tops;
    }

    /// <summary>The children of a node that have no children.</summary>
    private sealed class LeafBlock
    {
        private readonly List<int> _leaves;
        private readonly int _columns;
        private readonly double _columnWidth;
        private readonly double _rowHeight;

        public LeafBlock(LayoutInput input, List<int> leaves)
        {
            _leaves = leaves;
            if (leaves.Count == 0) return;
            _columns = leaves.Count <= MostInRow ? leaves.Count : Math.Max(FewestInRow, (int)Math.Ceiling(Math.Sqrt(leaves.Count * 0.3)));
            _columnWidth = (2 * leaves.Max(i => input.HalfWidth[i])) + SideGap;
            _rowHeight = input.Height + RowGap;
        }

        public int Rows => _columns == 0 ? 0 : (_leaves.Count + _columns - 1) / _columns;

        public double Width => _columns * _columnWidth;

        public void Place(Drawing drawing, double left, double top)
        {
            for (var i = 0; i < _leaves.Count; i++)
            {
                // The last row may be shorter: it stands in the middle.
                var inRow = Math.Min(_columns, _leaves.Count - (i / _columns * _columns));
                drawing.X[_leaves[i]] = left + ((Width - (inRow * _columnWidth)) / 2) + (((i % _columns) + 0.5) * _columnWidth);
                drawing.Y[_leaves[i]] = top + (i / _columns * _rowHeight);
            }
        }
    }
}
