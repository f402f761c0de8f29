namespace VtKit.Emulator;

/// <summary>The relationships of rulesets, notifications and jobs, and of users to them.</summary>
internal static class HuntingRelations
{
    public static void Add(Dictionary<Relationship, Relations.Source> sources)
    {
        sources[Relationships.HuntingRuleset.Owner] = Owner(ObjectType.HuntingRuleset);
        sources[Relationships.RetrohuntJob.Owner] = Owner(ObjectType.RetrohuntJob);
        sources[Relationships.HuntingRuleset.HuntingNotificationFiles] = (request, id) =>
        {
            var condition = NotificationRoutes.OfRulesets(request);
            condition.And("m.source = $", id);
            return NotificationRoutes.Files(condition);
        };
        sources[Relationships.RetrohuntJob.MatchingFiles] = RetrohuntRoutes.Matches;
        sources[Relationships.HuntingNotification.File] = (request, id) =>
        {
            var condition = NotificationRoutes.OfRulesets(request);
            condition.And($"{NotificationRoutes.IdSql} = $", id);
            return NotificationRoutes.Files(condition);
        };
        sources[Relationships.User.HuntingNotifications] = (request, id) => NotificationRoutes.Notifications(OwnedBy(request, id));
        sources[Relationships.User.HuntingNotificationFiles] = (request, id) => NotificationRoutes.Files(OwnedBy(request, id));
        sources[Relationships.User.HuntingRulesets] = Records(ObjectType.HuntingRuleset);
        sources[Relationships.User.RetrohuntJobs] = Records(ObjectType.RetrohuntJob);
    }

    private static MatchCondition OwnedBy(ApiRequest request, string user)
    {
        var condition = NotificationRoutes.OfRulesets(request);
        condition.And("m.owner = $", user);
        return condition;
    }

    private static Relations.Source Owner(string type) => (_, id) => new("SELECT key, 'user' AS type, owner AS id, NULL AS file_name FROM record WHERE type = $1 AND id = $2 AND owner IS NOT NULL", type, id);

    private static Relations.Source Records(string type) => (_, id) => new("SELECT key, type, id, NULL AS file_name FROM record WHERE type = $1 AND owner = $2", type, id);
}
