namespace VtKit.Emulator;

/// <summary>Reading, writing, removing and rating comments.</summary>
internal static class CommentRoutes
{
    private const string TagFilter = "tag:";

    public static Handler Add(string type) => async (request, cancellationToken) =>
    {
        using var body = await request.ReadJsonAsync(cancellationToken).ConfigureAwait(false);
        var text = Envelope.Text(body, "comment", Attr.Comment.Text);
        if (string.IsNullOrWhiteSpace(text)) throw ApiException.BadRequest("The comment has no text");
        return await request.Backend.WriteAsync(store =>
        {
            var item = CommunityTarget.Require(store, request, type);
            var id = Comments.Add(store, type, item, request.Account, text, request.NowMs);
            return ObjectAnswer.Of(store, request, ObjectType.Comment, id);
        }, cancellationToken).ConfigureAwait(false);
    };

    /// <summary>The newest comments of all, or those with a tag.</summary>
    public static Task<Answer> ListAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.ReadAsync(store =>
    {
        var filter = request.Query("filter");
        if (filter is null)
            return PageAnswer.Objects(store, request, "comments", new ListQuery(
                $"SELECT c.key, 'comment' AS type, c.id, NULL AS file_name FROM comment c WHERE {RecordAccess.NotHiddenSql("c.type", "c.item", 1, 2)}",
                request.Account.Name, request.Account.Group));
        if (!filter.StartsWith(TagFilter, StringComparison.Ordinal) || filter.Length == TagFilter.Length)
            throw ApiException.BadRequest($"Filter \"{filter}\" is not valid. Use tag:<tag>");
        return PageAnswer.Objects(store, request, "comments " + filter, new ListQuery(
            $"SELECT c.key, 'comment' AS type, c.id, NULL AS file_name FROM comment_tag t JOIN comment c ON c.key = t.comment WHERE t.tag = $1 AND {RecordAccess.NotHiddenSql("c.type", "c.item", 2, 3)}",
            filter[TagFilter.Length..].ToLowerInvariant(), request.Account.Name, request.Account.Group));
    }, cancellationToken);

    public static Task<Answer> GetAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.ReadAsync(store =>
    {
        RequireKey(store, request);
        return ObjectAnswer.Of(store, request, ObjectType.Comment, request.Argument(0));
    }, cancellationToken);

    public static Task<Answer> DeleteAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.WriteAsync(store =>
    {
        var key = RequireKey(store, request);
        if (store.Text("SELECT account FROM comment WHERE key = $1", key) != request.Account.Name) throw ApiException.Forbidden();
        Comments.Delete(store, key);
        return Answer.Empty();
    }, cancellationToken);

    public static async Task<Answer> VoteAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var body = await request.ReadJsonAsync(cancellationToken).ConfigureAwait(false);
        var verdict = body.RootElement.Text("data") ?? "";
        if (!Comments.Verdicts.Contains(verdict, StringComparer.Ordinal))
            throw ApiException.BadRequest($"\"{verdict}\" is not a valid vote. Use positive, negative or abuse");
        return await request.Backend.WriteAsync(store =>
        {
            var key = RequireKey(store, request);
            // One voice per user: a later vote takes the place of the earlier one.
            store.Execute("INSERT INTO comment_vote(comment, account, verdict) VALUES ($1, $2, $3) ON CONFLICT(comment, account) DO UPDATE SET verdict = excluded.verdict",
                key, request.Account.Name, verdict);
            return Answer.Json(json =>
            {
                json.WriteStartObject("data"u8);
                Comments.WriteVotes(store, json, key);
                json.WriteEndObject();
            });
        }, cancellationToken).ConfigureAwait(false);
    }

    private static long RequireKey(Session store, ApiRequest request) => Comments.KeyOf(store, request, request.Argument(0)) is > 0 and var key
        ? key
        : throw ApiException.NotFound(ObjectTypes.Spoken(ObjectType.Comment), request.Argument(0));
}
