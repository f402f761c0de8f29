using System.Globalization;
using System.Text.Json;

namespace VtKit.Graph;

/// <summary>A bundle of STIX 2.1. What STIX has no word for stands in an extension of ours, so that the bundle can be read back.</summary>
internal sealed class StixWriter(ThreatGraph graph, DateTimeOffset created)
{
    private readonly string _time = created.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static string ExtensionId { get; } = "extension-definition--" + NameUuid.Of(NameUuid.Ours, "extension");

    private static string AuthorId { get; } = "identity--" + NameUuid.Of(NameUuid.Ours, "author");

    public string Write() => JsonText.Text(writer =>
    {
        var objects = graph.Nodes.ToDictionary(node => node, StixObject.Of);
        writer.WriteStartObject();
        writer.WriteString("type", "bundle");
        writer.WriteString("id", "bundle--" + NameUuid.Of(NameUuid.Ours, string.Join('\n', objects.Values.Select(one => one.Id).Concat(graph.Links.Select(link => link.ToString())))));
        writer.WriteStartArray("objects");
        WriteExtension(writer);
        // Two nodes can be one observable; the first one stands for both.
        foreach (var (node, one) in objects.DistinctBy(pair => pair.Value.Id)) WriteNode(writer, node, one);
        foreach (var link in graph.Links) WriteLink(writer, link, objects[link.Source], objects[link.Target]);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private void WriteExtension(Utf8JsonWriter writer)
    {
        Begin(writer, "identity", AuthorId, hasTimes: true);
        writer.WriteString("name", "VtKit");
        writer.WriteString("identity_class", "system");
        writer.WriteEndObject();
        Begin(writer, "extension-definition", ExtensionId, hasTimes: true);
        writer.WriteString("created_by_ref", AuthorId);
        writer.WriteString("name", "Threat graph");
        writer.WriteString("schema", "Nodes and links of a VirusTotal graph: type, entity_id, label, x, y, fx, fy, note, provenance, group, group_name, attributes; link_type.");
        writer.WriteString("version", "1.0.0");
        writer.WriteStartArray("extension_types");
        writer.WriteStringValue("new-sco");
        writer.WriteStringValue("property-extension");
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void WriteNode(Utf8JsonWriter writer, GraphNode node, StixObject one)
    {
        Begin(writer, one.Type, one.Id, one.HasTimes);
        if (one.HashName is { } hash)
        {
            writer.WriteStartObject("hashes");
            writer.WriteString(hash, one.Value);
            writer.WriteEndObject();
        }
        else writer.WriteString(one.HasTimes || one.Type == "file" ? "name" : "value", one.Value);
        if (one.Type == "identity") writer.WriteString("identity_class", node.Type == NodeType.Department ? "organization" : "unknown");
        if (one.Type == "vulnerability" && node.Id.StartsWith("CVE-", StringComparison.OrdinalIgnoreCase)) WriteReference(writer, "cve", node.Id.ToUpperInvariant());
        if (one.Type == "attack-pattern" && node.Id.StartsWith('T')) WriteReference(writer, "mitre-attack", node.Id);
        WriteFacts(writer, one.Type == StixObject.OwnType ? "new-sco" : "property-extension", Flat.Facts(graph, node));
        writer.WriteEndObject();
    }

    private void WriteLink(Utf8JsonWriter writer, GraphLink link, StixObject source, StixObject target)
    {
        Begin(writer, "relationship", "relationship--" + NameUuid.Of(NameUuid.Ours, link.ToString()), hasTimes: true);
        var resolves = source.Type == "domain-name" && target.Type is "ipv4-addr" or "ipv6-addr" && link.Type == "resolutions";
        writer.WriteString("relationship_type", resolves ? "resolves-to" : "related-to");
        writer.WriteString("source_ref", source.Id);
        writer.WriteString("target_ref", target.Id);
        WriteFacts(writer, "property-extension", [("link_type", link.Type)]);
        writer.WriteEndObject();
    }

    private void Begin(Utf8JsonWriter writer, string type, string id, bool hasTimes)
    {
        writer.WriteStartObject();
        writer.WriteString("type", type);
        writer.WriteString("spec_version", "2.1");
        writer.WriteString("id", id);
        if (!hasTimes) return;
        writer.WriteString("created", _time);
        writer.WriteString("modified", _time);
    }

    private static void WriteReference(Utf8JsonWriter writer, string source, string id)
    {
        writer.WriteStartArray("external_references");
        writer.WriteStartObject();
        writer.WriteString("source_name", source);
        writer.WriteString("external_id", id);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void WriteFacts(Utf8JsonWriter writer, string kind, IEnumerable<(string Name, string Value)> facts)
    {
        writer.WriteStartObject("extensions");
        writer.WriteStartObject(ExtensionId);
        writer.WriteString("extension_type", kind);
        foreach (var (name, value) in facts) writer.WriteString(name, value);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
