using VtKit.Indicators;

namespace VtKit.Graph;

/// <summary>What a node is as an attribute of MISP, and inside which object it stands where it has references to others.</summary>
/// <param name="Type">The type of the attribute.</param>
/// <param name="Category">The category, one that MISP allows for the type.</param>
/// <param name="Value">The value.</param>
/// <param name="Object">The object that may hold it.</param>
internal sealed record MispAttribute(string Type, string Category, string Value, MispTemplate Object)
{
    private const string Network = "Network activity", Targeting = "Targeting data";

    public static MispAttribute Of(GraphNode node)
    {
        var type = node.Type;
        if (type == NodeType.File) return new(FileType(node.Id), "Payload delivery", node.Id, MispTemplate.File);
        if (type == NodeType.Domain) return new("domain", Network, node.Id, MispTemplate.DomainIp);
        if (type == NodeType.IpAddress) return new("ip-dst", Network, node.Id, MispTemplate.DomainIp);
        if (type == NodeType.Url && node.Label is { } url && NodeKey.TryCreate(NodeType.Url, url, out var key) && key == node.Key) return new("url", Network, url, MispTemplate.Url);
        if (type == NodeType.Actor || type == NodeType.ThreatActor) return new("threat-actor", "Attribution", node.Id, MispTemplate.Own);
        if (type == NodeType.Victim) return new("target-user", Targeting, node.Id, MispTemplate.Own);
        if (type == NodeType.Email) return new("target-email", Targeting, node.Id, MispTemplate.Own);
        return new("text", "Other", node.Key.ToString(), MispTemplate.Own);
    }

    /// <summary>The name of the attribute inside its object.</summary>
    public string Relation => Type switch { "ip-dst" => "ip", _ when Object == MispTemplate.Own => "node", _ => Type };

    /// <summary>Whether detection systems can look for it.</summary>
    public bool IsActionable => Type is not ("text" or "threat-actor" or "target-user" or "target-email");

    public static string UuidOf(NodeKey key) => NameUuid.Of(NameUuid.Ours, "attribute " + key);

    public static string ObjectUuidOf(NodeKey key) => NameUuid.Of(NameUuid.Ours, "object " + key);

    private static string FileType(string id) => FileHash.TryParse(id, out var hash) ? hash.Kind switch { HashKind.Md5 => "md5", HashKind.Sha1 => "sha1", _ => "sha256" } : "filename";
}

/// <summary>A template of MISP's objects.</summary>
internal sealed record MispTemplate(string Name, string MetaCategory, string Uuid, string Version, string Description)
{
    public static readonly MispTemplate File = new("file", "file", "688c46fb-5edb-40a3-8273-1af7923e2215", "23", "A file");

    public static readonly MispTemplate Url = new("url", "network", "60efb77b-40b5-4c46-871b-ed1ed999fce5", "3", "A URL");

    public static readonly MispTemplate DomainIp = new("domain-ip", "network", "43b3b146-77eb-4931-b4cc-b66c60f28734", "2", "A domain or an address");

    /// <summary>For what MISP has no template for.</summary>
    public static readonly MispTemplate Own = new("vtkit-node", "misc", NameUuid.Of(NameUuid.Ours, "misp template"), "1", "A node of a threat graph");
}
