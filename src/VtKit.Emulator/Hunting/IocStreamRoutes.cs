using System.Globalization;

namespace VtKit.Emulator;

/// <summary>The IoC stream: what rulesets and Retrohunt jobs of the caller have matched, newest first.</summary>
internal static class IocStreamRoutes
{
    public static Action<ObjectWriter>? Find(ObjectWriter writer, string id) =>
        FindMatch(writer.Store, writer.Request, id) is { } match ? one => match.WriteStream(one, one.Wants) : null;

    public static Task<Answer> GetAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.ReadAsync(store =>
        ObjectAnswer.Of(store, request, ObjectType.IocStreamNotification, Require(store, request).StreamId), cancellationToken);

    public static Task<Answer> DeleteAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.WriteAsync(store =>
    {
        var match = Require(store, request);
        if (match.Owner != request.Account.Name) throw ApiException.Forbidden();
        store.Execute("DELETE FROM hunting_match WHERE key = $1", match.Key);
        return Answer.Empty();
    }, cancellationToken);

    public static Task<Answer> DeleteAllAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var condition = Filtered(request);
        condition.And("m.owner = $", request.Account.Name);
        return request.Backend.WriteAsync(store => condition.Delete(store, request), cancellationToken);
    }

    public static Task<Answer> ListAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var key = request.Query("order")?.Trim() switch
        {
            null or "" or "date-" => "m.key",
            "date" or "date+" => "-m.key",
            var order => throw ApiException.BadRequest($"Order \"{order}\" is not supported"),
        };
        var condition = Filtered(request);
        var query = new ListQuery($"SELECT {key} AS key, 'file' AS type, m.sha256 AS id, NULL AS file_name FROM hunting_match m WHERE {condition.Sql}", condition.Arguments)
        {
            CountCap = long.MaxValue,
            Context = (writer, at) => HuntingMatch.Find(writer.Store, Math.Abs(at))?.WriteStream(writer, static _ => true),
        };
        var scope = $"{request.Endpoint.Name}\n{request.Query("filter")}\n{request.Query("order")}";
        return request.Backend.ReadAsync(store => request.Query("descriptors_only") == "true"
            ? PageAnswer.Descriptors(store, request, scope, query)
            : PageAnswer.Objects(store, request, scope, query), cancellationToken);
    }

    private static MatchCondition Filtered(ApiRequest request)
    {
        var condition = new MatchCondition(request);
        foreach (var (name, value) in HuntingFilter.Read(request, "date", "origin", "entity_id", "entity_type", "source_type", "source_id", "notification_tag"))
            switch (name)
            {
                case "date":
                    condition.AndDate(value);
                    break;
                case "notification_tag":
                    condition.AndTag(value);
                    break;
                case "entity_id":
                    condition.And("EXISTS (SELECT 1 FROM file f WHERE f.sha256 = m.sha256 AND lower($) IN (f.sha256, f.sha1, f.md5))", value);
                    break;
                case "source_type":
                    condition.And("m.source_type = $", value);
                    break;
                case "source_id":
                    condition.And("m.source = $", value);
                    break;
                case "origin":
                    condition.And($"'{Words.IocStreamOrigin.Hunting}' = $", value);
                    break;
                default:
                    condition.And($"'{ObjectType.File}' = $", value);
                    break;
            }
        return condition;
    }

    private static HuntingMatch Require(Session store, ApiRequest request) =>
        FindMatch(store, request, request.Argument(0)) ?? throw ApiException.NotFound(ObjectTypes.Spoken(ObjectType.IocStreamNotification), request.Argument(0));

    private static HuntingMatch? FindMatch(Session store, ApiRequest request, string id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? HuntingMatch.FindVisible(store, request, key) : null;
}
