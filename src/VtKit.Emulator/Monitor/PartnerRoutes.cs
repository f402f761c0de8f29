using System.Globalization;
using System.Text;

namespace VtKit.Emulator;

/// <summary>What engine vendors see of software collections: the files that engines detect, and what vendors say about that.</summary>
internal static class PartnerRoutes
{
    /// <summary>What addresses of lists of detections begin with.</summary>
    public const string BundleKind = "bundle";

    public static void Map(RouteTable routes)
    {
        routes.Add(Endpoints.MonitorPartnerHashesList, "monitor_partner_hashes", ListAsync);
        foreach (var endpoint in new[] { Endpoints.MonitorPartnerHashesAnalyses, Endpoints.MonitorPartnerHashesItems })
            routes.Add(endpoint, "monitor_partner_hashes", RelationshipRoutes.Named(ObjectType.MonitorHash));
        routes.Add(Endpoints.MonitorPartnerStatistics, "monitor_partner_statistics", MonitorStatistics.ListPartnersAsync);
        routes.Add(Endpoints.MonitorPartnerFilesDownload, "monitor_partner_download", async (request, cancellationToken) => Answer.Redirect(await FileAddressAsync(request, cancellationToken).ConfigureAwait(false)));
        routes.Add(Endpoints.MonitorPartnerFilesDownloadUrl, "monitor_partner_download_url", async (request, cancellationToken) => Answer.Data(await FileAddressAsync(request, cancellationToken).ConfigureAwait(false)));
        routes.Add(Endpoints.MonitorPartnerDetectionsBundleDownload, "monitor_partner_bundle", async (request, cancellationToken) => Answer.Redirect(await BundleAddressAsync(request, cancellationToken).ConfigureAwait(false)));
        routes.Add(Endpoints.MonitorPartnerDetectionsBundleDownloadUrl, "monitor_partner_bundle", async (request, cancellationToken) => Answer.Data(await BundleAddressAsync(request, cancellationToken).ConfigureAwait(false)));
        routes.Add(Endpoints.MonitorPartnerDetectionsBundleDownloadDay, "monitor_partner_bundle", async (request, cancellationToken) => Answer.Redirect(await BundleAddressAsync(request, cancellationToken).ConfigureAwait(false)));
        PartnerComments.Map(routes);
    }

    /// <exception cref="ApiException">No engine detects a file of this hash.</exception>
    public static string RequireHash(Session store, string sha256) =>
        MonitorItems.DetectedOf(store, sha256)?.Sha256 ?? throw ApiException.NotFound(ObjectTypes.Spoken(ObjectType.MonitorHash), sha256);

    public static Action<ObjectWriter>? Find(ObjectWriter writer, string sha256) =>
        MonitorItems.DetectedOf(writer.Store, sha256) is { } item ? _ => Detections.WriteHash(writer, item) : null;

    public static void AddRelations(Dictionary<Relationship, Relations.Source> sources)
    {
        sources[Relationships.MonitorHash.Analyses] = (_, sha256) => Detections.Analyses(sha256);
        sources[Relationships.MonitorHash.Comments] = (_, sha256) => new(
            "SELECT key, type, id, NULL AS file_name FROM record WHERE type = 'monitor_hash_comment' AND json_extract(attributes, '$.sha256') = $1", sha256);
        sources[Relationships.MonitorHash.Items] = (_, sha256) => new(
            $"SELECT key, 'monitor_item' AS type, id, NULL AS file_name FROM monitor_item WHERE sha256 = $1 AND results <> '{MonitorItems.NoDetections}'", sha256);
    }

    /// <summary>Sends the detections of an engine on a day to whoever has the address.</summary>
    public static Task<Answer> SendBundleAsync(string engine, string day, Backend backend, CancellationToken cancellationToken) => backend.ReadAsync(store =>
    {
        var from = DateTimeOffset.ParseExact(day, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        var csv = new StringBuilder("sha256,sha1,md5,size,detection\n");
        foreach (var line in store.List(
            """
            SELECT DISTINCT m.sha256, m.sha1, m.md5, m.size, json_extract(j.value, '$.result') FROM monitor_item m, json_each(m.results) j
            WHERE j.key = $1 AND m.analysed >= $2 AND m.analysed < $3 ORDER BY m.sha256
            """, row => $"{row.GetString(0)},{row.GetString(1)},{row.GetString(2)},{row.GetInt64(3)},{Quoted(row.IsDBNull(4) ? "" : row.GetString(4))}\n",
            engine, from.ToUnixTimeMilliseconds(), from.AddDays(1).ToUnixTimeMilliseconds()))
            csv.Append(line);
        return new Answer { ContentType = "text/csv; charset=utf-8", Body = Encoding.UTF8.GetBytes(csv.ToString()), Headers = DownloadLinks.Attachment(day + ".csv") };
    }, cancellationToken);

    private static Task<Answer> ListAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var list = new ListQuery($"SELECT max(key) AS key, 'monitor_hash' AS type, sha256 AS id, NULL AS file_name FROM monitor_item WHERE results <> '{MonitorItems.NoDetections}'");
        list = MonitorFilter.Apply(list, request, (name, n) => name switch
        {
            "engine" => $"EXISTS (SELECT 1 FROM json_each(results) j WHERE j.key = {n})",
            "sha256" => $"sha256 = lower({n})",
            _ => null,
        }, ["engine", "sha256"]);
        return request.Backend.ReadAsync(store => PageAnswer.Objects(store, request, $"monitor_hash {request.Query("filter")}", list with { Sql = list.Sql + " GROUP BY sha256" }), cancellationToken);
    }

    private static Task<string> FileAddressAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.ReadAsync(store =>
        DownloadLinks.Address(request, $"{MonitorRoutes.Kind}/{RequireHash(store, request.Argument(0))}"), cancellationToken);

    /// <summary>The day is the second placeholder of the path; today where it has none.</summary>
    private static Task<string> BundleAddressAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var engine = request.Argument(0);
        var today = request.Now.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var day = request.Endpoint == Endpoints.MonitorPartnerDetectionsBundleDownloadDay ? request.Argument(1) : today;
        if (!DateTimeOffset.TryParseExact(day, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)) throw ApiException.BadRequest($"\"{day}\" is not a date of the form YYYYMMDD");
        return request.Backend.ReadAsync(store => store.Any("SELECT 1 FROM monitor_item m, json_each(m.results) j WHERE j.key = $1", engine)
            ? DownloadLinks.Address(request, $"{BundleKind}/{Uri.EscapeDataString(engine)}/{day}")
            : throw ApiException.NotFound("Detections bundle", engine), cancellationToken);
    }

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
