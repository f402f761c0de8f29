using System.Globalization;

namespace VtKit.Emulator;

/// <summary>Software collections in numbers, as they are today: of one publisher, and of one engine over all publishers.</summary>
internal static class MonitorStatistics
{
    private const string Day = "day";

    public static Task<Answer> ListAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.ReadAsync(store =>
        PageAnswer.Objects(store, request, ObjectType.MonitorStatistics, new ListQuery(
            "SELECT 0 AS key, 'monitor_statistics' AS type, $1 AS id, NULL AS file_name", request.Account.Name + Suffix(request))), cancellationToken);

    /// <summary>One object for each engine that detects something.</summary>
    public static Task<Answer> ListPartnersAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var list = new ListQuery(
            """
            SELECT min(m.key) AS key, 'monitor_partner_statistics' AS type, j.key || $1 AS id, NULL AS file_name FROM monitor_item m, json_each(m.results) j WHERE 1
            """, Suffix(request));
        list = MonitorFilter.Apply(list, request, (name, n) => name == "engine" ? $"j.key = {n}" : null, ["engine"]);
        return request.Backend.ReadAsync(store =>
            PageAnswer.Objects(store, request, $"monitor_partner_statistics {request.Query("filter")}", list with { Sql = list.Sql + " GROUP BY j.key" }), cancellationToken);
    }

    public static Action<ObjectWriter>? Find(ObjectWriter writer, string id) => SubjectOf(writer.Request, id) is not { } owner || owner != writer.Request.Account.Name ? null : _ =>
    {
        WriteDay(writer);
        writer.Text(Attr.MonitorStatistics.OwnerId, owner);
        writer.Number(Attr.MonitorStatistics.StorageFilesCount, writer.Store.Number("SELECT count(*) FROM monitor_item WHERE owner = $1 AND sha256 IS NOT NULL", owner));
        writer.Number(Attr.MonitorStatistics.StorageBytesCount, writer.Store.Number("SELECT sum(size) FROM monitor_item WHERE owner = $1", owner));
        writer.Number(Attr.MonitorStatistics.ItemsDetectedCount, writer.Store.Number($"SELECT count(*) FROM monitor_item WHERE owner = $1 AND results <> '{MonitorItems.NoDetections}'", owner));
    };

    public static Action<ObjectWriter>? FindPartner(ObjectWriter writer, string id) => SubjectOf(writer.Request, id) is not { } engine ? null : _ =>
    {
        WriteDay(writer);
        writer.Text(Attr.MonitorPartnerStatistics.Engine, engine);
        writer.Number(Attr.MonitorPartnerStatistics.HashesCount, writer.Store.Number("SELECT count(DISTINCT sha256) FROM monitor_item"));
        writer.Number(Attr.MonitorPartnerStatistics.ItemsCount, writer.Store.Number("SELECT count(sha256) FROM monitor_item"));
        writer.Number(Attr.MonitorPartnerStatistics.HashesDetectedCount, writer.Store.Number("SELECT count(DISTINCT sha256) FROM monitor_item m, json_each(m.results) j WHERE j.key = $1", engine));
        writer.Number(Attr.MonitorPartnerStatistics.ItemsDetectedCount, writer.Store.Number("SELECT count(*) FROM monitor_item m, json_each(m.results) j WHERE j.key = $1", engine));
    };

    private static void WriteDay(ObjectWriter writer)
    {
        writer.Date(Attr.MonitorStatistics.Date, UsageLedger.StartOfDay(writer.Request.Now).ToUnixTimeMilliseconds());
        writer.Text(Attr.MonitorStatistics.Period, Day);
    }

    private static string Suffix(ApiRequest request) => request.Now.ToString($"'-{Day}-'yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? SubjectOf(ApiRequest request, string id) => id.EndsWith(Suffix(request), StringComparison.Ordinal) ? id[..^Suffix(request).Length] : null;
}
