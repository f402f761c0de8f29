namespace VtKit.Emulator;

/// <summary>What Livehunt has matched: as notifications, and as files with the match beside them.</summary>
internal static class NotificationRoutes
{
    /// <summary>The id of a notification: its number, the ruleset's, and the file's MD5.</summary>
    public const string IdSql = "m.key || '-' || m.source || '-' || (SELECT md5 FROM file f WHERE f.sha256 = m.sha256)";

    public static Action<ObjectWriter>? Find(ObjectWriter writer, string id) =>
        FindMatch(writer.Store, writer.Request, id) is { } match ? match.WriteNotification : null;

    public static Task<Answer> GetAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.ReadAsync(store =>
    {
        Require(store, request);
        return ObjectAnswer.Of(store, request, ObjectType.HuntingNotification, request.Argument(0));
    }, cancellationToken);

    public static Task<Answer> DeleteAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.WriteAsync(store =>
    {
        var match = Require(store, request);
        if (match.Owner != request.Account.Name) throw ApiException.Forbidden();
        store.Execute("DELETE FROM hunting_match WHERE key = $1", match.Key);
        return Answer.Empty();
    }, cancellationToken);

    public static Task<Answer> DeleteAllAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.WriteAsync(store =>
    {
        var condition = OfRulesets(request);
        condition.And("m.owner = $", request.Account.Name);
        if (request.Query("tag") is { } tag) condition.AndTag(tag);
        return condition.Delete(store, request);
    }, cancellationToken);

    public static Task<Answer> ListAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var condition = OfRulesets(request);
        foreach (var (name, value) in HuntingFilter.Read(request, "tag", "owner", "date"))
            if (name == "tag") condition.AndTag(value);
            else if (name == "owner") condition.And("m.owner = $", value);
            else condition.AndDate(value);
        return PageAsync(request, Notifications(condition), cancellationToken);
    }

    /// <summary>The filter is one exact word: the name of a rule or ruleset, a hash, a date.</summary>
    public static Task<Answer> FilesAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var condition = OfRulesets(request);
        foreach (var (name, value) in HuntingFilter.Read(request, "", "date", "tag"))
            if (name == "date") condition.AndDate(value);
            else if (name == "tag") condition.AndTag(value);
            else condition.And("m.rule = $ OR m.label = $ OR m.source = $ OR EXISTS (SELECT 1 FROM file f WHERE f.sha256 = m.sha256 AND lower($) IN (f.sha256, f.sha1, f.md5)) OR EXISTS (SELECT 1 FROM json_each(m.tags) WHERE value = lower($))", value);
        return PageAsync(request, Files(condition), cancellationToken);
    }

    /// <summary>The notifications that meet a condition.</summary>
    public static ListQuery Notifications(MatchCondition condition) => new(
        $"SELECT m.key, 'hunting_notification' AS type, {IdSql} AS id, NULL AS file_name FROM hunting_match m WHERE {condition.Sql}", condition.Arguments);

    /// <summary>The files of the notifications that meet a condition.</summary>
    public static ListQuery Files(MatchCondition condition) => new(
        $"SELECT m.key, 'file' AS type, m.sha256 AS id, NULL AS file_name FROM hunting_match m WHERE {condition.Sql}", condition.Arguments)
    {
        Context = (writer, key) =>
        {
            if (HuntingMatch.Find(writer.Store, key) is { } match)
                match.WriteNotificationContext(writer, writer.Store.Text($"SELECT {IdSql} FROM hunting_match m WHERE m.key = $1", key) ?? "");
        },
    };

    /// <summary>The matches of rulesets that the caller may see.</summary>
    public static MatchCondition OfRulesets(ApiRequest request)
    {
        var condition = new MatchCondition(request);
        condition.And("m.source_type = $", ObjectType.HuntingRuleset);
        return condition;
    }

    private static Task<Answer> PageAsync(ApiRequest request, ListQuery query, CancellationToken cancellationToken)
    {
        var limit = request.Query("count_limit") is not { } text ? Limits.CountCap
            : int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number > 0 ? number
            : throw ApiException.BadRequest($"count_limit \"{text}\" is not a positive integer");
        var scope = $"{request.Endpoint.Name}\n{request.Query("filter")}";
        return request.Backend.ReadAsync(store => request.Query("descriptors_only") == "true"
            ? PageAnswer.Descriptors(store, request, scope, query with { CountCap = limit })
            : PageAnswer.Objects(store, request, scope, query with { CountCap = limit }), cancellationToken);
    }

    private static HuntingMatch Require(Session store, ApiRequest request) =>
        FindMatch(store, request, request.Argument(0)) ?? throw ApiException.NotFound(ObjectTypes.Spoken(ObjectType.HuntingNotification), request.Argument(0));

    private static HuntingMatch? FindMatch(Session store, ApiRequest request, string id)
    {
        var condition = OfRulesets(request);
        condition.And($"{IdSql} = $", id);
        condition.And("m.key = CAST($ AS INTEGER)", id.Split('-')[0]);
        return store.Number($"SELECT m.key FROM hunting_match m WHERE {condition.Sql}", condition.Arguments) is > 0 and var key ? HuntingMatch.Find(store, key) : null;
    }
}
