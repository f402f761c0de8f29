using VtKit.Emulator;
using VtKit.Indicators;

namespace VtKit.Contract.Tests;

/// <summary>Files: reports, comments, votes, what is related. Uploads and downloads have tests of their own.</summary>
[Trait("seed", "30")]
public sealed class FilesTests(AreaFixture fixture) : IClassFixture<AreaFixture>
{
    private readonly VtClient _vt = fixture.Vt;

    [Theory]
    [InlineData(Samples.EicarSha256)]
    [InlineData(Samples.EicarSha1)]
    [InlineData("44D88612FEA8A8F36DE82E1278ABB02F")]
    [Trait("seed", "46")]
    [Trait("seed", "92")]
    [Covers("Files.GetAsync")]
    public async Task A_fresh_store_knows_EICAR_by_each_of_its_hashes(string hash)
    {
        var file = await _vt.Files.GetAsync(hash);

        file.Id.ShouldBe(Samples.EicarSha256);
        (file.Sha256, file.Sha1, file.Md5).ShouldBe((Samples.EicarSha256, Samples.EicarSha1, Samples.EicarMd5));
        file.Size.ShouldBe(Samples.EicarSize);
        file.LastAnalysisStats.Malicious.ShouldBe(1);
        file.LastAnalysisResults.Values.ShouldContain(result => result.Category == EngineCategory.Malicious);
    }

    [Fact]
    [Covers("Files.GetAsync")]
    public async Task A_report_says_what_the_file_is()
    {
        var file = await _vt.Files.GetAsync(FileHash.Parse(fixture.LetterSha256));

        file.Size.ShouldBe(fixture.Letter.Length);
        file.MeaningfulName.ShouldBe("letter.txt");
        file.Names.ShouldBe(["letter.txt"]);
        file.TypeTag.ShouldBe("text");
        file.TimesSubmitted.ShouldBe(1);
        file.LastAnalysisStats.Malicious.ShouldBe(0);
        file.FirstSubmissionDate.ShouldBe(fixture.Service.Clock.GetUtcNow());
    }

    [Fact]
    [Covers("Files.GetAsync")]
    public async Task A_file_that_nobody_sent_is_not_found()
    {
        var error = await Should.ThrowAsync<VtNotFoundException>(() => _vt.Files.GetAsync(Samples.UnknownSha256));

        error.Code.ShouldBe(VtErrorCode.NotFoundError);
        error.ServiceMessage.ShouldBe($"File \"{Samples.UnknownSha256}\" not found");
    }

    [Fact]
    [Trait("seed", "83")]
    [Covers("Files.GetAsync")]
    public async Task Relationships_that_are_asked_for_come_with_the_report()
    {
        var archive = await _vt.Files.GetAsync(fixture.ArchiveSha256, new VtReadOptions { Relationships = [VtRelationships.File.BundledFiles.Name, VtRelationships.File.Comments.Name] });

        archive.Relationships.Keys.ShouldBe(["bundled_files", "comments"]);
        var members = archive.Relationships["bundled_files"];
        members.IsToMany.ShouldBeTrue();
        members.Objects.Select(member => (member.Type, member.Id, member.IsDescriptor)).ShouldBe(fixture.MemberSha256.Select(sha256 => ("file", sha256, true)));
        archive.Relationships["comments"].Objects.ShouldBeEmpty();
    }

    [Fact]
    [Trait("seed", "47")]
    [Covers("Files.AnalyseAsync")]
    public async Task A_known_file_is_analysed_again()
    {
        var analysis = await _vt.Files.AnalyseAsync(Samples.EicarMd5);

        analysis.Type.ShouldBe(VtObjectTypes.Analysis);
        analysis.IsDescriptor.ShouldBeTrue();
        var done = await _vt.Analyses.GetAsync(analysis.Id);
        done.IsCompleted.ShouldBeTrue();
        done.Subject.FileInfo.Sha256.ShouldBe(Samples.EicarSha256);
        await Should.ThrowAsync<VtNotFoundException>(() => _vt.Files.AnalyseAsync(Samples.UnknownSha256));
    }

    [Fact]
    [Trait("seed", "48")]
    [Trait("seed", "49")]
    [Covers("Files.AddCommentAsync")]
    [Covers("Files.CommentsAsync")]
    public Task Comments_come_back() => Community.CommentsComeBackAsync(_vt.Files, fixture.LetterSha256, _vt, fixture.Service.Clock);

    [Fact]
    [Trait("seed", "50")]
    [Covers("Files.AddVoteAsync")]
    [Covers("Files.VotesAsync")]
    public Task Votes_come_back() => Community.VotesComeBackAsync(_vt.Files, fixture.Other.Files, fixture.LetterSha256);

