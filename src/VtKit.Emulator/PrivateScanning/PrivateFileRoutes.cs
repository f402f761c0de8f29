namespace VtKit.Emulator;

/// <summary>Sending private files, reading, repeating and removing them.</summary>
internal static class PrivateFileRoutes
{
    /// <summary>Files that only a team sees. A password is let pass, and not used.</summary>
    public static UploadKind Upload { get; } = new("private", "private_file_upload", Endpoints.PrivateFilesUpload, Endpoints.PrivateFilesUploadUrl, async (request, upload, cancellationToken) =>
    {
        var options = PrivateOptions.Read(upload.Fields.GetValueOrDefault);
        // What is inside an archive stays inside: members would be files of their own.
        var id = await SampleIntake.TakeAsync(request.Backend, upload.File!, upload.Name, unpack: false,
            (store, sample) => PrivateFiles.Save(store, request, sample, options), cancellationToken).ConfigureAwait(false);
        return ObjectAnswer.AnalysisDescriptor(request, id, ObjectType.PrivateAnalysis);
    }, PrivateOptions.Names);

    public static Task<Answer> GetAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.ReadAsync(store =>
        ObjectAnswer.Of(store, request, ObjectType.PrivateFile, PrivateFiles.Require(store, request, request.Argument(0))), cancellationToken);

    public static Task<Answer> ListAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.ReadAsync(store =>
        PageAnswer.Objects(store, request, ObjectType.PrivateFile, new ListQuery(
            $"SELECT key, 'private_file' AS type, sha256 AS id, NULL AS file_name FROM private_file WHERE {PrivateFiles.ThereSql}", request.Account.Team, request.NowMs)), cancellationToken);

    public static Task<Answer> DeleteAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var onlyContent = request.Query("only_from_storage") switch
        {
            null or "false" or "False" or "0" => false,
            "" or "true" or "True" or "1" => true,
            var text => throw ApiException.BadRequest($"only_from_storage \"{text}\" is neither true nor false"),
        };
        return request.Backend.WriteAsync(store =>
        {
            PrivateFiles.Delete(store, request, PrivateFiles.Require(store, request, request.Argument(0)), onlyContent);
            return Answer.Empty();
        }, cancellationToken);
    }

    /// <summary>Has a file scanned again. It is kept no longer for that.</summary>
    public static async Task<Answer> AnalyseAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var options = PrivateOptions.Read(request.Query);
        var id = await request.Backend.WriteAsync(store =>
        {
            var sha256 = PrivateFiles.Require(store, request, request.Argument(0));
            if (!PrivateFiles.IsStored(store, request.Account.Team, sha256, request.NowMs))
                throw new ApiException(Errors.NotFoundError, $"The content of private file \"{sha256}\" was deleted");
            var (md5, expires) = store.First("SELECT md5, expires FROM private_file WHERE team = $1 AND sha256 = $2", row => (row.GetString(0), row.GetInt64(1)), request.Account.Team, sha256);
            return PrivateAnalyses.Add(store, request, ObjectType.PrivateFile, sha256, md5, options, expires);
        }, cancellationToken).ConfigureAwait(false);
        return ObjectAnswer.AnalysisDescriptor(request, id, ObjectType.PrivateAnalysis);
    }
}
