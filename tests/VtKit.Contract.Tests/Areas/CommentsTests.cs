using VtKit.Emulator;

namespace VtKit.Contract.Tests;

/// <summary>Comments and votes over all items.</summary>
public sealed class CommentsTests(AreaFixture fixture) : IClassFixture<AreaFixture>
{
    private readonly VtClient _vt = fixture.Vt;

    [Fact]
    [Covers("Comments.LatestAsync")]
    public async Task The_newest_come_first_and_a_tag_picks_some()
    {
        var plain = await _vt.Domains.AddCommentAsync("one.example", "No tag here");
        var tagged = await _vt.IpAddresses.AddCommentAsync("192.0.2.1", "Seen in a #campaign:2026 again");

        var latest = await _vt.Comments.LatestAsync(null, new VtListOptions { Max = 2 }).ToListAsync();
        latest.Select(comment => comment.Id).ShouldBe([tagged.Id, plain.Id]);
        (await _vt.Comments.LatestAsync("tag:campaign:2026").ToListAsync()).Select(comment => comment.Id).ShouldBe([tagged.Id]);
        (await _vt.Comments.LatestAsync("tag:nobody").ToListAsync()).ShouldBeEmpty();
        var error = await Should.ThrowAsync<VtApiException>(async () => await _vt.Comments.LatestAsync("nonsense").ToListAsync());
        error.Code.ShouldBe(VtErrorCode.BadRequestError);
    }

    [Fact]
    [Trait("seed", "83")]
    [Covers("Comments.GetAsync")]
    public async Task A_comment_is_read_with_its_author_and_its_item()
    {
        var added = await fixture.Other.Files.AddCommentAsync(fixture.LetterSha256, "By somebody else");

        var comment = await _vt.Comments.GetAsync(added.Id, new VtReadOptions { Relationships = ["author", "item"] });

        comment.Text.ShouldBe("By somebody else");
        var author = comment.Relationships["author"];
        author.IsToMany.ShouldBeFalse();
        author.Objects.Select(user => (user.Type, user.Id)).ShouldBe([("user", "other")]);
        comment.Relationships["item"].Objects.Select(item => item.Id).ShouldBe([fixture.LetterSha256]);
    }

    [Fact]
    [Covers("Comments.DeleteAsync")]
    public async Task Only_its_author_deletes_a_comment()
    {
        var comment = await fixture.Other.Files.AddCommentAsync(fixture.LetterSha256, "To be deleted");

        (await Should.ThrowAsync<VtAuthenticationException>(() => _vt.Comments.DeleteAsync(comment.Id))).IsForbidden.ShouldBeTrue();
        await fixture.Other.Comments.DeleteAsync(comment.Id);

        await Should.ThrowAsync<VtNotFoundException>(() => _vt.Comments.GetAsync(comment.Id));
        await Should.ThrowAsync<VtNotFoundException>(() => fixture.Other.Comments.DeleteAsync(comment.Id));
    }

    [Fact]
    [Covers("Comments.VoteAsync")]
    public async Task Ratings_of_a_comment_are_counted()
    {
        var comment = await _vt.Files.AddCommentAsync(fixture.LetterSha256, "To be rated");

        Counts(await _vt.Comments.VoteAsync(comment.Id, VtCommentRating.Positive)).ShouldBe((1, 0, 0));
        Counts(await fixture.Other.Comments.VoteAsync(comment.Id, VtCommentRating.Abuse)).ShouldBe((1, 0, 1));
        // Each user has one voice.
        Counts(await fixture.Other.Comments.VoteAsync(comment.Id, VtCommentRating.Negative)).ShouldBe((1, 1, 0));
        Counts((await _vt.Comments.GetAsync(comment.Id)).Votes).ShouldBe((1, 1, 0));

        static (long?, long?, long?) Counts(CommentVotes votes) => (votes.Positive, votes.Negative, votes.Abuse);
    }

    [Fact]
    [Covers("Votes.GetAsync")]
    public async Task A_vote_is_read_by_its_id()
    {
        var cast = await _vt.Domains.AddVoteAsync("voted.example", VoteVerdict.Malicious);

        var vote = await _vt.Votes.GetAsync(cast.Id);

        (vote.Type, vote.Id, vote.Verdict).ShouldBe(("vote", cast.Id, VoteVerdict.Malicious));
        vote.Date.ShouldBe(fixture.Service.Clock.GetUtcNow());
        await Should.ThrowAsync<VtNotFoundException>(() => _vt.Votes.GetAsync("d-voted.example-0"));
    }
}
