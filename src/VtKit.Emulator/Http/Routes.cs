namespace VtKit.Emulator;

/// <summary>The endpoints that are emulated. All other rows of the table are answered 501.</summary>
internal static class Routes
{
    public static IReadOnlyDictionary<Endpoint, Route> All => field ??= Build();

    private static IReadOnlyDictionary<Endpoint, Route> Build()
    {
        var routes = new RouteTable();
        MapReports(routes);
        MapScans(routes.Add);
        RecordRouteTable.Map(routes);
        CollectionRoutes.Map(routes);
        GraphRoutes.Map(routes);
        SavedSearchRoutes.Map(routes);
        ThreatRoutes.Map(routes);
        HuntingRouteTable.Map(routes);
        ZipRoutes.Map(routes);
        PrivateRouteTable.Map(routes);
        BehaviourRoutes.Map(routes);
        YaraRuleRoutes.Map(routes);
        GroupRoutes.Map(routes);
        MonitorRoutes.Map(routes);
        PartnerRoutes.Map(routes);
        AlertRoutes.Map(routes);
        WidgetRoutes.Map(routes);
        routes.Add(Endpoints.PopularThreatCategories, "popular_threat_categories", ThreatCategories.ListAsync);
        routes.Add(Endpoints.SubmissionsGet, "submissions", Submissions.GetAsync);
        routes.Add(Endpoints.SubmissionsGetPlural, "submissions", Submissions.GetAsync);
        SearchRoutes.Map(routes);
        return routes.Routes;
    }

    private static void MapReports(RouteTable routes)
    {
        routes.AddReport(Endpoints.FilesGet, "files", ObjectType.File, FileRoutes.GetAsync);
        routes.AddReport(Endpoints.UrlsGet, "urls", ObjectType.Url, UrlRoutes.GetAsync);
        routes.AddReport(Endpoints.DomainsGet, "domains", ObjectType.Domain, HostRoutes.GetDomainAsync);
        routes.AddReport(Endpoints.IpAddressesGet, "ip_addresses", ObjectType.IpAddress, HostRoutes.GetIpAddressAsync);
    }

