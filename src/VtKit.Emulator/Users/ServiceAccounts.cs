namespace VtKit.Emulator;

/// <summary>Accounts for programs, which belong to a group. They get no key here: the keys of an emulator are those that it is born with.</summary>
internal static class ServiceAccounts
{
    public static async Task<Answer> AddAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var body = await request.ReadJsonAsync(cancellationToken).ConfigureAwait(false);
        var accounts = Envelope.Descriptors(body);
        return await request.Backend.WriteAsync(store =>
        {
            var group = Groups.RequireAdministered(store, request, request.Argument(0));
            foreach (var (type, id) in accounts)
            {
                if (type != ObjectType.ServiceAccount || id.Length == 0) throw ApiException.BadRequest("Each of \"data\" must be a service_account with an id");
                if (Records.Find(store, type, id) is not null || Account.ByNameOrKey(id) is not null)
                    throw new ApiException(Errors.AlreadyExistsError, $"{ObjectTypes.Spoken(type)} \"{id}\" already exists");
                Records.Add(store, type, id, group, isPrivate: false, request.NowMs, "{}");
                RecordLinks.Add(store, ObjectType.Group, group, Groups.ServiceAccounts, type, id);
                ActivityLog.Add(store, request, group, "service_accounts_added", type, id);
            }
            return ObjectAnswer.Descriptors(accounts);
        }, cancellationToken).ConfigureAwait(false);
    }

    public static Task<Answer> GetAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.ReadAsync(store =>
        ObjectAnswer.Of(store, request, ObjectType.ServiceAccount, Require(store, request, request.Argument(0))), cancellationToken);

    /// <exception cref="ApiException">No group that the caller administers has such an account.</exception>
    public static string Require(Session store, ApiRequest request, string id) =>
        Records.Find(store, ObjectType.ServiceAccount, id)?.Owner is { } group && Groups.IsAdministrator(store, request.Account.Name, group)
            ? id
            : throw ApiException.NotFound(ObjectTypes.Spoken(ObjectType.ServiceAccount), id);

    public static Action<ObjectWriter>? Find(ObjectWriter writer, string id) =>
        Records.Find(writer.Store, ObjectType.ServiceAccount, id) is not { Owner: { } group } record || !Groups.IsAdministrator(writer.Store, writer.Request.Account.Name, group) ? null : _ =>
        {
            writer.Text(Attr.ServiceAccount.FirstName, id);
            writer.Text(Attr.ServiceAccount.Status, "active");
            writer.Number(Attr.ServiceAccount.Reputation, 1);
            writer.Date(Attr.ServiceAccount.UserSince, record.Created);
        };

    public static void AddRelations(Dictionary<Relationship, Relations.Source> sources)
    {
        foreach (var one in new[] { Relationships.ServiceAccount.Groups, Relationships.ServiceAccount.ApiQuotaGroup, Relationships.ServiceAccount.IntelligenceQuotaGroup })
            sources[one] = (_, id) => new("SELECT key, 'group' AS type, owner AS id, NULL AS file_name FROM record WHERE type = 'service_account' AND id = $1", id);
    }
}
