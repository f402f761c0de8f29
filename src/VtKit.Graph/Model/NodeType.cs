namespace VtKit.Graph;

/// <summary>What family a <see cref="NodeType"/> belongs to.</summary>
public enum NodeTypeKind
{
    /// <summary>An object of VirusTotal: a file, a domain, a collection.</summary>
    Object,

    /// <summary>Something the analyst names: an actor, a victim, a device.</summary>
    Custom,

    /// <summary>A search whose results stand in the graph: Intelligence, hunting, Retrohunt, commonality.</summary>
    Special,
}

/// <summary>The type of a node: one of VirusTotal's, one of the editor's own, or any name of yours.</summary>
public readonly record struct NodeType
{
    private readonly string? _name;

    private NodeType(string name, NodeTypeKind kind)
    {
        _name = name;
        Kind = kind;
    }

    /// <summary>A file, by its hash, or by a name while the hash is unknown.</summary>
    public static NodeType File { get; } = Object("file");

    /// <summary>A URL.</summary>
    public static NodeType Url { get; } = Object("url");

    /// <summary>A domain name.</summary>
    public static NodeType Domain { get; } = Object("domain");

    /// <summary>An IP address.</summary>
    public static NodeType IpAddress { get; } = Object("ip_address");

    /// <summary>A Whois record.</summary>
    public static NodeType Whois { get; } = Object("whois");

    /// <summary>An SSL certificate.</summary>
    public static NodeType SslCert { get; } = Object("ssl_cert");

    /// <summary>A collection of indicators; reports, campaigns and vulnerabilities are collections, too.</summary>
    public static NodeType Collection { get; } = Object("collection");

    /// <summary>A published reference.</summary>
    public static NodeType Reference { get; } = Object("reference");

    /// <summary>A threat actor that VirusTotal knows.</summary>
    public static NodeType ThreatActor { get; } = Object("threat_actor");

    /// <summary>A technique of MITRE ATT&amp;CK.</summary>
    public static NodeType AttackTechnique { get; } = Object("attack_technique");

    /// <summary>A family of malware.</summary>
    public static NodeType MalwareFamily { get; } = Object("malware_family");

    /// <summary>A campaign.</summary>
    public static NodeType Campaign { get; } = Object("campaign");

    /// <summary>A vulnerability.</summary>
    public static NodeType Vulnerability { get; } = Object("vulnerability");

    /// <summary>A report.</summary>
    public static NodeType Report { get; } = Object("report");

    /// <summary>A person or group behind it, named by the analyst.</summary>
    public static NodeType Actor { get; } = Custom("actor");

    /// <summary>A department.</summary>
    public static NodeType Department { get; } = Custom("department");

    /// <summary>An e-mail address or message.</summary>
    public static NodeType Email { get; } = Custom("email");

    /// <summary>A victim.</summary>
    public static NodeType Victim { get; } = Custom("victim");

    /// <summary>A device.</summary>
    public static NodeType Device { get; } = Custom("device");

    /// <summary>A port.</summary>
    public static NodeType Port { get; } = Custom("port");

    /// <summary>A service.</summary>
    public static NodeType Service { get; } = Custom("service");

    /// <summary>A wallet.</summary>
    public static NodeType Wallet { get; } = Custom("wallet");

    /// <summary>An Intelligence search.</summary>
    public static NodeType Intelligence { get; } = new("intelligence", NodeTypeKind.Special);

    /// <summary>A Livehunt ruleset.</summary>
    public static NodeType Hunting { get; } = new("hunting", NodeTypeKind.Special);

    /// <summary>A Retrohunt job.</summary>
    public static NodeType Retrohunt { get; } = new("retrohunt", NodeTypeKind.Special);

    /// <summary>What several nodes have in common.</summary>
    public static NodeType Commonality { get; } = new("commonality", NodeTypeKind.Special);

    /// <summary>The name, as the service writes it.</summary>
    public string Name => _name ?? "";

    /// <summary>The family.</summary>
    public NodeTypeKind Kind { get; }

    /// <summary>A type of VirusTotal's objects, also one that is not listed here.</summary>
    /// <param name="name">Its name on the wire.</param>
    /// <returns>The type.</returns>
    public static NodeType Object(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new NodeType(name, NodeTypeKind.Object);
    }

    /// <summary>A type of your own.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The type.</returns>
    public static NodeType Custom(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new NodeType(name, NodeTypeKind.Custom);
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <param name="text">The text: a name, with <c>custom:</c> or <c>special:</c> before it where it is of that kind.</param>
    /// <returns>The type.</returns>
    public static NodeType Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.StartsWith(CustomPrefix, StringComparison.Ordinal)) return Custom(text[CustomPrefix.Length..]);
        return text.StartsWith(SpecialPrefix, StringComparison.Ordinal) && TrySpecial(text[SpecialPrefix.Length..], out var special) ? special : Object(text);
    }

    /// <summary>The name, with its kind before it unless it is an object of the service: <c>file</c>, <c>custom:actor</c>, <c>special:hunting</c>.</summary>
    public override string ToString() => Kind switch
    {
        NodeTypeKind.Custom => CustomPrefix + Name,
        NodeTypeKind.Special => SpecialPrefix + Name,
        _ => Name,
    };

    /// <summary>The type that an analyst means by a word: one of the service's, one of the editor's, or <c>custom:</c> and a name.</summary>
    internal static bool TryKnown(string word, out NodeType type)
    {
        type = Array.Find(Known, one => one.Name == word);
        if (type.Name.Length > 0) return true;
        type = Parse(word);
        return type.Kind != NodeTypeKind.Object && type.Name.Length > 0;
    }

    private static readonly NodeType[] Known =
    [
        File, Url, Domain, IpAddress, Whois, SslCert, Collection, Reference, ThreatActor, AttackTechnique, MalwareFamily, Campaign, Vulnerability, Report,
        Actor, Department, Email, Victim, Device, Port, Service, Wallet,
    ];

    internal static bool TrySpecial(string? name, out NodeType type)
    {
        foreach (var one in (ReadOnlySpan<NodeType>)[Intelligence, Hunting, Retrohunt, Commonality])
            if (one.Name == name)
            {
                type = one;
                return true;
            }
        type = default;
        return false;
    }

    internal const string CustomPrefix = "custom:";

    private const string SpecialPrefix = "special:";
}
