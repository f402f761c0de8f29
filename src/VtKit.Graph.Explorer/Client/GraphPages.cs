using System.Globalization;
using System.Net;

namespace VtKit.Graph.Explorer;

/// <summary>Where a saved graph can be looked at. Nothing is sent.</summary>
public static class GraphPages
{
    private const int UsualWidth = 800, UsualHeight = 600;

    /// <summary>The page of a graph.</summary>
    /// <param name="graph">The graph; it has to be saved.</param>
    /// <param name="host">The service's address, such as an emulator's; VirusTotal's own if null. Only scheme, name and port count.</param>
    /// <returns>The address.</returns>
    /// <exception cref="GraphException">The graph is not saved.</exception>
    public static Uri Link(ThreatGraph graph, Uri? host = null) => Page(Service.GraphPage, graph, host);

    /// <summary>The page of a graph that is made to stand in other pages.</summary>
    /// <param name="graph">The graph; it has to be saved.</param>
    /// <param name="host">The service's address; VirusTotal's own if null.</param>
    /// <returns>The address.</returns>
    /// <exception cref="GraphException">The graph is not saved.</exception>
    public static Uri EmbedLink(ThreatGraph graph, Uri? host = null) => Page(Service.GraphEmbed, graph, host);

    /// <summary>HTML that shows a graph in another page.</summary>
    /// <param name="graph">The graph; it has to be saved.</param>
    /// <param name="width">How wide, in pixels; 800 unless given.</param>
    /// <param name="height">How high, in pixels; 600 unless given.</param>
    /// <param name="host">The service's address; VirusTotal's own if null.</param>
    /// <returns>The element.</returns>
    /// <exception cref="GraphException">The graph is not saved.</exception>
    public static string Iframe(ThreatGraph graph, int width = UsualWidth, int height = UsualHeight, Uri? host = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        return string.Create(CultureInfo.InvariantCulture, $"""<iframe src="{WebUtility.HtmlEncode(EmbedLink(graph, host).AbsoluteUri)}" width="{width}" height="{height}"></iframe>""");
    }

    /// <exception cref="GraphException">The graph is not saved.</exception>
    internal static string IdOf(ThreatGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return string.IsNullOrEmpty(graph.Id) ? throw new GraphException(GraphError.NotSaved, "The graph is not saved at the service yet: save it first.") : graph.Id;
    }

    private static Uri Page(string path, ThreatGraph graph, Uri? host) =>
        new((host is null ? Service.Address : host.GetLeftPart(UriPartial.Authority)) + path + Uri.EscapeDataString(IdOf(graph)));
}
