namespace VtKit.Graph;

/// <summary>Rows and columns, one type after the other; a type that fills a row begins one. Cells that fixed nodes reach into stay empty.</summary>
internal static class GridLayout
{
    private const double Gap = 12, Shape = 1.4;

    public static void Place(Drawing drawing, int[] nodes)
    {
        if (nodes.Length == 0) return;
        var input = drawing.Input;
        var (wide, high) = ((2 * nodes.Max(i => input.HalfWidth[i])) + Gap, input.Height + Gap);
        var columns = (int)Math.Ceiling(Math.Sqrt(nodes.Length * Shape * high / wide));
        var taken = new HashSet<(int, int)>();
        foreach (var i in nodes)
        {
            if (input.Fixed[i] is not { } place) continue;
            (drawing.X[i], drawing.Y[i]) = (place.X, place.Y);
            for (var column = (int)Math.Floor(place.X / wide); column <= Math.Ceiling(place.X / wide) && Math.Abs(place.X) < 1e6; column++)
                for (var row = (int)Math.Floor(place.Y / high); row <= Math.Ceiling(place.Y / high) && Math.Abs(place.Y) < 1e6; row++) taken.Add((column, row));
        }
        var cell = 0;
        foreach (var type in nodes.Where(i => input.Fixed[i] is null).GroupBy(i => input.Nodes[i].Type))
        {
            var members = type.ToList();
            if (members.Count >= columns) cell = (cell + columns - 1) / columns * columns;
            foreach (var i in members.OrderBy(i => input.Nodes[i].Group?.Name ?? "", StringComparer.Ordinal))
            {
                while (taken.Contains((cell % columns, cell / columns))) cell++;
                (drawing.X[i], drawing.Y[i]) = (cell % columns * wide, cell / columns * high);
                cell++;
            }
        }
    }
}
