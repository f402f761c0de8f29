using System.Text.Json;

namespace VtKit.Graph;

/// <summary>One entry of <c>nodes</c>, read and written.</summary>
internal static class NodeWire
{
    public static bool IsRelationship(JsonElement entry) => JsonText.String(entry, Part.GraphNode.Type) == WireWords.Relationship;

    public static NodeType TypeOf(JsonElement entry)
    {
        var name = JsonText.String(entry, Part.GraphNode.Type) ?? "";
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

    public static void Read(GraphNode node, JsonElement entry)
    {
        node.Label = JsonText.String(entry, Part.GraphNode.Text);
        node.Position = Position(entry);
        node.Pin = Pin(entry);
        if (JsonText.Member(entry, WireWords.Local) is { } local) (node.Note, node.Provenance) = (JsonText.String(local, WireWords.Note), JsonText.String(local, WireWords.Provenance));
        if (Inner(entry) is { ValueKind: JsonValueKind.Object } attributes) node.ReadAttributes(attributes);
    }

    public static GraphPoint? Position(JsonElement entry) => Point(entry, Part.GraphNode.X, Part.GraphNode.Y);

    /// <summary>The id under which links of the wire know the node: the one that was read, as long as it means the same.</summary>
    public static string IdOf(GraphNode node) =>
        node.Raw.ValueKind == JsonValueKind.Object && !node.IsRenamed ? JsonText.String(node.Raw, Part.GraphNode.EntityId)! : node.Key.Id;

    public static void Write(Utf8JsonWriter writer, GraphNode node, string id, int index, GraphWriteOptions options)
    {
        var type = node.Type.Kind switch { NodeTypeKind.Custom => WireWords.Custom, NodeTypeKind.Special => WireWords.Relationship, _ => node.Type.Name };
        var raw = node.Raw;
        var isNew = raw.ValueKind != JsonValueKind.Object;
        var entry = new EntryWriter(writer, raw);
        entry.Set(Part.GraphNode.Type, isNew || node.IsRenamed, w => w.WriteStringValue(type));
        entry.Set(Part.GraphNode.EntityId, isNew || node.IsRenamed, w => w.WriteStringValue(id));
        entry.Set(Part.GraphNode.Index, isNew, w => w.WriteNumberValue(index));
        SetText(entry, raw, node.Label);
        SetPoint(entry, node.Position, isNew ? null : Position(raw), Part.GraphNode.X, Part.GraphNode.Y);
        SetPoint(entry, node.Pin, isNew ? null : Pin(raw), Part.GraphNode.Fx, Part.GraphNode.Fy);
        if (node.AttributesChanged || (isNew && node.Type.Kind == NodeTypeKind.Custom)) SetAttributes(entry, node);
        SetLocal(entry, node, options);
        entry.Finish();
    }

    public static void SetText(EntryWriter entry, JsonElement raw, string? text)
    {
        if (text == JsonText.String(raw, Part.GraphNode.Text)) return;
        if (text is null) entry.Drop(Part.GraphNode.Text);
        else entry.Set(Part.GraphNode.Text, isChanged: true, w => w.WriteStringValue(text));
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

    private static void SetAttributes(EntryWriter entry, GraphNode node)
    {
        var hasType = node.Type.Kind != NodeTypeKind.Custom || node.Attributes.ContainsKey(WireWords.CustomType);
        if (node.Attributes.Count == 0 && hasType) entry.Drop(Part.GraphNode.EntityAttributes);
        else
            entry.Set(Part.GraphNode.EntityAttributes, isChanged: true, w =>
            {
                w.WriteStartObject();
                if (!hasType) w.WriteString(WireWords.CustomType, node.Type.Name);
                foreach (var (name, value) in node.Attributes)
                {
                    w.WritePropertyName(name);
                    value.WriteTo(w);
                }
                w.WriteEndObject();
            });
    }

    private static void SetLocal(EntryWriter entry, GraphNode node, GraphWriteOptions options)
    {
        var local = JsonText.Member(node.Raw, WireWords.Local) ?? default;
        if (options.ForService) entry.Drop(WireWords.Local);
        else if (node.Note != JsonText.String(local, WireWords.Note) || node.Provenance != JsonText.String(local, WireWords.Provenance))
            entry.Set(WireWords.Local, isChanged: true, w =>
            {
                w.WriteStartObject();
                if (node.Note is not null) w.WriteString(WireWords.Note, node.Note);
                if (node.Provenance is not null) w.WriteString(WireWords.Provenance, node.Provenance);
                w.WriteEndObject();
            });
    }

    /// <summary>JSON has no infinity and no not-a-number.</summary>
    private static void WriteNumber(Utf8JsonWriter writer, double value) => writer.WriteNumberValue(double.IsFinite(value) ? value : 0);

    private static GraphPoint? Pin(JsonElement entry) => Point(entry, Part.GraphNode.Fx, Part.GraphNode.Fy);

    private static GraphPoint? Point(JsonElement entry, string x, string y) =>
        JsonText.Number(entry, x) is { } left && JsonText.Number(entry, y) is { } top ? new GraphPoint(left, top) : null;

    private static JsonElement Inner(JsonElement entry) => JsonText.Member(entry, Part.GraphNode.EntityAttributes) ?? default;
}
