using System.Globalization;
using System.Text.Json;

namespace VtKit.Graph;

/// <summary>
/// Writes an event of MISP: an attribute for each node; where links begin it stands inside an object, for only objects refer to others there. Ids follow from
/// what things are, so that an event that is written again replaces the one before.
/// </summary>
internal sealed class MispWriter(ThreatGraph graph, DateTimeOffset created)
{
    private readonly string _timestamp = created.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    public string Write() => JsonText.Text(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject("Event");
        writer.WriteString("uuid", NameUuid.Of(NameUuid.Ours, "event " + (graph.Id ?? graph.Name)));
        writer.WriteString("info", string.IsNullOrWhiteSpace(graph.Name) ? "Threat graph" : graph.Name);
        writer.WriteString("date", created.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        writer.WriteString("timestamp", _timestamp);
        // Undefined, initial, and for one's own organisation only: whoever shares it decides to.
        writer.WriteString("threat_level_id", "4");
        writer.WriteString("analysis", "0");
        writer.WriteString("distribution", "0");
        writer.WriteBoolean("published", false);
        writer.WriteStartArray("Attribute");
        foreach (var node in graph.Nodes.Where(node => node.Outgoing.Count == 0)) WriteAttribute(writer, node, MispAttribute.Of(node), inObject: false);
        writer.WriteEndArray();
        writer.WriteStartArray("Object");
        foreach (var node in graph.Nodes.Where(node => node.Outgoing.Count > 0)) WriteObject(writer, node);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private void WriteObject(Utf8JsonWriter writer, GraphNode node)
    {
        var attribute = MispAttribute.Of(node);
        writer.WriteStartObject();
        writer.WriteString("uuid", MispAttribute.ObjectUuidOf(node.Key));
        writer.WriteString("name", attribute.Object.Name);
        writer.WriteString("meta-category", attribute.Object.MetaCategory);
        writer.WriteString("description", attribute.Object.Description);
        writer.WriteString("template_uuid", attribute.Object.Uuid);
        writer.WriteString("template_version", attribute.Object.Version);
        writer.WriteString("timestamp", _timestamp);
        writer.WriteString("distribution", "5");
        writer.WriteStartArray("Attribute");
        WriteAttribute(writer, node, attribute, inObject: true);
        writer.WriteEndArray();
        writer.WriteStartArray("ObjectReference");
        foreach (var link in node.Outgoing.OrderBy(link => link.Type, StringComparer.Ordinal).ThenBy(link => link.Target.ToString(), StringComparer.Ordinal)) WriteReference(writer, link);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void WriteReference(Utf8JsonWriter writer, GraphLink link)
    {
        var isObject = link.Target.Outgoing.Count > 0;
        writer.WriteStartObject();
        writer.WriteString("uuid", NameUuid.Of(NameUuid.Ours, "reference " + link));
        writer.WriteString("timestamp", _timestamp);
        writer.WriteString("object_uuid", MispAttribute.ObjectUuidOf(link.Source.Key));
        writer.WriteString("referenced_uuid", isObject ? MispAttribute.ObjectUuidOf(link.Target.Key) : MispAttribute.UuidOf(link.Target.Key));
        writer.WriteString("referenced_type", isObject ? "1" : "0");
        writer.WriteString("relationship_type", link.Type.Length == 0 ? GraphLink.Manual : link.Type);
        writer.WriteEndObject();
    }

    private void WriteAttribute(Utf8JsonWriter writer, GraphNode node, MispAttribute attribute, bool inObject)
    {
        writer.WriteStartObject();
        writer.WriteString("uuid", MispAttribute.UuidOf(node.Key));
        if (inObject) writer.WriteString("object_relation", attribute.Relation);
        writer.WriteString("type", attribute.Type);
        writer.WriteString("category", attribute.Category);
        writer.WriteString("value", attribute.Value);
        writer.WriteBoolean("to_ids", node.IsDetected == true && attribute.IsActionable);
        writer.WriteString("distribution", "5");
        writer.WriteString("timestamp", _timestamp);
        writer.WriteString("comment", node.Label is { } label && attribute.Type != "url" ? label : "");
        writer.WriteEndObject();
    }
}
