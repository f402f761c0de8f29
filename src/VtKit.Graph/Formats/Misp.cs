using System.Globalization;
using System.Text.Json;
using VtKit.Indicators;

namespace VtKit.Graph;

/// <summary>An event of MISP.</summary>
internal static class Misp
{
    public static string Write(ThreatGraph graph, DateTimeOffset created) => JsonText.Text(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject("Event");
        writer.WriteString("uuid", NameUuid.Of(NameUuid.Ours, "event " + (graph.Id ?? graph.Name)));
        writer.WriteString("info", string.IsNullOrWhiteSpace(graph.Name) ? "Threat graph" : graph.Name);
        writer.WriteString("date", created.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        writer.WriteString("timestamp", created.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        // Undefined, initial, and for one's own organisation only: whoever shares it decides to.
        writer.WriteString("threat_level_id", "4");
        writer.WriteString("analysis", "0");
        writer.WriteString("distribution", "0");
        writer.WriteBoolean("published", false);
        writer.WriteStartArray("Attribute");
        foreach (var node in graph.Nodes) WriteAttribute(writer, node, created);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    public static ThreatGraph Read(JsonElement root)
    {
        var graph = new ThreatGraph();
        if (JsonText.Member(root, "Event") is not { } @event) return graph;
        graph.Name = JsonText.String(@event, "info");
        foreach (var attribute in Entries(@event, "Attribute").Concat(Entries(@event, "Object").SelectMany(one => Entries(one, "Attribute"))))
        {
            if (JsonText.String(attribute, "type") is not { } type || JsonText.String(attribute, "value") is not { Length: > 0 } value) continue;
            foreach (var (nodeType, id) in Meanings(type, value))
                if (NodeKey.TryCreate(nodeType, id, out var key))
                {
                    var label = nodeType == NodeType.Url ? id : null;
                    graph.Add(key, JsonText.String(attribute, "comment") is { Length: > 0 } comment ? comment : label);
                }
        }
        return graph;
    }

    private static void WriteAttribute(Utf8JsonWriter writer, GraphNode node, DateTimeOffset created)
    {
        var (type, category, value) = Word(node);
        writer.WriteStartObject();
        writer.WriteString("uuid", NameUuid.Of(NameUuid.Ours, "attribute " + node.Key));
        writer.WriteString("type", type);
        writer.WriteString("category", category);
        writer.WriteString("value", value);
        writer.WriteBoolean("to_ids", node.IsDetected == true && type is not ("text" or "threat-actor" or "target-user"));
        writer.WriteString("distribution", "5");
        writer.WriteString("timestamp", created.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        if (!string.IsNullOrEmpty(node.Label) && node.Label != value) writer.WriteString("comment", node.Label);
        writer.WriteEndObject();
    }

    private static (string Type, string Category, string Value) Word(GraphNode node)
    {
        if (node.Type == NodeType.File)
            return (FileHash.TryParse(node.Id, out var hash) ? hash.Kind switch { HashKind.Md5 => "md5", HashKind.Sha1 => "sha1", _ => "sha256" } : "filename", "Payload delivery", node.Id);
        if (node.Type == NodeType.Domain) return ("domain", "Network activity", node.Id);
        if (node.Type == NodeType.IpAddress) return ("ip-dst", "Network activity", node.Id);
        if (node.Type == NodeType.Url && node.Label is { } url && NodeKey.TryCreate(NodeType.Url, url, out var key) && key == node.Key) return ("url", "Network activity", url);
        if (node.Type == NodeType.Actor || node.Type == NodeType.ThreatActor) return ("threat-actor", "Attribution", node.Id);
        if (node.Type == NodeType.Victim) return ("target-user", "Targeting data", node.Id);
        return node.Type == NodeType.Email ? ("target-email", "Targeting data", node.Id) : ("text", "Other", node.ToString());
    }

    private static IEnumerable<(NodeType Type, string Id)> Meanings(string type, string value) => type switch
    {
        "md5" or "sha1" or "sha256" or "filename" => [(NodeType.File, value)],
        "domain" or "hostname" => [(NodeType.Domain, value)],
        "ip-src" or "ip-dst" => [(NodeType.IpAddress, value)],
        "url" => [(NodeType.Url, value)],
        "domain|ip" => [(NodeType.Domain, value.Split('|')[0]), (NodeType.IpAddress, value.Split('|')[^1])],
        "ip-src|port" or "ip-dst|port" or "hostname|port" => [(type[0] == 'i' ? NodeType.IpAddress : NodeType.Domain, value.Split('|')[0])],
        _ when type.StartsWith("filename|", StringComparison.Ordinal) => [(NodeType.File, value.Split('|')[^1])],
        "threat-actor" => [(NodeType.Actor, value)],
        "target-user" => [(NodeType.Victim, value)],
        "target-email" or "email" or "email-src" or "email-dst" => [(NodeType.Email, value)],
        _ => [],
    };

    private static JsonElement.ArrayEnumerator Entries(JsonElement element, string name) => JsonText.Member(element, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default;
}
