using System.Formats.Tar;
using System.Net;
using System.Text;
using VtKit.Testing.Shared;

namespace VtKit.Tests.Feeds;

[Trait("seed", "79")]
public sealed class FeedTests : IDisposable
{
    private readonly FeedService _service = new();
    private readonly List<VtFeedGap> _gaps = [];

    public void Dispose() => _service.Dispose();

    private VtFeedOptions Options => new() { OnGap = _gaps.Add, Parallelism = 2 };

    public static TheoryData<string, string> Kinds => new()
    {
        { "files", "VtFile" }, { "urls", "VtUrl" }, { "domains", "VtDomain" }, { "ip_addresses", "VtIpAddress" }, { "file_behaviours", "VtFileBehaviour" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Each_feed_has_its_minutes_its_hours_and_its_range(string feed, string type)
    {
        var minute = FeedService.Minute(7);
        _service.Put(minute, [FeedService.Line(1), FeedService.Line(2)], feed);
        _service.Put($"/api/v3/feeds/{feed}/hourly/2026011510", Bzip2.Compress(await TarAsync(("a", FeedService.Line(3)))));
        var (ofMinute, ofHour, ofRange) = await ReadAsync(feed, minute.AddSeconds(30));
        ofMinute.Select(o => (o.GetType().Name, o.Id)).ShouldBe([(type, "1"), (type, "2")]);
        ofHour.Select(o => (o.GetType().Name, o.Id)).ShouldBe([(type, "3")]);
        ofRange.Select(o => (o.GetType().Name, o.Id)).ShouldBe([(type, "1"), (type, "2")]);
        _service.KeysLeaked.ShouldBeEmpty();
    }

    [Fact]
    [Trait("seed", "82")]
    public async Task Feeds_cost_no_quota()
    {
        for (var minute = 0; minute < 10; minute++) _service.Put(FeedService.Minute(minute), [FeedService.Line(minute)]);
        var before = _service.Time.GetUtcNow();
        (await Files(0, 10).ToListAsync()).Count.ShouldBe(10);
        // A public key has four requests a minute; the clock would have had to move.
        _service.Time.GetUtcNow().ShouldBe(before);
        _service.Asked.Count.ShouldBe(10);
    }

    [Theory]
    [Trait("seed", "82")]
    [InlineData("pcap")]
    [InlineData("html_report")]
    [InlineData("evtx")]
    [InlineData("memdump")]
    public async Task The_links_of_a_line_are_read_with_the_key_and_cost_nothing(string link)
    {
        var asked = new List<Asked>();
        var stub = new StubHandler().Always(request =>
        {
            asked.Add(request);
            return StubHandler.Answer(HttpStatusCode.OK, "content");
        });
        using var client = Make.Client(stub, options => (options.Quota, options.QuotaMode) = (VtQuota.Public, VtQuotaMode.Throw));
        var line = VtObject.Parse<VtFileBehaviour>(Encoding.UTF8.GetBytes(
            $$$"""{"type":"file_behaviour","id":"x","attributes":{},"context_attributes":{"{{{link}}}":"https://www.virustotal.com/api/v3/feeds/file-behaviours/TOKEN/{{{link.Split('_')[0]}}}"}}"""));
        // A public key has four requests a minute.
        for (var i = 0; i < 10; i++)
        {
            await using var content = await client.OpenReadAsync(line.ContextAttributes[link].AsString()!);
            (await new StreamReader(content).ReadToEndAsync()).ShouldBe("content");
        }
        asked.ShouldAllBe(request => request.Key == Make.Key);
    }

    [SharedFact]
    public async Task Real_lines_come_out_byte_by_byte_with_what_feeds_add()
    {
        var lines = Directory.GetFiles(Path.Combine(SharedMaterial.Fixtures!, "feeds"), "file_*.json").Order(StringComparer.Ordinal)
            .Select(file => Encoding.UTF8.GetString(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(file)).RootElement))).ToArray();
        lines.Length.ShouldBeGreaterThan(10);
        _service.Put(FeedService.Minute(0), lines);
        var files = await _service.Client.Feeds.FilesMinuteAsync(FeedService.Minute(0)).ToListAsync();
        files.Select(file => file.ToJson()).ShouldBe(lines);
        files.Count(file => file.ContextAttributes["download_url"].AsString() is not null).ShouldBeGreaterThan(5);
    }

