namespace VtKit.Emulator;

/// <summary>Keeps what URLs answered, as the service tells it.</summary>
internal static class UrlVisits
{
    /// <summary>Fetches a URL where the emulator may, and writes down what it answered. What was known of an earlier visit is replaced.</summary>
    public static async Task VisitAsync(Backend backend, string url, CancellationToken cancellationToken)
    {
        if (!backend.Options.Online || !Indicators.UrlCanonicalizer.TryCanonicalize(url, out var canonical)) return;
        if (await UrlVisit.FetchAsync(canonical, backend.Options.OnlyPublicAddresses, cancellationToken).ConfigureAwait(false) is not { } visit) return;
        await backend.WriteAsync(store =>
        {
            Save(store, canonical, visit, backend.Clock.Now.ToUnixTimeMilliseconds());
            return 0;
        }, cancellationToken).ConfigureAwait(false);
    }

    private static void Save(Session store, string url, UrlVisit visit, long nowMs)
    {
        var id = Urls.See(store, url, nowMs);
        using var seen = System.Text.Json.JsonDocument.Parse(Records.Write(json =>
        {
            json.WriteNumber(Attr.Url.LastHttpResponseCode, visit.Status);
            json.WriteNumber(Attr.Url.LastHttpResponseContentLength, visit.Length);
            json.WriteString(Attr.Url.LastHttpResponseContentSha256, visit.Sha256);
            json.WriteString(Attr.Url.LastFinalUrl, visit.Chain[^1]);
            json.WriteString(Attr.Url.Title, visit.Title);
            json.WriteStartObject(Attr.Url.LastHttpResponseHeaders);
            foreach (var (name, value) in visit.Headers) json.WriteString(name, value);
            json.WriteEndObject();
            json.WriteStartArray(Attr.Url.RedirectionChain);
            foreach (var one in visit.Chain.SkipLast(1)) json.WriteStringValue(one);
            json.WriteEndArray();
        }));
        var before = Records.Find(store, ObjectType.Url, id)?.Attributes ?? "{}";
        Records.Put(store, ObjectType.Url, id, owner: null, nowMs, Records.Merge(before, seen.RootElement, Kind));
        foreach (var one in visit.Chain.Skip(1))
            RecordLinks.Add(store, ObjectType.Url, id, Relationships.Url.RedirectsTo.Name, ObjectType.Url, Urls.See(store, one, nowMs));
        if (visit.Address is null) return;
        store.Execute("DELETE FROM link WHERE type = $1 AND id = $2 AND name = $3", ObjectType.Url, id, Relationships.Url.LastServingIpAddress.Name);
        Items.See(store, ObjectType.IpAddress, visit.Address, nowMs);
        RecordLinks.Add(store, ObjectType.Url, id, Relationships.Url.LastServingIpAddress.Name, ObjectType.IpAddress, visit.Address);
    }

    private static readonly RecordKind Kind = new(ObjectType.Url, []);
}
