namespace VtKit.Graph;

/// <summary>From a graph to the places of its nodes: each part by itself, then settled on what is fixed, spread until nothing overlaps, and put next to the others.</summary>
internal static class Arrangement
{
    /// <summary>The places, in the order of the nodes.</summary>
    public static GraphPoint[] Places(ThreatGraph graph, GraphLayout layout, LayoutOptions options, CancellationToken cancellationToken)
    {
        if (!(options.Spacing is > 0 and < double.PositiveInfinity)) throw new ArgumentOutOfRangeException(nameof(options), "The spacing must be a positive number.");
        if (!Enum.IsDefined(layout)) throw new ArgumentOutOfRangeException(nameof(layout));
        var input = new LayoutInput(graph, options);
        var drawing = new Drawing(input);
        var isWhole = layout == GraphLayout.Grid;
        var parts = isWhole ? [[.. Enumerable.Range(0, input.Nodes.Length)]] : input.Parts();
        foreach (var part in parts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Place(drawing, part, layout, options.Seed, cancellationToken);
        }
        Packing.Pack(drawing, parts);
        return drawing.Places();
    }

    private static void Place(Drawing drawing, int[] part, GraphLayout layout, int seed, CancellationToken cancellationToken)
    {
        var graph = SpringGraph.Of(drawing.Input.Neighbours, part);
        var (x, y) = new ForceLayout(seed, cancellationToken).Run(graph);
        for (var i = 0; i < part.Length; i++) (drawing.X[part[i]], drawing.Y[part[i]]) = (x[i] * 100, y[i] * 100);
    }
}
