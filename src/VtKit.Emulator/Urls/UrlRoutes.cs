namespace VtKit.Emulator;

/// <summary>Submitting and reading URLs.</summary>
internal static class UrlRoutes
{
    public static async Task<Answer> SubmitAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var url = await FormReader.ReadFieldAsync(request.Http, "url", cancellationToken).ConfigureAwait(false);
        if (string.IsNullOrWhiteSpace(url)) throw ApiException.BadRequest("The form field \"url\" is missing");
        await UrlVisits.VisitAsync(request.Backend, url, cancellationToken).ConfigureAwait(false);
        var analysis = await request.Backend.WriteAsync(store =>
        {
            var id = Urls.See(store, url, request.NowMs);
            Items.Submit(store, ObjectType.Url, id, request.Account.Name, request.NowMs, null);
            return Urls.AddAnalysis(store, id, request.Now, request.Backend.Options);
        }, cancellationToken).ConfigureAwait(false);
        return ObjectAnswer.AnalysisDescriptor(request, analysis);
    }

    public static Task<Answer> GetAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.ReadAsync(store =>
        ObjectAnswer.Of(store, request, ObjectType.Url, Urls.Require(store, request.Argument(0))), cancellationToken);

    public static async Task<Answer> AnalyseAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var url = await request.Backend.ReadAsync(store => Urls.TextOf(store, Urls.Require(store, request.Argument(0)))!, cancellationToken).ConfigureAwait(false);
        await UrlVisits.VisitAsync(request.Backend, url, cancellationToken).ConfigureAwait(false);
        var analysis = await request.Backend.WriteAsync(store =>
            Urls.AddAnalysis(store, Urls.Require(store, request.Argument(0)), request.Now, request.Backend.Options), cancellationToken).ConfigureAwait(false);
        return ObjectAnswer.AnalysisDescriptor(request, analysis);
    }
}
