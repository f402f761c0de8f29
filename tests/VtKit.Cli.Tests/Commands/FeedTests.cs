using System.Globalization;
using VtKit.Testing.Shared;

namespace VtKit.Cli.Tests;

[Trait("seed", "79")]
public sealed class FeedTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    private readonly FeedStub _service = new();
    private readonly CliRun _vtk = new() { Time = new FakeTime(Now) { AutoAdvance = true } };

    public FeedTests() => _vtk.At(_service.Address);

    private string Output => Path.Combine(_vtk.Home.FullName, "out.jsonl");

    private string Checkpoint => Output + ".checkpoint";

    public async ValueTask DisposeAsync()
    {
        _vtk.Dispose();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task A_range_goes_to_stdout_as_json_lines()
    {
        Fill(0, 2, 3);
        var result = await _vtk.RunAsync("feed", "files", "--since", "2026-01-15T10:00", "--until", "202601151002");
        result.Code.ShouldBe(ExitCode.Ok);
        result.Out.ShouldBe(Lines(0, 6));
        result.ErrorLine.ShouldBe("vtk: 2 packages, 6 objects, 6 written, no gaps");
        _service.Requests.Select(request => request.Target).ShouldBe(["/api/v3/feeds/files/202601151000", "/api/v3/feeds/files/202601151001"]);
    }

    [Theory]
    [InlineData("files", "files")]
    [InlineData("urls", "urls")]
    [InlineData("domains", "domains")]
    [InlineData("ips", "ip_addresses")]
    [InlineData("behaviours", "file_behaviours")]
    public async Task Each_feed_has_a_command(string command, string feed)
    {
        Fill(0, 1, 1);
        (await _vtk.RunAsync("feed", command, "--since", "2h", "--until", "119m")).Out.ShouldBe(Lines(0, 1));
        _service.Requests.ShouldHaveSingleItem().Target.ShouldBe($"/api/v3/feeds/{feed}/202601151000");
    }

    [Fact]
    public async Task Until_now_is_all_that_is_there_and_waits_for_nothing()
    {
        _service.Put(Minute(58), FeedStub.Line(0)).Put(Minute(59), FeedStub.Line(1));
        (await _vtk.RunAsync("feed", "files", "--since", "62m", "--until", "now")).Out.ShouldBe(Lines(0, 2));
        _service.Requests.Select(request => request.Target).ShouldBe(["/api/v3/feeds/files/202601151058", "/api/v3/feeds/files/202601151059"]);
    }

    [Fact]
    public async Task A_path_keeps_those_in_which_it_selects_something()
    {
        _service.Put(Minute(0), FeedStub.Line(0, """{"last_analysis_stats":{"malicious":3}}"""), FeedStub.Line(1, """{"last_analysis_stats":{"malicious":9}}"""));
        var result = await _vtk.RunAsync("feed", "files", "--since", "2h", "--until", "119m", "--filter", "$.attributes.last_analysis_stats[?@ > 5]");
        result.Out.ShouldBe(FeedStub.Line(1, """{"last_analysis_stats":{"malicious":9}}""") + "\n");
        (await _vtk.RunAsync("feed", "files", "--filter", "$.attributes[?")).Code.ShouldBe(ExitCode.Usage);
    }

    [Fact]
    public async Task Gaps_are_listed_and_counted_and_the_exit_code_says_that_something_is_missing()
    {
        Fill(0, 1, 2);
        _service.Put(Minute(2), FeedStub.Line(2), "{broken", FeedStub.Line(3));
        var result = await _vtk.RunAsync("feed", "files", "--since", "2026-01-15T10:00", "--until", "2026-01-15T10:03");
        result.Code.ShouldBe(ExitCode.Partial);
        result.Out.ShouldBe(Lines(0, 4));
        var talk = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        talk.Length.ShouldBe(3);
        talk[0].ShouldBe("vtk: gap at files-202601151001-0: the service has no package for this minute");
        talk[1].ShouldStartWith("vtk: gap at files-202601151002-2: the line before is no object");
        talk[2].ShouldBe("vtk: 3 packages, 5 objects, 4 written, 2 gaps");
    }

    [Theory]
    [InlineData("type_tag=pe*", "0,1")]
    [InlineData("size=7", "1")]
    [InlineData("names=SETUP.exe", "0")]
    [InlineData("last_analysis_stats.malicious=0", "2")]
    [InlineData("id=1", "1")]
    [InlineData("absent=*", "")]
    public async Task A_filter_keeps_what_it_names(string filter, string ids)
    {
        _service.Put(Minute(0),
            FeedStub.Line(0, """{"type_tag":"peexe","names":["a","setup.exe"]}"""),
            FeedStub.Line(1, """{"type_tag":"pedll","size":7}"""),
            FeedStub.Line(2, """{"type_tag":"elf","last_analysis_stats":{"malicious":0}}"""));
        var result = await _vtk.RunAsync("feed", "files", "--since", "2h", "--until", "119m", "--filter", filter);
        result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('"')[7]).ShouldBe(ids.Split(',', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task The_next_run_goes_on_where_the_last_ended_and_cuts_off_what_a_crash_left_behind()
    {
        Fill(0, 4, 5);
        (await RunAsync(2)).Code.ShouldBe(ExitCode.Ok);
        (await File.ReadAllTextAsync(Output)).ShouldBe(Lines(0, 10));
        // A crash in the middle of the next package: written, but not said to be.
        await File.AppendAllTextAsync(Output, FeedStub.Line(10) + "\n{\"type\":\"fi");
        var result = await RunAsync(4);
        result.Error.ShouldContain("going on from files-202601151002-0");
        (await File.ReadAllTextAsync(Output)).ShouldBe(Lines(0, 20));
        (await RunAsync(4)).Error.ShouldContain("0 packages, 0 objects");
        (await File.ReadAllTextAsync(Output)).ShouldBe(Lines(0, 20));
    }

    [Fact]
    public async Task Ctrl_c_ends_with_what_is_done_checkpointed_and_the_rest_comes_later()
    {
        Fill(0, 5, 400);
        using var stop = new CancellationTokenSource();
        _service.Before = async time =>
        {
            if (time.EndsWith("03", StringComparison.Ordinal) && !stop.IsCancellationRequested) await stop.CancelAsync();
            return null;
        };
        var result = await _vtk.RunAsync(stop.Token, "feed", "files", "--since", "2026-01-15T10:00", "--until", "2026-01-15T10:05", "--out", Output);
        result.Code.ShouldBe(ExitCode.Cancelled);
        result.Error.ShouldEndWith("vtk: cancelled\n");
        var written = (await File.ReadAllTextAsync(Output)).Split('\n').Length - 1;
        written.ShouldBeLessThan(2000);
        (await File.ReadAllTextAsync(Output)).ShouldBe(Lines(0, written));
        (await RunAsync(5)).Code.ShouldBe(ExitCode.Ok);
        (await File.ReadAllTextAsync(Output)).ShouldBe(Lines(0, 2000));
    }

    [Fact]
    public async Task Without_a_file_the_place_to_go_on_from_is_told()
    {
        Fill(0, 1, 3);
        _service.Before = time => Task.FromResult(time.EndsWith("01", StringComparison.Ordinal) ? StubAnswer.Error(403, "ForbiddenError", "No.") : null);
        var result = await _vtk.RunAsync("feed", "files", "--since", "2026-01-15T10:00", "--until", "2026-01-15T10:02");
        result.Code.ShouldBe(ExitCode.Auth);
        result.Error.ShouldContain("go on with: --since files-202601151001-0");
        _service.Before = _ => Task.FromResult<StubAnswer?>(null);
        Fill(1, 2, 3);
        (await _vtk.RunAsync("feed", "files", "--since", "files-202601151001-1", "--until", "2026-01-15T10:02")).Out.ShouldBe(Lines(4, 6));
    }

    [Fact]
    public async Task Files_change_with_the_hour_of_the_feed()
    {
        for (var minute = 58; minute < 62; minute++) _service.Put(Minute(minute - 60), FeedStub.Line(minute));
        string[] run = ["feed", "files", "--since", "2026-01-15T09:58", "--out", Output, "--rotate", "hour", "--until"];
        foreach (var until in new[] { "2026-01-15T09:59", "2026-01-15T10:01", "2026-01-15T10:02" }) (await _vtk.RunAsync([.. run, until])).Code.ShouldBe(ExitCode.Ok);
        (await File.ReadAllTextAsync(Path.Combine(_vtk.Home.FullName, "out-2026011509.jsonl"))).ShouldBe(Lines(58, 60));
        (await File.ReadAllTextAsync(Path.Combine(_vtk.Home.FullName, "out-2026011510.jsonl"))).ShouldBe(Lines(60, 62));
        File.Exists(Output).ShouldBeFalse();
    }

    [Fact]
    public async Task A_file_that_was_taken_away_is_begun_anew_and_one_that_was_cut_is_refused()
    {
        Fill(0, 3, 2);
        await RunAsync(1);
        File.Delete(Output);
        (await RunAsync(2)).Error.ShouldContain("is gone, or empty: it goes on in a new one");
        (await File.ReadAllTextAsync(Output)).ShouldBe(Lines(2, 4));
        await File.WriteAllTextAsync(Output, "{}");
        var refused = await RunAsync(3);
        refused.Code.ShouldBe(ExitCode.Error);
        refused.Error.ShouldContain("is shorter than its checkpoint says");
    }

    [Fact]
    public async Task A_file_without_a_checkpoint_is_not_written_to()
    {
        Fill(0, 1, 1);
        await File.WriteAllTextAsync(Output, "mine\n");
        var result = await RunAsync(1);
        result.Code.ShouldBe(ExitCode.Error);
        result.Error.ShouldContain("no checkpoint says how far it goes");
        (await File.ReadAllTextAsync(Output)).ShouldBe("mine\n");
    }

    [Fact]
    public async Task A_feed_that_is_followed_survives_the_services_failures()
    {
        var failures = 0;
        using var stop = new CancellationTokenSource();
        // From an hour and three minutes ago; the newest is still to come.
        for (var minute = 57; minute < 63; minute++) _service.Put(Minute(minute), FeedStub.Line(minute));
        _service.Before = async time =>
        {
            if (time.EndsWith("1059", StringComparison.Ordinal) && ++failures <= 6) return StubAnswer.Error(503, "TransientError", "Out.");
            if (time.EndsWith("1102", StringComparison.Ordinal)) await stop.CancelAsync();
            return null;
        };
        var result = await _vtk.RunAsync(stop.Token, "feed", "files", "--since", "63m", "--out", Output);
        result.Code.ShouldBe(ExitCode.Cancelled);
        result.Error.ShouldContain("going on in 60 s");
        failures.ShouldBeGreaterThan(6);
        (await File.ReadAllTextAsync(Output)).ShouldStartWith(Lines(57, 61));
    }

    [Fact]
    public async Task A_checkpoint_that_is_older_than_the_service_keeps_says_so()
    {
        await File.WriteAllTextAsync(Checkpoint, "files-202601011000-0\nout.jsonl\n0\n");
        var result = await RunAsync(1);
        result.Code.ShouldBe(ExitCode.Usage);
        result.Error.ShouldContain("keeps its feeds for 7 days");
        result.Error.ShouldContain("a new --out or --checkpoint");
    }

    [Theory]
    [InlineData("--since: 'soon' is no time; write it as 2026-01-15T10:00 (UTC), 2026-01-15, now, or as an age such as 90m, 6h, 2d", "--since", "soon")]
    [InlineData("--filter 'x' is no filter: write it as name=value, such as type_tag=pe*, or as a JSONPath, such as $.attributes[?@.malicious > 5]", "--filter", "x")]
    [InlineData("--rotate: 'week' is neither hour nor day", "--rotate", "week")]
    [InlineData("--rotate needs --out", "--rotate", "day")]
    [InlineData("--since is a place of another feed: urls-202601151000-0", "--since", "urls-202601151000-0")]
    [InlineData("a feed is written as jsonl, one object a line: leave --format out", "--format", "csv")]
    public async Task A_wrong_option_is_one_line_that_says_what_is_right(string says, params string[] options)
    {
        var result = await _vtk.RunAsync(["feed", "files", .. options]);
        result.ErrorLine.ShouldBe("vtk: " + says);
        result.Code.ShouldBe(ExitCode.Usage);
        _service.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_process_that_is_killed_loses_nothing_and_repeats_nothing()
    {
        using var vtk = new VtkProcess();
        var output = Path.Combine(vtk.Home.FullName, "out.jsonl");
        vtk.Environment["VTK_API_KEY"] = CliRun.Key;
        // The process runs on the machine's clock.
        var first = TimeProvider.System.GetUtcNow().AddHours(-3);
        var begun = new TaskCompletionSource();
        var packages = 0;
        for (var minute = 0; minute < 8; minute++) _service.Put(first.AddMinutes(minute), Enumerable.Range(minute * 1000, 1000).Select(number => FeedStub.Line(number)));
        _service.Before = async _ =>
        {
            if (Interlocked.Increment(ref packages) == 5)
            {
                begun.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            return null;
        };
        string[] run = ["feed", "files", "--base-url", _service.Address.ToString(), "--out", output, "--since", first.ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture), "--until", first.AddMinutes(8).ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture)];
        using (var process = vtk.Start(run))
        {
            await begun.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);
            process.Kill();
            await VtkProcess.EndAsync(process);
        }
        var (code, _, error) = await vtk.RunAsync(run);
        code.ShouldBe(0, error);
        (await File.ReadAllTextAsync(output)).ShouldBe(Lines(0, 8000));
    }

    private static DateTimeOffset Minute(int minute) => Now.AddHours(-2).AddMinutes(minute);

    private static string Lines(int from, int to) => string.Concat(Enumerable.Range(from, to - from).Select(number => FeedStub.Line(number) + "\n"));

    private void Fill(int fromMinute, int toMinute, int each)
    {
        for (var minute = fromMinute; minute < toMinute; minute++) _service.Put(Minute(minute), Enumerable.Range(minute * each, each).Select(number => FeedStub.Line(number)));
    }

    private Task<CliResult> RunAsync(int untilMinute) => _vtk.RunAsync(
        "feed", "files", "--since", "2026-01-15T10:00", "--until", Minute(untilMinute).ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture), "--out", Output);
}
