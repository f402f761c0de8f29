using System.Globalization;
using System.Net;
using System.Text;
using VtKit.Testing;

namespace VtKit.Enrichment.Tests.Jobs;

/// <summary>A run against the emulator, in this process, on a clock that jumps over waits.</summary>
public sealed class RunTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private VtTestServer _server = null!;

    public async Task InitializeAsync() => _server = await VtTestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    private string RunPath => _folder.File("a.run");

    private string OutPath => _folder.File("out.txt");

    private int Sent => _server.Requests.Count(request => request.Path.StartsWith("/api/v3/domains/", StringComparison.Ordinal));

    [Fact]
    public async Task Every_item_gets_one_outcome_and_one_row()
    {
        await _server.AddDomainAsync("known.example", VtTestVerdict.Malicious(3, of: 70));
        using var run = Begin("known.example", "unknown.example", "44d88612fea8a8f36de82e1278abb02f", "198.51.100.7");

        (await WorkAsync(run)).ShouldBe(EnrichmentEnd.Completed);

        run.Counts.ShouldBe(new EnrichmentCounts(0, 3, 1, 0, 0, 0, 0));
        (await File.ReadAllLinesAsync(OutPath)).Order().ShouldBe(["198.51.100.7 Found", "44d88612fea8a8f36de82e1278abb02f Found", "head", "known.example Found", "unknown.example NotFound"]);
        run.Requests.ShouldBe(4);
    }

    [Fact]
    public void What_means_the_same_is_held_once()
    {
        using var run = EnrichmentRun.Open(RunPath);
        run.Add([new("a.example", "k"), new("A.example", "k"), new("b.example", "l")], KeyValuePair.Create("from", "x")).ShouldBe(2);
        run.Add([new("b.example", "l"), new("c.example", "m")]).ShouldBe(1);
        run.Left().ShouldBe(["a.example", "b.example", "c.example"]);
        run.Note("from").ShouldBe("x");
        run.Note("nothing").ShouldBeNull();
    }

    [Fact]
    public async Task What_passes_is_tried_again_and_what_does_not_pass_ends_as_transient()
    {
        await _server.When("/domains/passing.example").Times(5).FailAsync(HttpStatusCode.ServiceUnavailable);
        await _server.When("/domains/failing.example").Always().FailAsync(HttpStatusCode.ServiceUnavailable);
        await _server.When("/domains/forbidden.example").Always().FailAsync(HttpStatusCode.Forbidden);
        await _server.When("/domains/odd.example").Always().FailAsync(HttpStatusCode.BadRequest);
        using var run = Begin("passing.example", "failing.example", "forbidden.example", "odd.example", "other.example");

        (await WorkAsync(run)).ShouldBe(EnrichmentEnd.Completed);

        run.Counts.ShouldBe(new EnrichmentCounts(Pending: 0, Found: 0, NotFound: 2, Malformed: 1, Denied: 1, Quota: 0, Transient: 1));
        (await File.ReadAllLinesAsync(OutPath)).Length.ShouldBe(6);
        // Four passes of four attempts each.
        _server.Requests.Count(request => request.Path.EndsWith("/failing.example", StringComparison.Ordinal)).ShouldBe(16);
    }

    [Fact]
    public async Task A_day_that_is_spent_is_waited_for()
    {
        var ledger = new VtMemoryQuotaLedger();
        using var run = Begin([.. Many(25)]);
        var paused = new List<EnrichmentProgress>();

        (await WorkAsync(run, options => { options.Quota = new VtQuota(PerDay: 10); options.QuotaLedger = ledger; }, work => work with { Progress = p => { if (p.PausedUntil is not null) paused.Add(p); } })).ShouldBe(EnrichmentEnd.Completed);

        run.Counts.NotFound.ShouldBe(25);
        paused.Select(p => p.PausedFor).Distinct().ShouldBe([VtQuotaWindow.Day]);
        paused.Select(p => p.PausedUntil).Distinct().Count().ShouldBe(2);
        _server.Clock.GetUtcNow().Date.ShouldBe(new DateTime(2026, 1, 17, 0, 0, 0, DateTimeKind.Utc));
        Sent.ShouldBe(25);
    }

    [Fact]
    public async Task Once_does_what_today_allows_and_goes_on_tomorrow()
    {
        var ledger = new VtMemoryQuotaLedger();
        for (var day = 1; day <= 3; day++)
        {
            using var run = day == 1 ? Begin([.. Many(25)]) : EnrichmentRun.Open(RunPath);
            var end = await WorkAsync(run, options => { options.Quota = new VtQuota(PerDay: 10); options.QuotaLedger = ledger; }, work => work with { Once = true });
            end.ShouldBe(day == 3 ? EnrichmentEnd.Completed : EnrichmentEnd.QuotaSpent);
            run.Counts.Done.ShouldBe(Math.Min(25, day * 10));
            _server.Clock.Advance(TimeSpan.FromDays(1));
        }
        (await File.ReadAllLinesAsync(OutPath)).Distinct().Count().ShouldBe(26);
    }

    /// <summary>Where the first is refused, the others are not sent to be refused as well.</summary>
    [Fact]
    public async Task A_quota_that_is_spent_is_found_out_by_one()
    {
        await _server.When("/domains/*").Always().RefuseAsync();
        using var run = Begin([.. Many(25)]);

        (await WorkAsync(run, options => options.Retry.MaxAttempts = 3, work => work with { Once = true })).ShouldBe(EnrichmentEnd.QuotaSpent);

        Sent.ShouldBe(3);
        (run.Counts.Quota, run.Counts.Pending).ShouldBe((1, 24));
    }

    [Fact]
    public async Task A_budget_holds_over_all_starts_with_retries()
    {
        await _server.When("/domains/3.example").Times(2).FailAsync(HttpStatusCode.ServiceUnavailable);
        for (var start = 0; start < 3; start++)
        {
            using var run = start == 0 ? Begin([.. Many(20)]) : EnrichmentRun.Open(RunPath);
            (await WorkAsync(run, null, work => work with { Budget = 12 })).ShouldBe(EnrichmentEnd.BudgetSpent);
            run.Requests.ShouldBe(12);
        }
        Sent.ShouldBe(12);
        using (var run = EnrichmentRun.Open(RunPath)) (await WorkAsync(run, null, work => work with { Budget = 22 })).ShouldBe(EnrichmentEnd.Completed);
        Sent.ShouldBe(22);
    }

    [Fact]
    public async Task A_key_that_is_rejected_stops_it_before_all_are_asked()
    {
        using var run = Begin([.. Many(50)]);
        (await WorkAsync(run, options => options.ApiKey = new string('f', 64))).ShouldBe(EnrichmentEnd.KeyRejected);
        run.Counts.Left.ShouldBe(50);
        Sent.ShouldBeLessThan(10);
    }

    [Fact]
    public async Task A_service_that_is_away_is_waited_for_and_then_given_up()
    {
        await _server.When("*").Always().BreakAsync();
        using (var run = Begin([.. Many(60)])) (await WorkAsync(run)).ShouldBe(EnrichmentEnd.Unreachable);

        await _server.ClearFaultsAsync();
        using var again = EnrichmentRun.Open(RunPath);
        again.Counts.Left.ShouldBe(60);
        (await WorkAsync(again)).ShouldBe(EnrichmentEnd.Completed);
        again.Counts.NotFound.ShouldBe(60);
    }

    [Fact]
    public async Task Offline_the_cache_answers_and_the_rest_is_left()
    {
        using var cache = SqliteResponseCache.Open(_folder.File("responses.db"));
        await _server.CreateClient(options => options.Cache = cache).Domains.GetOrNullAsync("1.example");
        await _server.AddDomainAsync("2.example", VtTestVerdict.Malicious(1, of: 2));
        await _server.CreateClient(options => options.Cache = cache).Domains.GetAsync("2.example");
        using var run = Begin([.. Many(5)]);

        (await WorkAsync(run, options => { options.Cache = cache; options.CacheMode = VtCacheMode.Offline; })).ShouldBe(EnrichmentEnd.Offline);

        run.Counts.ShouldBe(new EnrichmentCounts(Pending: 3, Found: 1, NotFound: 1, 0, 0, 0, 0));
        run.Requests.ShouldBe(0);
    }

    [Fact]
    public async Task Cancelled_what_stands_is_written_and_the_rest_is_left()
    {
        using var cancelling = new CancellationTokenSource();
        using (var run = Begin([.. Many(40)]))
        {
            await Should.ThrowAsync<OperationCanceledException>(WorkAsync(run, null, work => work with
            {
                Concurrency = 1,
                Row = result =>
                {
                    if (result.Text == "11.example") cancelling.Cancel();
                    return Row(result);
                },
            }, cancelling.Token));
            run.Counts.Done.ShouldBe(12);
            (await File.ReadAllLinesAsync(OutPath)).Length.ShouldBe(13);
        }
        using var again = EnrichmentRun.Open(RunPath);
        (await WorkAsync(again)).ShouldBe(EnrichmentEnd.Completed);
        (await File.ReadAllLinesAsync(OutPath)).Distinct().Count().ShouldBe(41);
        Sent.ShouldBe(40);
    }

    /// <summary>Whatever a crash left in the output, or took away from it, the next start makes it whole.</summary>
    [Theory]
    [InlineData("torn")]
    [InlineData("shorter")]
    [InlineData("gone")]
    [InlineData("doubled")]
    public async Task An_output_that_a_crash_left_torn_is_made_whole(string damage)
    {
        using (var run = Begin([.. Many(20)])) await WorkAsync(run, null, work => work with { Budget = 9 });
        var bytes = await File.ReadAllBytesAsync(OutPath);
        switch (damage)
        {
            case "torn":
                await File.WriteAllBytesAsync(OutPath, [.. bytes, .. "17.exam"u8]);
                break;
            case "shorter":
                await File.WriteAllBytesAsync(OutPath, bytes[..^4]);
                break;
            case "gone":
                File.Delete(OutPath);
                break;
            default:
                await File.WriteAllBytesAsync(OutPath, [.. bytes, .. bytes]);
                break;
        }
        using var again = EnrichmentRun.Open(RunPath);
        (await WorkAsync(again)).ShouldBe(EnrichmentEnd.Completed);

        (await File.ReadAllLinesAsync(OutPath)).Order().ShouldBe(Many(20).Select(text => text + " NotFound").Append("head").Order());
    }

    [Fact]
    public async Task A_file_of_somebody_else_is_not_touched()
    {
        await File.WriteAllTextAsync(OutPath, "mine");
        using var run = Begin("a.example");
        Should.Throw<VtStoreException>(() => EnrichmentOutput.To(run, OutPath, default, row => row)).Message.ShouldContain("exists, and is not of this run");
        (await File.ReadAllTextAsync(OutPath)).ShouldBe("mine");
    }

    [Fact]
    public async Task An_output_that_fails_ends_the_work_and_loses_nothing()
    {
        using (var run = Begin([.. Many(30)]))
        {
            using var output = EnrichmentOutput.To(new Full(), default, row => row);
            await Should.ThrowAsync<IOException>(run.WorkAsync(_server.Client, Options(), output));
        }
        using var again = EnrichmentRun.Open(RunPath);
        (await WorkAsync(again)).ShouldBe(EnrichmentEnd.Completed);
        (await File.ReadAllLinesAsync(OutPath)).Distinct().Count().ShouldBe(31);
    }

    [Fact]
    public void One_process_works_on_it_at_a_time_and_others_may_look()
    {
        using var run = Begin("a.example");
        Should.Throw<VtStoreException>(() => EnrichmentRun.Open(RunPath)).Message.ShouldBe("Another process works on this run: let it end, or end it.");
        Should.Throw<VtStoreException>(() => EnrichmentRun.Remove(RunPath));
        EnrichmentRun.Read(RunPath, "nothing").Counts.Pending.ShouldBe(1);
    }

    [Fact]
    public void Removed_it_is_gone()
    {
        Begin("a.example").Dispose();
        EnrichmentRun.Remove(RunPath);
        Directory.GetFiles(_folder.Root).ShouldBeEmpty();
    }

    private static IEnumerable<string> Many(int count) => Enumerable.Range(0, count).Select(i => i.ToString(CultureInfo.InvariantCulture) + ".example");

    private EnrichmentRun Begin(params string[] texts)
    {
        var run = EnrichmentRun.Open(RunPath);
        run.Add(texts.Select(text => new EnrichmentItem(text, text)));
        return run;
    }

    private async Task<EnrichmentEnd> WorkAsync(
        EnrichmentRun run, Action<VtClientOptions>? configure = null, Func<EnrichmentOptions, EnrichmentOptions>? change = null, CancellationToken cancellationToken = default)
    {
        using var output = EnrichmentOutput.To(run, OutPath, "head\n"u8.ToArray(), row => (byte[])[.. row.Span, (byte)'\n']);
        return await run.WorkAsync(_server.CreateClient(configure), (change ?? (same => same))(Options()), output, cancellationToken);
    }

    private EnrichmentOptions Options() => new() { Row = Row, TimeProvider = _server.Clock };

    private static ReadOnlyMemory<byte> Row(EnrichmentResult result) => Encoding.UTF8.GetBytes($"{result.Text} {result.Outcome}");

    /// <summary>A disk that is full.</summary>
    private sealed class Full : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("No space left on device");
    }
}

file static class Domains
{
    public static async Task GetOrNullAsync(this VtDomains domains, string name)
    {
        try
        {
            await domains.GetAsync(name);
        }
        catch (VtNotFoundException)
        {
            // That it is unknown is kept, too.
        }
    }
}
