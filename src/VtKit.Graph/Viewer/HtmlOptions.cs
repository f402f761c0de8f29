namespace VtKit.Graph;

/// <summary>How <see cref="GraphViewer.ToHtml"/> makes a page.</summary>
public sealed record HtmlOptions
{
    /// <summary>What the page is called, or null for the name of the graph.</summary>
    public string? Title { get; init; }

    /// <summary>Dark or light.</summary>
    public HtmlTheme Theme { get; init; }

    /// <summary>
    /// The path, on the server that the page comes from, at which the page asks what is related to a node; null for a page that asks nobody anything. It is asked with
    /// <c>?type=TYPE&amp;id=ID</c> for <c>{"relationships": [{"name": NAME, "count": NUMBER}]}</c>, the number only where it is known, and with
    /// <c>&amp;relationship=NAME</c> for what <see cref="GraphViewer.ToViewerJson"/> writes of a graph of the node, the related nodes and the links.
    /// </summary>
    public string? ExpandEndpoint { get; init; }

    /// <summary>The origin whose pages the links of nodes lead to, such as that of an emulator; null for VirusTotal's.</summary>
    public Uri? Site { get; init; }
}

/// <summary>Dark or light.</summary>
public enum HtmlTheme
{
    /// <summary>As the system of who looks is set.</summary>
    Auto,

    /// <summary>Light.</summary>
    Light,

    /// <summary>Dark.</summary>
    Dark,
}
