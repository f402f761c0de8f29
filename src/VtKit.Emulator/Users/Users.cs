namespace VtKit.Emulator;

/// <summary>The users that every emulator has.</summary>
internal static class Users
{
    /// <summary>A user by name, or the caller by the own key.</summary>
    /// <exception cref="ApiException">There is none.</exception>
    public static Account Require(ApiRequest request, string id) =>
        Account.ByNameOrKey(id) is { } account && (account == request.Account || account.Key != id)
            ? account
            : throw ApiException.NotFound(ObjectTypes.Spoken(ObjectType.User), id);

    /// <summary>The caller, named by name or key.</summary>
    /// <exception cref="ApiException">There is no such user, or it is somebody else.</exception>
    public static Account RequireSelf(ApiRequest request, string id) =>
        Require(request, id) is { } account && account == request.Account ? account : throw ApiException.Forbidden();

    public static Action<ObjectWriter>? Find(string name) => Account.ByNameOrKey(name) is not { } account ? null : writer =>
    {
        writer.Text(Attr.User.FirstName, account.Name);
        writer.Text(Attr.User.LastName, "");
        writer.Text(Attr.User.ProfilePhrase, "");
        writer.Number(Attr.User.Reputation, 1);
        writer.Text(Attr.User.Status, account.Active ? "active" : "inactive");
        writer.Date(Attr.User.UserSince, writer.Request.Backend.Created.ToUnixTimeMilliseconds());
        if (account != writer.Request.Account) return;
        writer.Text(Attr.User.Apikey, account.Key);
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
