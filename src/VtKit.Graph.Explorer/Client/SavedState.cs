using System.Buffers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace VtKit.Graph.Explorer;

/// <summary>What the service is known to have of a graph: a fingerprint of each attribute as it was saved or loaded, for as long as the graph lives.</summary>
internal sealed class SavedState
{
    private const int MaxDepth = 512;
    private static readonly ConditionalWeakTable<ThreatGraph, SavedState> All = [];

    private readonly string _id;
    private readonly Uri _service;
    private readonly Dictionary<string, string> _prints;

    private SavedState(string id, Uri service, Dictionary<string, string> prints) => (_id, _service, _prints) = (id, service, prints);

    /// <summary>Notes that the service has the graph as it is now.</summary>
    public static void Note(ThreatGraph graph, Uri service) => Note(graph, service, Attributes(graph));

    public static void Note(ThreatGraph graph, Uri service, IReadOnlyList<JsonProperty> attributes) => All.AddOrUpdate(
        graph, new SavedState(graph.Id!, service, attributes.ToDictionary(attribute => attribute.Name, Print, StringComparer.Ordinal)));

    public static void Forget(ThreatGraph graph) => All.Remove(graph);

    /// <summary>What the service does not have as it is now; everything where nothing is known of it.</summary>
    public static IReadOnlyList<JsonProperty> Changed(ThreatGraph graph, Uri service, IReadOnlyList<JsonProperty> attributes) =>
        All.TryGetValue(graph, out var known) && known._id == graph.Id && known._service == service
            ? [.. attributes.Where(attribute => known._prints.GetValueOrDefault(attribute.Name) != Print(attribute))]
            : attributes;

    /// <summary>The attributes of a graph as the service keeps them.</summary>
    public static IReadOnlyList<JsonProperty> Attributes(ThreatGraph graph)
    {
        var body = new ArrayBufferWriter<byte>();
        GraphJson.Write(graph, body, new GraphWriteOptions { Indented = false, ForService = true });
        var written = VtObject.Parse<VtGraph>(body.WrittenMemory);
        // A graph that was read from its attributes alone is written as they are.
        var attributes = written.Attributes.Exists ? written.Attributes.Json : written.Json;
        return [.. attributes.EnumerateObject()];
    }

    public static VtGraphEdit Edit(IEnumerable<JsonProperty> attributes)
    {
        var more = new JsonObject();
        foreach (var attribute in attributes) more[attribute.Name] = JsonNode.Parse(attribute.Value.GetRawText(), documentOptions: new JsonDocumentOptions { MaxDepth = MaxDepth });
        return new VtGraphEdit { More = more };
    }

    private static string Print(JsonProperty attribute) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(attribute.Value.GetRawText())));
}
