using System.Globalization;
using System.Text.Json.Nodes;
using VtKit.Testing.Shared;

namespace VtKit.Cli.Tests;

/// <summary>Following a list: each item once, whatever comes between two looks.</summary>
public sealed class FollowTests : IDisposable
{
    private const int Hour = 3600;
    private static readonly long Start = new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    private readonly CliRun _vtk = new() { Time = new FakeTime { AutoAdvance = true } };

    public void Dispose() => _vtk.Dispose();

    [Fact]
    public async Task What_is_there_comes_first_and_what_is_new_follows_oldest_first()
    {
        // Newest first, as the service lists; 20 of them are there at the beginning, all within the hour.
        var ids = await FollowAsync(["-n", "3"], Looks([.. Items(20, Start)], [.. Items(2, Start + 60, "new"), .. Items(20, Start)]));
        ids.ShouldBe(["n2", "n1", "n0", "new1", "new0"]);
    }

    [Fact]
    public async Task What_comes_late_is_found_and_nothing_comes_twice()
    {
        string[] late = [Item("late", Start - Hour / 2)];
        var ids = await FollowAsync(["-n", "0"], Looks([.. Items(3, Start)], [.. Items(3, Start), .. late], [.. Items(3, Start), .. late]));
        ids.ShouldBe(["n2", "n1", "n0", "late"]);
    }

    [Fact]
    public async Task An_empty_list_is_begun_too()
    {
        var ids = await FollowAsync(["-n", "1"], Looks([], [.. Items(3, Start)]));
        ids.ShouldBe(["n2", "n1", "n0"]);
    }

    [Fact]
    public async Task The_next_run_goes_on_where_the_bookmark_is()
    {
        var bookmark = Path.Combine(_vtk.Home.FullName, "b");
        (await FollowAsync(["--bookmark", bookmark, "-n", "2"], Looks([.. Items(5, Start)]))).ShouldBe(["n1", "n0"]);
        (await FollowAsync(["--bookmark", bookmark], Looks([.. Items(1, Start + 9, "x"), .. Items(5, Start)]))).ShouldBe(["x0"]);
    }

    [Fact]
    public async Task What_a_crash_left_behind_the_bookmark_is_cut_off()
    {
        var path = Path.Combine(_vtk.Home.FullName, "out.jsonl");
        await FollowAsync(["--out", path, "-n", "0"], Looks([.. Items(2, Start)]));
        await File.AppendAllTextAsync(path, "{\"type\":\"hunting_notification\",\"id\":\"x0\"}\n{\"ty");
        await FollowAsync(["--out", path], Looks([.. Items(1, Start + 9, "x"), .. Items(2, Start)]));
        File.ReadAllLines(path).Select(line => JsonNode.Parse(line)!["id"]!.GetValue<string>()).ShouldBe(["n1", "n0", "x0"]);

        File.WriteAllText(path, "");
        var gone = await _vtk.RunAsync("hunting", "notification", "list", "--follow", "--out", path);
        gone.Code.ShouldBe(ExitCode.Error);
        gone.ErrorLine.ShouldContain("does not fit its bookmark");
    }

    [Theory]
    [InlineData("a")]
    [InlineData("12 0 begun\nnothing")]
    [InlineData("99999999999999 0 begun")]
    public async Task What_is_no_bookmark_is_not_followed(string text)
    {
        File.WriteAllText(Path.Combine(_vtk.Home.FullName, "b"), text);
        await using var service = Service(_ => []);
        var result = await _vtk.At(service.Address).RunAsync("hunting", "notification", "list", "--follow", "--bookmark", Path.Combine(_vtk.Home.FullName, "b"));
        result.Code.ShouldBe(ExitCode.Error);
        result.ErrorLine.ShouldContain("is no bookmark");
        service.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_fault_between_two_looks_is_waited_out()
    {
        var look = 0;
        using var stop = new CancellationTokenSource();
        await using var service = new StubService(_ => look++ switch
        {
            0 => List([.. Items(1, Start)]),
            < 6 => StubAnswer.Error(503, "TransientError", "Not now."),
            _ => List([.. Items(1, Start + 9, "x"), .. Items(1, Start)]),
        });
        _vtk.Written = () => { if (look > 6) stop.Cancel(); };
        var result = await _vtk.At(service.Address).RunAsync(stop.Token, "hunting", "notification", "list", "--follow");
        result.Code.ShouldBe(ExitCode.Cancelled);
        Ids(result.Out).ShouldBe(["n0", "x0"]);
        result.Error.ShouldContain("looking again in 60 s");
    }

    // The look after the last one finds the same as that, and is the end.
    private async Task<List<string>> FollowAsync(string[] options, string[][] looks)
    {
        var look = 0;
        using var stop = new CancellationTokenSource();
        await using var service = Service(_ =>
        {
            if (look > looks.Length) stop.Cancel();
            return looks[Math.Min(look++, looks.Length - 1)];
        });
        var result = await _vtk.At(service.Address).RunAsync(stop.Token, ["hunting", "notification", "list", "--follow", .. options]);
        result.Code.ShouldBe(ExitCode.Cancelled, result.Error);
        return Ids(result.Out);
    }

    private static List<string> Ids(string lines) =>
        [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!["id"]!.GetValue<string>())];

    private static string[][] Looks(params string[][] looks) => looks;

    private static IEnumerable<string> Items(int count, long newest, string name = "n") => Enumerable.Range(0, count).Select(i => Item($"{name}{i}", newest - i));

    private static string Item(string id, long date) => string.Create(CultureInfo.InvariantCulture, $$$"""{"type":"hunting_notification","id":"{{{id}}}","attributes":{"date":{{{date}}}}}""");

    private static StubService Service(Func<StubRequest, string[]> items) => new(request => List(items(request)));

    private static StubAnswer List(string[] items) => StubAnswer.Json(200, $"{{\"data\":[{string.Join(',', items)}]}}");
}
