namespace VtKit.Emulator;

/// <summary>Relationships of what users make: whose it is, and what it is about, from both ends.</summary>
internal static class RecordRelations
{
    public static void Add(Dictionary<Relationship, Relations.Source> sources)
    {
        foreach (var one in new[] { Relationships.Collection.Owner, Relationships.Graph.Owner, Relationships.SavedSearch.Owner, Relationships.ThreatProfile.Owner })
            sources[one] = (_, id) => new("SELECT key, 'user' AS type, owner AS id, NULL AS file_name FROM record WHERE type = $1 AND id = $2 AND owner IS NOT NULL", one.Source, id);
        sources[Relationships.Graph.Group] = (_, id) => OfOwnersGroup(id);
        sources[Relationships.Group.Graphs] = (request, id) => OfOwners(request, ObjectType.Graph, Account.All.Where(account => account.Group == id));
        sources[Relationships.User.Graphs] = (request, id) => OfOwners(request, ObjectType.Graph, [Account.ByNameOrKey(id)!]);
        sources[Relationships.User.Collections] = (request, id) => OfOwners(request, ObjectType.Collection, [Account.ByNameOrKey(id)!]);
        sources[Relationships.Collection.SubscriptionPreferences] = (request, id) => new(
            "SELECT key, type, id, NULL AS file_name FROM record WHERE type = $1 AND id = $2",
            ObjectType.SubscriptionPreferences, CollectionKind.PreferencesId(id, request.Account));

        foreach (var one in new[] { Relationships.File.Graphs, Relationships.Url.Graphs, Relationships.Domain.Graphs, Relationships.IpAddress.Graphs })
            Back(one, ObjectType.Graph, GraphItems.Name);
        foreach (var one in new[] { Relationships.File.Collections, Relationships.Url.Collections, Relationships.Domain.Collections, Relationships.IpAddress.Collections, Relationships.Reference.Collections })
            Back(one, ObjectType.Collection, ObjectType.CollectionOf(one.Source)!);
        foreach (var one in new[] { Relationships.File.RelatedReferences, Relationships.Url.RelatedReferences, Relationships.Domain.RelatedReferences, Relationships.IpAddress.RelatedReferences })
            Back(one, ObjectType.Reference, ObjectType.CollectionOf(one.Source)!);
        foreach (var one in new[] { Relationships.File.RelatedThreatActors, Relationships.Url.RelatedThreatActors, Relationships.Domain.RelatedThreatActors, Relationships.IpAddress.RelatedThreatActors })
            Back(one, ObjectType.ThreatActor, "related_" + ObjectType.CollectionOf(one.Source));

        void Back(Relationship one, string type, string name) => sources[one] = (request, id) => RecordLinks.Back(type, name, one.Source, id, request.Account);
    }

    private static ListQuery OfOwners(ApiRequest request, string type, IEnumerable<Account> owners)
    {
        var arguments = new SqlArguments([type, request.Account.Name, request.Account.Group]);
        return new(
            $"""
            SELECT r.key, r.type, r.id, NULL AS file_name FROM record r
            WHERE r.type = $1 AND {RecordAccess.VisibleSql(2, 3)} AND r.owner IN ({string.Join(", ", owners.Select(owner => arguments.Add(owner.Name)))})
            """, arguments.Values);
    }

    private static ListQuery OfOwnersGroup(string graph)
    {
        var arguments = new SqlArguments([ObjectType.Graph, graph]);
        var groups = Account.All.Where(account => account.Group is not null).Select(account => $"({arguments.Add(account.Name)}, {arguments.Add(account.Group)})").ToList();
        return new(
            $"SELECT r.key, 'group' AS type, g.column2 AS id, NULL AS file_name FROM record r JOIN (VALUES {string.Join(", ", groups)}) g ON g.column1 = r.owner WHERE r.type = $1 AND r.id = $2",
            arguments.Values);
    }
}
