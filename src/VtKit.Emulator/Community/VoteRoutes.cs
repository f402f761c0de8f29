namespace VtKit.Emulator;

/// <summary>Voting, and reading one vote.</summary>
internal static class VoteRoutes
{
    public static Handler Add(string type) => async (request, cancellationToken) =>
    {
        using var body = await request.ReadJsonAsync(cancellationToken).ConfigureAwait(false);
        var verdict = Envelope.Text(body, "vote", Attr.Vote.Verdict) ?? "";
        if (!Votes.Verdicts.Contains(verdict, StringComparer.Ordinal))
            throw ApiException.BadRequest($"\"{verdict}\" is not a valid verdict. Use harmless or malicious");
        return await request.Backend.WriteAsync(store =>
        {
            var item = CommunityTarget.Require(store, request, type);
            var id = Votes.Add(store, type, item, request.Account, verdict, request.NowMs);
            return Answer.Json(json =>
            {
                var writer = new ObjectWriter(store, request, json);
                json.WriteStartObject("data"u8);
                json.WriteString("type"u8, ObjectType.Vote);
                json.WriteString("id"u8, id);
                json.WriteStartObject("links"u8);
                // Null in every answer of the service to a new vote.
                json.WriteNull("self"u8);
                json.WriteEndObject();
                json.WriteStartObject("attributes"u8);
                Votes.Find(store, id)!(writer);
                json.WriteEndObject();
                json.WriteEndObject();
            });
        }, cancellationToken).ConfigureAwait(false);
    };

    public static Task<Answer> GetAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.ReadAsync(store =>
        Votes.Find(store, request.Argument(0)) is null
            ? throw ApiException.NotFound(ObjectTypes.Spoken(ObjectType.Vote), request.Argument(0))
            : ObjectAnswer.Of(store, request, ObjectType.Vote, request.Argument(0)), cancellationToken);
}
