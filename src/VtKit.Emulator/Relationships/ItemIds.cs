using VtKit.Indicators;

namespace VtKit.Emulator;

/// <summary>Ids of files, URLs, domains and addresses as users write them into collections and graphs.</summary>
internal static class ItemIds
{
    /// <summary>The id of a thing in its canonical form; null for a text that is no id of the type.</summary>
    public static string? Read(Session store, string type, string text) => type switch
    {
        ObjectType.File => FileHash.TryParse(text, out var hash) ? Files.Sha256Of(store, hash) ?? hash.ToString() : null,
        ObjectType.Url => UrlOf(text) is { } url
            ? UrlCanonicalizer.TryCanonicalize(url, out _) ? UrlId.CanonicalSha256(url) : null
            : UrlId.Parse(text).LocalIdentity,
        ObjectType.Domain => DomainName.TryParse(text, out var domain) ? domain.Ascii : null,
        ObjectType.IpAddress => IpAddress.TryParse(text, out var address) ? address.ToString() : null,
        _ => null,
    };

    /// <summary>
    /// As <see cref="Read"/>; the thing is seen from now on, as somebody has said something about it. Of a file nothing is known but the
    /// hash, and of a URL that is named by its SHA-256 neither.
    /// </summary>
    public static string? See(Session store, string type, string text, long nowMs)
    {
        if (type == ObjectType.Url && UrlOf(text) is { } url) return Urls.TrySee(store, url, nowMs);
        var id = Read(store, type, text);
        if (id is not null && type is ObjectType.Domain or ObjectType.IpAddress) Items.See(store, type, id, nowMs);
        return id;
    }

    /// <summary>The URL that a text is, or is the id of; null for the SHA-256 of one.</summary>
    private static string? UrlOf(string text) => UrlId.TryParse(text, out var id) ? id.Url : text;
}
