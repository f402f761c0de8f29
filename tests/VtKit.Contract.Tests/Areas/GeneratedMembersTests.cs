namespace VtKit.Contract.Tests;

/// <summary>Members that are generated from rows which the emulator answers.</summary>
public sealed class GeneratedMembersTests(AreaFixture fixture) : IClassFixture<AreaFixture>
{
    private readonly VtClient _vt = fixture.Vt;

    [Fact]
    [Covers("Files.RelatedAsync(VtId, VtRelationshipName)")]
    [Covers("Urls.RelatedAsync(VtId, VtRelationshipName)")]
    [Covers("Domains.RelatedAsync(VtId, VtRelationshipName)")]
    [Covers("IpAddresses.RelatedAsync(VtId, VtRelationshipName)")]
    public async Task Related_objects_come_by_the_class_of_their_type()
    {
        (await _vt.Files.RelatedAsync(fixture.ArchiveSha256, VtRelationships.File.BundledFiles).ToListAsync()).ShouldAllBe(item => item is VtFile);
        (await _vt.Domains.RelatedAsync(AreaFixture.Domain, VtRelationships.Domain.Urls).ToListAsync()).ShouldHaveSingleItem().ShouldBeOfType<VtUrl>();
        (await _vt.IpAddresses.RelatedAsync(AreaFixture.Address, "urls").ToListAsync()).ShouldHaveSingleItem().ShouldBeOfType<VtUrl>();
        (await _vt.Urls.RelatedAsync(AreaFixture.Url, "network_location").ToListAsync()).ShouldHaveSingleItem().ShouldBeOfType<VtDomain>();
    }

    [Fact]
    public async Task A_relationship_is_a_method_of_its_area()
    {
        var members = await _vt.Files.BundledFilesAsync(fixture.ArchiveSha256).ToListAsync();

        members.Select(file => file.Sha256).ShouldBe(fixture.MemberSha256, ignoreOrder: true);
        (await _vt.Urls.GetNetworkLocationAsync(AreaFixture.Url)).ShouldBeOfType<VtDomain>().Id.ShouldBe(AreaFixture.Domain);
    }

    [Fact]
    [Covers("Analyses.RelatedAsync")]
    [Covers("Analyses.RelatedIdsAsync")]
    public async Task What_an_analysis_is_of()
    {
        (await _vt.Analyses.RelatedAsync(fixture.UrlAnalysis, VtRelationships.Analysis.Item).ToListAsync()).ShouldHaveSingleItem().ShouldBeOfType<VtUrl>();
        (await _vt.Analyses.RelatedIdsAsync(fixture.UrlAnalysis, "item").ToListAsync()).ShouldHaveSingleItem().IsDescriptor.ShouldBeTrue();
    }

    [Fact]
    [Covers("Comments.RelatedAsync")]
    [Covers("Comments.RelatedIdsAsync")]
    public async Task Who_wrote_a_comment()
    {
        var comment = await _vt.Files.AddCommentAsync(fixture.LetterSha256, "Who wrote this?");

        var author = (await _vt.Comments.RelatedAsync(comment.Id, VtRelationships.Comment.Author).ToListAsync()).ShouldHaveSingleItem().ShouldBeOfType<VtUser>();
        (await _vt.Comments.RelatedIdsAsync(comment.Id, "author").ToListAsync()).ShouldHaveSingleItem().Id.ShouldBe(author.Id);
        (await _vt.Comments.GetAuthorAsync(comment.Id))!.Id.ShouldBe(author.Id);
    }

    [Fact]
    [Covers("Users.GetAsync")]
    [Covers("Users.OverallQuotasAsync")]
    [Covers("Users.ApiUsageAsync")]
    [Covers("Users.RelatedAsync")]
    [Covers("Users.RelatedIdsAsync")]
    public async Task A_user_and_what_was_used()
    {
        var comment = await _vt.Files.AddCommentAsync(fixture.LetterSha256, "Of a user");

        (await _vt.Users.GetAsync("premium")).Id.ShouldBe("premium");
        (await _vt.Users.OverallQuotasAsync("premium")).Daily.Used.ShouldNotBeNull().ShouldBeGreaterThan(0);
        (await _vt.Users.ApiUsageAsync("premium")).Exists.ShouldBeTrue();
        (await _vt.Users.RelatedAsync("premium", VtRelationships.User.Comments).ToListAsync()).ShouldContain(item => item.Id == comment.Id);
        (await _vt.Users.RelatedIdsAsync("premium", "comments").ToListAsync()).ShouldContain(item => item.Id == comment.Id);
    }

    [Fact]
    [Covers("Metadata.GetAsync")]
    public async Task The_service_says_what_it_has() => (await _vt.Metadata.GetAsync())["engines"].Exists.ShouldBeTrue();
}
