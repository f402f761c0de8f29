using System.Text.Json;

namespace VtKit.Graph;

/// <summary>One entry of <c>nodes</c>, read and written.</summary>
internal static class NodeWire
{
    public static bool IsRelationship(JsonElement entry) => JsonText.String(entry, Part.GraphWireNode.Type) == WireWords.Relationship;

    public static NodeType TypeOf(JsonElement entry)
    {
        var name = JsonText.String(entry, Part.GraphWireNode.Type) ?? "";
        return name == WireWords.Custom ? NodeType.Custom(JsonText.String(Inner(entry), WireWords.CustomType) ?? "") : NodeType.Object(name);
    }

    /// <summary>The kind of search that a relationship node is. Some say so only by their id or by what they hold.</summary>
    public static NodeType? SpecialType(JsonElement entry, string id)
    {
        if (NodeType.TrySpecial(JsonText.String(Inner(entry), WireWords.RelationshipType), out var type)) return type;
        if (JsonText.Member(Inner(entry), WireWords.Commonalities) is not null) return NodeType.Commonality;
        var parts = id.Split('_', 3);
        return parts.Length == 3 && parts[0] + "_" == WireWords.RelationshipPrefix && NodeType.TrySpecial(parts[1], out type) ? type : null;
    }

    public static bool IsGroup(JsonElement entry, string id) =>
        JsonText.String(Inner(entry), WireWords.RelationshipType) == WireWords.Group || id.StartsWith(WireWords.RelationshipPrefix + WireWords.Group + "_", StringComparison.Ordinal);

    public static IEnumerable<string> MemberIds(JsonElement entry) =>
        JsonText.Member(Inner(entry), WireWords.GroupedNodeIds) is { ValueKind: JsonValueKind.Array } ids
            ? ids.EnumerateArray().Where(id => id.ValueKind == JsonValueKind.String).Select(id => id.GetString()!)
            : [];

    public static void Read(GraphNode node, NodeEntry entry)
    {
        node.Entry = entry;
        (node.Label, node.Position, node.Pin, node.Note, node.Provenance) = (entry.Label, entry.Position, entry.Pin, entry.Note, entry.Provenance);
        if (Inner(entry.Raw) is { ValueKind: JsonValueKind.Object } attributes) node.ReadAttributes(attributes);
    }

    public static GraphPoint? Position(JsonElement entry) => Point(entry, Part.GraphWireNode.X, Part.GraphWireNode.Y);

    /// <summary>The id under which links of the wire know the node: the one that was read, as long as it means the same.</summary>
    public static string IdOf(GraphNode node) =>
        node.Entry is { } entry && !node.IsRenamed ? entry.Id : node.Key.Id;

    public static void Write(Utf8JsonWriter writer, GraphNode node, string id, int index, GraphWriteOptions options)
    {
        if (node.Entry is null) WriteNew(writer, node, id, index, options);
        else if (node.Entry.Holds(node) && !(options.ForService && node.Entry.HasLocal)) node.Entry.Raw.WriteTo(writer);
        else WriteChanged(writer, node, node.Entry, id, options);
    }

    private static void WriteNew(Utf8JsonWriter writer, GraphNode node, string id, int index, GraphWriteOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString(Part.GraphWireNode.Type, TypeWord(node.Type));
        writer.WriteString(Part.GraphWireNode.EntityId, id);
        writer.WriteNumber(Part.GraphWireNode.Index, index);
        if (node.Label is { } label) writer.WriteString(Part.GraphWireNode.Text, label);
        WritePoint(writer, node.Position, Part.GraphWireNode.X, Part.GraphWireNode.Y);
        WritePoint(writer, node.Pin, Part.GraphWireNode.Fx, Part.GraphWireNode.Fy);
        if (node.Attributes.Count > 0 || node.Type.Kind == NodeTypeKind.Custom)
        {
            writer.WritePropertyName(Part.GraphWireNode.EntityAttributes);
            WriteAttributes(writer, node);
        }
        if (!options.ForService && (node.Note ?? node.Provenance) is not null)
        {
            writer.WritePropertyName(WireWords.Local);
            WriteLocal(writer, node);
        }
        writer.WriteEndObject();
    }

