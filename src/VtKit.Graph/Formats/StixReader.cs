using System.Text.Json;

namespace VtKit.Graph;

/// <summary>Reads a bundle of STIX 2.1, of ours or of somebody else's.</summary>
internal static class StixReader
{
    public static ThreatGraph Read(JsonElement root)
    {
        var reader = new FlatReader();
        var objects = JsonText.Member(root, "objects") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().ToList() : [];
        foreach (var one in objects) ReadNode(reader, one);
        foreach (var one in objects.Where(one => JsonText.String(one, "type") == "relationship"))
            reader.AddLink(JsonText.String(one, "source_ref"), JsonText.String(one, "target_ref"), Ours(one) is { } facts ? JsonText.String(facts, "link_type") : Word(JsonText.String(one, "relationship_type")));
        return reader.Graph;
    }

    private static void ReadNode(FlatReader reader, JsonElement one)
    {
        if (JsonText.String(one, "id") is not { } id) return;
        if (Ours(one) is { } facts && JsonText.String(facts, Flat.Id) is not null)
        {
            reader.AddNode(id, name => JsonText.Member(facts, name) is { } value ? JsonText.Plain(value) : null);
            return;
        }
        if (Meaning(one) is not var (type, value) || string.IsNullOrEmpty(value)) return;
        reader.AddNode(id, name => name switch { Flat.Type => type.ToString(), Flat.Id => value, Flat.Label when type == NodeType.Url => value, _ => null });
    }

    private static (NodeType Type, string? Value)? Meaning(JsonElement one) => JsonText.String(one, "type") switch
    {
        "file" => (NodeType.File, Hash(one) ?? JsonText.String(one, "name")),
        "url" => (NodeType.Url, JsonText.String(one, "value")),
        "domain-name" => (NodeType.Domain, JsonText.String(one, "value")),
        "ipv4-addr" or "ipv6-addr" => (NodeType.IpAddress, JsonText.String(one, "value")),
        "email-addr" => (NodeType.Email, JsonText.String(one, "value")),
        "threat-actor" or "intrusion-set" => (NodeType.Actor, JsonText.String(one, "name")),
        "malware" => (NodeType.MalwareFamily, JsonText.String(one, "name")),
        "campaign" => (NodeType.Campaign, JsonText.String(one, "name")),
        "vulnerability" => (NodeType.Vulnerability, JsonText.String(one, "name")),
        "attack-pattern" => (NodeType.AttackTechnique, JsonText.String(one, "name")),
        // Who made a bundle is no part of what it tells; it has no extension of ours.
        "identity" when JsonText.String(one, "identity_class") != "system" => (NodeType.Victim, JsonText.String(one, "name")),
        _ => null,
    };

    private static string? Hash(JsonElement one) =>
        JsonText.Member(one, "hashes") is { } hashes ? JsonText.String(hashes, "SHA-256") ?? JsonText.String(hashes, "SHA-1") ?? JsonText.String(hashes, "MD5") : null;

    private static string? Word(string? type) => type?.Replace('-', '_');

    private static JsonElement? Ours(JsonElement one) => JsonText.Member(one, "extensions") is { } extensions ? JsonText.Member(extensions, StixWriter.ExtensionId) : null;
}
