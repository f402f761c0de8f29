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
    [Trait("seed", "79")]
    [Trait("seed", "82")]
    [Covers("Feeds.FilesMinuteAsync")]
    [Covers("Feeds.FilesHourAsync")]
    [Covers("Feeds.FilesAsync")]
    [Covers("Feeds.OpenFileAsync")]
    public async Task A_feed_leads_to_its_samples()
    {
        await using var service = await EmulatedService.StartAsync();
        var start = service.Clock.GetUtcNow();
        service.Clock.Advance(TimeSpan.FromHours(2));
        var vt = service.Premium;

        var file = (await vt.Feeds.FilesMinuteAsync(start).ToListAsync()).ShouldHaveSingleItem();
        file.Sha256.ShouldBe(Samples.EicarSha256);
        (await vt.Feeds.FilesHourAsync(start).ToListAsync()).ShouldHaveSingleItem().Sha256.ShouldBe(Samples.EicarSha256);
        var followed = await vt.Feeds.FilesAsync(new VtFeedRange { Since = start, Until = start.AddMinutes(3) }).ToListAsync();
        followed.ShouldHaveSingleItem().Object.Sha256.ShouldBe(Samples.EicarSha256);

        await using var sample = await vt.Feeds.OpenFileAsync(file.ContextAttributes["download_url"].AsString()!.Split('/')[^2]);
        using var content = new MemoryStream();
        await sample.CopyToAsync(content);
        Samples.Sha256(content.ToArray()).ShouldBe(Samples.EicarSha256);
        // A line's link works as it stands, too: the key goes to its own origin.
        await using var link = await vt.OpenReadAsync(file.ContextAttributes["download_url"].AsString()!);
    }

    [Fact]
    [Trait("seed", "79")]
    [Covers("Feeds.UrlsMinuteAsync")]
    [Covers("Feeds.UrlsHourAsync")]
    [Covers("Feeds.UrlsAsync")]
    [Covers("Feeds.DomainsMinuteAsync")]
    [Covers("Feeds.DomainsHourAsync")]
    [Covers("Feeds.DomainsAsync")]
    [Covers("Feeds.IpAddressesMinuteAsync")]
    [Covers("Feeds.IpAddressesHourAsync")]
    [Covers("Feeds.IpAddressesAsync")]
    [Covers("Feeds.FileBehavioursMinuteAsync")]
    [Covers("Feeds.FileBehavioursHourAsync")]
    [Covers("Feeds.FileBehavioursAsync")]
    [Covers("Feeds.LinesAsync")]
    public async Task Each_feed_has_what_was_analysed_in_its_time()
    {
        await using var service = await EmulatedService.StartAsync();
        var vt = service.Premium;
        service.Clock.Advance(TimeSpan.FromMinutes(1));
        var minute = service.Clock.GetUtcNow();
        await vt.Urls.SubmitAsync(AreaFixture.Url);
        await vt.Domains.AnalyseAsync("example.com");
        await vt.IpAddresses.AnalyseAsync("8.8.8.8");
        service.Clock.Advance(TimeSpan.FromHours(2));
        var range = new VtFeedRange { Since = minute, Until = minute.AddMinutes(1) };

        (await vt.Feeds.UrlsMinuteAsync(minute).ToListAsync()).ShouldHaveSingleItem().Url.ShouldBe(AreaFixture.Url);
        (await vt.Feeds.UrlsHourAsync(minute).ToListAsync()).Count.ShouldBe(1);
        (await vt.Feeds.UrlsAsync(range).ToListAsync()).Count.ShouldBe(1);
        (await vt.Feeds.DomainsMinuteAsync(minute).ToListAsync()).ShouldHaveSingleItem().Id.ShouldBe("example.com");
        (await vt.Feeds.DomainsHourAsync(minute).ToListAsync()).Count.ShouldBe(1);
        (await vt.Feeds.DomainsAsync(range).ToListAsync()).Count.ShouldBe(1);
        (await vt.Feeds.IpAddressesMinuteAsync(minute).ToListAsync()).ShouldHaveSingleItem().Id.ShouldBe("8.8.8.8");
        (await vt.Feeds.IpAddressesHourAsync(minute).ToListAsync()).Count.ShouldBe(1);
        (await vt.Feeds.IpAddressesAsync(range).ToListAsync()).Count.ShouldBe(1);
        (await vt.Feeds.FileBehavioursMinuteAsync(minute).ToListAsync()).ShouldBeEmpty();
        (await vt.Feeds.FileBehavioursHourAsync(minute).ToListAsync()).ShouldBeEmpty();
        (await vt.Feeds.FileBehavioursAsync(range).ToListAsync()).ShouldBeEmpty();
        (await vt.Feeds.LinesAsync(VtFeedKind.Domains, range).Select(line => line.Utf8.Length).ToListAsync()).ShouldHaveSingleItem().ShouldBeGreaterThan(0);
    }

    [Fact]
    [Covers("Metadata.GetAsync")]
    public async Task The_service_says_what_it_has() => (await _vt.Metadata.GetAsync())["engines"].Exists.ShouldBeTrue();
}
