namespace VtKit.Emulator;

/// <summary>Keeping, finding and sharing searches.</summary>
internal static class SavedSearchRoutes
{
    private const string Counter = "saved_searches";

    public static void Map(RouteTable routes)
    {
        routes.Add(Endpoints.SavedSearchesList, Counter, RecordRoutes.List(ObjectType.SavedSearch));
        routes.Add(Endpoints.SavedSearchesCreate, Counter, RecordRoutes.Create(SavedSearchKind.SavedSearch));
        routes.Add(Endpoints.SavedSearchesGet, Counter, RecordRoutes.Get(ObjectType.SavedSearch));
        routes.Add(Endpoints.SavedSearchesUpdate, Counter, RecordRoutes.Update(SavedSearchKind.SavedSearch));
        routes.Add(Endpoints.SavedSearchesDelete, Counter, RecordRoutes.Delete(ObjectType.SavedSearch));
        routes.Add(Endpoints.SavedSearchesAccessAdd, Counter, ShareRoutes.AddNamedToObject(ObjectType.SavedSearch));
        routes.Add(Endpoints.SavedSearchesAccessRemove, Counter, ShareRoutes.RemoveNamed(ObjectType.SavedSearch));
        routes.Add(Endpoints.SavedSearchesRelationship, Counter, RelationshipRoutes.Objects(ObjectType.SavedSearch));
        routes.Add(Endpoints.SavedSearchesRelationshipIds, Counter, RelationshipRoutes.Descriptors(ObjectType.SavedSearch));
    }
}
