namespace VtKit.Emulator;

/// <summary>Making, finding, filling and following collections.</summary>
internal static class CollectionRoutes
{
    private const string Counter = "collections";

    public static void Map(RouteTable routes)
    {
        routes.Add(Endpoints.CollectionsList, Counter, RecordRoutes.List(ObjectType.Collection));
        routes.Add(Endpoints.CollectionsCreate, Counter, RecordRoutes.Create(CollectionKind.Collection));
        routes.Add(Endpoints.CollectionsGet, Counter, RecordRoutes.Get(ObjectType.Collection));
        routes.Add(Endpoints.CollectionsUpdate, Counter, RecordRoutes.Update(CollectionKind.Collection));
        routes.Add(Endpoints.CollectionsDelete, Counter, RecordRoutes.Delete(ObjectType.Collection));
        routes.Add(Endpoints.CollectionsCommentsList, "collection_comments", RelationshipRoutes.Named(ObjectType.Collection));
        routes.Add(Endpoints.CollectionsCommentsAdd, "collection_comments", CommentRoutes.Add(ObjectType.Collection));
        routes.Add(Endpoints.CollectionsRelationship, "collection_relationships", RelationshipRoutes.Objects(ObjectType.Collection));
        routes.Add(Endpoints.CollectionsRelationshipIds, "collection_relationships", RelationshipRoutes.Descriptors(ObjectType.Collection));
        routes.Add(Endpoints.CollectionsRelationshipAdd, "collection_relationships", AddItemsAsync);
        routes.Add(Endpoints.CollectionsRelationshipRemove, "collection_relationships", RemoveItemsAsync);
        routes.Add(Endpoints.CollectionsDownload, "collection_download", CollectionDownload.ItemsAsync);
        routes.Add(Endpoints.CollectionsRelationshipDownload, "collection_download", CollectionDownload.RelationshipAsync);
        routes.Add(Endpoints.CollectionsAggregationsDownload, "collection_download", CollectionDownload.AggregationsAsync);
        routes.Add(Endpoints.CollectionsSearch, "collection_search", CollectionSearch.FindAsync);
        routes.Add(Endpoints.CollectionsMitreTree, "collection_mitre_tree", MitreTree.OfCollectionAsync);
        routes.Add(Endpoints.CollectionsSubscriptionPreferencesGet, "collection_subscriptions", GetPreferencesAsync);
        routes.Add(Endpoints.CollectionsSubscriptionPreferencesSet, "collection_subscriptions", SetPreferencesAsync);
    }

    private static async Task<Answer> AddItemsAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var body = await request.ReadJsonAsync(cancellationToken).ConfigureAwait(false);
        return await request.Backend.WriteAsync(store =>
        {
            var collection = Records.RequireEditable(store, request, ObjectType.Collection, request.Argument(0)) with { Modified = request.NowMs };
            var items = CollectionItems.Add(store, collection, request.Argument(1), body.RootElement);
            Records.Save(store, collection);
            return Answer.Json(json =>
            {
                var writer = new ObjectWriter(store, request, json);
                json.WriteStartArray("data"u8);
                foreach (var (type, id) in items) writer.Descriptor(type, id, new Listing());
                json.WriteEndArray();
            });
        }, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<Answer> RemoveItemsAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var body = await request.ReadJsonAsync(cancellationToken).ConfigureAwait(false);
        return await request.Backend.WriteAsync(store =>
        {
            var collection = Records.RequireEditable(store, request, ObjectType.Collection, request.Argument(0)) with { Modified = request.NowMs };
            CollectionItems.Remove(store, collection, request.Argument(1), body.RootElement);
            Records.Save(store, collection);
            return Answer.Empty();
        }, cancellationToken).ConfigureAwait(false);
    }

    private static Task<Answer> GetPreferencesAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.ReadAsync(store =>
    {
        var collection = Records.Require(store, request, ObjectType.Collection, request.Argument(0));
        return Records.Find(store, ObjectType.SubscriptionPreferences, CollectionKind.PreferencesId(collection.Id, request.Account)) is { } preferences
            ? ObjectAnswer.Of(store, request, preferences.Type, preferences.Id)
            : throw ApiException.NotFound("Subscription to collection", collection.Id);
    }, cancellationToken);

    /// <summary>Whoever says how to be told about a collection follows it.</summary>
    private static async Task<Answer> SetPreferencesAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var body = await request.ReadJsonAsync(cancellationToken).ConfigureAwait(false);
        var kind = CollectionKind.Preferences;
        var attributes = Envelope.Attributes(body, kind);
        return await request.Backend.WriteAsync(store =>
        {
            var collection = Records.Require(store, request, ObjectType.Collection, request.Argument(0));
            var id = CollectionKind.PreferencesId(collection.Id, request.Account);
            if (Records.Find(store, kind.Type, id) is { } earlier)
                Records.Save(store, earlier with { Attributes = Records.Merge(earlier.Attributes, attributes, kind), Modified = request.NowMs });
            else
                Records.Add(store, kind.Type, id, request.Account.Name, isPrivate: true, request.NowMs, Records.Merge("{}", attributes, kind));
            RecordLinks.Add(store, collection.Type, collection.Id, Relationships.Collection.SubscribedUsers.Name, ObjectType.User, request.Account.Name);
            return ObjectAnswer.Of(store, request, kind.Type, id);
        }, cancellationToken).ConfigureAwait(false);
    }
}
