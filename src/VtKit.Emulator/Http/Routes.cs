namespace VtKit.Emulator;

/// <summary>Answers a request whose caller, path, parameters and quota were looked at.</summary>
internal delegate Task<Answer> Handler(ApiRequest request, CancellationToken cancellationToken);

/// <summary>What answers an endpoint, and under which name <c>api_usage</c> counts it.</summary>
internal sealed record Route(string Counter, Handler Handler);

/// <summary>The endpoints that are emulated. All other rows of the table are answered 501.</summary>
internal static class Routes
{
    public static IReadOnlyDictionary<Endpoint, Route> All => field ??= Build();

    private static Dictionary<Endpoint, Route> Build()
    {
        var routes = new Dictionary<Endpoint, Route>();
        void Add(Endpoint endpoint, string counter, Handler handler) => routes.Add(endpoint, new Route(counter, handler));

        Add(Endpoints.FilesUpload, "file_upload", UploadRoutes.UploadAsync);
        Add(Endpoints.FilesUploadUrl, "file_upload_url", UploadRoutes.UploadUrlAsync);
        Add(Endpoints.FilesGet, "files", FileRoutes.GetAsync);
        Add(Endpoints.FilesAnalyse, "file_analyse", FileRoutes.AnalyseAsync);
        Add(Endpoints.FilesDownload, "file_download", DownloadRoutes.DownloadAsync);
        Add(Endpoints.FilesDownloadUrl, "file_download_url", DownloadRoutes.DownloadUrlAsync);
        Add(Endpoints.FilesBehaviours, "file_behaviours", RelationshipRoutes.Named(ObjectType.File));
        Add(Endpoints.FilesRelationship, "file_relationships", RelationshipRoutes.Objects(ObjectType.File));
        Add(Endpoints.FilesRelationshipIds, "file_relationships", RelationshipRoutes.Descriptors(ObjectType.File));

        Add(Endpoints.UrlsSubmit, "url_submission", UrlRoutes.SubmitAsync);
        Add(Endpoints.UrlsGet, "urls", UrlRoutes.GetAsync);
        Add(Endpoints.UrlsAnalyse, "url_analyse", UrlRoutes.AnalyseAsync);
        Add(Endpoints.UrlsRelationship, "url_relationships", RelationshipRoutes.Objects(ObjectType.Url));
        Add(Endpoints.UrlsRelationshipIds, "url_relationships", RelationshipRoutes.Descriptors(ObjectType.Url));

        Add(Endpoints.DomainsGet, "domains", HostRoutes.GetDomainAsync);
        Add(Endpoints.DomainsAnalyse, "domain_analyse", HostRoutes.AnalyseDomainAsync);
        Add(Endpoints.DomainsRelationship, "domain_relationships", RelationshipRoutes.Objects(ObjectType.Domain));
        Add(Endpoints.DomainsRelationshipIds, "domain_relationships", RelationshipRoutes.Descriptors(ObjectType.Domain));

        Add(Endpoints.IpAddressesGet, "ip_addresses", HostRoutes.GetIpAddressAsync);
        Add(Endpoints.IpAddressesAnalyse, "ip_address_analyse", HostRoutes.AnalyseIpAddressAsync);
        Add(Endpoints.IpAddressesRelationship, "ip_address_relationships", RelationshipRoutes.Objects(ObjectType.IpAddress));
        Add(Endpoints.IpAddressesRelationshipIds, "ip_address_relationships", RelationshipRoutes.Descriptors(ObjectType.IpAddress));

        Add(Endpoints.AnalysesGet, "analyses", AnalysisRoutes.GetAsync);
        Add(Endpoints.AnalysesRelationship, "analysis_relationships", RelationshipRoutes.Objects(ObjectType.Analysis));
        Add(Endpoints.AnalysesRelationshipIds, "analysis_relationships", RelationshipRoutes.Descriptors(ObjectType.Analysis));

        Add(Endpoints.FilesCommentsList, "file_comments", RelationshipRoutes.Named(ObjectType.File));
        Add(Endpoints.FilesCommentsAdd, "file_comments", CommentRoutes.Add(ObjectType.File));
        Add(Endpoints.FilesVotesList, "file_votes", RelationshipRoutes.Named(ObjectType.File));
        Add(Endpoints.FilesVotesAdd, "item_vote", VoteRoutes.Add(ObjectType.File));
        Add(Endpoints.UrlsCommentsList, "url_comments", RelationshipRoutes.Named(ObjectType.Url));
        Add(Endpoints.UrlsCommentsAdd, "url_comments", CommentRoutes.Add(ObjectType.Url));
        Add(Endpoints.UrlsVotesList, "url_votes", RelationshipRoutes.Named(ObjectType.Url));
        Add(Endpoints.UrlsVotesAdd, "item_vote", VoteRoutes.Add(ObjectType.Url));
        Add(Endpoints.DomainsCommentsList, "domain_comments", RelationshipRoutes.Named(ObjectType.Domain));
        Add(Endpoints.DomainsCommentsAdd, "domain_comments", CommentRoutes.Add(ObjectType.Domain));
        Add(Endpoints.DomainsVotesList, "domain_votes", RelationshipRoutes.Named(ObjectType.Domain));
        Add(Endpoints.DomainsVotesAdd, "item_vote", VoteRoutes.Add(ObjectType.Domain));
        Add(Endpoints.IpAddressesCommentsList, "ip_address_comments", RelationshipRoutes.Named(ObjectType.IpAddress));
        Add(Endpoints.IpAddressesCommentsAdd, "ip_address_comments", CommentRoutes.Add(ObjectType.IpAddress));
        Add(Endpoints.IpAddressesVotesList, "ip_address_votes", RelationshipRoutes.Named(ObjectType.IpAddress));
        Add(Endpoints.IpAddressesVotesAdd, "item_vote", VoteRoutes.Add(ObjectType.IpAddress));

        Add(Endpoints.CommentsList, "comments", CommentRoutes.ListAsync);
        Add(Endpoints.CommentsGet, "comments", CommentRoutes.GetAsync);
        Add(Endpoints.CommentsDelete, "comments", CommentRoutes.DeleteAsync);
        Add(Endpoints.CommentsVote, "comment_vote", CommentRoutes.VoteAsync);
        Add(Endpoints.CommentsRelationship, "comment_relationships", RelationshipRoutes.Objects(ObjectType.Comment));
        Add(Endpoints.CommentsRelationshipIds, "comment_relationships", RelationshipRoutes.Descriptors(ObjectType.Comment));
        Add(Endpoints.VotesGet, "votes", VoteRoutes.GetAsync);

        Add(Endpoints.UsersGet, "users", UserRoutes.GetAsync);
        Add(Endpoints.UsersOverallQuotas, "user_quotas", UserRoutes.OverallQuotasAsync);
        Add(Endpoints.UsersApiUsage, "user_api_usage", UserRoutes.ApiUsageAsync);
        Add(Endpoints.UsersRelationship, "user_relationships", RelationshipRoutes.Objects(ObjectType.User));
        Add(Endpoints.UsersRelationshipIds, "user_relationships", RelationshipRoutes.Descriptors(ObjectType.User));
        Add(Endpoints.Metadata, "metadata", MetadataRoutes.GetAsync);

        Add(Endpoints.FeedsFilesMinute, "feeds", FeedRoutes.Minute(ObjectType.File));
        Add(Endpoints.FeedsFilesHour, "feeds", FeedRoutes.Hour(ObjectType.File));
        Add(Endpoints.FeedsFilesDownload, "feeds", FeedRoutes.DownloadAsync);
        Add(Endpoints.FeedsUrlsMinute, "feeds", FeedRoutes.Minute(ObjectType.Url));
        Add(Endpoints.FeedsUrlsHour, "feeds", FeedRoutes.Hour(ObjectType.Url));
        Add(Endpoints.FeedsDomainsMinute, "feeds", FeedRoutes.Minute(ObjectType.Domain));
        Add(Endpoints.FeedsDomainsHour, "feeds", FeedRoutes.Hour(ObjectType.Domain));
        Add(Endpoints.FeedsIpAddressesMinute, "feeds", FeedRoutes.Minute(ObjectType.IpAddress));
        Add(Endpoints.FeedsIpAddressesHour, "feeds", FeedRoutes.Hour(ObjectType.IpAddress));
        Add(Endpoints.FeedsFileBehavioursMinute, "feeds", FeedRoutes.Minute(ObjectType.FileBehaviour));
        Add(Endpoints.FeedsFileBehavioursHour, "feeds", FeedRoutes.Hour(ObjectType.FileBehaviour));
        return routes;
    }
}
