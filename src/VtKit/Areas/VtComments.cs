namespace VtKit;

/// <summary>Comments, over all items.</summary>
/// <remarks>https://docs.virustotal.com/reference/comment-object</remarks>
public sealed class VtComments
{
    private readonly VtClient _client;

    internal VtComments(VtClient client) => _client = client;

    /// <summary>Lists the newest comments. Each page costs 1 request.</summary>
    /// <param name="filter">Only these, such as <c>tag:emotet</c>; all if null.</param>
    /// <param name="options">Page size, most items, where to begin.</param>
    public VtPaged<VtComment> LatestAsync(string? filter = null, VtListOptions? options = null)
    {
        var path = Endpoints.CommentsList.Path();
        return new VtPaged<VtComment>(_client, filter is null ? path : $"{path}?filter={Uri.EscapeDataString(filter)}", options);
    }

    /// <summary>Reads a comment. Costs 1 request.</summary>
    /// <param name="id">The id of the comment.</param>
    /// <param name="relationships">Names of relationships to bring along as descriptors: <c>author</c>, <c>item</c>.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="VtException">See <see cref="VtClient.GetAsync"/>.</exception>
    public Task<VtComment> GetAsync(string id, IEnumerable<string>? relationships = null, CancellationToken cancellationToken = default) =>
        _client.GetObjectAsync<VtComment>(Endpoints.CommentsGet.Path(id), Query.Relationships(relationships), cancellationToken);

    /// <summary>Deletes a comment of one's own. Costs 1 request.</summary>
    /// <param name="id">The id of the comment.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="VtException">See <see cref="VtClient.DeleteAsync"/>.</exception>
    public Task DeleteAsync(string id, CancellationToken cancellationToken = default) =>
        _client.DeleteAsync(Endpoints.CommentsDelete.Path(id), null, cancellationToken);

    /// <summary>Says what one thinks of a comment. Costs 1 request.</summary>
    /// <param name="id">The id of the comment.</param>
    /// <param name="rating">Positive, negative or abuse.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <returns>How others rated it.</returns>
    /// <exception cref="VtException">See <see cref="VtClient.PostAsync"/>.</exception>
    public async Task<CommentVotes> VoteAsync(string id, VtCommentRating rating, CancellationToken cancellationToken = default)
    {
        var word = rating switch
        {
            VtCommentRating.Positive => "positive",
            VtCommentRating.Negative => "negative",
            VtCommentRating.Abuse => "abuse",
            _ => throw new ArgumentOutOfRangeException(nameof(rating)),
        };
        return new((await _client.PostAsync(Endpoints.CommentsVote.Path(id), Bodies.Data(word), cancellationToken).ConfigureAwait(false)).Data);
    }
}

/// <summary>What one can say of a comment.</summary>
public enum VtCommentRating
{
    /// <summary>It helps.</summary>
    Positive,

    /// <summary>It does not help.</summary>
    Negative,

    /// <summary>It ought not to be there.</summary>
    Abuse,
}

/// <summary>Votes, over all items.</summary>
/// <remarks>https://docs.virustotal.com/reference/vote-object</remarks>
public sealed class VtVotes
{
    private readonly VtClient _client;

    internal VtVotes(VtClient client) => _client = client;

    /// <summary>Reads a vote. Costs 1 request.</summary>
    /// <param name="id">The id of the vote.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="VtException">See <see cref="VtClient.GetAsync"/>.</exception>
    public Task<VtVote> GetAsync(string id, CancellationToken cancellationToken = default) =>
        _client.GetObjectAsync<VtVote>(Endpoints.VotesGet.Path(id), null, cancellationToken);
}
