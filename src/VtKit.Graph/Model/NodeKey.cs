using System.Diagnostics.CodeAnalysis;
using VtKit.Indicators;

namespace VtKit.Graph;

/// <summary>
/// What a node is: its type, and its id in canonical form, so that <c>Evil.COM.</c> and <c>evil[.]com</c> are one node. A URL's id is the SHA-256 of its
/// canonical form, computed here; nothing is looked up.
/// </summary>
public readonly record struct NodeKey
{
    private readonly string? _id;

    internal NodeKey(NodeType type, string id)
    {
        Type = type;
        _id = id;
    }

    /// <summary>The type.</summary>
    public NodeType Type { get; }

    /// <summary>The id, canonical.</summary>
    public string Id => _id ?? "";

    /// <summary>The key of what an analyst typed; defanged text is understood.</summary>
    /// <param name="type">The type.</param>
    /// <param name="id">A hash or file name, a URL or the id of one, a domain, an address; for other types the id as it is.</param>
    /// <returns>The key.</returns>
    /// <exception cref="FormatException">The text is no id of that type.</exception>
    public static NodeKey Create(NodeType type, string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return TryCreate(type, id, out var key) ? key : throw new FormatException($"{Excerpt.Of(id)} is no {type.Name}.");
    }

    /// <summary>The key of what an analyst typed, as <see cref="Create"/> makes it. Never throws.</summary>
    /// <param name="type">The type.</param>
    /// <param name="id">The id.</param>
    /// <param name="key">The key, or <c>default</c>.</param>
    /// <returns>Whether the text is an id of that type.</returns>
    public static bool TryCreate(NodeType type, [NotNullWhen(true)] string? id, out NodeKey key)
    {
        var canonical = string.IsNullOrWhiteSpace(id) ? null : Canonical(type, id);
        key = canonical is null ? default : new NodeKey(type, canonical);
        return canonical is not null;
    }

    /// <summary>The key of an indicator that was recognised.</summary>
    /// <param name="indicator">The indicator.</param>
    /// <returns>The key.</returns>
    /// <exception cref="FormatException">The indicator is of unknown kind.</exception>
    public static NodeKey Of(Indicator indicator)
    {
        ArgumentNullException.ThrowIfNull(indicator);
        return indicator.Kind switch
        {
            IndicatorKind.File => new NodeKey(NodeType.File, indicator.Value),
            IndicatorKind.Url => new NodeKey(NodeType.Url, indicator.UrlId!.Value.LocalIdentity),
            IndicatorKind.Domain => new NodeKey(NodeType.Domain, indicator.Value),
            IndicatorKind.IpAddress => new NodeKey(NodeType.IpAddress, indicator.Value),
            IndicatorKind.EmailAddress => new NodeKey(NodeType.Email, indicator.Value),
            // The service keeps vulnerabilities as collections.
            IndicatorKind.Cve => new NodeKey(NodeType.Collection, "vulnerability--" + indicator.Value.ToLowerInvariant()),
            _ => throw new FormatException(indicator.Problem ?? "The indicator is of unknown kind."),
        };
    }

    /// <summary>
    /// The key that a text names: <c>actor:Fancy Bear</c>, <c>custom:lab:3</c>, <c>file:44d8…</c>, or an indicator alone, also defanged. Reads what
    /// <see cref="ToString"/> writes, but for searches. Never throws.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="key">The key, or <c>default</c>.</param>
    /// <returns>Whether the text names one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out NodeKey key)
    {
        key = default;
        if (string.IsNullOrWhiteSpace(text)) return false;
        // A name of your own stands after custom: and may hold a colon only in the id.
        var colon = text.IndexOf(':', text.StartsWith(NodeType.CustomPrefix, StringComparison.Ordinal) ? NodeType.CustomPrefix.Length : 0);
        if (colon > 0 && NodeType.TryKnown(text[..colon], out var type)) return TryCreate(type, text[(colon + 1)..], out key);
        if (!Indicator.TryRecognise(text, out var indicator)) return false;
        key = Of(indicator);
        return true;
    }

    /// <summary>Type and id, with a colon between them.</summary>
    public override string ToString() => $"{Type}:{Id}";

    /// <summary>The key of what somebody else wrote: what is no id of its type stands as it is.</summary>
    internal static NodeKey Tolerant(NodeType type, string id) => TryCreate(type, id, out var key) ? key : new NodeKey(type, id);

    private static string? Canonical(NodeType type, string id)
    {
        if (type.Kind != NodeTypeKind.Object) return id;
        if (type == NodeType.File) return FileHash.TryParse(id, out var hash) ? hash.ToString() : id.Trim();
        if (type == NodeType.Domain) return DomainName.TryParse(id, out var domain) || DomainName.TryParse(Indicator.Refang(id), out domain) ? domain.Ascii : null;
        if (type == NodeType.IpAddress) return IpAddress.TryParse(id, out var address) || IpAddress.TryParse(Indicator.Refang(id), out address) ? address.ToString() : null;
        if (type == NodeType.Url)
        {
            if (UrlId.TryParse(id, out var urlId)) return urlId.LocalIdentity;
            return UrlCanonicalizer.TryCanonicalize(Indicator.Refang(id), out var url) ? UrlId.FromUrl(url).LocalIdentity : null;
        }
        // Thumbprints of certificates are hashes.
        return type == NodeType.SslCert && FileHash.TryParse(id, out var thumbprint) ? thumbprint.ToString() : id.Trim();
    }
}