    /// <summary>Files, URLs, domains and addresses, what the community says of them, users, feeds.</summary>
    private static void MapScans(Action<Endpoint, string, Handler> add)
    {
        add(Endpoints.FilesUpload, "file_upload", UploadRoutes.Direct(SampleIntake.Upload));
        add(Endpoints.FilesUploadUrl, "file_upload_url", UploadRoutes.Address(SampleIntake.Upload));
        add(Endpoints.FilesAnalyse, "file_analyse", FileRoutes.AnalyseAsync);
        add(Endpoints.FilesDownload, "file_download", DownloadRoutes.DownloadAsync);
        add(Endpoints.FilesDownloadUrl, "file_download_url", DownloadRoutes.DownloadUrlAsync);
        add(Endpoints.FilesBehaviours, "file_behaviours", RelationshipRoutes.Named(ObjectType.File));
        add(Endpoints.FilesRelationship, "file_relationships", RelationshipRoutes.Objects(ObjectType.File));
        add(Endpoints.FilesRelationshipIds, "file_relationships", RelationshipRoutes.Descriptors(ObjectType.File));

        add(Endpoints.UrlsSubmit, "url_submission", UrlRoutes.SubmitAsync);
        add(Endpoints.UrlsAnalyse, "url_analyse", UrlRoutes.AnalyseAsync);
        add(Endpoints.UrlsRelationship, "url_relationships", RelationshipRoutes.Objects(ObjectType.Url));
        add(Endpoints.UrlsRelationshipIds, "url_relationships", RelationshipRoutes.Descriptors(ObjectType.Url));

        add(Endpoints.DomainsAnalyse, "domain_analyse", HostRoutes.AnalyseDomainAsync);
        add(Endpoints.DomainsRelationship, "domain_relationships", RelationshipRoutes.Objects(ObjectType.Domain));
        add(Endpoints.DomainsRelationshipIds, "domain_relationships", RelationshipRoutes.Descriptors(ObjectType.Domain));

        add(Endpoints.IpAddressesAnalyse, "ip_address_analyse", HostRoutes.AnalyseIpAddressAsync);
        add(Endpoints.IpAddressesRelationship, "ip_address_relationships", RelationshipRoutes.Objects(ObjectType.IpAddress));
        add(Endpoints.IpAddressesRelationshipIds, "ip_address_relationships", RelationshipRoutes.Descriptors(ObjectType.IpAddress));

        add(Endpoints.AnalysesGet, "analyses", AnalysisRoutes.GetAsync);
        add(Endpoints.AnalysesRelationship, "analysis_relationships", RelationshipRoutes.Objects(ObjectType.Analysis));
        add(Endpoints.AnalysesRelationshipIds, "analysis_relationships", RelationshipRoutes.Descriptors(ObjectType.Analysis));

        add(Endpoints.FilesCommentsList, "file_comments", RelationshipRoutes.Named(ObjectType.File));
        add(Endpoints.FilesCommentsAdd, "file_comments", CommentRoutes.Add(ObjectType.File));
        add(Endpoints.FilesVotesList, "file_votes", RelationshipRoutes.Named(ObjectType.File));
        add(Endpoints.FilesVotesAdd, "item_vote", VoteRoutes.Add(ObjectType.File));
        add(Endpoints.UrlsCommentsList, "url_comments", RelationshipRoutes.Named(ObjectType.Url));
        add(Endpoints.UrlsCommentsAdd, "url_comments", CommentRoutes.Add(ObjectType.Url));
        add(Endpoints.UrlsVotesList, "url_votes", RelationshipRoutes.Named(ObjectType.Url));
        add(Endpoints.UrlsVotesAdd, "item_vote", VoteRoutes.Add(ObjectType.Url));
        add(Endpoints.DomainsCommentsList, "domain_comments", RelationshipRoutes.Named(ObjectType.Domain));
        add(Endpoints.DomainsCommentsAdd, "domain_comments", CommentRoutes.Add(ObjectType.Domain));
        add(Endpoints.DomainsVotesList, "domain_votes", RelationshipRoutes.Named(ObjectType.Domain));
        add(Endpoints.DomainsVotesAdd, "item_vote", VoteRoutes.Add(ObjectType.Domain));
        add(Endpoints.IpAddressesCommentsList, "ip_address_comments", RelationshipRoutes.Named(ObjectType.IpAddress));
        add(Endpoints.IpAddressesCommentsAdd, "ip_address_comments", CommentRoutes.Add(ObjectType.IpAddress));
        add(Endpoints.IpAddressesVotesList, "ip_address_votes", RelationshipRoutes.Named(ObjectType.IpAddress));
        add(Endpoints.IpAddressesVotesAdd, "item_vote", VoteRoutes.Add(ObjectType.IpAddress));

        add(Endpoints.CommentsList, "comments", CommentRoutes.ListAsync);
        add(Endpoints.CommentsGet, "comments", CommentRoutes.GetAsync);
        add(Endpoints.CommentsDelete, "comments", CommentRoutes.DeleteAsync);
        add(Endpoints.CommentsVote, "comment_vote", CommentRoutes.VoteAsync);
        add(Endpoints.CommentsRelationship, "comment_relationships", RelationshipRoutes.Objects(ObjectType.Comment));
        add(Endpoints.CommentsRelationshipIds, "comment_relationships", RelationshipRoutes.Descriptors(ObjectType.Comment));
        add(Endpoints.VotesGet, "votes", VoteRoutes.GetAsync);

        add(Endpoints.UsersGet, "users", UserRoutes.GetAsync);
        add(Endpoints.UsersOverallQuotas, "user_quotas", UserRoutes.OverallQuotasAsync);
        add(Endpoints.UsersApiUsage, "user_api_usage", UserRoutes.ApiUsageAsync);
        add(Endpoints.UsersRelationship, "user_relationships", RelationshipRoutes.Objects(ObjectType.User));
        add(Endpoints.UsersRelationshipIds, "user_relationships", RelationshipRoutes.Descriptors(ObjectType.User));
        add(Endpoints.Metadata, "metadata", MetadataRoutes.GetAsync);

        add(Endpoints.FeedsFilesMinute, "feeds", FeedRoutes.Minute(ObjectType.File));
        add(Endpoints.FeedsFilesHour, "feeds", FeedRoutes.Hour(ObjectType.File));
        add(Endpoints.FeedsFilesDownload, "feeds", FeedRoutes.DownloadAsync);
        add(Endpoints.FeedsUrlsMinute, "feeds", FeedRoutes.Minute(ObjectType.Url));
        add(Endpoints.FeedsUrlsHour, "feeds", FeedRoutes.Hour(ObjectType.Url));
        add(Endpoints.FeedsDomainsMinute, "feeds", FeedRoutes.Minute(ObjectType.Domain));
        add(Endpoints.FeedsDomainsHour, "feeds", FeedRoutes.Hour(ObjectType.Domain));
        add(Endpoints.FeedsIpAddressesMinute, "feeds", FeedRoutes.Minute(ObjectType.IpAddress));
        add(Endpoints.FeedsIpAddressesHour, "feeds", FeedRoutes.Hour(ObjectType.IpAddress));
        add(Endpoints.FeedsFileBehavioursMinute, "feeds", FeedRoutes.Minute(ObjectType.FileBehaviour));
        add(Endpoints.FeedsFileBehavioursHour, "feeds", FeedRoutes.Hour(ObjectType.FileBehaviour));
    }
}
