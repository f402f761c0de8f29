namespace VtKit.Contract.Tests;

/// <summary>What files, URLs, domains and IP addresses have in common, held against the emulator for each of them.</summary>
internal static class Community
{
    /// <summary>A comment that is written can be read, by the list, by its id, newest first.</summary>
    public static async Task CommentsComeBackAsync<T, TId>(VtItemArea<T, TId> area, VtId<TId> id, VtClient reader, TimeProvider clock)
        where T : VtObject, IVtObject<T> where TId : struct, IParsable<TId>
    {
        var first = await area.AddCommentAsync(id, "An #Invoice that is none, \"quoted\" & <marked>");
        var second = await area.AddCommentAsync(id, "A second look");

        first.Type.ShouldBe(VtObjectTypes.Comment);
        first.Text.ShouldBe("An #Invoice that is none, \"quoted\" & <marked>");
        first.Tags.ShouldBe(["invoice"]);
        first.Html.ShouldNotBeNull().ShouldNotContain("<marked>");
        first.Date.ShouldBe(clock.GetUtcNow());

        // vtapi3 asks for ten, from the beginning.
        var listed = await area.CommentsAsync(id, new VtListOptions { PageSize = 10 }).ToListAsync();
        listed.Select(comment => comment.Id).ShouldBe([second.Id, first.Id]);
        Json.Of(listed[1]).ShouldBe(Json.Of(await reader.Comments.GetAsync(first.Id)));
    }

    /// <summary>A vote that is cast can be read and counts; a second one of the same user is refused.</summary>
    public static async Task VotesComeBackAsync<T, TId>(VtItemArea<T, TId> area, VtItemArea<T, TId> otherUser, VtId<TId> id)
        where T : VtObject, IVtObject<T> where TId : struct, IParsable<TId>
    {
        var bad = await area.AddVoteAsync(id, VoteVerdict.Malicious);
        var good = await otherUser.AddVoteAsync(id, VoteVerdict.Harmless);

        (bad.Verdict, bad.Value).ShouldBe((VoteVerdict.Malicious, -1));
        (good.Verdict, good.Value).ShouldBe((VoteVerdict.Harmless, 1));
        var listed = await area.VotesAsync(id, new VtListOptions { PageSize = 10 }).ToListAsync();
        listed.Select(vote => vote.Id).ShouldBe([good.Id, bad.Id]);

        var report = await area.GetAsync(id);
        (report["total_votes"]["harmless"].AsInt64(), report["total_votes"]["malicious"].AsInt64()).ShouldBe((1, 1));

        var again = await Should.ThrowAsync<VtApiException>(() => area.AddVoteAsync(id, VoteVerdict.Harmless));
        again.Code.ShouldBe(VtErrorCode.AlreadyExistsError);
    }
}
