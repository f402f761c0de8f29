namespace VtKit.Contract.Tests;

/// <summary>Domains: known once they were seen.</summary>
[Trait("seed", "32")]
public sealed class DomainsTests(AreaFixture fixture) : IClassFixture<AreaFixture>
{
    private readonly VtClient _vt = fixture.Vt;

    [Fact]
    [Covers("Domains.GetAsync")]
    public async Task A_domain_is_known_once_it_was_seen()
    {
        (await _vt.Domains.GetAsync("SHOP.Example.com.")).Id.ShouldBe(AreaFixture.Domain);

        var error = await Should.ThrowAsync<VtNotFoundException>(() => _vt.Domains.GetAsync("nobody.example.net"));
        error.ServiceMessage.ShouldBe("Domain \"nobody.example.net\" not found");
    }

    [Fact]
    [Covers("Domains.GetAsync")]
    [Covers("Domains.AnalyseAsync")]
    public async Task An_international_domain_is_the_same_in_both_of_its_forms()
    {
        var analysis = await _vt.Domains.AnalyseAsync("bücher.example");

        (await _vt.Analyses.GetAsync(analysis.Id)).IsCompleted.ShouldBeTrue();
        (await _vt.Domains.GetAsync("bücher.example")).Id.ShouldBe("xn--bcher-kva.example");
        (await _vt.Domains.GetAsync("xn--bcher-kva.example")).Id.ShouldBe("xn--bcher-kva.example");
    }

    [Fact]
    [Covers("Domains.AddCommentAsync")]
    [Covers("Domains.CommentsAsync")]
    public Task Comments_come_back() => Community.CommentsComeBackAsync(_vt.Domains, AreaFixture.Domain, _vt, fixture.Service.Clock);

    [Fact]
    [Covers("Domains.AddVoteAsync")]
    [Covers("Domains.VotesAsync")]
    public Task Votes_come_back() => Community.VotesComeBackAsync(_vt.Domains, fixture.Other.Domains, AreaFixture.Domain);

    [Fact]
    [Trait("seed", "81")]
    [Covers("Domains.RelatedAsync<T>(VtId, VtRelationshipName)")]
    public async Task The_URLs_of_a_domain_say_in_their_context_which_they_are()
    {
        var urls = await _vt.Domains.RelatedAsync<VtUrl>(AreaFixture.Domain, VtRelationships.Domain.Urls).ToListAsync();

        urls.Select(url => url.Url).ShouldBe([AreaFixture.Url]);
        urls[0].ContextAttributes["url"].AsString().ShouldBe(AreaFixture.Url);
    }

    [Fact]
    [Trait("seed", "51")]
    [Covers("Domains.RelatedAsync<T>(VtId, VtRelationshipName)")]
    public async Task What_clients_ask_for_unnamed_are_the_resolutions()
    {
        (await _vt.Domains.RelatedAsync<VtResolution>(AreaFixture.Domain, VtRelationships.DefaultFor("domain")!).ToListAsync()).ShouldBeEmpty();

        (await fixture.Service.RequestsAsync())[^1].ShouldBe($"GET /domains/{AreaFixture.Domain}/resolutions 200");
    }

    [Fact]
    [Covers("Domains.RelatedIdsAsync")]
    [Covers("Domains.RelatedOneAsync")]
    [Covers("Domains.RelatedOneIdAsync")]
    public async Task Parents_and_children_lead_to_each_other()
    {
        await _vt.Domains.AnalyseAsync("parent.example");
        await _vt.Domains.AnalyseAsync("child.parent.example");

        var children = await _vt.Domains.RelatedIdsAsync("parent.example", VtRelationships.Domain.Subdomains).ToListAsync();
        children.Select(child => (child.Id, child.IsDescriptor)).ShouldBe([("child.parent.example", true)]);
        (await _vt.Domains.RelatedOneAsync<VtDomain>("child.parent.example", VtRelationships.Domain.ImmediateParent))!.Id.ShouldBe("parent.example");
        (await _vt.Domains.RelatedOneIdAsync("child.parent.example", VtRelationships.Domain.ImmediateParent))!.Id.ShouldBe("parent.example");
        (await _vt.Domains.RelatedOneAsync<VtDomain>("parent.example", VtRelationships.Domain.ImmediateParent)).ShouldBeNull();
    }
}

