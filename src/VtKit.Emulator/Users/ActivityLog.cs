using System.Globalization;
using System.Net;

namespace VtKit.Emulator;

/// <summary>The audit trail of groups: what really was changed, by whom. Their administrators read it.</summary>
internal static class ActivityLog
{
    /// <summary>Notes a change.</summary>
    /// <param name="store">The store, in a transaction.</param>
    /// <param name="request">Who did it, and from where.</param>
    /// <param name="group">The group that it happened in.</param>
    /// <param name="action">What was done.</param>
    /// <param name="targetType">The type of what was acted on.</param>
    /// <param name="target">Its id.</param>
    public static void Add(Session store, ApiRequest request, string group, string action, string targetType, string target)
    {
        var record = Records.Add(store, ObjectType.ActivityLogEntry, Guid.NewGuid().ToString("N"), group, isPrivate: true, request.NowMs, Records.Write(json =>
        {
            json.WriteString(Attr.ActivityLogEntry.Action, action);
            json.WriteNumber(Attr.ActivityLogEntry.Date, request.Now.ToUnixTimeSeconds());
            if (request.Http.Connection.RemoteIpAddress is { } address) json.WriteString(Attr.ActivityLogEntry.Ip, TextOf(address));
            json.WriteStartObject(Attr.ActivityLogEntry.Info);
            json.WriteString("user"u8, request.Account.Name);
            json.WriteEndObject();
        }));
        RecordLinks.Add(store, record.Type, record.Id, Relationships.ActivityLogEntry.User.Name, ObjectType.User, request.Account.Name);
        RecordLinks.Add(store, record.Type, record.Id, Relationships.ActivityLogEntry.Group.Name, ObjectType.Group, group);
        RecordLinks.Add(store, record.Type, record.Id, Relationships.ActivityLogEntry.Target.Name, targetType, target);
    }

    public static ListQuery Of(string group) =>
        new("SELECT key, type, id, NULL AS file_name FROM record WHERE type = $1 AND owner = $2", ObjectType.ActivityLogEntry, group);

    /// <exception cref="ApiException">There is no such entry in a group that the caller administers.</exception>
    public static Record Require(Session store, ApiRequest request, string id) =>
        Records.Find(store, ObjectType.ActivityLogEntry, id) is { Owner: { } group } record && Groups.IsAdministrator(store, request.Account.Name, group)
            ? record
            : throw ApiException.NotFound(ObjectTypes.Spoken(ObjectType.ActivityLogEntry), id);

    public static Action<ObjectWriter>? Find(ObjectWriter writer, string id) =>
        Records.Find(writer.Store, ObjectType.ActivityLogEntry, id) is not { Owner: { } group } record || !Groups.IsAdministrator(writer.Store, writer.Request.Account.Name, group) ? null : _ =>
        {
            using var attributes = record.Read();
            foreach (var attribute in attributes.RootElement.EnumerateObject())
                if (writer.Wants(attribute.Name)) attribute.WriteTo(writer.Json);
        };

    public static Task<Answer> GetAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.ReadAsync(store =>
        ObjectAnswer.Of(store, request, ObjectType.ActivityLogEntry, Require(store, request, request.Argument(0)).Id), cancellationToken);

    /// <summary>The trail of a group; <c>filter=user:name</c>, <c>filter=date:2026-01-31</c>, with + from that day on and with - until then.</summary>
    public static Task<Answer> ListAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.ReadAsync(store =>
    {
        var list = Of(Groups.RequireAdministered(store, request, request.Argument(0)));
        foreach (var term in (request.Query("filter") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var n = list.Arguments.Length;
            if (term.StartsWith("user:", StringComparison.Ordinal))
                list = new ListQuery($"{list.Sql} AND json_extract(attributes, '$.info.user') = ${n + 1}", [.. list.Arguments, term["user:".Length..]]);
            else if (term.StartsWith("date:", StringComparison.Ordinal) && Range(term["date:".Length..]) is var (from, until))
                list = new ListQuery($"{list.Sql} AND created >= ${n + 1} AND created < ${n + 2}", [.. list.Arguments, from, until]);
            else
                throw ApiException.BadRequest($"Filter \"{term}\" is not valid. Use user:<name> or date:<YYYY-MM-DD>, with + or - for a beginning or an end");
        }
        return PageAnswer.Objects(store, request, $"activity {request.Argument(0)} {request.Query("filter")}", list);
    }, cancellationToken);

    private static (long From, long Until)? Range(string text)
    {
        if (!DateTimeOffset.TryParseExact(text.TrimEnd('+', '-'), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day)) return null;
        var (from, until) = (day.ToUnixTimeMilliseconds(), day.AddDays(1).ToUnixTimeMilliseconds());
        return text.EndsWith('+') ? (from, long.MaxValue) : text.EndsWith('-') ? (0, until) : (from, until);
    }

    private static string TextOf(IPAddress address) => (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
}
