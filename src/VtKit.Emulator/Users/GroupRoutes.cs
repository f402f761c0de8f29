namespace VtKit.Emulator;

/// <summary>Groups, for their administrators: what they are called, who belongs to them, what they have used.</summary>
internal static class GroupRoutes
{
    public static void Map(RouteTable routes)
    {
        routes.Add(Endpoints.GroupsGet, "groups", GetAsync);
        routes.Add(Endpoints.GroupsUpdate, "groups", UpdateAsync);
        routes.Add(Endpoints.GroupsApiUsage, "group_api_usage", ApiUsageAsync);
        routes.Add(Endpoints.GroupsRelationship, "group_relationships", RelationshipRoutes.Objects(ObjectType.Group));
        routes.Add(Endpoints.GroupsRelationshipIds, "group_relationships", RelationshipRoutes.Descriptors(ObjectType.Group));
        routes.Add(Endpoints.GroupsUsersList, "group_relationships", RelationshipRoutes.NamedDescriptors(ObjectType.Group));
        routes.Add(Endpoints.GroupsUsersAdd, "group_relationships", Add(Groups.Users));
        routes.Add(Endpoints.GroupsUsersCheck, "group_relationships", Check(Groups.Users));
        routes.Add(Endpoints.GroupsUsersRemove, "group_relationships", Remove(Groups.Users));
        routes.Add(Endpoints.GroupsAdministratorsList, "group_relationships", RelationshipRoutes.NamedDescriptors(ObjectType.Group));
        routes.Add(Endpoints.GroupsAdministratorsAdd, "group_relationships", Add(Groups.Administrators));
        routes.Add(Endpoints.GroupsAdministratorsCheck, "group_relationships", Check(Groups.Administrators));
        routes.Add(Endpoints.GroupsAdministratorsRemove, "group_relationships", Remove(Groups.Administrators));
        routes.Add(Endpoints.GroupsServiceAccountsList, "group_relationships", RelationshipRoutes.NamedDescriptors(ObjectType.Group));
        routes.Add(Endpoints.GroupsServiceAccountsAdd, "group_relationships", ServiceAccounts.AddAsync);
        routes.Add(Endpoints.ServiceAccountsGet, "service_accounts", ServiceAccounts.GetAsync);
        routes.Add(Endpoints.ServiceAccountsRelationship, "service_accounts", RelationshipRoutes.Objects(ObjectType.ServiceAccount));
        routes.Add(Endpoints.ServiceAccountsRelationshipIds, "service_accounts", RelationshipRoutes.Descriptors(ObjectType.ServiceAccount));
        routes.Add(Endpoints.GroupsActivityLogEntries, "activity_log_entries", ActivityLog.ListAsync);
        routes.Add(Endpoints.ActivityLogEntriesGet, "activity_log_entries", ActivityLog.GetAsync);
        routes.Add(Endpoints.ActivityLogEntriesRelationship, "activity_log_entries", RelationshipRoutes.Objects(ObjectType.ActivityLogEntry));
        routes.Add(Endpoints.UsersUpdate, "users", UserChanges.UpdateAsync);
        routes.Add(Endpoints.UsersDelete, "users", UserChanges.DeleteAsync);
    }

    private static Task<Answer> GetAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.ReadAsync(store =>
        ObjectAnswer.Of(store, request, ObjectType.Group, Groups.RequireAdministered(store, request, request.Argument(0))), cancellationToken);

    private static async Task<Answer> UpdateAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var body = await request.ReadJsonAsync(cancellationToken).ConfigureAwait(false);
        var attributes = Envelope.Attributes(body, Groups.Kind);
        return await request.Backend.WriteAsync(store =>
        {
            var id = Groups.RequireAdministered(store, request, request.Argument(0));
            var record = Records.Find(store, ObjectType.Group, id)!;
            Records.Save(store, record with { Attributes = Records.Merge(record.Attributes, attributes, Groups.Kind), Modified = request.NowMs });
            ActivityLog.Add(store, request, id, "group_updated", ObjectType.Group, id);
            return ObjectAnswer.Of(store, request, ObjectType.Group, id);
        }, cancellationToken).ConfigureAwait(false);
    }

    private static Task<Answer> ApiUsageAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.ReadAsync(store =>
        UserRoutes.ApiUsage(store, request, Groups.QuotaMembers(store, Groups.RequireAdministered(store, request, request.Argument(0)))), cancellationToken);

    private static Handler Add(string relationship) => async (request, cancellationToken) =>
    {
        using var body = await request.ReadJsonAsync(cancellationToken).ConfigureAwait(false);
        var users = Envelope.Descriptors(body);
        return await request.Backend.WriteAsync(store =>
        {
            var group = Groups.RequireAdministered(store, request, request.Argument(0));
            foreach (var (type, id) in users)
            {
                if (type != ObjectType.User) throw ApiException.BadRequest($"\"{type}\" objects cannot be {relationship} of a group");
                var user = Users.Require(store, request, id).Name;
                if (RecordLinks.Add(store, ObjectType.Group, group, relationship, ObjectType.User, user))
                    ActivityLog.Add(store, request, group, relationship + "_added", ObjectType.User, user);
            }
            return ObjectAnswer.Descriptors(users);
        }, cancellationToken).ConfigureAwait(false);
    };

    private static Handler Check(string relationship) => (request, cancellationToken) => request.Backend.ReadAsync(store =>
    {
        var group = Groups.RequireAdministered(store, request, request.Argument(0));
        var name = Account.ByNameOrKey(request.Argument(1))?.Name;
        var there = name is not null && RecordLinks.Has(store, ObjectType.Group, group, relationship, ObjectType.User, name);
        return Answer.Json(json => json.WriteBoolean("data"u8, there));
    }, cancellationToken);

    private static Handler Remove(string relationship) => (request, cancellationToken) => request.Backend.WriteAsync(store =>
    {
        var group = Groups.RequireAdministered(store, request, request.Argument(0));
        var user = Users.Require(store, request, request.Argument(1)).Name;
        if (!RecordLinks.Remove(store, ObjectType.Group, group, relationship, ObjectType.User, user)) throw ApiException.NotFound(ObjectTypes.Spoken(ObjectType.User), user);
        // Who does not belong to a group does not administer it.
        if (relationship == Groups.Users) RecordLinks.Remove(store, ObjectType.Group, group, Groups.Administrators, ObjectType.User, user);
        ActivityLog.Add(store, request, group, relationship + "_removed", ObjectType.User, user);
        return Answer.Empty();
    }, cancellationToken);
}
