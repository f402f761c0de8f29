namespace VtKit.Emulator;

/// <summary>Saying who else may see a record, and who may change it: users and groups.</summary>
internal static class ShareRoutes
{
    /// <summary>Lets those in the body view or edit; answers them.</summary>
    public static Handler Add(string type, string access) => (request, cancellationToken) => AddAsync(request, type, access, (_, named) => ObjectAnswer.Descriptors(named), cancellationToken);

    /// <summary>As <see cref="Add"/>, where the second placeholder of the path says for what.</summary>
    public static Handler AddNamed(string type) => (request, cancellationToken) =>
        AddAsync(request, type, Access(request, type), (_, named) => ObjectAnswer.Descriptors(named), cancellationToken);

    /// <summary>As <see cref="AddNamed"/>; answers the record.</summary>
    public static Handler AddNamedToObject(string type) => (request, cancellationToken) =>
        AddAsync(request, type, Access(request, type), (store, _) => ObjectAnswer.Of(store, request, type, request.Argument(0)), cancellationToken);

    /// <summary>Whether the user or group in the path is named.</summary>
    public static Handler Check(string type, string access) => (request, cancellationToken) => request.Backend.ReadAsync(store =>
    {
        var record = Records.Require(store, request, type, request.Argument(0));
        return Answer.Json(json => json.WriteBoolean("data"u8, store.Any(
            "SELECT 1 FROM link WHERE type = $1 AND id = $2 AND name = $3 AND target = $4", type, record.Id, access, NameOf(request.Argument(1)))));
    }, cancellationToken);

    /// <summary>Takes the user or group in the path off the list.</summary>
    public static Handler Remove(string type, string access) => (request, cancellationToken) => request.Backend.WriteAsync(store =>
    {
        var record = RequireSharable(store, request, type);
        var name = NameOf(request.Argument(1));
        return RecordLinks.Remove(store, type, record.Id, access, ObjectType.User, name) | RecordLinks.Remove(store, type, record.Id, access, ObjectType.Group, name)
            ? Answer.Empty()
            : throw ApiException.NotFound("User or group", request.Argument(1));
    }, cancellationToken);

    /// <summary>Takes those in the body off the list that the path names.</summary>
    public static Handler RemoveNamed(string type) => async (request, cancellationToken) =>
    {
        var access = Access(request, type);
        using var body = await request.ReadJsonAsync(cancellationToken).ConfigureAwait(false);
        var named = Envelope.Descriptors(body);
        return await request.Backend.WriteAsync(store =>
        {
            var record = RequireSharable(store, request, type);
            foreach (var (principalType, id) in named) RecordLinks.Remove(store, type, record.Id, access, principalType, NameOf(id));
            return Answer.Empty();
        }, cancellationToken).ConfigureAwait(false);
    };

    private static async Task<Answer> AddAsync(
        ApiRequest request, string type, string access, Func<Session, List<(string Type, string Id)>, Answer> answer, CancellationToken cancellationToken)
    {
        using var body = await request.ReadJsonAsync(cancellationToken).ConfigureAwait(false);
        var named = Envelope.Descriptors(body);
        return await request.Backend.WriteAsync(store =>
        {
            var record = RequireSharable(store, request, type);
            var principals = named.ConvertAll(one => Principal(store, request, one.Type, one.Id));
            foreach (var (principalType, id) in principals) RecordLinks.Add(store, type, record.Id, access, principalType, id);
            return answer(store, principals);
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The list that the second placeholder of the path names.</summary>
    private static string Access(ApiRequest request, string type) => request.Argument(1) is RecordAccess.Viewers or RecordAccess.Editors
        ? request.Argument(1)
        : throw ApiException.InvalidArgument($"\"{request.Argument(1)}\" of {type} objects cannot be changed. Use {RecordAccess.Viewers} or {RecordAccess.Editors}");

    private static Record RequireSharable(Session store, ApiRequest request, string type)
    {
        var record = Records.RequireEditable(store, request, type, request.Argument(0));
        return RecordKinds.Of(type) is { OwnerShares: true } && record.Owner != request.Account.Name ? throw ApiException.Forbidden() : record;
    }

    /// <summary>A user or group that is there.</summary>
    public static (string Type, string Id) Principal(Session store, ApiRequest request, string type, string id) => type switch
    {
        ObjectType.User => (type, Users.Require(store, request, id).Name),
        ObjectType.Group => Account.All.Any(account => account.Group == id) ? (type, id) : throw ApiException.NotFound(ObjectTypes.Spoken(type), id),
        _ => throw ApiException.InvalidArgument($"\"{type}\" is neither user nor group"),
    };

    /// <summary>The name under which a user is listed, whatever its case in the path; a group's id as it is.</summary>
    private static string NameOf(string id) => Account.ByNameOrKey(id) is { } account && account.Key != id ? account.Name : id;
}
