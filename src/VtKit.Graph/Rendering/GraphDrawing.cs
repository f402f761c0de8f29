namespace VtKit.Graph;

/// <summary>Draws graphs.</summary>
public static class GraphDrawing
{
    /// <summary>
    /// Draws a graph as SVG: nodes in the colour of their verdict with an icon of their type, links with arrowheads, groups, a legend of what occurs. The drawing needs
    /// nothing from outside, whatever labels hold they stay text, and the same graph gives the same text.
    /// </summary>
    /// <param name="graph">The graph; it is not changed.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The document.</returns>
    public static string ToSvg(this ThreatGraph graph, SvgOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        options ??= new SvgOptions();
        var scene = new Scene(graph, DrawnPlaces.Of(graph, options.Layout, cancellationToken));
        return new SvgWriter(scene, Palette.Of(options.Theme), options.Title ?? graph.Name ?? "").Write();
    }
}
