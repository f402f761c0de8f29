using VtKit.Indicators;

namespace VtKit.Emulator;

/// <summary>URLs in the store.</summary>
internal static class Urls
{
    /// <summary>The id of a URL that is there, from its SHA-256 or from the base64url of it in any spelling; null when there is none.</summary>
    public static string? IdOf(Session store, string text) =>
        UrlId.TryParse(text, out var parsed) && TextOf(store, parsed.LocalIdentity) is not null ? parsed.LocalIdentity : null;

    /// <summary>As <see cref="IdOf"/>.</summary>
    /// <exception cref="ApiException">There is none.</exception>
    public static string Require(Session store, string text) => IdOf(store, text) ?? throw ApiException.NotFound(ObjectTypes.Spoken(ObjectType.Url), text);

    /// <summary>The canonical URL of an id; null when there is none.</summary>
    public static string? TextOf(Session store, string id) => store.Text("SELECT url FROM url WHERE id = $1", id);

    public static Action<ObjectWriter>? Find(Session store, string id) => TextOf(store, id) is { } url ? writer => Write(writer, id, url) : null;

    /// <summary>Notes a URL as seen, with its host, and returns its id.</summary>
    /// <exception cref="ApiException">The text is no URL.</exception>
    public static string See(Session store, string text, long nowMs) =>
        TrySee(store, text, nowMs) ?? throw ApiException.InvalidArgument("Unable to canonicalize url");

    /// <summary>As <see cref="See"/>; null for a text that is no URL.</summary>
    public static string? TrySee(Session store, string text, long nowMs)
    {
        if (!UrlCanonicalizer.TryCanonicalize(text, out var url) || HostOf(url) is not var (hostType, host)) return null;
        var id = UrlId.CanonicalSha256(url);
        store.Execute("INSERT OR IGNORE INTO url(id, url, host_type, host) VALUES ($1, $2, $3, $4)", id, url, hostType, host);
        Items.See(store, ObjectType.Url, id, nowMs);
        Items.See(store, hostType, host, nowMs);
        return id;
    }

    /// <summary>Adds an analysis. The emulator has no engine for URLs, so it finds nothing but what a test laid down.</summary>
    public static string AddAnalysis(Session store, string id, DateTimeOffset now, VtEmulatorOptions options) =>
        Analysis.Add(store, ObjectType.Url, id, AnalysisId.ForUrl(id, now).ToString(), "{}", now, options);

    private static void Write(ObjectWriter writer, string id, string url)
    {
        writer.Text(Attr.Url.UrlAttribute, url);
        if (Items.Find(writer.Store, ObjectType.Url, id) is { } item)
        {
            writer.Number(Attr.Url.TimesSubmitted, item.TimesSubmitted);
            writer.Date(Attr.Url.FirstSubmissionDate, item.FirstSubmission);
            writer.Date(Attr.Url.LastSubmissionDate, item.LastSubmission);
        }
        if (HostOf(url) is (ObjectType.Domain, var host)) writer.Text(Attr.Url.Tld, PublicSuffixes.Known?.SuffixOf(host));
        writer.Texts(Attr.Url.Tags, []);
        Objects.WriteShared(writer, ObjectType.Url, id);
    }

    /// <summary>The host of a canonical URL, as the object that stands for it.</summary>
    public static (string Type, string Id)? HostOf(string url)
    {
        var rest = url.AsSpan(url.IndexOf("://", StringComparison.Ordinal) + 3);
        var end = rest.IndexOfAny('/', '?');
        if (end >= 0) rest = rest[..end];
        rest = rest[(rest.LastIndexOf('@') + 1)..];
        if (rest.StartsWith('['))
            return rest.IndexOf(']') is > 0 and var close && IpAddress.TryParse(rest[1..close], out var v6) ? (ObjectType.IpAddress, v6.ToString()) : null;
        var colon = rest.IndexOf(':');
        if (colon >= 0) rest = rest[..colon];
        if (IpAddress.TryParse(rest, out var v4)) return (ObjectType.IpAddress, v4.ToString());
        return DomainName.TryParse(rest.ToString(), out var domain) ? (ObjectType.Domain, domain.Ascii) : null;
    }
}
