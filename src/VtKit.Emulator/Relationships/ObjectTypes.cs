namespace VtKit.Emulator;

/// <summary>What differs between the types of object that the emulator has.</summary>
internal static class ObjectTypes
{
    /// <summary>Where objects of a type are read: the template that their links are made from. Null for a type that is not here.</summary>
    public static Endpoint? Home(string type) => type switch
    {
        ObjectType.Analysis => Endpoints.AnalysesGet,
        ObjectType.AttackTactic => Endpoints.AttackTacticsGet,
        ObjectType.AttackTechnique => Endpoints.AttackTechniquesGet,
        ObjectType.Collection => Endpoints.CollectionsGet,
        ObjectType.Comment => Endpoints.CommentsGet,
        ObjectType.Domain => Endpoints.DomainsGet,
        ObjectType.File => Endpoints.FilesGet,
        ObjectType.Graph => Endpoints.GraphsGet,
        ObjectType.IpAddress => Endpoints.IpAddressesGet,
        ObjectType.Reference => Endpoints.ReferencesGet,
        ObjectType.Resolution => Endpoints.ResolutionsGet,
        ObjectType.SavedSearch => Endpoints.SavedSearchesGet,
        ObjectType.HuntingNotification => Endpoints.HuntingNotificationsGet,
        ObjectType.HuntingRuleset => Endpoints.HuntingRulesetsGet,
        ObjectType.IocStreamNotification => Endpoints.IocStreamNotificationsGet,
        ObjectType.Operation => Endpoints.OperationsGet,
        ObjectType.RetrohuntJob => Endpoints.RetrohuntJobsGet,
        ObjectType.SigmaRule => Endpoints.SigmaRulesGet,
        ObjectType.SslCert => Endpoints.SslCertsGet,
        ObjectType.Submission => Endpoints.SubmissionsGetPlural,
        ObjectType.ThreatActor => Endpoints.ThreatActorsGet,
        ObjectType.ThreatProfile => Endpoints.ThreatProfilesGet,
        ObjectType.Url => Endpoints.UrlsGet,
        ObjectType.User => Endpoints.UsersGet,
        ObjectType.Vote => Endpoints.VotesGet,
        ObjectType.Whois => Endpoints.WhoisGet,
        ObjectType.ZipFile => Endpoints.ZipFilesGet,
        ObjectType.PrivateZipFile => Endpoints.PrivateZipFilesGet,
        ObjectType.PrivateAnalysis => Endpoints.PrivateAnalysesGet,
        ObjectType.PrivateFile => Endpoints.PrivateFilesGet,
        ObjectType.PrivateUrl => Endpoints.PrivateUrlsGet,
        ObjectType.Group => Endpoints.GroupsGet,
        ObjectType.AlertingAsset => Endpoints.AlertsAssetsGet,
        ObjectType.AlertingNotification => Endpoints.AlertsNotificationsGet,
        ObjectType.MonitorItem => Endpoints.MonitorItemsGet,
        ObjectType.MonitorHash => Endpoints.MonitorPartnerHashesItems,
        ObjectType.MonitorHashComment => Endpoints.MonitorPartnerCommentsGet,
        ObjectType.ServiceAccount => Endpoints.ServiceAccountsGet,
        ObjectType.ActivityLogEntry => Endpoints.ActivityLogEntriesGet,
        ObjectType.FileBehaviour => Endpoints.FileBehavioursGet,
        ObjectType.PrivateFileBehaviour => Endpoints.PrivateFileBehavioursGet,
        ObjectType.SigmaAnalysis => Endpoints.SigmaAnalysesGet,
        ObjectType.YaraRule => Endpoints.YaraRulesGet,
        ObjectType.YaraRuleset => Endpoints.YaraRulesetsGet,
        _ => null,
    };

    /// <summary>Types that the store computes; what was brought in about them is a record beside.</summary>
    public static bool HasOwnTable(string type) => type is ObjectType.File or ObjectType.Url or ObjectType.Domain or ObjectType.IpAddress;

    /// <summary>The letter before the ids of comments and votes on an object of a type.</summary>
    public static char Letter(string type) => type[0];

    /// <summary>What the service calls a thing in its messages.</summary>
    public static string Spoken(string type) => type switch
    {
        ObjectType.Analysis => "Analysis",
        ObjectType.Comment => "Comment",
        ObjectType.Domain => "Domain",
        ObjectType.File => "File",
        ObjectType.IpAddress => "IP address",
        ObjectType.Url => "URL",
        ObjectType.User => "User",
        ObjectType.Vote => "Vote",
        _ => char.ToUpperInvariant(type[0]) + type[1..].Replace('_', ' '),
    };
}
