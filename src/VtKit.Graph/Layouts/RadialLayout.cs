namespace VtKit.Graph;

/// <summary>
/// The busiest node in the middle, all others on rings by the number of links between. A subtree has a sector as wide as it has leaves. A ring that is too crowded
/// is several rings, close to each other, on which nodes take turns.
/// </summary>
internal static class RadialLayout
{
    private const double Gap = 35;

    /// <summary>More is not kept free for a label in all directions: there is room beside a node where there is none below it.</summary>
    private const double MostHalfWidth = 40;

    private const int FewLeaves = 24;

    public static void Place(Drawing drawing, int[] part)
    {
        var input = drawing.Input;
        var tree = new SpanningTree(input, part, part.MaxBy(i => input.Neighbours[i].Length));
        var angles = Angles(tree);
        var outer = 0.0;
        foreach (var ring in tree.Order.Skip(1).GroupBy(i => tree.Depth[i]))
        {
            var nodes = ring.OrderBy(i => angles[i]).ToArray();
            // Rooms whose centres are that far from each other do not overlap, whatever the direction.
            var pitch = Math.Sqrt(Math.Pow(2 * Math.Min(MostHalfWidth, nodes.Max(i => input.HalfWidth[i])), 2) + Math.Pow(input.Height, 2));
            var (radius, rings) = Fit(nodes, angles, pitch, outer + pitch + Gap);
            for (var k = 0; k < nodes.Length; k++)
            {
                var distance = radius + (k % rings * pitch);
                drawing.X[nodes[k]] = distance * Math.Cos(angles[nodes[k]]);
                drawing.Y[nodes[k]] = distance * Math.Sin(angles[nodes[k]]);
            }
            outer = radius + ((rings - 1) * pitch);
        }
    }

    /// <summary>The number of rings with which the outermost is smallest, and the radius of the innermost.</summary>
    private static (double Radius, int Rings) Fit(int[] nodes, Dictionary<int, double> angles, double pitch, double least)
    {
        var best = (Radius: double.MaxValue, Rings: 0);
        for (var rings = 1; rings == 1 || (rings - 1) * pitch < best.Radius + ((best.Rings - 1) * pitch); rings++)
        {
            var nearest = 2 * Math.PI;
            for (var k = 0; k < nodes.Length && nodes.Length > rings; k++)
            {
                var other = nodes[k + rings < nodes.Length ? k + rings : k % rings];
                var angle = Math.Abs(angles[other] - angles[nodes[k]]);
                nearest = Math.Min(nearest, Math.Min(angle, (2 * Math.PI) - angle));
            }
            // The chord of that angle must be as long as the pitch.
            var radius = nearest >= Math.PI ? least : Math.Max(least, pitch / (2 * Math.Sin(nearest / 2)));
            if (radius + ((rings - 1) * pitch) < best.Radius + ((best.Rings - 1) * pitch)) best = (radius, rings);
            else if (best.Rings > 0 && radius <= least) break;
        }
        return best;
    }

    private static Dictionary<int, double> Angles(SpanningTree tree)
    {
        var leaves = new Dictionary<int, int>();
        for (var k = tree.Order.Count - 1; k >= 0; k--) leaves[tree.Order[k]] = Math.Max(1, tree.Children[tree.Order[k]].Sum(child => leaves[child]));
        // Where many take turns, the turns of the last do not fit to those of the first: a gap is left between them.
        var count = leaves[tree.Order[0]];
        var unit = 2 * Math.PI / (count + (count < FewLeaves ? 0 : Math.Ceiling(Math.Sqrt(count) / 2)));
        var (angles, begin) = (new Dictionary<int, double>(), new Dictionary<int, double> { [tree.Order[0]] = -Math.PI / 2 });
        foreach (var node in tree.Order)
        {
            angles[node] = begin[node] + (leaves[node] * unit / 2);
            var from = begin[node];
            foreach (var child in tree.Children[node])
            {
                begin[child] = from;
                from += leaves[child] * unit;
            }
        }
        return angles;
    }
}
