namespace VtKit.Emulator;

/// <summary>What happened in a software collection, for its owner.</summary>
internal static class MonitorEvents
{
    private static readonly Dictionary<string, string> Filters = new(StringComparer.Ordinal)
    {
        ["action"] = Attr.MonitorEvent.Action,
        ["source"] = Attr.MonitorEvent.Source,
        ["item"] = Attr.MonitorEvent.MonitorKey,
    };

    public static void Add(Session store, ApiRequest request, string owner, string item, string path, string action, string source) =>
        Records.Add(store, ObjectType.MonitorEvent, Guid.NewGuid().ToString("N"), owner, isPrivate: true, request.NowMs, Records.Write(json =>
        {
            json.WriteString(Attr.MonitorEvent.Action, action);
            json.WriteString(Attr.MonitorEvent.Source, source);
            json.WriteString(Attr.MonitorEvent.Subject, path);
            json.WriteString(Attr.MonitorEvent.MonitorKey, item);
            json.WriteString(Attr.MonitorEvent.OwnerId, owner);
            json.WriteString(Attr.MonitorEvent.CreatorId, request.Account.Name);
            json.WriteNumber(Attr.MonitorEvent.Timestamp, request.Now.ToUnixTimeSeconds());
        }));

    public static Task<Answer> ListAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        // Jobs are for lists that the service cannot answer at once; there are none here.
        if (request.Query("job_id") is { Length: > 0 } job) throw ApiException.NotFound("Job", job);
        var list = new ListQuery("SELECT key, type, id, NULL AS file_name FROM record WHERE type = $1 AND owner = $2", ObjectType.MonitorEvent, request.Account.Name);
        list = MonitorFilter.Apply(list, request, (name, n) => Filters.TryGetValue(name, out var attribute) ? $"json_extract(attributes, '$.{attribute}') = {n}" : null, Filters.Keys);
        return request.Backend.ReadAsync(store => PageAnswer.Objects(store, request, $"monitor_event {request.Query("filter")}", list), cancellationToken);
    }
}

/// <summary>Filters of the form <c>name:value</c>.</summary>
internal static class MonitorFilter
{
    /// <summary>Narrows a list by the filter of the request.</summary>
    /// <param name="list">The list, whose statement ends in a condition.</param>
    /// <param name="request">The request.</param>
    /// <param name="condition">What a name asks for, given the number of its argument; null for a name that is none.</param>
    /// <param name="names">The names, for the message.</param>
    public static ListQuery Apply(ListQuery list, ApiRequest request, Func<string, string, string?> condition, IEnumerable<string> names)
    {
        if (request.Query("filter") is not { Length: > 0 } filter) return list;
        var colon = filter.IndexOf(':', StringComparison.Ordinal);
        // One name and value, so that paths and engines may have spaces.
        var sql = colon <= 0 ? null : condition(filter[..colon], string.Create(System.Globalization.CultureInfo.InvariantCulture, $"${list.Arguments.Length + 1}"));
        return sql is null
            ? throw ApiException.BadRequest($"Filter \"{filter}\" is not valid. Use {string.Join(", ", names.Select(name => name + ":"))}")
            : new ListQuery($"{list.Sql} AND {sql}", [.. list.Arguments, filter[(colon + 1)..]]);
    }
}
