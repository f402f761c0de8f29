using System.Text.Json;

namespace VtKit.Emulator;

/// <summary>Changing and removing users: oneself, or a member of a group that one administers.</summary>
internal static class UserChanges
{
    private static readonly string[] Texts = [Attr.User.FirstName, Attr.User.LastName, Attr.User.ProfilePhrase];

    private static readonly RecordKind Kind = new(ObjectType.User, [.. Texts, Attr.User.Preferences]);

    public static async Task<Answer> UpdateAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var body = await request.ReadJsonAsync(cancellationToken).ConfigureAwait(false);
        var attributes = Envelope.Attributes(body, Kind);
        foreach (var attribute in attributes.EnumerateObject())
            if (attribute.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.String) && Texts.Contains(attribute.Name, StringComparer.Ordinal))
                throw ApiException.BadRequest($"Attribute \"{attribute.Name}\" is a text");
        return await request.Backend.WriteAsync(store =>
        {
            var user = Require(store, request);
            var before = Records.Find(store, ObjectType.User, user)?.Attributes ?? "{}";
            Records.Put(store, ObjectType.User, user, user, request.NowMs, Records.Merge(before, attributes, Kind));
            foreach (var group in Groups.GroupsOf(store, user)) ActivityLog.Add(store, request, group, "user_updated", ObjectType.User, user);
            return ObjectAnswer.Of(store, request, ObjectType.User, user);
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes a user, whose key opens nothing from then on. Nobody has a password here, so that any is taken.</summary>
    public static Task<Answer> DeleteAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(request.Http.Request.Headers["x-user-password"])) throw ApiException.BadRequest("Send a x-user-password header with your password as a confirmation");
        return request.Backend.WriteAsync(store =>
        {
            var user = Require(store, request);
            foreach (var group in Groups.GroupsOf(store, user)) ActivityLog.Add(store, request, group, "user_removed", ObjectType.User, user);
            store.Execute("DELETE FROM link WHERE type = 'group' AND target_type = 'user' AND target = $1", user);
            Records.Put(store, ObjectType.User, user, user, request.NowMs, Users.Removed);
            return Answer.Empty();
        }, cancellationToken);
    }

    private static string Require(Session store, ApiRequest request)
    {
        var user = Users.Require(store, request, request.Argument(0)).Name;
        return user == request.Account.Name || Groups.IsAdministratorOf(store, request.Account.Name, user) ? user : throw ApiException.Forbidden();
    }
}