/// <summary>IP addresses of both versions: always known.</summary>
[Trait("seed", "32")]
public sealed class IpAddressesTests(AreaFixture fixture) : IClassFixture<AreaFixture>
{
    private readonly VtClient _vt = fixture.Vt;

    [Theory]
    [InlineData("8.8.8.8", "8.8.8.8")]
    [InlineData("2001:4860:4860:0:0:0:0:8888", "2001:4860:4860::8888")]
    [Covers("IpAddresses.GetAsync")]
    public async Task An_address_is_always_there(string typed, string id)
    {
        var address = await _vt.IpAddresses.GetAsync(typed);

        (address.Type, address.Id).ShouldBe(("ip_address", id));
        address.Links.Self.ShouldNotBeNull().ShouldEndWith("/ip_addresses/" + id);
    }

    [Fact]
    [Covers("IpAddresses.AnalyseAsync")]
    public async Task An_address_is_analysed()
    {
        var analysis = await _vt.IpAddresses.AnalyseAsync("2001:4860:4860::8844");

        (await _vt.Analyses.GetAsync(analysis.Id)).IsCompleted.ShouldBeTrue();
        (await _vt.IpAddresses.GetAsync("2001:4860:4860::8844")).LastAnalysisDate.ShouldBe(fixture.Service.Clock.GetUtcNow());
    }

    [Fact]
    [Covers("IpAddresses.AddCommentAsync")]
    [Covers("IpAddresses.CommentsAsync")]
    public Task Comments_come_back() => Community.CommentsComeBackAsync(_vt.IpAddresses, AreaFixture.Address, _vt, fixture.Service.Clock);

    [Fact]
    [Covers("IpAddresses.CommentsAsync")]
    public Task Comments_on_an_address_with_colons_come_back() => Community.CommentsComeBackAsync(_vt.IpAddresses, "2001:db8::1", _vt, fixture.Service.Clock);

    [Fact]
    [Covers("IpAddresses.AddVoteAsync")]
    [Covers("IpAddresses.VotesAsync")]
    public Task Votes_come_back() => Community.VotesComeBackAsync(_vt.IpAddresses, fixture.Other.IpAddresses, AreaFixture.Address);

    [Fact]
    [Trait("seed", "51")]
    [Covers("IpAddresses.RelatedAsync<T>(VtId, VtRelationshipName)")]
    [Covers("IpAddresses.RelatedIdsAsync")]
    [Covers("IpAddresses.RelatedOneAsync")]
    [Covers("IpAddresses.RelatedOneIdAsync")]
    public async Task The_URLs_of_an_address_are_listed()
    {
        var url = $"http://{AreaFixture.Address}/login";

        var urls = await _vt.IpAddresses.RelatedAsync<VtUrl>(AreaFixture.Address, VtRelationships.IpAddress.Urls).ToListAsync();
        urls.Select(found => found.Url).ShouldBe([url]);
        var ids = await _vt.IpAddresses.RelatedIdsAsync(AreaFixture.Address, VtRelationships.IpAddress.Urls).ToListAsync();
        ids.Select(id => (id.Type, id.Id, id.IsDescriptor)).ShouldBe([("url", urls[0].Id, true)]);
        // A list of one counts as that one.
        (await _vt.IpAddresses.RelatedOneAsync<VtUrl>(AreaFixture.Address, VtRelationships.IpAddress.Urls))!.Url.ShouldBe(url);
        (await _vt.IpAddresses.RelatedOneIdAsync(AreaFixture.Address, VtRelationships.IpAddress.Urls))!.Id.ShouldBe(urls[0].Id);

        (await _vt.IpAddresses.RelatedAsync<VtResolution>(AreaFixture.Address, VtRelationships.DefaultFor("ip_address")!).ToListAsync()).ShouldBeEmpty();
    }
}
