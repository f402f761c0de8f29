namespace VtKit.Emulator;

/// <summary>Livehunt, Retrohunt and the IoC stream.</summary>
internal static class HuntingRouteTable
{
    public static void Map(RouteTable routes)
    {
        routes.Add(Endpoints.HuntingRulesetsList, "hunting_rulesets", RulesetRoutes.ListAsync);
        routes.Add(Endpoints.HuntingRulesetsCreate, "hunting_rulesets", RulesetRoutes.CreateAsync);
        routes.Add(Endpoints.HuntingRulesetsDeleteAll, "hunting_rulesets", RulesetRoutes.DeleteAllAsync);
        routes.Add(Endpoints.HuntingRulesetsGet, "hunting_rulesets", RecordRoutes.Get(ObjectType.HuntingRuleset));
        routes.Add(Endpoints.HuntingRulesetsUpdate, "hunting_rulesets", RulesetRoutes.UpdateAsync);
        routes.Add(Endpoints.HuntingRulesetsDelete, "hunting_rulesets", RulesetRoutes.DeleteAsync);
        routes.Add(Endpoints.HuntingRulesetsEditorsAdd, "hunting_rulesets", ShareRoutes.Add(ObjectType.HuntingRuleset, RecordAccess.Editors));
        routes.Add(Endpoints.HuntingRulesetsEditorsCheck, "hunting_rulesets", ShareRoutes.Check(ObjectType.HuntingRuleset, RecordAccess.Editors));
        routes.Add(Endpoints.HuntingRulesetsEditorsRemove, "hunting_rulesets", ShareRoutes.Remove(ObjectType.HuntingRuleset, RecordAccess.Editors));
        routes.Add(Endpoints.HuntingRulesetsOwnerTransfer, "hunting_rulesets", RulesetRoutes.TransferAsync);
        routes.Add(Endpoints.HuntingRulesetsRelationship, "hunting_rulesets", RelationshipRoutes.Objects(ObjectType.HuntingRuleset));
        routes.Add(Endpoints.HuntingRulesetsRelationshipIds, "hunting_rulesets", RelationshipRoutes.Descriptors(ObjectType.HuntingRuleset));

        routes.Add(Endpoints.HuntingNotificationsList, "hunting_notifications", NotificationRoutes.ListAsync);
        routes.Add(Endpoints.HuntingNotificationsDeleteAll, "hunting_notifications", NotificationRoutes.DeleteAllAsync);
        routes.Add(Endpoints.HuntingNotificationsGet, "hunting_notifications", NotificationRoutes.GetAsync);
        routes.Add(Endpoints.HuntingNotificationsDelete, "hunting_notifications", NotificationRoutes.DeleteAsync);
        routes.Add(Endpoints.HuntingNotificationFilesList, "hunting_notification_files", NotificationRoutes.FilesAsync);

        routes.Add(Endpoints.IocStreamList, "ioc_stream", IocStreamRoutes.ListAsync);
        routes.Add(Endpoints.IocStreamDeleteAll, "ioc_stream", IocStreamRoutes.DeleteAllAsync);
        routes.Add(Endpoints.IocStreamNotificationsGet, "ioc_stream_notifications", IocStreamRoutes.GetAsync);
        routes.Add(Endpoints.IocStreamNotificationsDelete, "ioc_stream_notifications", IocStreamRoutes.DeleteAsync);

        routes.Add(Endpoints.RetrohuntJobsList, "retrohunt_jobs", RetrohuntRoutes.ListAsync);
        routes.Add(Endpoints.RetrohuntJobsCreate, "retrohunt_jobs", RetrohuntRoutes.CreateAsync);
        routes.Add(Endpoints.RetrohuntJobsGet, "retrohunt_jobs", RecordRoutes.Get(ObjectType.RetrohuntJob));
        routes.Add(Endpoints.RetrohuntJobsDelete, "retrohunt_jobs", RecordRoutes.Delete(ObjectType.RetrohuntJob));
        routes.Add(Endpoints.RetrohuntJobsAbort, "retrohunt_jobs", RetrohuntRoutes.AbortAsync);
        routes.Add(Endpoints.RetrohuntJobsMatchingFiles, "retrohunt_jobs", RelationshipRoutes.Named(ObjectType.RetrohuntJob));

        routes.Add(Endpoints.OperationsGet, "operations", RecordRoutes.Get(ObjectType.Operation));
    }
}
