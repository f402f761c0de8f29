using System.Text;
using System.Text.Encodings.Web;

namespace VtKit.Graph;

/// <summary>Makes a page of a graph: one HTML file with all that it needs, which asks no network for anything.</summary>
public static class GraphViewer
{
    /// <summary>
    /// A page on which the graph can be looked at, searched, filtered, laid out again and exported. Nodes stand where the graph has them; a graph without places is laid
    /// out when the page opens. Whatever a label holds, it stays text. Costs no quota.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="options">How, or null for a page that stands alone.</param>
    /// <returns>The page.</returns>
    /// <exception cref="GraphException">This build of the library has no viewer.</exception>
    public static string ToHtml(this ThreatGraph graph, HtmlOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        options ??= new HtmlOptions();
        return ViewerPage.Fill(name => name switch
        {
            "TITLE" => HtmlEncoder.Default.Encode(options.Title ?? graph.Name ?? "Graph"),
            "THEME" => options.Theme switch { HtmlTheme.Dark => "dark", HtmlTheme.Light => "light", _ => "auto" },
            "CONNECT" => options.ExpandEndpoint is null ? "'none'" : "'self'",
            _ => Encoding.UTF8.GetString(ViewerJson.Write(graph, options)),
        });
    }

    /// <summary>The graph as the page reads it, for the server that answers at <see cref="HtmlOptions.ExpandEndpoint"/>.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>A JSON object in UTF-8.</returns>
    public static byte[] ToViewerJson(this ThreatGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return ViewerJson.Write(graph, new HtmlOptions());
    }
}
