namespace VtKit.Graph;

/// <summary>From a graph to the places of its nodes: each part by itself, moved to what is fixed in it, spread until nothing overlaps, and put next to the others.</summary>
internal static class Arrangement
{
    /// <summary>The places, in the order of the nodes.</summary>
    public static GraphPoint[] Places(ThreatGraph graph, GraphLayout layout, LayoutOptions options, CancellationToken cancellationToken)
    {
        if (!(options.Spacing is > 0 and < double.PositiveInfinity)) throw new ArgumentOutOfRangeException(nameof(options), "The spacing must be a positive number.");
        var drawing = new Drawing(new LayoutInput(graph, options));
        Action<int[]> place = layout switch
        {
            GraphLayout.Force => part => new ForceLayout(options.Seed, cancellationToken).Place(drawing, part),
            GraphLayout.Tree => part => TreeLayout.Place(drawing, part),
            GraphLayout.Layered => part => LayeredLayout.Place(drawing, part),
            GraphLayout.Radial => part => RadialLayout.Place(drawing, part),
            GraphLayout.Grid => part => GridLayout.Place(drawing, part),
            _ => throw new ArgumentOutOfRangeException(nameof(layout), layout, "There is no such layout."),
        };
        List<int[]> parts = layout == GraphLayout.Grid ? [[.. Enumerable.Range(0, drawing.Input.Nodes.Length)]] : drawing.Input.Parts(byGroups: layout == GraphLayout.Force);
        foreach (var part in parts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            place(part);
            var isHeld = layout != GraphLayout.Grid && drawing.Settle(part);
            if (isHeld || layout == GraphLayout.Force) new Spreading(drawing, part).Run(mayGrow: !isHeld, cancellationToken);
        }
        if (layout != GraphLayout.Grid) Packing.Pack(drawing, parts);
        return drawing.Places();
    }
}
