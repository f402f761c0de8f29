namespace VtKit;

public sealed partial class VtComments
{
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
            VtCommentRating.Positive => Fields.Positive,
            VtCommentRating.Negative => Fields.Negative,
            VtCommentRating.Abuse => Fields.Abuse,
            _ => throw new ArgumentOutOfRangeException(nameof(rating)),
        };
        return new((await Client.PostAsync(Endpoints.CommentsVote.Path(id), Bodies.Data(word), cancellationToken).ConfigureAwait(false)).Data);
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
