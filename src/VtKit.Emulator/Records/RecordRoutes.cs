using System.Text.Json;

namespace VtKit.Emulator;

/// <summary>Reading, making, changing and removing records of any kind.</summary>
internal static class RecordRoutes
{
    public static Handler Get(string type) => (request, cancellationToken) => request.Backend.ReadAsync(store =>
        ObjectAnswer.Of(store, request, type, Records.Require(store, request, type, request.Argument(0)).Id), cancellationToken);

    /// <summary>All records of a type that the caller may see, newest first.</summary>
    public static Handler List(string type) => (request, cancellationToken) => request.Backend.ReadAsync(store =>
        PageAnswer.Objects(store, request, type, new ListQuery(
            $"SELECT r.key, r.type, r.id, NULL AS file_name FROM record r WHERE r.type = $1 AND {RecordAccess.VisibleSql(2, 3)}",
            type, request.Account.Name, request.Account.Group)), cancellationToken);

    public static Handler Create(RecordKind kind) => async (request, cancellationToken) =>
    {
        using var body = await request.ReadJsonAsync(cancellationToken).ConfigureAwait(false);
        var attributes = Envelope.Attributes(body, kind);
        foreach (var name in kind.Needed)
            if (attributes.Member(name) is null or { ValueKind: JsonValueKind.Null }) throw ApiException.BadRequest($"The attribute \"{name}\" is missing");
        return await request.Backend.WriteAsync(store =>
        {
            var record = Records.Add(store, kind.Type, kind.NewId(request), request.Account.Name, isPrivate: false, request.NowMs, attributes.GetRawText());
            return ObjectAnswer.Of(store, request, kind.Type, record.Id);
        }, cancellationToken).ConfigureAwait(false);
    };

    /// <summary>Changes what the body names and leaves the rest.</summary>
    public static Handler Update(RecordKind kind) => async (request, cancellationToken) =>
    {
        using var body = await request.ReadJsonAsync(cancellationToken).ConfigureAwait(false);
        var attributes = Envelope.Attributes(body, kind);
        return await request.Backend.WriteAsync(store =>
        {
            var record = Records.RequireEditable(store, request, kind.Type, request.Argument(0));
            Records.Save(store, record with { Attributes = Records.Merge(record.Attributes, attributes), Modified = request.NowMs });
            return ObjectAnswer.Of(store, request, kind.Type, record.Id);
        }, cancellationToken).ConfigureAwait(false);
    };

    public static Handler Delete(string type) => (request, cancellationToken) => request.Backend.WriteAsync(store =>
    {
        Records.Delete(store, Records.RequireEditable(store, request, type, request.Argument(0)));
        return Answer.Empty();
    }, cancellationToken);
}
