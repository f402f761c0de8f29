using VtKit.Indicators;

namespace VtKit.Emulator;

/// <summary>What a hash, URL, domain, IP address, <c>#tag</c> or the id of a comment stands for. Anything else stands for nothing.</summary>
internal static class LookUp
{
    public static ListQuery Find(Session store, string text)
    {
        if (text.StartsWith('#'))
            return new ListQuery("SELECT c.key, 'comment' AS type, c.id, NULL AS file_name FROM comment_tag t JOIN comment c ON c.key = t.comment WHERE t.tag = $1", text[1..].ToLowerInvariant());
        if (FileHash.TryParse(text, out var hash)) return Files.Sha256Of(store, hash) is { } file ? One(ObjectType.File, file) : UrlOf(store, text);
        if (store.Any("SELECT 1 FROM comment WHERE id = $1", text)) return One(ObjectType.Comment, text);
        if (IpAddress.TryParse(text, out var address)) return One(ObjectType.IpAddress, address.ToString());
        if (DomainName.TryParse(text, out var domain)) return Items.Find(store, ObjectType.Domain, domain.Ascii) is null ? ListQuery.Nothing : One(ObjectType.Domain, domain.Ascii);
        return UrlCanonicalizer.TryCanonicalize(text, out var url) ? UrlOf(store, UrlId.CanonicalSha256(url)) : ListQuery.Nothing;
    }

    /// <summary>A URL by the SHA-256 that is its id.</summary>
    private static ListQuery UrlOf(Session store, string id) => Urls.TextOf(store, id.ToLowerInvariant()) is null ? ListQuery.Nothing : One(ObjectType.Url, id.ToLowerInvariant());

    private static ListQuery One(string type, string id) => new("SELECT 1 AS key, $1 AS type, $2 AS id, NULL AS file_name", type, id);
}
