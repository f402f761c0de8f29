using VtKit.Indicators;

namespace VtKit.Graph;

/// <content>Graphs made of texts.</content>
public sealed partial class ThreatGraph
{
    /// <summary>
    /// Adds a node for each indicator that stands in a text, defanged or not, as <see cref="IndicatorExtractor"/> finds them. Nothing is linked: that two things stand in one text says
    /// nothing of what they have to do with each other. The network of an address with a prefix length is no node, and neither is a port.
    /// </summary>
    /// <param name="text">A report, a mail, a log: any text.</param>
    /// <param name="options">What to leave out of the text, or null.</param>
    /// <returns>The nodes, each once, in the order in which they stand in the text; those that the graph had already are among them.</returns>
    public IReadOnlyList<GraphNode> AddText(string text, ExtractOptions? options = null) =>
        [.. IndicatorExtractor.Extract(text, options).Where(found => found.PrefixLength is null).Select(found => Add(found.Indicator)).Distinct()];
}
