using System.Text.Json;

namespace VtKit.Graph;

/// <summary>A node as it was read, and what the entry says, so that saving does not read it again to see whether anything changed.</summary>
internal sealed class NodeEntry
{
    public NodeEntry(JsonElement raw)
    {
        Raw = raw;
        Id = JsonText.String(raw, Part.GraphWireNode.EntityId)!;
        Label = JsonText.String(raw, Part.GraphWireNode.Text);
        Position = NodeWire.Position(raw);
        Pin = NodeWire.Pin(raw);
        if (JsonText.Member(raw, WireWords.Local) is not { } local) return;
        HasLocal = true;
        (Note, Provenance) = (JsonText.String(local, WireWords.Note), JsonText.String(local, WireWords.Provenance));
    }

    public JsonElement Raw { get; }

    /// <summary>The id under which links of the wire know the node.</summary>
    public string Id { get; }

    public string? Label { get; }

    public GraphPoint? Position { get; }

    public GraphPoint? Pin { get; }

    public string? Note { get; }

    public string? Provenance { get; }

    public bool HasLocal { get; }

    /// <summary>Whether the entry still says all there is of the node.</summary>
    public bool Holds(GraphNode node) =>
        !node.IsRenamed && !node.AttributesChanged && node.Label == Label && node.Position == Position && node.Pin == Pin && node.Note == Note && node.Provenance == Provenance;
}
