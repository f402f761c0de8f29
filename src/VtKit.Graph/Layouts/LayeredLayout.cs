namespace VtKit.Graph;

/// <summary>
/// Layers from left to right, each link from a layer to a later one; links that close a cycle lead back. Within a layer nodes stand near what they are linked with.
/// A layer that is too long takes several columns, on which nodes take turns.
/// </summary>
internal static class LayeredLayout
{
    private const double LayerGap = 90, ColumnGap = 16, RowGap = 8;

    private const int Sweeps = 8, FewestInColumn = 12;

    public static void Place(Drawing drawing, int[] part)
    {
        var input = drawing.Input;
        var layers = Layers(input, part);
        var most = Math.Max(FewestInColumn, (int)Math.Ceiling(Math.Sqrt(part.Length) * 1.5));
        foreach (var layer in layers) Stack(drawing, layer, input.Height + RowGap);
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            if (sweep % 2 == 1) layers.Reverse();
            foreach (var layer in layers)
            {
                // Sorted by where the neighbours stand; a sort that keeps the order of equals.
                var wish = layer.ToDictionary(i => i, i => Wish(drawing, i));
                var sorted = layer.OrderBy(i => wish[i]).ToList();
                layer.Clear();
                layer.AddRange(sorted);
                Stack(drawing, layer, input.Height + RowGap);
            }
            if (sweep % 2 == 1) layers.Reverse();
        }
        var left = 0.0;
        var columns = new List<List<int>>();
        foreach (var layer in layers)
        {
            var count = (layer.Count + most - 1) / most;
            for (var column = 0; column < count; column++)
            {
                List<int> nodes = [.. layer.Where((_, k) => k % count == column)];
                var width = 2 * nodes.Max(i => input.HalfWidth[i]);
                foreach (var i in nodes) drawing.X[i] = left + (width / 2);
                left += width + ColumnGap;
                Stack(drawing, nodes, input.Height + RowGap);
                columns.Add(nodes);
            }
            left += LayerGap - ColumnGap;
        }
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            foreach (var column in columns) Align(drawing, column, input.Height + RowGap);
            columns.Reverse();
        }
    }

    /// <summary>One below the other, around the middle.</summary>
    private static void Stack(Drawing drawing, List<int> nodes, double pitch)
    {
        for (var k = 0; k < nodes.Count; k++) drawing.Y[nodes[k]] = (k - ((nodes.Count - 1) / 2.0)) * pitch;
    }

    /// <summary>As near to where they wish to stand as their order and the room they need allow: neighbours that want the same place share the way around its mean.</summary>
    private static void Align(Drawing drawing, List<int> nodes, double pitch)
    {
        var blocks = new List<(double Sum, int Count)>();
        for (var k = 0; k < nodes.Count; k++)
        {
            blocks.Add((Wish(drawing, nodes[k]) - (k * pitch), 1));
            while (blocks.Count > 1 && blocks[^2].Sum / blocks[^2].Count >= blocks[^1].Sum / blocks[^1].Count)
            {
                blocks[^2] = (blocks[^2].Sum + blocks[^1].Sum, blocks[^2].Count + blocks[^1].Count);
                blocks.RemoveAt(blocks.Count - 1);
            }
        }
        var next = 0;
        foreach (var (sum, count) in blocks)
            for (var end = next + count; next < end; next++) drawing.Y[nodes[next]] = (sum / count) + (next * pitch);
    }

    private static double Wish(Drawing drawing, int i)
    {
        var (sum, count) = (0.0, 0);
        foreach (var neighbour in drawing.Input.Neighbours[i])
        {
            if (drawing.Input.IsGroup(neighbour)) continue;
            sum += drawing.Y[neighbour];
            count++;
        }
        return count == 0 ? drawing.Y[i] : sum / count;
    }

    /// <summary>Each node one layer behind the last of those that lead to it; then those that nothing leads to move up to what they lead to.</summary>
    private static List<List<int>> Layers(LayoutInput input, int[] part)
    {
        var finished = Finished(input, part, out var isBack);
        var layer = part.ToDictionary(i => i, _ => 0);
        var isSource = part.ToHashSet();
        for (var k = finished.Count - 1; k >= 0; k--)
            foreach (var target in input.Outgoing[finished[k]])
            {
                if (isBack.Contains((finished[k], target))) continue;
                layer[target] = Math.Max(layer[target], layer[finished[k]] + 1);
                isSource.Remove(target);
            }
        foreach (var node in finished)
            if (isSource.Contains(node) && input.Outgoing[node].Where(target => !isBack.Contains((node, target))).Select(target => layer[target]).DefaultIfEmpty(1).Min() is var nearest)
                layer[node] = nearest - 1;
        return [.. part.GroupBy(i => layer[i]).OrderBy(group => group.Key).Select(group => group.ToList())];
    }

    /// <summary>The nodes in the order in which a search in depth leaves them, and the links that lead back on its way.</summary>
    private static List<int> Finished(LayoutInput input, int[] part, out HashSet<(int, int)> isBack)
    {
        isBack = [];
        var (finished, state) = (new List<int>(), new Dictionary<int, bool>());
        var targets = part.SelectMany(i => input.Outgoing[i]).ToHashSet();
        var stack = new Stack<(int Node, int Next)>();
        foreach (var start in part.OrderBy(targets.Contains))
        {
            if (state.TryAdd(start, false)) stack.Push((start, 0));
            while (stack.TryPop(out var top))
            {
                if (top.Next == input.Outgoing[top.Node].Length)
                {
                    state[top.Node] = true;
                    finished.Add(top.Node);
                    continue;
                }
                stack.Push((top.Node, top.Next + 1));
                var target = input.Outgoing[top.Node][top.Next];
                if (state.TryAdd(target, false)) stack.Push((target, 0));
                else if (!state[target]) isBack.Add((top.Node, target));
            }
        }
        return finished;
    }
}
