using System.Text.Json;

namespace VtKit.Graph;

/// <summary>Writes graphs in the formats of other tools. Whatever a label holds, it stays text there.</summary>
public static class GraphExport
{
    /// <summary>GraphML.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The document.</returns>
    public static string ToGraphMl(this ThreatGraph graph) => GraphMl.Write(NotNull(graph));

    /// <summary>GEXF 1.2, with places and colours.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The document.</returns>
    public static string ToGexf(this ThreatGraph graph) => Gexf.Write(NotNull(graph));

    /// <summary>DOT, for Graphviz.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The text.</returns>
    public static string ToDot(this ThreatGraph graph) => Drawings.Dot(NotNull(graph));

    /// <summary>A flowchart of Mermaid.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The text.</returns>
    public static string ToMermaid(this ThreatGraph graph) => Drawings.Mermaid(NotNull(graph));

    /// <summary>The JSON of Cytoscape.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The text.</returns>
    public static string ToCytoscape(this ThreatGraph graph) => Cytoscape.Write(NotNull(graph));

    /// <summary>Two tables, of nodes and of links.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The tables.</returns>
    public static GraphCsv ToCsv(this ThreatGraph graph) => GraphCsv.Write(NotNull(graph));

    /// <summary>A bundle of STIX 2.1. Its ids follow from what the objects are: the same graph gives the same bundle.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="created">When the objects were made, for those that must say so.</param>
    /// <returns>The text.</returns>
    public static string ToStix(this ThreatGraph graph, DateTimeOffset created) => new StixWriter(NotNull(graph), created).Write();

    /// <summary>An event of MISP: an attribute for each node, inside an object where links begin, and links as references between objects. Positions and groups are not in it.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="created">When the event was made.</param>
    /// <returns>The text.</returns>
    public static string ToMisp(this ThreatGraph graph, DateTimeOffset created) => new MispWriter(NotNull(graph), created).Write();

    private static ThreatGraph NotNull(ThreatGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return graph;
    }
}

/// <summary>Reads graphs from the formats of other tools, ours or theirs.</summary>
public static class GraphImport
{
    /// <summary>Reads GraphML.</summary>
    /// <param name="text">The document.</param>
    /// <returns>The graph.</returns>
    /// <exception cref="GraphException">The text is no XML.</exception>
    public static ThreatGraph FromGraphMl(string text) => GraphMl.Read(text);

    /// <summary>Reads GEXF.</summary>
    /// <param name="text">The document.</param>
    /// <returns>The graph.</returns>
    /// <exception cref="GraphException">The text is no XML.</exception>
    public static ThreatGraph FromGexf(string text) => Gexf.Read(text);

    /// <summary>Reads the JSON of Cytoscape.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The graph.</returns>
    /// <exception cref="GraphException">The text is no JSON.</exception>
    public static ThreatGraph FromCytoscape(string text) => Cytoscape.Read(Json(text));

    /// <summary>Reads two tables.</summary>
    /// <param name="tables">The tables.</param>
    /// <returns>The graph.</returns>
    public static ThreatGraph FromCsv(GraphCsv tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        return tables.Read();
    }

    /// <summary>Reads a bundle of STIX 2.1: observables, actors and the like, and relationships.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The graph.</returns>
    /// <exception cref="GraphException">The text is no JSON.</exception>
    public static ThreatGraph FromStix(string text) => StixReader.Read(Json(text));

    /// <summary>Reads an event of MISP: its attributes, those of its objects, and the references between them.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The graph.</returns>
    /// <exception cref="GraphException">The text is no JSON.</exception>
    public static ThreatGraph FromMisp(string text) => MispReader.Read(Json(text));

    private static JsonElement Json(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return JsonElement.Parse(ReadableText.Of(System.Text.Encoding.UTF8.GetBytes(text), out _).Span);
        }
        catch (JsonException exception)
        {
            throw new GraphException(GraphError.Unreadable, "The text is no JSON: " + exception.Message, exception);
        }
    }
}
