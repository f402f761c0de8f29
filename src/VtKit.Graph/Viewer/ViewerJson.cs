using System.Buffers;
using System.Text;
using System.Text.Json;

namespace VtKit.Graph;

/// <summary>
/// A graph as the viewer reads it: its nodes, links and groups as the model has them, beside them the document in the service's format, so that the viewer can write
/// it back with new places without knowing that format.
/// </summary>
internal static class ViewerJson
{
    public static byte[] Write(ThreatGraph graph, HtmlOptions options)
    {
        var document = new ArrayBufferWriter<byte>();
        GraphJson.Write(graph, document, new GraphWriteOptions { Indented = false });
        // Reading it again tells which entry is which node.
        var wire = GraphJson.Read(document.WrittenMemory).Graph.Wire!;
        var buffer = new ArrayBufferWriter<byte>(document.WrittenCount * 2);
        using (var writer = new Utf8JsonWriter(buffer, JsonText.Compact))
        {
            writer.WriteStartObject();
            writer.WriteString("name", options.Title ?? graph.Name);
            writer.WriteString("site", (options.Site ?? new Uri(Service.Address)).GetLeftPart(UriPartial.Authority));
            writer.WriteString("siteName", options.Site is { } site ? site.Authority : "VirusTotal");
            writer.WriteString("expand", options.ExpandEndpoint);
            WriteGraph(writer, graph, wire);
            WriteDocument(writer, wire);
            writer.WriteEndObject();
        }
        return Inert(buffer.WrittenSpan);
    }

    private static void WriteGraph(Utf8JsonWriter writer, ThreatGraph graph, WireState wire)
    {
        var entries = new Dictionary<NodeKey, int>();
        foreach (var (index, entry) in wire.Nodes.Index())
            if (entry.Owner is GraphNode node) entries.TryAdd(node.Key, index);
        var numbers = new Dictionary<GraphNode, int>();
        writer.WriteStartArray("nodes");
        foreach (var node in graph.Nodes)
        {
            numbers[node] = numbers.Count;
            WriteNode(writer, node, entries.GetValueOrDefault(node.Key, -1));
        }
        writer.WriteEndArray();
        writer.WriteStartArray("links");
        foreach (var link in graph.Links)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(numbers[link.Source]);
            writer.WriteNumberValue(numbers[link.Target]);
            writer.WriteStringValue(link.Type);
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("groups");
        foreach (var group in graph.Groups)
        {
            writer.WriteStartObject();
            writer.WriteString("name", group.Name);
            writer.WriteStartArray("members");
            foreach (var member in group.Members) writer.WriteNumberValue(numbers[member]);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void WriteNode(Utf8JsonWriter writer, GraphNode node, int entry)
    {
        writer.WriteStartObject();
        writer.WriteString("key", node.Key.ToString());
        writer.WriteString("type", node.Type.Name);
        writer.WriteString("id", node.Id);
        if (!string.IsNullOrEmpty(node.Label)) writer.WriteString("label", node.Label);
        if (NodePages.PathOf(node.Type, node.Id) is { } page) writer.WriteString("page", page);
        // Only what the service knows can be related to something there.
        if (node.Type.Kind == NodeTypeKind.Object) writer.WriteBoolean("expandable", true);
        writer.WriteString("verdict", node.IsDetected switch { true => "detected", false => "clean", null => "unknown" });
        if (node.Detections is { } detections) writer.WriteNumber("detections", detections);
        if ((node.Pin ?? node.Position) is { } place && double.IsFinite(place.X) && double.IsFinite(place.Y))
        {
            writer.WriteNumber("x", place.X);
            writer.WriteNumber("y", place.Y);
        }
        if (node.Pin is not null) writer.WriteBoolean("pinned", true);
        if (node.Note is not null) writer.WriteString("note", node.Note);
        if (node.Provenance is not null) writer.WriteString("provenance", node.Provenance);
        writer.WriteNumber("entry", entry);
        writer.WriteEndObject();
    }

    private static void WriteDocument(Utf8JsonWriter writer, WireState wire)
    {
        writer.WriteStartObject("document");
        writer.WritePropertyName("root");
        wire.Root.WriteTo(writer);
        writer.WriteStartArray("path");
        string[] path = GraphEnvelope.Path(wire.Root) switch { 2 => [WireWords.Data, WireWords.Attributes], 1 => [WireWords.Attributes], _ => [] };
        foreach (var name in path) writer.WriteStringValue(name);
        writer.WriteEndArray();
        writer.WriteStartObject("words");
        writer.WriteString("nodes", Attr.Graph.Nodes);
        writer.WriteString("links", Attr.Graph.GraphLinks);
        writer.WriteString("id", Part.GraphWireNode.EntityId);
        writer.WriteString("index", Part.GraphWireNode.Index);
        writer.WriteString("attributes", Part.GraphWireNode.EntityAttributes);
        writer.WriteString("x", Part.GraphWireNode.X);
        writer.WriteString("y", Part.GraphWireNode.Y);
        writer.WriteString("pinX", Part.GraphWireNode.Fx);
        writer.WriteString("pinY", Part.GraphWireNode.Fy);
        writer.WriteString("source", Part.GraphWireLink.Source);
        writer.WriteString("target", Part.GraphWireLink.Target);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>
    /// JSON that cannot end the element that holds it, whatever is in it: the signs of markup stand only within strings, and are written there by their numbers. The
    /// writer's encoder does that for what it encodes itself; this does it for all.
    /// </summary>
    private static byte[] Inert(ReadOnlySpan<byte> json)
    {
        var result = new ArrayBufferWriter<byte>(json.Length);
        for (int next; (next = json.IndexOfAny("<>&"u8)) >= 0; json = json[(next + 1)..])
        {
            result.Write(json[..next]);
            result.Write(Encoding.ASCII.GetBytes($"\\u{(int)json[next]:x4}"));
        }
        result.Write(json);
        return result.WrittenSpan.ToArray();
    }
}
