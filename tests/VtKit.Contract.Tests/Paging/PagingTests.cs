using VtKit.Emulator;

namespace VtKit.Contract.Tests;

/// <summary>A domain with 95 comments, which nobody but the tests of paging reads.</summary>
public sealed class PagingFixture : IAsyncLifetime
{
    public const string Domain = "paged.example";
    public const int Total = 95;

    internal EmulatedService Service { get; private set; } = null!;

    /// <summary>The ids as they are to be listed: the newest first.</summary>
    internal string[] Ids { get; private set; } = [];

    public async Task InitializeAsync()
    {
        Service = await EmulatedService.StartAsync();
        var ids = new List<string>();
        for (var number = 1; number <= Total; number++)
            ids.Add((await Service.Premium.Domains.AddCommentAsync(Domain, $"Number {number}")).Id);
        ids.Reverse();
        Ids = [.. ids];
    }

    public async Task DisposeAsync() => await Service.DisposeAsync();
}

/// <summary>Lists read page by page over the wire: nothing lost, nothing twice, wherever one stops and goes on.</summary>
[Trait("seed", "77")]
public sealed class PagingTests(PagingFixture fixture) : IClassFixture<PagingFixture>
{
    private readonly VtClient _vt = fixture.Service.Premium;

    [Theory]
    [InlineData(null, 10)]
    [InlineData(10, 10)]
    [InlineData(40, 3)]
    [Trait("seed", "76")]
    [Trait("seed", "48")]
    public async Task Every_item_comes_once_in_its_order(int? pageSize, int requests)
    {
        await fixture.Service.ForgetRequestsAsync();
        var list = _vt.Domains.CommentsAsync(PagingFixture.Domain, new VtListOptions { PageSize = pageSize });

        (await list.Select(comment => comment.Id).ToListAsync()).ShouldBe(fixture.Ids);
        (await fixture.Service.RequestsAsync()).Count.ShouldBe(requests);
        (await list.Pages().FirstAsync()).Count.ShouldBe(PagingFixture.Total);
    }

    [Fact]
    public async Task The_service_takes_40_at_most_and_says_so()
    {
        var error = await Should.ThrowAsync<VtApiException>(async () =>
            await _vt.Domains.CommentsAsync(PagingFixture.Domain, new VtListOptions { PageSize = 41 }).ToListAsync());

        (error.Code, error.ServiceMessage).ShouldBe((VtErrorCode.BadRequestError, "Limit can't be larger than 40"));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(7, 1)]
    [InlineData(10, 1)]
    [InlineData(25, 3)]
    [InlineData(1000, 10)]
    [Trait("seed", "76")]
    public async Task A_limit_ends_the_list_and_fetches_no_page_too_many(int max, int requests)
    {
        await fixture.Service.ForgetRequestsAsync();

        var ids = await _vt.Domains.CommentsAsync(PagingFixture.Domain, new VtListOptions { PageSize = 10, Max = max }).Select(comment => comment.Id).ToListAsync();

        ids.ShouldBe(fixture.Ids.Take(max));
        (await fixture.Service.RequestsAsync()).Count.ShouldBe(requests);
    }

