using VtKit.Indicators;

namespace VtKit.Contract.Tests;

/// <summary>URLs: submitting, reports by each form of the id, comments, votes, what is related.</summary>
[Trait("seed", "31")]
public sealed class UrlsTests(AreaFixture fixture) : IClassFixture<AreaFixture>
{
    private readonly VtClient _vt = fixture.Vt;

    [Fact]
    [Covers("Urls.SubmitAsync")]
    public async Task A_submitted_URL_has_an_analysis_and_a_report()
    {
        const string Url = "http://www.example.org/a path?q=ü&r=1+2#part";

        var analysis = await _vt.Urls.SubmitAsync(Url);

        analysis.Type.ShouldBe(VtObjectTypes.Analysis);
        var done = await _vt.Analyses.GetAsync(analysis.Id);
        done.Subject.UrlInfo.Url.ShouldBe((await _vt.Urls.GetAsync(Url)).Url);
        done.Subject.UrlInfo.Id.ShouldBe(UrlId.FromUrl(Url).LocalIdentity);
    }

    [Fact]
    [Covers("Urls.SubmitAsync")]
    public async Task What_is_no_URL_is_refused()
    {
        var error = await Should.ThrowAsync<VtApiException>(() => _vt.Urls.SubmitAsync("http://"));

        error.Code.ShouldBe(VtErrorCode.InvalidArgumentError);
        error.ServiceMessage.ShouldBe("Unable to canonicalize url");
    }

    [Fact]
    [Trait("seed", "54")]
    [Trait("seed", "55")]
    [Covers("Urls.GetAsync")]
    public async Task A_URL_is_found_as_typed_by_base64_and_by_SHA256()
    {
        var id = UrlId.FromUrl(AreaFixture.Url);

        var typed = await _vt.Urls.GetAsync(AreaFixture.Url);

        typed.Url.ShouldBe(AreaFixture.Url);
        typed.Id.ShouldBe(id.LocalIdentity);
        typed.TimesSubmitted.ShouldBe(1);
        (await _vt.Urls.GetAsync(id.LookupId)).ToJson().ShouldBe(typed.ToJson());
        (await _vt.Urls.GetAsync(id.LocalIdentity)).ToJson().ShouldBe(typed.ToJson());
        (await _vt.Urls.GetAsync(id)).ToJson().ShouldBe(typed.ToJson());
        // The service canonicalises what was typed.
        (await _vt.Urls.GetAsync("HTTP://SHOP.example.com:80/offers?id=1#top")).Id.ShouldBe(typed.Id);
    }

    [Fact]
    [Trait("seed", "8")]
    [Trait("seed", "10")]
    [Covers("Urls.GetAsync")]
    public async Task Looking_up_an_unknown_URL_never_submits_it()
    {
        const string Unknown = "http://nobody.example.net/sent/this";

        await Should.ThrowAsync<VtNotFoundException>(() => _vt.Urls.GetAsync(Unknown));
        await Should.ThrowAsync<VtNotFoundException>(() => _vt.Urls.GetAsync(Unknown));

        (await fixture.Service.RequestsAsync()).TakeLast(2).ShouldAllBe(request => request.StartsWith("GET /urls/") && request.EndsWith(" 404"));
    }

    [Fact]
    [Trait("seed", "47")]
    [Covers("Urls.AnalyseAsync")]
    public async Task A_known_URL_is_analysed_again()
    {
        var analysis = await _vt.Urls.AnalyseAsync(AreaFixture.Url);

        (await _vt.Analyses.GetAsync(analysis.Id)).Subject.UrlInfo.Url.ShouldBe(AreaFixture.Url);
        await Should.ThrowAsync<VtNotFoundException>(() => _vt.Urls.AnalyseAsync("http://nobody.example.net/"));
    }

    [Fact]
    [Trait("seed", "49")]
    [Covers("Urls.AddCommentAsync")]
    [Covers("Urls.CommentsAsync")]
    public Task Comments_come_back() => Community.CommentsComeBackAsync(_vt.Urls, AreaFixture.Url, _vt, fixture.Service.Clock);

    [Fact]
    [Trait("seed", "50")]
    [Covers("Urls.AddVoteAsync")]
    [Covers("Urls.VotesAsync")]
    public Task Votes_come_back() => Community.VotesComeBackAsync(_vt.Urls, fixture.Other.Urls, AreaFixture.Url);

    [Fact]
    [Covers("Urls.GetNetworkLocationAsync")]
    public async Task The_network_location_is_the_domain_or_the_address_of_the_host()
    {
        (await _vt.Urls.GetNetworkLocationAsync(AreaFixture.Url)).ShouldBeOfType<VtDomain>().Id.ShouldBe(AreaFixture.Domain);
        (await _vt.Urls.GetNetworkLocationAsync($"http://{AreaFixture.Address}/login")).ShouldBeOfType<VtIpAddress>().Id.ShouldBe(AreaFixture.Address);
    }

    [Fact]
    [Covers("Urls.RelatedAsync<T>(VtId, VtRelationshipName)")]
    [Covers("Urls.RelatedIdsAsync")]
    public async Task The_analyses_of_a_URL_are_listed()
    {
        var analyses = await _vt.Urls.RelatedAsync<VtAnalysis>(AreaFixture.Url, VtRelationships.Url.Analyses).ToListAsync();
        var ids = await _vt.Urls.RelatedIdsAsync(AreaFixture.Url, VtRelationships.Url.Analyses).ToListAsync();

        analyses.ShouldContain(analysis => analysis.Id == fixture.UrlAnalysis && analysis.IsCompleted);
        ids.Select(id => id.Id).ShouldBe(analyses.Select(analysis => analysis.Id));
        ids.ShouldAllBe(id => id.IsDescriptor);
    }

    [Fact]
    [Trait("seed", "51")]
    [Covers("Urls.RelatedOneAsync")]
    [Covers("Urls.RelatedOneIdAsync")]
    public async Task A_relationship_to_one_leads_to_it_or_to_nothing()
    {
        // The emulator resolves no names, so nothing serves a URL there.
        (await _vt.Urls.RelatedOneAsync<VtIpAddress>(AreaFixture.Url, VtRelationships.DefaultFor("url")!)).ShouldBeNull();
        (await fixture.Service.RequestsAsync())[^1].ShouldEndWith("/last_serving_ip_address 200");

        var host = await _vt.Urls.RelatedOneIdAsync(AreaFixture.Url, VtRelationships.Url.NetworkLocation);
        (host!.Type, host.Id, host.IsDescriptor).ShouldBe(("domain", AreaFixture.Domain, true));
    }
}
