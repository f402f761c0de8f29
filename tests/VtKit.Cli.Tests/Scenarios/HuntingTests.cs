using System.Text;
using System.Text.Json.Nodes;
using VtKit.Testing.Shared;

namespace VtKit.Cli.Tests;

/// <summary>Livehunt, Retrohunt and the IoC stream, with the real YARA behind the emulator.</summary>
public sealed class HuntingTests : EmulatorTests
{
    private const string Rules = "rule Marker : case7 { strings: $a = \"QX77-marker\" condition: $a }";

    [YaraFact]
    public async Task A_ruleset_is_made_changed_and_deleted()
    {
        var id = await AddAsync();
        (await SelectAsync("hunting", "ruleset", id, "--select", "name", "--select", "enabled", "--select", "$.relationships.owner.data.id")).ShouldBe("Case 7\tfalse\tpremium\n");
        (await SelectAsync("ht", "rs", "enable", id, "--select", "enabled")).ShouldBe("true\n");
        (await SelectAsync("hunting", "ruleset", "disable", id, "--select", "enabled")).ShouldBe("false\n");
        (await SelectAsync("hunting", "ruleset", "rename", id, "Closed", "--select", "name")).ShouldBe("Closed\n");
        (await SelectAsync("hunting", "ruleset", "setlimit", id, "7", "--select", "limit")).ShouldBe("7\n");
        (await SelectAsync("hunting", "ruleset", "notification-emails", id, "soc@example.com", "--select", "notification_emails")).ShouldBe("soc@example.com\n");
        Vtk.Input = Rules.Replace("Marker", "Renamed", StringComparison.Ordinal);
        (await SelectAsync("hunting", "ruleset", "update", id, "-", "--select", "rule_names")).ShouldBe("Renamed\n");
        (await SelectAsync("hunting", "ruleset", "owner", id, "--select", "id")).ShouldBe("premium\n");
        (await Vtk.RunAsync("hunting", "ruleset", "list", "--format", "table")).Out.ShouldBe($"disabled    Closed\n            {id} · Renamed · at most 7 a day\n");

        (await Vtk.RunAsync("hunting", "ruleset", "delete", id, "--yes")).ShouldBe(new CliResult(ExitCode.Ok, "", $"vtk: deleted {id}\n"));
        await AddAsync();
        var all = await Vtk.RunAsync("hunting", "ruleset", "delete", "--all-of", "premium", "--yes");
        all.Code.ShouldBe(ExitCode.Ok, all.Error);
        all.ErrorLine.ShouldStartWith("vtk: the service deletes them now");
        (await Vtk.RunAsync("hunting", "ruleset", "ls")).Out.ShouldBe("[]\n");
    }

