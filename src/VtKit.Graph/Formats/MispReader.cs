using System.Text.Json;

namespace VtKit.Graph;

/// <summary>Reads an event of MISP, of ours or of somebody else's: its attributes, those of its objects, and the references between them.</summary>
internal sealed class MispReader
{
    private readonly ThreatGraph _graph = new();
    private readonly Dictionary<string, GraphNode> _byUuid = new(StringComparer.OrdinalIgnoreCase);

    public static ThreatGraph Read(JsonElement root)
    {
        var reader = new MispReader();
        if (JsonText.Member(root, "Event") is not { } @event) return reader._graph;
        reader._graph.Name = JsonText.String(@event, "info");
        foreach (var attribute in Entries(@event, "Attribute")) reader.ReadAttribute(attribute);
        var objects = Entries(@event, "Object").ToList();
        foreach (var one in objects) reader.ReadObject(one);
        foreach (var reference in objects.SelectMany(one => Entries(one, "ObjectReference").Select(reference => (one, reference)))) reader.ReadReference(reference.one, reference.reference);
        return reader._graph;
    }

    /// <summary>An object is known by the first of its attributes that is a node.</summary>
    private void ReadObject(JsonElement one)
    {
        var uuid = JsonText.String(one, "uuid");
        foreach (var attribute in Entries(one, "Attribute"))
            if (ReadAttribute(attribute) is { } node && uuid is not null) _byUuid.TryAdd(uuid, node);
    }

    private GraphNode? ReadAttribute(JsonElement attribute)
    {
        if (JsonText.String(attribute, "type") is not { } type || JsonText.String(attribute, "value") is not { Length: > 0 } value) return null;
        var uuid = JsonText.String(attribute, "uuid");
        GraphNode? first = null;
        foreach (var key in Keys(type, value, uuid))
        {
            var label = key.Type == NodeType.Url ? value : null;
            var node = _graph.Add(key, JsonText.String(attribute, "comment") is { Length: > 0 } comment ? comment : label);
            first ??= node;
        }
        if (uuid is not null && first is not null) _byUuid.TryAdd(uuid, first);
        return first;
    }

    private void ReadReference(JsonElement one, JsonElement reference)
    {
        var (from, to) = (JsonText.String(one, "uuid"), JsonText.String(reference, "referenced_uuid"));
        if (from is null || to is null || !_byUuid.TryGetValue(from, out var source) || !_byUuid.TryGetValue(to, out var target) || source == target) return;
        _graph.Link(source, target, JsonText.String(reference, "relationship_type")?.Replace('-', '_') ?? GraphLink.Manual);
    }

    /// <summary>What an attribute means. One that we wrote says by its id what it was, where its type leaves that open.</summary>
    private static IEnumerable<NodeKey> Keys(string type, string value, string? uuid)
    {
        foreach (var key in OurOwn(type, value))
            if (MispAttribute.UuidOf(key) == uuid) return [key];
        return Meanings(type, value).Select(one => NodeKey.TryCreate(one.Type, one.Id, out var key) ? key : default).Where(key => key.Id.Length > 0);
    }

    private static IEnumerable<NodeKey> OurOwn(string type, string value)
    {
        if (type == "threat-actor") yield return NodeKey.Tolerant(NodeType.ThreatActor, value);
        if (type != "text") yield break;
        for (var colon = value.IndexOf(':', StringComparison.Ordinal); colon >= 0; colon = value.IndexOf(':', colon + 1))
            yield return NodeKey.Tolerant(NodeType.Parse(value[..colon]), value[(colon + 1)..]);
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
