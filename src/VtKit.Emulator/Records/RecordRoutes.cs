using System.Text.Json;

namespace VtKit.Emulator;

/// <summary>Reading, making, changing and removing records of any kind.</summary>
internal static class RecordRoutes
{
    public static Handler Get(string type) => (request, cancellationToken) => request.Backend.ReadAsync(store =>
        ObjectAnswer.Of(store, request, type, Records.Require(store, request, type, request.Argument(0)).Id), cancellationToken);

    /// <summary>The records of a type that the caller may see, filtered and ordered as the request says.</summary>
    public static Handler List(string type) => (request, cancellationToken) => request.Backend.ReadAsync(store =>
        PageAnswer.Objects(store, request, $"{type}\n{request.Query("filter")}\n{request.Query("order")}", RecordListing.Query(request, type)), cancellationToken);

    public static Handler Create(RecordKind kind) => async (request, cancellationToken) =>
    {
        using var body = await request.ReadJsonAsync(cancellationToken).ConfigureAwait(false);
        var attributes = Envelope.Attributes(body, kind);
        kind.Check?.Invoke(request, attributes);
        foreach (var name in kind.Needed)
            if (attributes.Member(name) is null or { ValueKind: JsonValueKind.Null }) throw ApiException.BadRequest($"The attribute \"{name}\" is missing");
        return await request.Backend.WriteAsync(store =>
        {
            var record = Records.Add(store, kind.Type, kind.NewId(request), request.Account.Name, IsPrivate(attributes) ?? false, request.NowMs, Records.Merge("{}", attributes, kind));
            kind.Saved?.Invoke(store, record, Envelope.Data(body, kind.Type));
            return ObjectAnswer.Of(store, request, kind.Type, record.Id);
        }, cancellationToken).ConfigureAwait(false);
    };

    /// <summary>Changes what the body names and leaves the rest.</summary>
    public static Handler Update(RecordKind kind) => async (request, cancellationToken) =>
    {
        using var body = await request.ReadJsonAsync(cancellationToken).ConfigureAwait(false);
        var attributes = Envelope.Attributes(body, kind);
        kind.Check?.Invoke(request, attributes);
        foreach (var name in kind.Needed)
            if (attributes.Member(name) is { ValueKind: JsonValueKind.Null }) throw ApiException.BadRequest($"The attribute \"{name}\" cannot be removed");
        return await request.Backend.WriteAsync(store =>
        {
            var record = Records.RequireEditable(store, request, kind.Type, request.Argument(0));
            record = record with
            {
                Attributes = Records.Merge(record.Attributes, attributes, kind), Private = IsPrivate(attributes) ?? record.Private, Modified = request.NowMs,
            };
            Records.Save(store, record);
            kind.Saved?.Invoke(store, record, Envelope.Data(body, kind.Type));
            return ObjectAnswer.Of(store, request, kind.Type, record.Id);
        }, cancellationToken).ConfigureAwait(false);
    };

    public static Handler Delete(string type) => (request, cancellationToken) => request.Backend.WriteAsync(store =>
    {
        Records.Delete(store, Records.RequireEditable(store, request, type, request.Argument(0)));
        return Answer.Empty();
    }, cancellationToken);

    /// <summary>What a body says of the privacy of a record; null when it says nothing.</summary>
    private static bool? IsPrivate(JsonElement attributes) => attributes.Member(Attr.Collection.Private)?.ValueKind switch
    {
        null => null,
        var value => value == JsonValueKind.True,
    };
}
