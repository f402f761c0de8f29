namespace VtKit.Emulator;

/// <summary>Private scanning: URLs and analyses here, files in a class of their own.</summary>
internal static class PrivateRouteTable
{
    public static void Map(RouteTable routes)
    {
        routes.Add(Endpoints.PrivateFilesUpload, "private_file_upload", UploadRoutes.Direct(PrivateFileRoutes.Upload));
        routes.Add(Endpoints.PrivateFilesUploadUrl, "private_file_upload_url", UploadRoutes.Address(PrivateFileRoutes.Upload));
        routes.Add(Endpoints.PrivateFilesList, "private_files", PrivateFileRoutes.ListAsync);
        routes.Add(Endpoints.PrivateFilesGet, "private_files", PrivateFileRoutes.GetAsync);
        routes.Add(Endpoints.PrivateFilesDelete, "private_files", PrivateFileRoutes.DeleteAsync);
        routes.Add(Endpoints.PrivateFilesAnalyse, "private_file_analyse", PrivateFileRoutes.AnalyseAsync);
        routes.Add(Endpoints.PrivateFilesRelationship, "private_file_relationships", RelationshipRoutes.Objects(ObjectType.PrivateFile));
        routes.Add(Endpoints.PrivateFilesRelationshipIds, "private_file_relationships", RelationshipRoutes.Descriptors(ObjectType.PrivateFile));

        routes.Add(Endpoints.PrivateUrlsSubmit, "private_url_submission", SubmitUrlAsync);
        routes.Add(Endpoints.PrivateUrlsGet, "private_urls", GetUrlAsync);
        routes.Add(Endpoints.PrivateUrlsRelationship, "private_url_relationships", RelationshipRoutes.Objects(ObjectType.PrivateUrl));
        routes.Add(Endpoints.PrivateUrlsRelationshipIds, "private_url_relationships", RelationshipRoutes.Descriptors(ObjectType.PrivateUrl));

        routes.Add(Endpoints.PrivateAnalysesList, "private_analyses", ListAnalysesAsync);
        routes.Add(Endpoints.PrivateAnalysesGet, "private_analyses", GetAnalysisAsync);
        routes.Add(Endpoints.PrivateAnalysesRelationship, "private_analysis_relationships", RelationshipRoutes.Objects(ObjectType.PrivateAnalysis));
        routes.Add(Endpoints.PrivateAnalysesRelationshipIds, "private_analysis_relationships", RelationshipRoutes.Descriptors(ObjectType.PrivateAnalysis));
    }

    private static async Task<Answer> SubmitUrlAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var fields = await FormReader.ReadFieldsAsync(request.Http, ["url", .. PrivateOptions.Names], cancellationToken).ConfigureAwait(false);
        if (string.IsNullOrWhiteSpace(fields.GetValueOrDefault("url"))) throw ApiException.BadRequest("The form field \"url\" is missing");
        var options = PrivateOptions.Read(fields.GetValueOrDefault);
        var id = await request.Backend.WriteAsync(store => PrivateUrls.Submit(store, request, fields["url"], options), cancellationToken).ConfigureAwait(false);
        return ObjectAnswer.AnalysisDescriptor(request, id, ObjectType.PrivateAnalysis);
    }

    private static Task<Answer> GetUrlAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.ReadAsync(store =>
        ObjectAnswer.Of(store, request, ObjectType.PrivateUrl, PrivateUrls.Require(store, request, request.Argument(0))), cancellationToken);

    private static Task<Answer> GetAnalysisAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.ReadAsync(store =>
    {
        var analysis = PrivateAnalyses.Require(store, request, request.Argument(0));
        return ObjectAnswer.Of(store, request, ObjectType.PrivateAnalysis, analysis.Id, writer => PrivateAnalyses.WriteMeta(writer, analysis));
    }, cancellationToken);

    /// <summary>The team's analyses, newest first, or oldest first with <c>order=date+</c>.</summary>
    private static Task<Answer> ListAnalysesAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        // A plus sign in a query is a space.
        var oldestFirst = request.Query("order") switch
        {
            null or "" or "date-" => false,
            "date+" or "date " or "date" => true,
            var order => throw ApiException.BadRequest($"Order \"{order}\" is not valid. Use date- or date+"),
        };
        return request.Backend.ReadAsync(store => PageAnswer.Objects(store, request, $"private_analysis {oldestFirst}", new ListQuery(
            $"SELECT {(oldestFirst ? "-key" : "key")} AS key, 'private_analysis' AS type, id, NULL AS file_name FROM private_analysis WHERE {PrivateFiles.ThereSql}",
            request.Account.Team, request.NowMs)), cancellationToken);
    }
}
