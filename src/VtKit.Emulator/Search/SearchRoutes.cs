namespace VtKit.Emulator;

/// <summary>Searching by modifiers, and looking up what an analyst pastes.</summary>
internal static class SearchRoutes
{
    public static void Map(RouteTable routes)
    {
        routes.Add(Endpoints.IntelligenceSearch, "intelligence_search", SearchAsync);
        routes.Add(Endpoints.IntelligenceSnippets, "intelligence_search", SnippetAsync);
        routes.Add(Endpoints.Search, "search", LookUpAsync);
    }

    private static async Task<Answer> SearchAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var query = SearchQuery.Parse(QueryOf(request));
        var paging = SearchPaging.Read(request, query);
        await SearchIndex.CatchUpAsync(request.Backend, request.NowMs, cancellationToken).ConfigureAwait(false);
        return query.Contents.Count > 0
            ? await ContentSearch.AnswerAsync(request, query, paging, cancellationToken).ConfigureAwait(false)
            : await request.Backend.ReadAsync(store => SearchHits.Answer(store, request, query, paging), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<Answer> SnippetAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var snippet = await ContentSnippet.ReadAsync(request, request.Argument(0), cancellationToken).ConfigureAwait(false);
        return Answer.Json(json =>
        {
            json.WriteStartArray("data"u8);
            json.WriteStringValue(snippet);
            json.WriteEndArray();
        });
    }

    private static Task<Answer> LookUpAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var text = QueryOf(request);
        return request.Backend.ReadAsync(store => PageAnswer.Objects(store, request, "search\n" + text, LookUp.Find(store, text.Trim())), cancellationToken);
    }

    private static string QueryOf(ApiRequest request) =>
        request.Query("query") is { } text && !string.IsNullOrWhiteSpace(text) ? text : throw ApiException.BadRequest("The parameter \"query\" is missing");
}
