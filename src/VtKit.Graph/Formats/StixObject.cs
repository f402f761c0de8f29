using VtKit.Indicators;

namespace VtKit.Graph;

/// <summary>What a node is in STIX: an observable with an id from its value, a domain object, or an object of our own.</summary>
internal sealed record StixObject(string Type, string Id, string? Value, string? HashName, bool HasTimes)
{
    public const string OwnType = "x-vtkit-node";

    public static StixObject Of(GraphNode node)
    {
        var type = node.Type;
        if (type == NodeType.Domain && DomainName.TryParse(node.Id, out _)) return Observable("domain-name", node.Id);
        if (type == NodeType.IpAddress && IpAddress.TryParse(node.Id, out var address)) return Observable(address.IsIPv6 ? "ipv6-addr" : "ipv4-addr", node.Id);
        if (type == NodeType.Url && node.Label is { } url && NodeKey.TryCreate(NodeType.Url, url, out var key) && key == node.Key && UrlCanonicalizer.TryCanonicalize(url, out var canonical)) return Observable("url", canonical);
        if (type == NodeType.Email && node.Id.Contains('@', StringComparison.Ordinal)) return Observable("email-addr", node.Id);
        if (type == NodeType.File) return OfFile(node);
        if (type == NodeType.Actor || type == NodeType.ThreatActor) return Domain("threat-actor", node);
        if (type == NodeType.Victim || type == NodeType.Department) return Domain("identity", node);
        if (type == NodeType.Campaign) return Domain("campaign", node);
        if (type == NodeType.Vulnerability) return Domain("vulnerability", node);
        if (type == NodeType.AttackTechnique) return Domain("attack-pattern", node);
        return new StixObject(OwnType, $"{OwnType}--{NameUuid.Of(NameUuid.Ours, node.Key.ToString())}", node.Id, null, HasTimes: false);
    }

    private static StixObject OfFile(GraphNode node)
    {
        if (!FileHash.TryParse(node.Id, out var hash)) return new StixObject("file", "file--" + NameUuid.Of(NameUuid.StixObservables, Canonical("name", node.Id)), node.Id, null, HasTimes: false);
        var name = hash.Kind switch { HashKind.Md5 => "MD5", HashKind.Sha1 => "SHA-1", _ => "SHA-256" };
        return new StixObject("file", "file--" + NameUuid.Of(NameUuid.StixObservables, $"{{\"hashes\":{{\"{name}\":\"{node.Id}\"}}}}"), node.Id, name, HasTimes: false);
    }

    private static StixObject Observable(string type, string value) => new(type, $"{type}--{NameUuid.Of(NameUuid.StixObservables, Canonical("value", value))}", value, null, HasTimes: false);

    private static StixObject Domain(string type, GraphNode node) => new(type, $"{type}--{NameUuid.Of(NameUuid.Ours, node.Key.ToString())}", node.DisplayName, null, HasTimes: true);

    /// <summary>The id-contributing property as canonical JSON (RFC 8785): only quotes, backslashes and control characters are escaped.</summary>
    private static string Canonical(string name, string value)
    {
        var text = new System.Text.StringBuilder("{\"").Append(name).Append("\":\"");
        foreach (var c in value)
            switch (c)
            {
                case '"' or '\\': text.Append('\\').Append(c); break;
                case '\b': text.Append("\\b"); break;
                case '\t': text.Append("\\t"); break;
                case '\n': text.Append("\\n"); break;
                case '\f': text.Append("\\f"); break;
                case '\r': text.Append("\\r"); break;
                case < ' ': text.Append("\\u").Append(((int)c).ToString("x4", System.Globalization.CultureInfo.InvariantCulture)); break;
                default: text.Append(c); break;
            }
        return text.Append("\"}").ToString();
    }
}
