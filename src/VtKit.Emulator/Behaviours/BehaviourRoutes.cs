namespace VtKit.Emulator;

/// <summary>Reports of sandboxes: one, all of a file as one, and what came with them.</summary>
internal static class BehaviourRoutes
{
    public static void Map(RouteTable routes)
    {
        routes.Add(Endpoints.FilesBehaviourSummary, "file_behaviour_summary", Summary(ObjectType.File));
        routes.Add(Endpoints.FilesBehaviourMitreTrees, "file_behaviour_mitre_trees", Trees(ObjectType.File));
        routes.Add(Endpoints.FileBehavioursGet, "file_behaviours", Get(ObjectType.FileBehaviour));
        routes.Add(Endpoints.FileBehavioursRelationship, "file_behaviour_relationships", RelationshipRoutes.Objects(ObjectType.FileBehaviour));
        routes.Add(Endpoints.FileBehavioursRelationshipIds, "file_behaviour_relationships", RelationshipRoutes.Descriptors(ObjectType.FileBehaviour));
        foreach (var endpoint in new[] { Endpoints.FileBehavioursHtml, Endpoints.FileBehavioursEvtx, Endpoints.FileBehavioursPcap, Endpoints.FileBehavioursMemdump })
            routes.Add(endpoint, "file_behaviours", Artefacts.Of(ObjectType.FileBehaviour));
        foreach (var endpoint in new[] { Endpoints.FeedsFileBehavioursHtml, Endpoints.FeedsFileBehavioursEvtx, Endpoints.FeedsFileBehavioursPcap, Endpoints.FeedsFileBehavioursMemdump })
            routes.Add(endpoint, "feeds", Artefacts.OfFeedAsync);

        routes.Add(Endpoints.PrivateFilesBehaviourSummary, "private_file_behaviour_summary", Summary(ObjectType.PrivateFile));
        routes.Add(Endpoints.PrivateFilesBehaviourMitreTrees, "private_file_behaviour_mitre_trees", Trees(ObjectType.PrivateFile));
        routes.Add(Endpoints.PrivateFilesBehaviours, "private_file_behaviours", RelationshipRoutes.Named(ObjectType.PrivateFile));
        routes.Add(Endpoints.PrivateFilesBehavioursSingular, "private_file_behaviours", RelationshipRoutes.Named(ObjectType.PrivateFile));
        routes.Add(Endpoints.PrivateFileBehavioursGet, "private_file_behaviours", Get(ObjectType.PrivateFileBehaviour));
        routes.Add(Endpoints.PrivateFileBehavioursRelationship, "private_file_behaviour_relationships", RelationshipRoutes.Objects(ObjectType.PrivateFileBehaviour));
        routes.Add(Endpoints.PrivateFileBehavioursRelationshipIds, "private_file_behaviour_relationships", RelationshipRoutes.Descriptors(ObjectType.PrivateFileBehaviour));
        foreach (var endpoint in new[] { Endpoints.PrivateFileBehavioursHtml, Endpoints.PrivateFileBehavioursEvtx, Endpoints.PrivateFileBehavioursPcap, Endpoints.PrivateFileBehavioursMemdump })
            routes.Add(endpoint, "private_file_behaviours", Artefacts.Of(ObjectType.PrivateFileBehaviour));
    }

    private static Handler Get(string type) => (request, cancellationToken) => request.Backend.ReadAsync(store =>
        ObjectAnswer.Of(store, request, type, Behaviours.Require(store, request, type, request.Argument(0)).Id), cancellationToken);

    private static Handler Summary(string fileType) => (request, cancellationToken) => request.Backend.ReadAsync(store =>
    {
        var reports = Behaviours.Of(store, Behaviours.TypeOf(fileType), Relations.RequireOwner(store, request, fileType));
        return Answer.Json(json =>
        {
            json.WriteStartObject("data"u8);
            BehaviourSummary.Write(json, reports.Select(report => report.Attributes));
            json.WriteEndObject();
        });
    }, cancellationToken);

    private static Handler Trees(string fileType) => (request, cancellationToken) => request.Backend.ReadAsync(store =>
    {
        var reports = Behaviours.Of(store, Behaviours.TypeOf(fileType), Relations.RequireOwner(store, request, fileType));
        return Answer.Json(json =>
        {
            json.WriteStartObject("data"u8);
            foreach (var (sandbox, attributes) in reports)
            {
                json.WriteStartObject(sandbox);
                MitreTrees.Write(store, json, attributes);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        });
    }, cancellationToken);
}
