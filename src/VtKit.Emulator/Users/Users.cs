using System.Text.Json;

namespace VtKit.Emulator;

/// <summary>The users that every emulator has.</summary>
internal static class Users
{
    /// <summary>What stands in place of the attributes of a user who was removed.</summary>
    public const string Removed = """{"removed":true}""";

    /// <summary>Whether a user was removed: then the key opens nothing.</summary>
    public static bool IsRemoved(Session store, Account account) =>
        store.Any("SELECT 1 FROM record WHERE type = $1 AND id = $2 AND attributes = $3", ObjectType.User, account.Name, Removed);

    /// <summary>A user by name, or the caller by the own key.</summary>
    /// <exception cref="ApiException">There is none.</exception>
    public static Account Require(Session store, ApiRequest request, string id) =>
        Account.ByNameOrKey(id) is { } account && (account == request.Account || account.Key != id) && !IsRemoved(store, account)
            ? account
            : throw ApiException.NotFound(ObjectTypes.Spoken(ObjectType.User), id);

    /// <summary>The caller, named by name or key.</summary>
    /// <exception cref="ApiException">There is no such user, or it is somebody else.</exception>
    public static Account RequireSelf(Session store, ApiRequest request, string id) =>
        Require(store, request, id) is { } account && account == request.Account ? account : throw ApiException.Forbidden();

    public static Action<ObjectWriter>? Find(Session store, string name) => Account.ByNameOrKey(name) is not { } account || IsRemoved(store, account) ? null : writer =>
    {
        using var said = JsonDocument.Parse(Records.Find(store, ObjectType.User, account.Name)?.Attributes ?? "{}");
        writer.Text(Attr.User.FirstName, said.RootElement.Text(Attr.User.FirstName) ?? account.Name);
        writer.Text(Attr.User.LastName, said.RootElement.Text(Attr.User.LastName) ?? "");
        writer.Text(Attr.User.ProfilePhrase, said.RootElement.Text(Attr.User.ProfilePhrase) ?? "");
        writer.Number(Attr.User.Reputation, 1);
        writer.Text(Attr.User.Status, account.Active ? "active" : "inactive");
        writer.Date(Attr.User.UserSince, writer.Request.Backend.Created.ToUnixTimeMilliseconds());
        if (account != writer.Request.Account) return;
        writer.Text(Attr.User.Apikey, account.Key);
        if (said.RootElement.Member(Attr.User.Preferences) is { } preferences && writer.Wants(Attr.User.Preferences))
        {
            writer.Json.WritePropertyName(Attr.User.Preferences);
            preferences.WriteTo(writer.Json);
        }
        Privileges.Write(writer, account, account.Group);
        WriteQuotas(writer, account);
    };

    private static void WriteQuotas(ObjectWriter writer, Account account)
    {
        if (!writer.Wants(Attr.User.Quotas)) return;
        writer.Json.WriteStartObject(Attr.User.Quotas);
        foreach (var (name, allowed, since) in UserRoutes.Windows(account, writer.Request.Now))
        {
            writer.Json.WriteStartObject(name);
            writer.Json.WriteNumber(Part.Quota.Allowed, allowed);
            writer.Json.WriteNumber(Part.Quota.Used, writer.Request.Backend.Usage.Used(account, since));
            writer.Json.WriteEndObject();
        }
        writer.Json.WriteEndObject();
    }
}
