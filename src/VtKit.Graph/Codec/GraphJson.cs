using System.Buffers;
using System.Text;
using System.Text.Json;

namespace VtKit.Graph;

/// <summary>
/// Reads and writes graphs in VirusTotal's own format. What was read and not touched is written as it was, unknown members included; what is irregular gives
/// warnings, not exceptions.
/// </summary>
public static class GraphJson
{
    private const int MaxDepth = 512;

    /// <summary>Reads a graph: an answer of the service, a body for it, its attributes alone, or a file of ours.</summary>
    /// <param name="json">The text.</param>
    /// <returns>The graph, and what was odd about the text.</returns>
    /// <exception cref="GraphException">The text is no JSON.</exception>
    public static GraphReadResult Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return Read(Encoding.UTF8.GetBytes(json).AsMemory());
    }

    /// <summary>Reads a graph from UTF-8.</summary>
    /// <param name="utf8">The text.</param>
    /// <returns>The graph, and what was odd about the text.</returns>
    /// <exception cref="GraphException">The text is no JSON.</exception>
    public static GraphReadResult Read(ReadOnlyMemory<byte> utf8)
    {
        var warnings = new List<GraphWarning>();
        var text = ReadableText.Of(utf8, out var isMended);
        if (isMended) warnings.Add(new GraphWarning(GraphWarningKind.BrokenText, "Characters that are no text were replaced."));
        try
        {
            // Never disposed: elements of it live on in the graph.
            var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxDepth, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return new GraphReader(document.RootElement, warnings).Read();
        }
        catch (JsonException exception)
        {
            throw new GraphException(GraphError.Unreadable, "The text is no JSON: " + exception.Message, exception);
        }
    }

    /// <summary>Writes a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="options">How, or null for a file that can be read and compared by people.</param>
    /// <returns>The text.</returns>
    public static string Write(ThreatGraph graph, GraphWriteOptions? options = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        Write(graph, buffer, options);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes a graph as UTF-8.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="target">Where to.</param>
    /// <param name="options">How, or null for a file that can be read and compared by people.</param>
    public static void Write(ThreatGraph graph, IBufferWriter<byte> target, GraphWriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(target);
        options ??= new GraphWriteOptions();
        using var writer = new Utf8JsonWriter(target, options.Indented ? JsonText.Indented : JsonText.Compact);
        new GraphWriter(graph, writer, options).Write();
    }
}

/// <summary>How <see cref="GraphJson"/> writes.</summary>
public sealed record GraphWriteOptions
{
    /// <summary>Whether lines are broken and indented, so that files can be compared. True unless set.</summary>
    public bool Indented { get; init; } = true;

    /// <summary>Whether this is a body for the service: notes, provenance, and what only the service sets stay out of it.</summary>
    public bool ForService { get; init; }
}

/// <summary>A graph that was read, and what was odd about the text.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="Warnings">What was odd; empty when nothing was.</param>
public sealed record GraphReadResult(ThreatGraph Graph, IReadOnlyList<GraphWarning> Warnings);

/// <summary>What is odd about a graph that was read. It is written back as it was all the same.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Message">What, for people.</param>
public sealed record GraphWarning(GraphWarningKind Kind, string Message);

/// <summary>The kind of a <see cref="GraphWarning"/>.</summary>
public enum GraphWarningKind
{
    /// <summary>There is no graph in the text.</summary>
    NoGraph,

    /// <summary>Text held characters that are none.</summary>
    BrokenText,

    /// <summary>An entry has not the shape of a node or link.</summary>
    OddEntry,

    /// <summary>The graph has no description.</summary>
    NoDescription,

    /// <summary>A node is declared twice.</summary>
    DuplicateNode,

    /// <summary>A link is there twice.</summary>
    DuplicateLink,

    /// <summary>Two different nodes have one id, so that links do not tell which they mean.</summary>
    AmbiguousId,

    /// <summary>The id is none of its type.</summary>
    OddId,

    /// <summary>Links use a relationship node that is not declared.</summary>
    UndeclaredRelationship,

    /// <summary>A relationship node leads nowhere, or nothing leads to it.</summary>
    LooseRelationship,

    /// <summary>A link ends where nothing is.</summary>
    DanglingLink,

    /// <summary>A node is linked with itself.</summary>
    SelfLink,

    /// <summary>A group names members that are not there or are in another group.</summary>
    OddGroup,

    /// <summary>Relationship nodes stand for more links than are kept.</summary>
    TooManyLinks,
}