    [YaraFact]
    public async Task What_a_ruleset_matches_is_notified_of_and_can_be_followed()
    {
        var id = await AddAsync();
        await SelectAsync("hunting", "ruleset", "enable", id);
        for (var i = 0; i < 3; i++) await ScanAsync($"first {i}");

        var listed = await Vtk.RunAsync("hunting", "notification", "list", "--select", "rule_name", "--select", "$.relationships.file.data.type");
        listed.Out.ShouldBe("Marker\tfile\nMarker\tfile\nMarker\tfile\n");
        var one = (await SelectAsync("hunting", "notification", "list", "-n", "1", "-I", "--format", "table")).Trim();
        (await SelectAsync("hunting", "notification", one, "--select", "rule_name", "--select", "$.relationships.file.data.type")).ShouldBe("Marker\tfile\n");
        (await SelectAsync("hunting", "notification", "files", "--filter", "Marker", "--select", "type")).ShouldBe("file\nfile\nfile\n");
        (await SelectAsync("iocstream", "list", "-n", "2", "--select", "type")).ShouldBe("file\nfile\n");

        var path = Path.Combine(Vtk.Home.FullName, "matches.jsonl");
        (await FollowAsync("hunting", "notification", "list", "--follow", "--out", path, "-n", "2", "--interval", "1ms")).Count.ShouldBe(2);
        await ScanAsync("second");
        var after = await FollowAsync("hunting", "notification", "list", "--follow", "--out", path, "--interval", "1ms");
        after.Count.ShouldBe(3);
        after.Distinct().Count().ShouldBe(3);

        var stream = (await SelectAsync("iocstream", "list", "-n", "1", "--select", "$.context_attributes.notification_id")).Trim();
        (await SelectAsync("iocstream", stream, "--select", "type")).ShouldBe("ioc_stream_notification\n");
        (await Vtk.RunAsync("iocstream", "delete", stream, "--yes")).Code.ShouldBe(ExitCode.Ok);
        (await Vtk.RunAsync("hunting", "notification", "delete")).Code.ShouldBe(ExitCode.Usage);
        (await Vtk.RunAsync("hunting", "notification", "delete", "--with-tag", "marker", "--yes")).Code.ShouldBe(ExitCode.Ok);
        (await Vtk.RunAsync("hunting", "notification", "list")).Out.ShouldBe("[]\n");
        (await Vtk.RunAsync("iocstream", "delete", "--all", "--yes")).Code.ShouldBe(ExitCode.Ok);

        async Task<List<string>> FollowAsync(params string[] arguments)
        {
            using var stop = new CancellationTokenSource();
            var run = Vtk.RunAsync(stop.Token, arguments);
            var bookmark = new FileInfo(path + ".bookmark");
            var length = File.Exists(path) ? new FileInfo(path).Length : 0;
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while (!bookmark.Exists || !File.ReadAllText(bookmark.FullName).Contains("begun", StringComparison.Ordinal) || new FileInfo(path).Length == length)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, patience.Token);
                bookmark.Refresh();
            }
            await stop.CancelAsync();
            (await run).Code.ShouldBe(ExitCode.Cancelled);
            return [.. (await File.ReadAllLinesAsync(path)).Select(line => JsonNode.Parse(line)!["id"]!.GetValue<string>())];
        }
    }

    [YaraFact]
    public async Task A_retrohunt_runs_to_its_end()
    {
        await ScanAsync("past");
        Vtk.Input = Rules;
        var started = await Vtk.RunAsync("retrohunt", "start", "-", "--after", "2d", "--wait", "--select", "id", "--select", "status", "--select", "num_matches");
        started.Code.ShouldBe(ExitCode.Ok, started.Error);
        var id = started.Out.Split('\t')[0];
        started.Out.ShouldBe($"{id}\tfinished\t1\n");
        (await SelectAsync("rh", id, "--select", "status")).ShouldBe("finished\n");
        (await SelectAsync("retrohunt", "matches", id, "--select", "type")).ShouldBe("file\n");
        (await Vtk.RunAsync("retrohunt", "ls", "--format", "table")).Out.ShouldContain($"finished    {id}\n");
        (await Vtk.RunAsync("rh", "ls", "-H")).ShouldBe(await Vtk.RunAsync("retrohunt", "ls", "--format", "table"));
        (await SelectAsync("retrohunt", "abort", id, "--select", "status")).ShouldBe("finished\n");
        (await Vtk.RunAsync("retrohunt", "delete", id, "--yes")).Code.ShouldBe(ExitCode.Ok);
        (await Vtk.RunAsync("retrohunt", id)).Code.ShouldBe(ExitCode.NotFound);

        var dry = await Vtk.RunAsync("retrohunt", "start", "-", "--after", "2026-01-01", "--before", "2026-02-01", "--corpus", "goodware", "--dry-run");
        dry.Code.ShouldBe(ExitCode.Ok, dry.Error);
        dry.Out.ShouldContain("\"start\": 1767225600");
        dry.Out.ShouldContain("\"corpus\": \"goodware\"");
        (await Vtk.RunAsync("retrohunt", "start", "-", "--after", "1d", "--before", "2d")).Code.ShouldBe(ExitCode.Usage);
    }

    private async Task<string> AddAsync()
    {
        var added = await Vtk.RunAsync("hunting", "ruleset", "add", "Case 7", Vtk.WriteFile("case7.yar", Encoding.UTF8.GetBytes(Rules)), "--select", "id");
        added.Code.ShouldBe(ExitCode.Ok, added.Error);
        return added.Out.Trim();
    }

    private async Task ScanAsync(string about) =>
        (await Vtk.RunAsync("scan", "file", Vtk.WriteFile("sample.txt", Encoding.UTF8.GetBytes($"{about} QX77-marker")), "--yes")).Code.ShouldBe(ExitCode.Ok);

    private async Task<string> SelectAsync(params string[] arguments)
    {
        var result = await Vtk.RunAsync(arguments);
        result.Code.ShouldBe(ExitCode.Ok, result.Error);
        return result.Out;
    }
}
