namespace VtKit.Graph;

/// <summary>Where nodes are drawn: where they stand, or where a layout puts them, in lengths that fit the size of nodes.</summary>
internal static class DrawnPlaces
{
    /// <summary>The distances between nearest nodes that a drawing should have: nine in ten at least, the middle one at most.</summary>
    private const double Near = 46, Far = 240;

    public static GraphPoint[] Of(ThreatGraph graph, GraphLayout? layout, CancellationToken cancellationToken)
    {
        var places = layout is { } chosen ? Arrangement.Places(graph, chosen, new LayoutOptions(), cancellationToken)
            : IsPlaced(graph) ? graph.Nodes.All(node => Own(node) is not null) ? [.. graph.Nodes.Select(node => Own(node)!.Value)]
                : Arrangement.Places(graph, GraphLayout.Force, new LayoutOptions { KeepPositions = true, Spacing = OwnSpacing(graph) }, cancellationToken)
            : Arrangement.Places(graph, GraphLayout.Force, new LayoutOptions(), cancellationToken);
        var distances = Nearest(places);
        if (distances.Length == 0) return places;
        var (near, middle) = (distances[distances.Length / 10], distances[distances.Length / 2]);
        var scale = near < Near ? Near / Math.Max(near, Near / 20) : middle > Far ? Far / middle : 1;
        return scale == 1 ? places : Array.ConvertAll(places, place => new GraphPoint(place.X * scale, place.Y * scale));
    }

    /// <summary>Whether nodes have positions that were meant: clients save zero and zero for nodes that they never placed.</summary>
    private static bool IsPlaced(ThreatGraph graph)
    {
        var places = graph.Nodes.Select(Own).Where(place => place is not null).ToList();
        return places.Count > 0 && places.Distinct().Count() > places.Count / 2;
    }

    private static GraphPoint? Own(GraphNode node) =>
        (node.Pin ?? node.Position) is { } place && Math.Abs(place.X) < 1e9 && Math.Abs(place.Y) < 1e9 ? place : null;

    private static double OwnSpacing(ThreatGraph graph)
    {
        var lengths = graph.Links.Where(link => Own(link.Source) is not null && Own(link.Target) is not null)
            .Select(link => Length(Own(link.Source)!.Value, Own(link.Target)!.Value)).Where(length => length > 0).Order().ToList();
        return lengths.Count == 0 ? NodeShape.Spacing : lengths[lengths.Count / 2];
    }

    /// <summary>How far each node is from the next, in order.</summary>
    private static double[] Nearest(GraphPoint[] places)
    {
        var sorted = places.Distinct().OrderBy(place => place.X).ToArray();
        var nearest = new double[sorted.Length < 2 ? 0 : sorted.Length];
        Array.Fill(nearest, double.MaxValue);
        for (var i = 0; i < nearest.Length; i++)
        {
            for (var j = i + 1; j < sorted.Length && sorted[j].X - sorted[i].X < nearest[i]; j++) nearest[i] = Math.Min(nearest[i], Length(sorted[i], sorted[j]));
            for (var j = i - 1; j >= 0 && sorted[i].X - sorted[j].X < nearest[i]; j--) nearest[i] = Math.Min(nearest[i], Length(sorted[i], sorted[j]));
        }
        Array.Sort(nearest);
        return nearest;
    }

    private static double Length(GraphPoint one, GraphPoint other) => Math.Sqrt(Math.Pow(one.X - other.X, 2) + Math.Pow(one.Y - other.Y, 2));
}