    private static void WriteChanged(Utf8JsonWriter writer, GraphNode node, NodeEntry before, string id, GraphWriteOptions options)
    {
        var entry = new EntryWriter(writer, before.Raw);
        entry.Set(Part.GraphWireNode.Type, node.IsRenamed, w => w.WriteStringValue(TypeWord(node.Type)));
        entry.Set(Part.GraphWireNode.EntityId, node.IsRenamed, w => w.WriteStringValue(id));
        SetText(entry, before.Raw, node.Label);
        SetPoint(entry, node.Position, before.Position, Part.GraphWireNode.X, Part.GraphWireNode.Y);
        SetPoint(entry, node.Pin, before.Pin, Part.GraphWireNode.Fx, Part.GraphWireNode.Fy);
        if (node.AttributesChanged)
        {
            if (node.Attributes.Count == 0 && !LacksType(node)) entry.Drop(Part.GraphWireNode.EntityAttributes);
            else entry.Set(Part.GraphWireNode.EntityAttributes, isChanged: true, w => WriteAttributes(w, node));
        }
        if (options.ForService) entry.Drop(WireWords.Local);
        else entry.Set(WireWords.Local, node.Note != before.Note || node.Provenance != before.Provenance, w => WriteLocal(w, node));
        entry.Finish();
    }

    private static string TypeWord(NodeType type) => type.Kind switch
    {
        NodeTypeKind.Custom => WireWords.Custom,
        NodeTypeKind.Special => WireWords.Relationship,
        _ => type.Name,
    };

    public static void SetText(EntryWriter entry, JsonElement raw, string? text)
    {
        if (text == JsonText.String(raw, Part.GraphWireNode.Text)) return;
        if (text is null) entry.Drop(Part.GraphWireNode.Text);
        else entry.Set(Part.GraphWireNode.Text, isChanged: true, w => w.WriteStringValue(text));
    }

    public static void SetPoint(EntryWriter entry, GraphPoint? point, GraphPoint? before, string x, string y)
    {
        if (point == before) return;
        if (point is not { } place)
        {
            entry.Drop(x);
            entry.Drop(y);
            return;
        }
        entry.Set(x, isChanged: true, w => WriteNumber(w, place.X));
        entry.Set(y, isChanged: true, w => WriteNumber(w, place.Y));
    }

    private static bool LacksType(GraphNode node) => node.Type.Kind == NodeTypeKind.Custom && !node.Attributes.ContainsKey(WireWords.CustomType);

    private static void WriteAttributes(Utf8JsonWriter writer, GraphNode node)
    {
        writer.WriteStartObject();
        if (LacksType(node)) writer.WriteString(WireWords.CustomType, node.Type.Name);
        foreach (var (name, value) in node.Attributes)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }
        writer.WriteEndObject();
    }

    private static void WriteLocal(Utf8JsonWriter writer, GraphNode node)
    {
        writer.WriteStartObject();
        if (node.Note is not null) writer.WriteString(WireWords.Note, node.Note);
        if (node.Provenance is not null) writer.WriteString(WireWords.Provenance, node.Provenance);
        writer.WriteEndObject();
    }

    private static void WritePoint(Utf8JsonWriter writer, GraphPoint? point, string x, string y)
    {
        if (point is not { } place) return;
        writer.WritePropertyName(x);
        WriteNumber(writer, place.X);
        writer.WritePropertyName(y);
        WriteNumber(writer, place.Y);
    }

    /// <summary>JSON has no infinity and no not-a-number.</summary>
    private static void WriteNumber(Utf8JsonWriter writer, double value) => writer.WriteNumberValue(double.IsFinite(value) ? value : 0);

    public static GraphPoint? Pin(JsonElement entry) => Point(entry, Part.GraphWireNode.Fx, Part.GraphWireNode.Fy);

    private static GraphPoint? Point(JsonElement entry, string x, string y) =>
        JsonText.Number(entry, x) is { } left && JsonText.Number(entry, y) is { } top ? new GraphPoint(left, top) : null;

    private static JsonElement Inner(JsonElement entry) => JsonText.Member(entry, Part.GraphWireNode.EntityAttributes) ?? default;
}
