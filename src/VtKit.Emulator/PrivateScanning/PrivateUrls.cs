using VtKit.Indicators;

namespace VtKit.Emulator;

/// <summary>URLs of private scanning: seen by their team, and never noted among the public ones, nor their hosts.</summary>
internal static class PrivateUrls
{
    /// <exception cref="ApiException">There is none.</exception>
    public static string Require(Session store, ApiRequest request, string text) =>
        UrlId.TryParse(text, out var id) && TextOf(store, request, id.LocalIdentity) is not null
            ? id.LocalIdentity
            : throw ApiException.NotFound(ObjectTypes.Spoken(ObjectType.PrivateUrl), text);

    /// <summary>The canonical URL of an id; null when the caller's team has none.</summary>
    public static string? TextOf(Session store, ApiRequest request, string id) =>
        store.Text($"SELECT url FROM private_url WHERE {PrivateFiles.ThereSql} AND id = $3", request.Account.Team, request.NowMs, id);

    /// <summary>Notes a URL and returns the id of its analysis.</summary>
    /// <exception cref="ApiException">The text is no URL.</exception>
    public static string Submit(Session store, ApiRequest request, string text, PrivateOptions options)
    {
        PrivateFiles.Purge(store, request.Backend.Blobs, request.NowMs);
        if (!UrlCanonicalizer.TryCanonicalize(text, out var url) || Urls.HostOf(url) is not var (hostType, host))
            throw ApiException.InvalidArgument("Unable to canonicalize url");
        var id = UrlId.CanonicalSha256(url);
        store.Execute(
            """
            INSERT INTO private_url(team, id, url, host_type, host, account, region, expires) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT(team, id) DO UPDATE SET account = excluded.account, region = excluded.region, expires = excluded.expires
            """, request.Account.Team, id, url, hostType, host, request.Account.Name, options.Region, options.Expires(request.Now));
        return PrivateAnalyses.Add(store, request, ObjectType.PrivateUrl, id, id, options, options.Expires(request.Now));
    }

    public static Action<ObjectWriter>? Find(ObjectWriter writer, string id) => writer.Store.First<Action<ObjectWriter>>(
        $"SELECT url, expires FROM private_url WHERE {PrivateFiles.ThereSql} AND id = $3", row =>
        {
            var (url, expires) = (row.GetString(0), row.GetInt64(1));
            return _ =>
            {
                writer.Text(Attr.Url.UrlAttribute, url);
                writer.Texts(Attr.Url.Tags, []);
                writer.Date(Attr.PrivateUrl.Expiration, expires);
            };
        }, writer.Request.Account.Team, writer.Request.NowMs, id);
}