    [Theory]
    [InlineData(10, 0)]
    [InlineData(10, 1)]
    [InlineData(10, 9)]
    [InlineData(10, 10)]
    [InlineData(10, 57)]
    [InlineData(10, 94)]
    [InlineData(10, 95)]
    [InlineData(40, 39)]
    [InlineData(40, 40)]
    [InlineData(40, 57)]
    [InlineData(40, 80)]
    [InlineData(40, 81)]
    public async Task Reading_goes_on_from_a_token_that_was_written_down(int pageSize, int stopAfter)
    {
        var (ids, token) = await ReadAsync(pageSize, stopAfter);

        // Another program of the same user, with pages of another size.
        var later = fixture.Service.Client(VtEmulatorKeys.Premium);
        foreach (var size in new[] { pageSize, 7 })
        {
            var rest = await later.Domains.CommentsAsync(PagingFixture.Domain, new VtListOptions { PageSize = size, ResumeFrom = VtResumeToken.Parse(token) })
                .Select(comment => comment.Id).ToListAsync();
            ids.Concat(rest).ShouldBe(fixture.Ids);
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(40)]
    public async Task A_list_can_be_read_in_many_sittings(int pageSize)
    {
        var ids = new List<string>();
        var token = default(VtResumeToken).ToString();

        // Seven at a time, so that most sittings begin in the middle of a page that was begun before.
        while (ids.Count < PagingFixture.Total)
        {
            var page = await _vt.Domains.CommentsAsync(PagingFixture.Domain, new VtListOptions { PageSize = pageSize }).Pages(VtResumeToken.Parse(token)).FirstAsync();
            var taken = Math.Min(7, page.Items.Count);
            ids.AddRange(page.Items.Take(taken).Select(comment => comment.Id));
            token = page.After(taken).ToString();
        }

        ids.ShouldBe(fixture.Ids);
    }

    [Fact]
    public async Task What_is_added_meanwhile_moves_nothing()
    {
        const string Domain = "growing.example";
        var ids = new List<string>();
        for (var number = 1; number <= 25; number++) ids.Insert(0, (await _vt.Domains.AddCommentAsync(Domain, $"Number {number}")).Id);
        var options = new VtListOptions { PageSize = 10 };
        var read = new List<string>();

        await foreach (var comment in _vt.Domains.CommentsAsync(Domain, options))
        {
            read.Add(comment.Id);
            if (read.Count is 5 or 12) await _vt.Domains.AddCommentAsync(Domain, "Added meanwhile");
        }

        read.ShouldBe(ids);
        (await _vt.Domains.CommentsAsync(Domain, options).CountAsync()).ShouldBe(27);
    }

    [Fact]
    public async Task A_place_of_another_user_or_of_another_list_is_refused()
    {
        var (_, token) = await ReadAsync(10, 10);
        var options = new VtListOptions { PageSize = 10, ResumeFrom = VtResumeToken.Parse(token) };
        var stranger = fixture.Service.Client(VtEmulatorKeys.OtherGroup);
        await _vt.Domains.AddCommentAsync("another.example", "A list of one");

        await ShouldBeRefusedAsync(stranger.Domains.CommentsAsync(PagingFixture.Domain, options));
        await ShouldBeRefusedAsync(_vt.Domains.CommentsAsync("another.example", options));
        await ShouldBeRefusedAsync(_vt.Comments.LatestAsync(null, options));
        await ShouldBeRefusedAsync(_vt.Domains.CommentsAsync(PagingFixture.Domain, new VtListOptions { ResumeFrom = new VtResumeToken("made up", 0) }));

        static async Task ShouldBeRefusedAsync(VtPaged<VtComment> list)
        {
            var error = await Should.ThrowAsync<VtApiException>(async () => await list.ToListAsync());
            (error.Code, error.ServiceMessage).ShouldBe((VtErrorCode.InvalidArgumentError, "Invalid cursor"));
        }
    }

    [Fact]
    public async Task An_empty_page_that_has_a_cursor_is_not_the_end()
    {
        await fixture.Service.FaultAsync($$"""{"path": "/api/v3/domains/{{PagingFixture.Domain}}/comments", "kind": "empty_page"}""");
        var list = _vt.Domains.CommentsAsync(PagingFixture.Domain, new VtListOptions { PageSize = 40 });

        var pages = await list.Pages().ToListAsync();

        pages.Select(page => page.Items.Count).ShouldBe([0, 40, 40, 15]);
        pages.SelectMany(page => page.Items).Select(comment => comment.Id).ShouldBe(fixture.Ids);
    }

    [Fact]
    public async Task A_cursor_that_leads_back_to_its_own_page_is_an_error_and_no_endless_list()
    {
        // Each page but the first is empty and has the cursor that fetched it.
        await fixture.Service.FaultAsync($$"""{"path": "/api/v3/domains/{{PagingFixture.Domain}}/comments", "kind": "empty_page", "nth": 2, "times": 0}""");
        try
        {
            var error = await Should.ThrowAsync<VtProtocolException>(async () =>
                await _vt.Domains.CommentsAsync(PagingFixture.Domain, new VtListOptions { PageSize = 40 }).ToListAsync());

            error.Message.ShouldContain("the same cursor twice");
        }
        finally
        {
            await fixture.Service.AdminAsync(HttpMethod.Delete, "/faults");
        }
    }

    [Fact]
    [Trait("seed", "83")]
    public async Task A_relationship_inside_a_report_goes_on_from_its_cursor()
    {
        var inline = (await _vt.Domains.GetAsync(PagingFixture.Domain, new VtReadOptions { Relationships = ["comments"] })).Relationships["comments"];
        var first = inline.Objects.Select(comment => comment.Id).ToList();

        var rest = await _vt.Domains.RelatedIdsAsync(PagingFixture.Domain, "comments", new VtListOptions { PageSize = 40, ResumeFrom = new VtResumeToken(inline.Cursor, 0) })
            .Select(comment => comment.Id).ToListAsync();

        first.Count.ShouldBe(20);
        first.Concat(rest).ShouldBe(fixture.Ids);
    }

    /// <summary>Reads some items, and writes down where it stopped.</summary>
    private async Task<(List<string> Ids, string Token)> ReadAsync(int pageSize, int stopAfter)
    {
        var ids = new List<string>();
        await foreach (var page in _vt.Domains.CommentsAsync(PagingFixture.Domain, new VtListOptions { PageSize = pageSize }).Pages())
        {
            var taken = Math.Min(page.Items.Count, stopAfter - ids.Count);
            ids.AddRange(page.Items.Take(taken).Select(comment => comment.Id));
            if (ids.Count == stopAfter) return (ids, page.After(taken).ToString());
        }
        throw new InvalidOperationException($"There are no {stopAfter} items.");
    }
}
