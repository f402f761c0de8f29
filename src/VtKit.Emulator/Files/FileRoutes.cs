namespace VtKit.Emulator;

/// <summary>Reading files and having them analysed again.</summary>
internal static class FileRoutes
{
    public static Task<Answer> GetAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.ReadAsync(store =>
        ObjectAnswer.Of(store, request, ObjectType.File, Files.Require(store, request.Argument(0))), cancellationToken);

    public static async Task<Answer> AnalyseAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var backend = request.Backend;
        var (sha256, stored) = await backend.ReadAsync(store => Files.Require(store, request.Argument(0)) is var file ? (file, Files.IsStored(store, file)) : default, cancellationToken).ConfigureAwait(false);
        if (!stored)
            return ObjectAnswer.AnalysisDescriptor(request, await backend.WriteAsync(store => Files.AnalyseUnstored(store, sha256, request.Now, backend.Options), cancellationToken).ConfigureAwait(false));
        var sample = await backend.Analyzer.AnalyzeAgainAsync(sha256, cancellationToken).ConfigureAwait(false);
        var id = await backend.WriteAsync(store => Files.SaveAnalysis(store, sample, request.Now, backend.Options), cancellationToken).ConfigureAwait(false);
        await backend.Livehunt.MatchAsync(sha256, null, request.Now).ConfigureAwait(false);
        return ObjectAnswer.AnalysisDescriptor(request, id);
    }
}
