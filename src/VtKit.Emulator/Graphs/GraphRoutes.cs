namespace VtKit.Emulator;

/// <summary>Saving, finding, sharing and reading graphs.</summary>
internal static class GraphRoutes
{
    private const string Counter = "graphs";

    public static void Map(RouteTable routes)
    {
        routes.Add(Endpoints.GraphsList, Counter, RecordRoutes.List(ObjectType.Graph));
        routes.Add(Endpoints.GraphsCreate, Counter, RecordRoutes.Create(GraphKind.Graph));
        routes.Add(Endpoints.GraphsGet, Counter, GetAsync);
        routes.Add(AliasEndpoints.Of(EndpointAliases.GraphsScreenshot), Counter, PictureAsync);
        routes.Add(Endpoints.GraphsUpdate, Counter, RecordRoutes.Update(GraphKind.Graph));
        routes.Add(Endpoints.GraphsDelete, Counter, RecordRoutes.Delete(ObjectType.Graph));
        routes.Add(Endpoints.GraphsCommentsList, "graph_comments", RelationshipRoutes.Named(ObjectType.Graph));
        routes.Add(Endpoints.GraphsCommentsAdd, "graph_comments", CommentRoutes.Add(ObjectType.Graph));
        routes.Add(Endpoints.GraphsRelationship, "graph_relationships", RelationshipRoutes.Objects(ObjectType.Graph));
        routes.Add(Endpoints.GraphsRelationshipIds, "graph_relationships", RelationshipRoutes.Descriptors(ObjectType.Graph));

        routes.Add(Endpoints.GraphsEditorsList, "graph_editors", RelationshipRoutes.NamedDescriptors(ObjectType.Graph));
        routes.Add(Endpoints.GraphsEditorsAdd, "graph_editors", ShareRoutes.Add(ObjectType.Graph, RecordAccess.Editors));
        routes.Add(Endpoints.GraphsEditorsCheck, "graph_editors", ShareRoutes.Check(ObjectType.Graph, RecordAccess.Editors));
        routes.Add(Endpoints.GraphsEditorsRemove, "graph_editors", ShareRoutes.Remove(ObjectType.Graph, RecordAccess.Editors));
        routes.Add(Endpoints.GraphsViewersList, "graph_viewers", RelationshipRoutes.NamedDescriptors(ObjectType.Graph));
        routes.Add(Endpoints.GraphsViewersAdd, "graph_viewers", ShareRoutes.Add(ObjectType.Graph, RecordAccess.Viewers));
        routes.Add(Endpoints.GraphsViewersCheck, "graph_viewers", ShareRoutes.Check(ObjectType.Graph, RecordAccess.Viewers));
        routes.Add(Endpoints.GraphsViewersRemove, "graph_viewers", ShareRoutes.Remove(ObjectType.Graph, RecordAccess.Viewers));
    }

    private static async Task<Answer> PictureAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var graph = await request.Backend.ReadAsync(store => Records.Require(store, request, ObjectType.Graph, request.Argument(0)), cancellationToken).ConfigureAwait(false);
        return new Answer { ContentType = "image/png", Body = await request.Backend.GraphPictures.GetAsync(graph, cancellationToken).ConfigureAwait(false) };
    }

    /// <summary>A graph; others than its owner who read it are counted.</summary>
    private static Task<Answer> GetAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.WriteAsync(store =>
    {
        var graph = Records.Require(store, request, ObjectType.Graph, request.Argument(0));
        if (graph.Owner != request.Account.Name)
            store.Execute("INSERT INTO record_view(type, id, views) VALUES ($1, $2, 1) ON CONFLICT(type, id) DO UPDATE SET views = views + 1", graph.Type, graph.Id);
        return ObjectAnswer.Of(store, request, ObjectType.Graph, graph.Id);
    }, cancellationToken);
}
