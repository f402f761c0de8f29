using VtKit.Emulator;

namespace VtKit.Contract.Tests;

/// <summary>Searching by modifiers, and looking up what an analyst pastes.</summary>
public sealed class SearchTests(AreaFixture fixture) : IClassFixture<AreaFixture>
{
    private readonly VtClient _vt = fixture.Vt;

    [Fact]
    [Covers("Intelligence.SearchAsync")]
    public async Task Hits_come_by_their_class_in_the_order_that_is_asked_for()
    {
        var files = await _vt.Intelligence.SearchAsync("type:text fs:1d+ OR type:zip", "size-").ToListAsync();
        files.ShouldAllBe(hit => hit is VtFile);
        files.Select(file => file.Id).ShouldContain(fixture.ArchiveSha256);
        files.Cast<VtFile>().Select(file => file.Size!.Value).ShouldBeInOrder(SortDirection.Descending);

        var url = (VtUrl)(await _vt.Intelligence.SearchAsync("entity:url hostname:shop.example.com query_field:id").ToListAsync()).ShouldHaveSingleItem();
        url.Url.ShouldBe(AreaFixture.Url);
        url.ContextAttributes["url"].AsString().ShouldBe(AreaFixture.Url);
        (await _vt.Intelligence.SearchAsync("entity:domain parent_domain:example.com").ToListAsync()).ShouldHaveSingleItem().ShouldBeOfType<VtDomain>().Id.ShouldBe(AreaFixture.Domain);
        (await _vt.Intelligence.SearchAsync("entity:ip ip:\"198.51.100.0/24\"").ToListAsync()).ShouldHaveSingleItem().Id.ShouldBe(AreaFixture.Address);
    }

    [Fact]
    public async Task Pages_are_as_large_as_a_search_allows_and_tell_how_many_there_are()
    {
        var paged = _vt.Intelligence.SearchAsync("NOT type:zip", "size", descriptorsOnly: true, new VtListOptions { PageSize = 2 });
        var pages = await paged.Pages().ToListAsync();
        var ids = pages.SelectMany(page => page.Items).Select(item => item.Id).ToList();
        ids.Distinct().Count().ShouldBe(ids.Count);
        pages.ShouldAllBe(page => page.TotalHits == ids.Count);
        pages.SelectMany(page => page.Items).ShouldAllBe(item => item.IsDescriptor);
        ids.ShouldContain(fixture.LetterSha256);
        (await _vt.Intelligence.SearchAsync("NOT type:zip", options: new VtListOptions { PageSize = 300 }).ToListAsync()).Count.ShouldBe(ids.Count);
    }

    [Fact]
    [Covers("Intelligence.SnippetsAsync")]
    public async Task A_hit_on_content_leads_to_the_bytes_around_it()
    {
        var hit = (await _vt.Intelligence.SearchAsync("content:{45 49 43 41 52 2D [8] 2D}").ToListAsync()).ShouldHaveSingleItem();
        hit.Id.ShouldBe(Samples.EicarSha256);
        hit.ContextAttributes["confidence"].AsDouble().ShouldBe(1);

        var snippets = await _vt.Intelligence.SnippetsAsync(hit.ContextAttributes["snippet"].AsString()!);

        snippets.ShouldHaveSingleItem().ShouldContain("*begin_highlight*45 49 43 41*end_highlight*");
        await Should.ThrowAsync<VtNotFoundException>(() => _vt.Intelligence.SnippetsAsync("none"));
    }

    [Fact]
    [Covers("Intelligence.LookupAsync")]
    public async Task What_an_analyst_pastes_is_looked_up()
    {
        (await _vt.Intelligence.LookupAsync(Samples.EicarSha256).ToListAsync()).ShouldHaveSingleItem().ShouldBeOfType<VtFile>();
        (await _vt.Intelligence.LookupAsync("HTTP://SHOP.example.com:80/offers?id=1").ToListAsync()).ShouldHaveSingleItem().ShouldBeOfType<VtUrl>();
        (await _vt.Intelligence.LookupAsync(AreaFixture.Domain).ToListAsync()).ShouldHaveSingleItem().ShouldBeOfType<VtDomain>();
        (await _vt.Intelligence.LookupAsync(AreaFixture.Address).ToListAsync()).ShouldHaveSingleItem().ShouldBeOfType<VtIpAddress>();
        var comment = await _vt.Domains.AddCommentAsync("search.example", "About #lookup");
        (await _vt.Intelligence.LookupAsync("#lookup").ToListAsync()).ShouldHaveSingleItem().Id.ShouldBe(comment.Id);
        (await _vt.Intelligence.LookupAsync(comment.Id).ToListAsync()).ShouldHaveSingleItem().Id.ShouldBe(comment.Id);
        (await _vt.Intelligence.LookupAsync("type:text").ToListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_cannot_be_searched_is_an_error_of_the_service()
    {
        (await FailAsync("colour:red")).Code.ShouldBe(VtErrorCode.InvalidArgumentError);
        (await FailAsync("content:\"ab\"")).Code.ShouldBe(VtErrorCode.UnselectiveContentQueryError);
        (await FailAsync("NOT content:\"abcdef\"")).Code.ShouldBe(VtErrorCode.UnsupportedContentQueryError);
        var anyone = fixture.Service.Client(VtEmulatorKeys.Public);
        (await Should.ThrowAsync<VtAuthenticationException>(async () => await anyone.Intelligence.SearchAsync("p:1").ToListAsync())).IsForbidden.ShouldBeTrue();
        (await anyone.Intelligence.LookupAsync(Samples.EicarSha256).ToListAsync()).Count.ShouldBe(1);
    }

    private async Task<VtApiException> FailAsync(string query) => await Should.ThrowAsync<VtApiException>(async () => await _vt.Intelligence.SearchAsync(query).ToListAsync());
}
