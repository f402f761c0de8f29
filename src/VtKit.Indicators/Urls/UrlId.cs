using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace VtKit.Indicators;

/// <summary>
/// What names a URL in a look-up at VirusTotal: the unpadded base64url of the URL as typed, or the SHA-256 that the service itself has assigned. The
/// service canonicalises what it is given, so nothing is canonicalised here before sending. For deduplication and caching use
/// <see cref="LocalIdentity"/>, which stays on this machine. Two values are equal when they send the same text. See <c>docs/url-identity.md</c>.
/// </summary>
public readonly record struct UrlId : IParsable<UrlId>
{
    private readonly string? _lookupId;

    private UrlId(string lookupId, string? url)
    {
        _lookupId = lookupId;
        Url = url;
    }

    /// <summary>The text that stands for the URL in an API path; an empty string for <c>default</c>.</summary>
    public string LookupId => _lookupId ?? "";

    /// <summary>The URL as typed, or null when only the service's SHA-256 is known.</summary>
    public string? Url { get; }

    /// <summary>
    /// The key under which this machine knows the URL: the SHA-256, 64 hex digits, of the canonical form (<see cref="UrlCanonicalizer"/>), or the
    /// SHA-256 that the service assigned when that is what was given. It is local: our reading of the service's rules may differ from the service, so it is never sent.
    /// Text that is no URL is hashed as it is. Computed at each call.
    /// </summary>
    public string LocalIdentity => Url is null ? LookupId : HashOf(UrlCanonicalizer.TryCanonicalize(Url, out var canonical) ? canonical : Url);

    /// <summary>The id that looks up a URL: its text exactly as typed, as UTF-8, in base64url without padding.</summary>
    /// <param name="urlAsTyped">The URL; it is neither checked nor changed.</param>
    /// <returns>The id.</returns>
    /// <exception cref="ArgumentException"><paramref name="urlAsTyped"/> is null or empty.</exception>
    public static UrlId FromUrl(string urlAsTyped)
    {
        ArgumentException.ThrowIfNullOrEmpty(urlAsTyped);
        return new UrlId(Base64Url.EncodeToString(Encoding.UTF8.GetBytes(urlAsTyped)), urlAsTyped);
    }

    /// <summary>
    /// Reads an id: 64 hex digits (the service's SHA-256), or base64url of a URL, with or without padding. Text that decodes to no URL is refused, so
    /// that a word does not pass for an id. Never throws.
    /// </summary>
    /// <param name="text">The text; white space around it is ignored.</param>
    /// <param name="id">The id, or <c>default</c> when the text is none.</param>
    /// <returns>Whether the text is an id.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out UrlId id)
    {
        id = default;
        var trimmed = text.AsSpan().Trim();
        if (trimmed.Length == 64 && Hex.IsHex(trimmed))
        {
            id = new UrlId(Hex.ToLower(text!, trimmed), null);
            return true;
        }
        if (!Base64Text.TryDecode(trimmed, out var url) || !UrlCanonicalizer.TryCanonicalize(url, out _)) return false;
        id = FromUrl(url);
        return true;
    }

    /// <summary>Reads an id as <see cref="TryParse(string?, out UrlId)"/> does.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The id.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="FormatException">The text is no id of a URL.</exception>
    public static UrlId Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var id)
            ? id
            : throw new FormatException($"{Excerpt.Of(text)} is no id of a URL: give 64 hex digits, or the URL in base64url. For a URL as it is, use UrlId.FromUrl.");
    }

    /// <summary>
    /// The SHA-256, 64 hex digits, of the canonical form of a URL. It equals the service's id of the URL in every case known
    /// (<c>docs/url-identity.md</c>), yet is our computation: use it as identity and cache key, and send <see cref="LookupId"/>.
    /// </summary>
    /// <param name="url">The URL as typed.</param>
    /// <returns>The hash.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="url"/> is null.</exception>
    /// <exception cref="FormatException">The text is no URL with a host.</exception>
    public static string CanonicalSha256(string url) => HashOf(UrlCanonicalizer.Canonicalize(url));

    /// <summary>Whether both send the same text.</summary>
    /// <param name="other">The other id.</param>
    public bool Equals(UrlId other) => string.Equals(LookupId, other.LookupId, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => LookupId.GetHashCode(StringComparison.Ordinal);

    /// <summary>The text that stands for the URL in an API path, <see cref="LookupId"/>.</summary>
    public override string ToString() => LookupId;

    static UrlId IParsable<UrlId>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<UrlId>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out UrlId result) => TryParse(s, out result);

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
