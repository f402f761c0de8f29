using VtKit.Graph;

namespace VtKit.Cli;

/// <summary>How a graph is to look outside its file.</summary>
/// <param name="Time">When it was written, for formats that say so.</param>
/// <param name="Layout">The layout; null for places as they are.</param>
/// <param name="IsDark">Whether on a dark ground; null for the usual one.</param>
internal sealed record GraphLook(DateTimeOffset Time, GraphLayout? Layout, bool? IsDark)
{
    public string Draw(ThreatGraph graph) => graph.ToSvg(new SvgOptions { Layout = Layout, Theme = IsDark == true ? GraphTheme.Dark : GraphTheme.Light });

    /// <summary>A page with the viewer. What has no place gets one first: it is found faster here than in a browser.</summary>
    public string Page(ThreatGraph graph)
    {
        if (Layout is { } layout) graph.Arrange(layout);
        else if (graph.Nodes.Any(node => node.Position is null)) graph.Arrange(GraphLayout.Force, new LayoutOptions { KeepPositions = true });
        return graph.ToHtml(new HtmlOptions { Theme = IsDark switch { true => HtmlTheme.Dark, false => HtmlTheme.Light, _ => HtmlTheme.Auto } });
    }
}
