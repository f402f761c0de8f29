namespace VtKit.Graph;

/// <summary>Arranges graphs. Nothing here uses a network.</summary>
public static class GraphLayouts
{
    /// <summary>
    /// Gives each node a position. Pinned nodes stand where they are pinned, parts that do not hang together stand next to each other, members of a group near each
    /// other. The same graph, layout and options give the same positions, to the last bit, on however many cores.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="layout">The way.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up; then no position has changed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The spacing is no positive number, or there is no such layout.</exception>
    public static void Arrange(this ThreatGraph graph, GraphLayout layout, LayoutOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var places = Arrangement.Places(graph, layout, options ?? new LayoutOptions(), cancellationToken);
        foreach (var (node, place) in graph.Nodes.Zip(places)) node.Position = place;
    }
}
