namespace VtKit.Emulator;

/// <summary>Groups: those of the built-in users, each administered by the user whose quota it is. Members and administrators are links.</summary>
internal static class Groups
{
    public const string Users = "users", Administrators = "administrators", ServiceAccounts = "service_accounts";

    /// <summary>What an administrator may set. Privileges and quotas come with a contract.</summary>
    public static RecordKind Kind { get; } = new(ObjectType.Group,
    [
        Attr.Group.Organization, Attr.Group.OrganizationLegalName, Attr.Group.DomainName, Attr.Group.Industry, Attr.Group.Country, Attr.Group.CountryIso,
        Attr.Group.ContactEmails, Attr.Group.AutoAddUsers, Attr.Group.LockUsersApiQuotaGroup, Attr.Group.Preferences,
    ]);

    /// <summary>Makes the groups of the built-in users where the store has none yet.</summary>
    public static void Ensure(Session store, long nowMs)
    {
        foreach (var account in Account.All)
        {
            if (account.Group is not { } group || Records.Find(store, ObjectType.Group, group) is not null) continue;
            Records.Put(store, ObjectType.Group, group, owner: null, nowMs, "{}");
            RecordLinks.Add(store, ObjectType.Group, group, Users, ObjectType.User, account.Name);
            RecordLinks.Add(store, ObjectType.Group, group, Administrators, ObjectType.User, account.Name);
        }
    }

    /// <summary>A group that the caller administers.</summary>
    /// <exception cref="ApiException">There is no such group, or others administer it.</exception>
    public static string RequireAdministered(Session store, ApiRequest request, string id) =>
        Records.Find(store, ObjectType.Group, id) is null ? throw ApiException.NotFound(ObjectTypes.Spoken(ObjectType.Group), id)
        : IsAdministrator(store, request.Account.Name, id) ? id
        : throw ApiException.Forbidden();

    public static bool IsAdministrator(Session store, string user, string group) => RecordLinks.Has(store, ObjectType.Group, group, Administrators, ObjectType.User, user);

    /// <summary>Whether somebody administers a group that another one belongs to.</summary>
    public static bool IsAdministratorOf(Session store, string administrator, string user) => GroupsOf(store, user).Any(group => IsAdministrator(store, administrator, group));

    public static List<string> GroupsOf(Session store, string user) => store.List(MembershipsSql, row => row.GetString(1), user);

    /// <summary>The accounts that use up the quota of a group.</summary>
    public static List<Account> QuotaMembers(Session store, string group) =>
        [.. Account.All.Where(account => account.Group == group && RecordLinks.Has(store, ObjectType.Group, group, Users, ObjectType.User, account.Name))];

    /// <summary>Others than administrators see that a group is there, and nothing of it.</summary>
    public static Action<ObjectWriter>? Find(ObjectWriter writer, string id) => Records.Find(writer.Store, ObjectType.Group, id) is not { } record ? null : _ =>
    {
        if (!IsAdministrator(writer.Store, writer.Request.Account.Name, id)) return;
        using (var attributes = record.Read())
            foreach (var attribute in attributes.RootElement.EnumerateObject())
                if (writer.Wants(attribute.Name)) attribute.WriteTo(writer.Json);
        var members = QuotaMembers(writer.Store, id);
        if (members.Count == 0) return;
        Privileges.Write(writer, members[0], inheritedFrom: null);
        if (!writer.Wants(Attr.Group.Quotas)) return;
        writer.Json.WriteStartObject(Attr.Group.Quotas);
        foreach (var (name, allowed, since) in UserRoutes.Windows(members[0], writer.Request.Now))
        {
            writer.Json.WriteStartObject(name);
            writer.Json.WriteNumber(Part.Quota.Allowed, allowed);
            writer.Json.WriteNumber(Part.Quota.Used, members.Sum(member => writer.Request.Backend.Usage.Used(member, since)));
            writer.Json.WriteEndObject();
        }
        writer.Json.WriteEndObject();
    };

    public static void AddRelations(Dictionary<Relationship, Relations.Source> sources)
    {
        sources[Relationships.User.Groups] = (_, id) => new(MembershipsSql, id);
        foreach (var one in new[] { Relationships.User.ApiQuotaGroup, Relationships.User.IntelligenceQuotaGroup })
            sources[one] = (_, id) => new($"SELECT * FROM ({MembershipsSql}) WHERE id = $2", id, Account.ByNameOrKey(id)?.Group);
        sources[Relationships.Group.ActivityLogEntries] = (_, id) => ActivityLog.Of(id);
    }

    private const string MembershipsSql =
        "SELECT key, id, 'group' AS type, NULL AS file_name FROM link WHERE type = 'group' AND name = 'users' AND target_type = 'user' AND target = $1";
}