    [Fact]
    [Trait("seed", "51")]
    [Trait("seed", "81")]
    [Covers("Files.RelatedAsync<T>(VtId, VtRelationshipName)")]
    public async Task The_members_of_an_archive_come_in_full_with_their_names_there()
    {
        var members = await _vt.Files.RelatedAsync<VtFile>(fixture.ArchiveSha256, VtRelationships.File.BundledFiles).ToListAsync();

        members.Select(member => member.Id).ShouldBe(fixture.MemberSha256);
        members.Select(member => member.ContextAttributes["filename"].AsString()).ShouldBe(["notes/first.txt", "second.txt"]);
        members.ShouldAllBe(member => member.Size > 0 && member.Sha256 == member.Id);
    }

    [Fact]
    [Covers("Files.RelatedIdsAsync")]
    public async Task Related_ids_are_descriptors()
    {
        var parents = await _vt.Files.RelatedIdsAsync(fixture.MemberSha256[1], VtRelationships.File.CompressedParents).ToListAsync();

        parents.Select(parent => (parent.Type, parent.Id, parent.IsDescriptor)).ShouldBe([("file", fixture.ArchiveSha256, true)]);
    }

    [Fact]
    [Covers("Files.RelatedOneAsync")]
    [Covers("Files.RelatedOneIdAsync")]
    public async Task A_relationship_to_one_leads_to_it_or_to_nothing()
    {
        (await _vt.Files.RelatedOneAsync<VtObject>(fixture.LetterSha256, VtRelationships.File.SigmaAnalysis)).ShouldBeNull();
        (await _vt.Files.RelatedOneIdAsync(fixture.LetterSha256, VtRelationships.File.SigmaAnalysis)).ShouldBeNull();

        var parent = await _vt.Files.RelatedOneAsync<VtFile>(fixture.MemberSha256[0], VtRelationships.File.CompressedParents);
        parent.ShouldNotBeNull().MeaningfulName.ShouldBe("archive.zip");
        var id = await _vt.Files.RelatedOneIdAsync(fixture.MemberSha256[0], VtRelationships.File.CompressedParents);
        id.ShouldNotBeNull().Id.ShouldBe(fixture.ArchiveSha256);
    }

    [Fact]
    [Trait("seed", "51")]
    [Covers("Files.RelatedAsync<T>(VtId, VtRelationshipName)")]
    [Covers("Files.BehavioursAsync")]
    public async Task What_clients_ask_for_unnamed_are_the_sandbox_runs()
    {
        (await _vt.Files.BehavioursAsync(fixture.LetterSha256).ToListAsync()).ShouldBeEmpty();
        (await _vt.Files.RelatedAsync<VtFileBehaviour>(fixture.LetterSha256, VtRelationships.DefaultFor("file")!).ToListAsync()).ShouldBeEmpty();

        (await fixture.Service.RequestsAsync()).TakeLast(2).ShouldBe(Enumerable.Repeat($"GET /files/{fixture.LetterSha256}/behaviours 200", 2));
    }

    [Fact]
    [Covers("Files.BehaviourSummaryAsync")]
    [Covers("Files.BehaviourMitreTreesAsync")]
    public async Task What_no_sandbox_has_said_is_not_invented()
    {
        (await _vt.Files.BehaviourSummaryAsync(fixture.LetterSha256)).Tags.ShouldBeEmpty();
        (await _vt.Files.BehaviourMitreTreesAsync(fixture.LetterSha256)).Count.ShouldBe(0);
        await Should.ThrowAsync<VtNotFoundException>(() => _vt.Files.BehaviourSummaryAsync(Samples.UnknownSha256));
    }

    [Fact]
    [Covers("Files.RelatedAsync<T>(VtId, VtRelationshipName)")]
    public async Task A_relationship_that_no_file_has_is_refused()
    {
        var error = await Should.ThrowAsync<VtApiException>(async () => await _vt.Files.RelatedAsync<VtObject>(fixture.LetterSha256, "no_such_thing").ToListAsync());

        error.Code.ShouldBe(VtErrorCode.InvalidArgumentError);
    }

    [Fact]
    [Covers("Files.RelatedAsync<T>(VtId, VtRelationshipName)")]
    public async Task A_public_key_lacks_the_privilege_for_what_is_premium()
    {
        var vt = fixture.Service.Client(VtEmulatorKeys.Public);

        var error = await Should.ThrowAsync<VtAuthenticationException>(async () =>
            await vt.Files.RelatedAsync<VtFile>(fixture.LetterSha256, VtRelationships.File.CompressedParents).ToListAsync());

        error.IsForbidden.ShouldBeTrue();
        error.Code.ShouldBe(VtErrorCode.ForbiddenError);
    }
}