    [Fact]
    public async Task What_the_service_does_not_have_yet_is_asked_for_until_it_does()
    {
        var minute = _service.Time.GetUtcNow().AddMinutes(-50);
        var asked = 0;
        var stub = new StubHandler().Always(request =>
        {
            asked++;
            if (_service.Time.GetUtcNow() < minute.AddHours(1)) return StubHandler.Answer(HttpStatusCode.BadRequest, StubHandler.Error("NotAvailableYet"));
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(Bzip2.Compress(Encoding.UTF8.GetBytes(FeedService.Line(5)))) };
        });
        using var client = Make.Client(stub, time: _service.Time);
        var items = await client.Feeds.FilesAsync(new VtFeedRange { Since = minute, Until = minute.AddMinutes(1) }, Options).ToListAsync();
        items.ShouldHaveSingleItem().Object.Id.ShouldBe("5");
        // Ten minutes, in waits of five at most.
        asked.ShouldBe(3);
        _gaps.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_young_minute_that_is_not_found_is_waited_for_like_one_that_is_not_available_yet()
    {
        var minute = _service.Time.GetUtcNow().AddMinutes(-58);
        var stub = new StubHandler().Always(_ => _service.Time.GetUtcNow() < minute.AddHours(1)
            ? StubHandler.Answer(HttpStatusCode.NotFound, StubHandler.Error("NotFoundError"))
            : new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(Bzip2.Compress(Encoding.UTF8.GetBytes(FeedService.Line(6)))) });
        using var client = Make.Client(stub, time: _service.Time);
        var items = await client.Feeds.FilesAsync(new VtFeedRange { Since = minute, Until = minute.AddMinutes(1) }, Options).ToListAsync();
        items.ShouldHaveSingleItem().Object.Id.ShouldBe("6");
    }

    [Fact]
    public async Task Missing_minutes_are_reported_in_their_order_and_counted()
    {
        _service.Put(FeedService.Minute(0), [FeedService.Line(0)]).Put(FeedService.Minute(3), [FeedService.Line(3)]);
        var order = new List<string>();
        var options = new VtFeedOptions { OnGap = gap => order.Add($"gap {gap.At.Minute.Minute} {gap.InARow}"), OnPackage = package => order.Add($"end {package.Minute.Minute}") };
        await foreach (var item in _service.Client.Feeds.FilesAsync(Range(0, 5), options)) order.Add(item.Object.Id);
        order.ShouldBe(["0", "end 0", "gap 1 1", "end 1", "gap 2 2", "end 2", "3", "end 3", "gap 4 1", "end 4"]);
    }

    [Fact]
    public async Task Gaps_that_nobody_hears_of_are_thrown_once_the_package_is_given()
    {
        _service.Put(FeedService.Minute(0), [FeedService.Line(0), "not json", FeedService.Line(1)]).Put(FeedService.Minute(1), [FeedService.Line(2)]);
        var seen = new List<string>();
        var e = await Should.ThrowAsync<VtFeedGapException>(async () =>
        {
            await foreach (var item in _service.Client.Feeds.FilesAsync(Range(0, 2))) seen.Add(item.Object.Id);
        });
        seen.ShouldBe(["0", "1"]);
        e.Gaps.ShouldHaveSingleItem().Kind.ShouldBe(VtFeedGapKind.UnreadableLine);
        e.Message.ShouldContain("files-202601151000-1: the line of 8 bytes is no object");
        await foreach (var item in _service.Client.Feeds.FilesAsync(new VtFeedRange { ResumeFrom = e.Next, Until = FeedService.Minute(2) })) seen.Add(item.Object.Id);
        seen.ShouldBe(["0", "1", "2"]);
    }

    [Fact]
    public async Task A_filter_sees_bytes_and_nothing_is_made_of_what_it_does_not_want()
    {
        _service.Put(FeedService.Minute(0), ["{broken", FeedService.Line(1), FeedService.Line(2)]);
        var packages = new List<VtFeedPackage>();
        var options = new VtFeedOptions { OnGap = _gaps.Add, OnPackage = packages.Add, Filter = line => line.IndexOf("\"id\":\"2\""u8) >= 0 };
        var items = await _service.Client.Feeds.FilesAsync(Range(0, 1), options).ToListAsync();
        items.ShouldHaveSingleItem().Next.ShouldBe(new VtFeedCursor(VtFeedKind.Files, FeedService.Minute(0), 3));
        _gaps.ShouldBeEmpty();
        packages.ShouldHaveSingleItem().ShouldBe(new VtFeedPackage(FeedService.Minute(0), 3, 1, new VtFeedCursor(VtFeedKind.Files, FeedService.Minute(1))));
    }

    [Fact]
    public async Task Lines_come_as_they_are()
    {
        _service.Put(FeedService.Name(FeedService.Minute(0)), Bzip2.Compress("{\"a\": 1}\r\n\n[2]\nlast"u8));
        var lines = new List<string>();
        await foreach (var line in _service.Client.Feeds.LinesAsync(VtFeedKind.Files, Range(0, 1))) lines.Add($"{Encoding.UTF8.GetString(line.Utf8.Span)} {line.Next.Line}");
        lines.ShouldBe(["{\"a\": 1} 1", "[2] 2", "last 3"]);
    }

    [Fact]
    public async Task What_is_older_than_the_service_keeps_is_a_clear_error()
    {
        var e = await Should.ThrowAsync<ArgumentOutOfRangeException>(async () =>
            await _service.Client.Feeds.FilesAsync(new VtFeedRange { Since = _service.Time.GetUtcNow().AddDays(-8) }).FirstAsync());
        e.Message.ShouldContain("keeps its feeds for 7 days");
        e.Message.ShouldContain("files-202601081200-0");
        _service.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_place_in_another_feed_is_refused() =>
        (await Should.ThrowAsync<ArgumentException>(async () =>
            await _service.Client.Feeds.UrlsAsync(new VtFeedRange { ResumeFrom = new VtFeedCursor(VtFeedKind.Files, FeedService.Minute(0)) }).FirstAsync())).Message.ShouldContain("another feed");

    [Fact]
    public async Task Without_a_licence_the_error_is_the_services()
    {
        var stub = new StubHandler().Always(HttpStatusCode.Forbidden, StubHandler.Error("ForbiddenError"));
        using var client = Make.Client(stub);
        await Should.ThrowAsync<VtAuthenticationException>(async () => await client.Feeds.FilesMinuteAsync(FeedService.Minute(0)).FirstOrDefaultAsync());
        stub.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_single_minute_that_is_not_there_is_the_services_error()
    {
        await Should.ThrowAsync<VtNotFoundException>(async () => await _service.Client.Feeds.FilesMinuteAsync(FeedService.Minute(0)).FirstOrDefaultAsync());
        (await Should.ThrowAsync<VtApiException>(async () => await _service.Client.Feeds.FilesMinuteAsync(_service.Time.GetUtcNow()).FirstOrDefaultAsync()))
            .Code.ShouldBe(VtErrorCode.NotAvailableYet);
    }

    [Theory]
    [InlineData("files-202601151200-17", VtFeedKind.Files, 17)]
    [InlineData("file_behaviours-202601151200-0", VtFeedKind.FileBehaviours, 0)]
    [InlineData("ip_addresses-202601151200", VtFeedKind.IpAddresses, 0)]
    public void A_place_is_text(string text, VtFeedKind kind, int line)
    {
        var cursor = VtFeedCursor.Parse(text);
        (cursor.Kind, cursor.Minute, cursor.Line).ShouldBe((kind, new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero), line));
        VtFeedCursor.Parse(cursor.ToString()).ShouldBe(cursor);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("files")]
    [InlineData("202601151200-17")]
    [InlineData("files-202601151260-1")]
    [InlineData("files-202601151200--1")]
    [InlineData("files-202601151200-99999999999")]
    [InlineData("files-202601151200-1-1")]
    public void Text_that_is_no_place_is_refused(string? text)
    {
        VtFeedCursor.TryParse(text, out _).ShouldBeFalse();
        Should.Throw<FormatException>(() => VtFeedCursor.Parse(text!));
    }

    [Fact]
    public async Task Letting_go_in_the_middle_leaves_nothing_behind_and_the_client_usable()
    {
        for (var minute = 0; minute < 3; minute++) _service.Put(FeedService.Minute(minute), Enumerable.Range(0, 2000).Select(i => FeedService.Line(i, 400)));
        for (var i = 0; i < 5; i++) (await Files(0, 3).FirstAsync()).Object.Id.ShouldBe("0");
        using var cancelled = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var item in _service.Client.Feeds.FilesAsync(Range(0, 3), Options, cancelled.Token))
                if (item.Object.Id == "1500")
                    await cancelled.CancelAsync();
        });
        (await Files(2, 3).ToListAsync()).Count.ShouldBe(2000);
    }

    internal static async Task<byte[]> TarAsync(params (string Name, string Text)[] files)
    {
        var to = new MemoryStream();
        await using (var tar = new TarWriter(to, leaveOpen: true))
            foreach (var (name, text) in files)
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
        return to.ToArray();
    }

    private static VtFeedRange Range(int from, int to) => new() { Since = FeedService.Minute(from), Until = FeedService.Minute(to) };

    private IAsyncEnumerable<VtFeedItem<VtFile>> Files(int from, int to) => _service.Client.Feeds.FilesAsync(Range(from, to), Options);

    private async Task<(List<VtObject> Minute, List<VtObject> Hour, List<VtObject> Range)> ReadAsync(string feed, DateTimeOffset moment)
    {
        var feeds = _service.Client.Feeds;
        var range = new VtFeedRange { Since = moment, Until = moment.AddMinutes(1) };
        return feed switch
        {
            "files" => await All(feeds.FilesMinuteAsync(moment), feeds.FilesHourAsync(moment), feeds.FilesAsync(range)),
            "urls" => await All(feeds.UrlsMinuteAsync(moment), feeds.UrlsHourAsync(moment), feeds.UrlsAsync(range)),
            "domains" => await All(feeds.DomainsMinuteAsync(moment), feeds.DomainsHourAsync(moment), feeds.DomainsAsync(range)),
            "ip_addresses" => await All(feeds.IpAddressesMinuteAsync(moment), feeds.IpAddressesHourAsync(moment), feeds.IpAddressesAsync(range)),
            _ => await All(feeds.FileBehavioursMinuteAsync(moment), feeds.FileBehavioursHourAsync(moment), feeds.FileBehavioursAsync(range)),
        };

        static async Task<(List<VtObject>, List<VtObject>, List<VtObject>)> All<T>(IAsyncEnumerable<T> minute, IAsyncEnumerable<T> hour, IAsyncEnumerable<VtFeedItem<T>> range) where T : VtObject =>
            ([.. await minute.ToListAsync()], [.. await hour.ToListAsync()], [.. (await range.ToListAsync()).Select(item => item.Object)]);
    }
}
