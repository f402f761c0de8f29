using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace VtKit.Tests.Feeds;

[Trait("seed", "79")]
public sealed class FeedFaultTests : IDisposable
{
    private readonly FeedService _service = new();
    private readonly List<VtFeedGap> _gaps = [];

    public void Dispose() => _service.Dispose();

    private static string Path(int minute) => FeedService.Name(FeedService.Minute(minute));

    [Theory]
    [InlineData(false, 1)]
    [InlineData(false, 2)]
    [InlineData(true, 1)]
    [InlineData(true, 2)]
    public async Task A_connection_that_is_lost_in_the_middle_loses_and_repeats_nothing(bool silently, int degree)
    {
        var package = Put(0, 3000);
        Put(1, 10);
        // Cut several times, each time further on.
        for (var part = 1; part <= 6; part++)
        {
            var after = package.Length * part / 7;
            _service.Fail(Path(0), () => _service.Cut(Path(0), after, silently));
        }
        var ids = await Ids(0, 2, degree);
        ids.ShouldBe(Enumerable.Range(0, 3000).Concat(Enumerable.Range(0, 10)));
        _gaps.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_connection_that_is_lost_at_the_same_place_again_and_again_is_an_error_that_says_so()
    {
        var package = Put(0, 3000);
        for (var i = 0; i < 50; i++) _service.Fail(Path(0), () => _service.Cut(Path(0), package.Length / 2));
        var seen = 0;
        var e = await Should.ThrowAsync<VtTransportException>(async () =>
        {
            await foreach (var item in Files(0, 1, 2)) (item.Next.Line, item.Object.Id).ShouldBe((++seen, (seen - 1).ToString(System.Globalization.CultureInfo.InvariantCulture)));
        });
        e.Fault.ShouldBe(VtTransportFault.Interrupted);
        seen.ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task A_package_that_is_cut_short_where_it_is_kept_is_a_gap_and_the_next_is_read()
    {
        var package = Put(0, 3000);
        _service.Put(Path(0), package[..(package.Length / 2)]);
        Put(1, 10);
        var ids = await Ids(0, 2);
        ids.Count.ShouldBeGreaterThan(100);
        ids[..^10].ShouldBe(Enumerable.Range(0, ids.Count - 10));
        ids[^10..].ShouldBe(Enumerable.Range(0, 10));
        _gaps.Select(gap => gap.Kind).ShouldBe([VtFeedGapKind.DamagedPackage, VtFeedGapKind.CutLine]);
        _gaps[0].Message.ShouldContain("cut short");
    }

    [Fact]
    public async Task A_damaged_block_costs_its_lines_and_the_two_that_it_cuts_and_no_others()
    {
        var package = Put(0, 3000);
        var blocks = Bzip2.Find(package, Bzip2.BlockMark);
        blocks.Count.ShouldBeGreaterThan(4);
        package[(blocks[1] + blocks[2]) / 16] ^= 1;
        var ids = await Ids(0, 1);
        _gaps.Select(gap => gap.Kind).ShouldBe([VtFeedGapKind.DamagedPackage, VtFeedGapKind.CutLine, VtFeedGapKind.CutLine]);
        _gaps[0].Bit.ShouldBe(blocks[1]);
        _gaps[0].ToString().ShouldContain($"at byte {blocks[1] / 8} (bit {blocks[1]})");
        var lost = Enumerable.Range(0, 3000).Except(ids).ToArray();
        ids.ShouldBe(Enumerable.Range(0, 3000).Except(lost));
        // One stretch, of about the size of a block: 100 kB of lines of 465 bytes.
        lost.ShouldBe(Enumerable.Range(lost[0], lost.Length));
        lost.Length.ShouldBeInRange(205, 225);
    }

    [Fact]
    public async Task A_line_that_is_longer_than_any_answer_may_be_is_passed_over()
    {
        using var client = new VtClient(new ClientSettings(Make.Options(options => options.MaxResponseBytes = 100_000, _service.Time)), _service);
        _service.Put(FeedService.Minute(0), [FeedService.Line(0), FeedService.Line(1, 3_000_000), FeedService.Line(2)]);
        var items = await client.Feeds.FilesMinuteAsync(FeedService.Minute(0), new VtFeedOptions { OnGap = _gaps.Add }).ToListAsync();
        items.Select(item => item.Id).ShouldBe(["0", "2"]);
        _gaps.ShouldHaveSingleItem().Kind.ShouldBe(VtFeedGapKind.LongLine);
    }

    [Fact]
    public async Task An_hour_is_read_through_its_archive_and_goes_on_after_damage_at_the_next_file()
    {
        // Every other file lacks the line break at its end.
        var files = Enumerable.Range(0, 60).Select(minute => ($"minute-{minute}", Lines(minute * 40, 40).TrimEnd(minute % 2 == 0 ? '\n' : ' '))).ToArray();
        var path = "/api/v3/feeds/files/hourly/2026011510";
        var package = Bzip2.Compress(await FeedTests.TarAsync(files), 1);
        _service.Put(path, package);
        var options = new VtFeedOptions { OnGap = _gaps.Add, Parallelism = 2 };
        (await _service.Client.Feeds.FilesHourAsync(FeedService.Minute(59), options).ToListAsync()).Select(Number).ShouldBe(Enumerable.Range(0, 2400));
        _gaps.ShouldBeEmpty();

        var blocks = Bzip2.Find(package, Bzip2.BlockMark);
        var cut = new List<int>();
        for (var hit = 0; hit < blocks.Count - 1; hit++)
        {
            var damaged = package.ToArray();
            damaged[(blocks[hit] + blocks[hit + 1]) / 16] ^= 1;
            _service.Put(path, damaged);
            _gaps.Clear();
            var ids = (await _service.Client.Feeds.FilesHourAsync(FeedService.Minute(0), options).ToListAsync()).Select(Number).ToList();
            var lost = Enumerable.Range(0, 2400).Except(ids).ToArray();
            ids.ShouldBe(Enumerable.Range(0, 2400).Except(lost));
            lost.ShouldBe(Enumerable.Range(lost[0], lost.Length));
            lost.Length.ShouldBeInRange(180, 225);
            _gaps.Count(gap => gap.Kind == VtFeedGapKind.DamagedPackage).ShouldBe(1);
            cut.Add(_gaps.Count(gap => gap.Kind == VtFeedGapKind.CutLine));
            _gaps.Count.ShouldBe(1 + cut[^1]);
        }
        // Both ends of the damage cut a line, but for those that lie between two files.
        cut.ShouldAllBe(lines => lines <= 2);
        cut.Count(lines => lines == 2).ShouldBeGreaterThan(blocks.Count / 2);
    }

    /// <summary>Stopping after any item and going on from its place gives each item once, whatever happens on the way.</summary>
    [Fact]
    public void Each_item_comes_once_however_often_the_reading_starts_anew()
    {
        var cases = from packages in Gen.Choose(0, 400).NonEmptyListOf()
                    from stops in Gen.Choose(0, 300).ListOf()
                    from degree in Gen.Choose(1, 2)
                    from cuts in Gen.Choose(0, 3)
                    select (packages: packages.Take(4).ToArray(), stops: stops.Take(5).ToArray(), degree, cuts);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(40).WithQuietOnSuccess(true).WithReplay(20260115UL, 1UL), Prop.ForAll(cases.ToArbitrary(), async Task (sample) =>
        {
            var service = new FeedService();
            var expected = new List<int>();
            for (var minute = 0; minute < sample.packages.Length; minute++)
            {
                // An empty package, and one that is missing, come about too.
                var count = sample.packages[minute];
                if (count % 7 != 3) expected.AddRange(Enumerable.Range(minute * 1000, count));
                if (count % 7 == 3) continue;
                service.Put(FeedService.Minute(minute), Enumerable.Range(minute * 1000, count).Select(i => FeedService.Line(i, 700)));
                var path = Path(minute);
                for (var cut = 1; cut <= sample.cuts && count > 0; cut++)
                {
                    var share = cut / 4.0;
                    service.Fail(path, () => service.Cut(path, share));
                }
            }
            var seen = new List<int>();
            var until = FeedService.Minute(sample.packages.Length);
            var token = new VtFeedCursor(VtFeedKind.Files, FeedService.Minute(0)).ToString();
            foreach (var stop in sample.stops.Append(int.MaxValue))
            {
                var left = stop;
                if (left == 0) continue;
                var options = new VtFeedOptions { OnGap = gap => gap.Kind.ShouldBe(VtFeedGapKind.MissingPackage), Parallelism = sample.degree };
                await foreach (var item in service.Client.Feeds.FilesAsync(new VtFeedRange { ResumeFrom = VtFeedCursor.Parse(token), Until = until }, options))
                {
                    seen.Add(Number(item.Object));
                    token = item.Next.ToString();
                    if (--left == 0) break;
                }
            }
            seen.ShouldBe(expected);
        }));
    }

    [Fact]
    public async Task Over_a_real_connection_that_is_reset_in_the_middle_nothing_is_lost()
    {
        var package = Put(0, 3000);
        var asked = 0;
        await using var server = new WireServer(async request =>
        {
            var whole = Interlocked.Increment(ref asked) > 2;
            await request.SendAsync($"HTTP/1.1 200 OK\r\nContent-Type: application/x-bzip2\r\nContent-Length: {package.Length}\r\n\r\n");
            await request.SendAsync(package.AsMemory(0, whole ? package.Length : package.Length / 3 * asked));
            if (!whole) request.Close(reset: asked == 1);
        });
        var settings = Make.Options(options => options.BaseAddress = server.Address, _service.Time);
        using var client = new VtClient(settings);
        var items = await client.Feeds.FilesMinuteAsync(FeedService.Minute(0), new VtFeedOptions { OnGap = _gaps.Add }).ToListAsync();
        items.Select(Number).ShouldBe(Enumerable.Range(0, 3000));
        asked.ShouldBe(3);
        _gaps.ShouldBeEmpty();
    }

    private static int Number(VtObject item) => int.Parse(item.Id, System.Globalization.CultureInfo.InvariantCulture);

    private byte[] Put(int minute, int lines)
    {
        var package = Bzip2.Compress(Encoding.UTF8.GetBytes(Lines(0, lines)), 1);
        _service.Put(Path(minute), package);
        return package;
    }

    private static string Lines(int first, int count)
    {
        var random = new Random(first);
        var text = new StringBuilder();
        var noise = new byte[200];
        for (var i = first; i < first + count; i++)
        {
            random.NextBytes(noise);
            text.Append($$$"""{"type":"file","id":"{{{i}}}","attributes":{"names":["{{{Convert.ToHexString(noise)}}}"],"size":{{{i}}}}}""").Append('\n');
        }
        return text.ToString();
    }

    private IAsyncEnumerable<VtFeedItem<VtFile>> Files(int from, int to, int degree) => _service.Client.Feeds.FilesAsync(
        new VtFeedRange { Since = FeedService.Minute(from), Until = FeedService.Minute(to) }, new VtFeedOptions { OnGap = _gaps.Add, Parallelism = degree });

    private async Task<List<int>> Ids(int from, int to, int degree = 2) => (await Files(from, to, degree).ToListAsync()).Select(item => Number(item.Object)).ToList();
}
