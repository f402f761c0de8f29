namespace VtKit.Emulator;

/// <summary>References, threat actors and threat profiles.</summary>
internal static class ThreatRoutes
{
    public static void Map(RouteTable routes)
    {
        routes.Add(Endpoints.ReferencesGet, "references", RecordRoutes.Get(ObjectType.Reference));
        routes.Add(Endpoints.ReferencesRelationship, "references", RelationshipRoutes.Objects(ObjectType.Reference));

        routes.Add(Endpoints.ThreatActorsList, "threat_actors", RecordRoutes.List(ObjectType.ThreatActor));
        routes.Add(Endpoints.ThreatActorsGet, "threat_actors", (request, cancellationToken) => request.Backend.ReadAsync(store =>
            ObjectAnswer.Of(store, request, ObjectType.ThreatActor, Relations.RequireOwner(store, request, ObjectType.ThreatActor)), cancellationToken));
        routes.Add(Endpoints.ThreatActorsRelationship, "threat_actors", RelationshipRoutes.Objects(ObjectType.ThreatActor));
        routes.Add(Endpoints.ThreatActorsRelationshipIds, "threat_actors", RelationshipRoutes.Descriptors(ObjectType.ThreatActor));

        routes.Add(Endpoints.ThreatProfilesList, "threat_profiles", RecordRoutes.List(ObjectType.ThreatProfile));
        routes.Add(Endpoints.ThreatProfilesCreate, "threat_profiles", RecordRoutes.Create(ThreatKinds.Profile));
        routes.Add(Endpoints.ThreatProfilesGet, "threat_profiles", RecordRoutes.Get(ObjectType.ThreatProfile));
        routes.Add(Endpoints.ThreatProfilesUpdate, "threat_profiles", RecordRoutes.Update(ThreatKinds.Profile));
        routes.Add(Endpoints.ThreatProfilesDelete, "threat_profiles", RecordRoutes.Delete(ObjectType.ThreatProfile));
        routes.Add(Endpoints.ThreatProfilesRecommendationsList, "threat_profiles", RelationshipRoutes.Named(ObjectType.ThreatProfile));
        routes.Add(Endpoints.ThreatProfilesRelationshipAdd, "threat_profiles", ShareRoutes.AddNamed(ObjectType.ThreatProfile));
        // Nothing ever happens around a profile here.
        routes.Add(Endpoints.ThreatProfilesTimelineAssociations, "threat_profiles", (request, cancellationToken) => request.Backend.ReadAsync(store =>
            PageAnswer.Objects(store, request, Records.Require(store, request, ObjectType.ThreatProfile, request.Argument(0)).Id, ListQuery.Nothing), cancellationToken));

        routes.Add(Endpoints.ThreatListsLatest, "threat_lists", ThreatLists.LatestAsync);
        routes.Add(Endpoints.ThreatListsHour, "threat_lists", ThreatLists.HourAsync);
    }
}
