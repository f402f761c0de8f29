using System.Text.Json;
using VtKit.StaticAnalysis.Tests;
using VtKit.Testing.Shared;

namespace VtKit.Cli.Tests;

/// <summary>What the engines of this machine say in <c>vtk inspect</c>.</summary>
public sealed class InspectEnginesTests : IDisposable
{
    private const string Rules = """
        rule Marker { meta: author = "A" description = "Looks for a word" source = "https://example.org/rules" strings: $a = "marker" condition: $a }
        rule Other { strings: $a = "absent" condition: $a }
        """;

    private readonly CliRun _vtk = new();

    public void Dispose() => _vtk.Dispose();

    [Fact]
    public async Task EICARs_engine_always_looks_and_no_other_is_made_up()
    {
        var results = Attributes(await _vtk.RunAsync("inspect", _vtk.WriteFile("x.com", Samples.Eicar))).GetProperty("last_analysis_results");
        results.EnumerateObject().Select(one => one.Name).ShouldBe(["EICAR"]);
        results.GetProperty("EICAR").EnumerateObject().Select(one => $"{one.Name}={one.Value}").ShouldBe(
            ["category=malicious", "engine_name=EICAR", "engine_update=20030501", "engine_version=1.0", "method=blacklist", "result=EICAR-Test-File"]);
        var harmless = Attributes(await _vtk.RunAsync("inspect", _vtk.WriteFile("x.txt", "abc"u8.ToArray())));
        harmless.GetProperty("last_analysis_results").GetProperty("EICAR").GetProperty("category").GetString().ShouldBe("undetected");
        harmless.TryGetProperty("crowdsourced_yara_results", out _).ShouldBeFalse();
    }

    [ToolFact("yara")]
    public async Task A_person_reads_who_looked_and_what_was_found()
    {
        await using var clamd = new FakeClamd { Reply = "stream: Win.Test.Marker FOUND" };
        _vtk.OutIsTerminal = true;
        _vtk.Environment["NO_COLOR"] = "1";
        var result = await _vtk.RunAsync("inspect", File("a marker"), "--yara-rules", RulesFile(), "--clamd", clamd.EndPoint.ToString()!);
        result.Code.ShouldBe(ExitCode.Ok, result.Error);
        clamd.Received.ShouldBe("a marker"u8.ToArray());
        Snapshot.Verify(result.Out, "inspect-engines");
    }

    [ToolFact("yara")]
    public async Task Rules_of_a_file_or_a_folder_match_in_the_shape_of_the_service()
    {
        var file = RulesFile();
        var result = Attributes(await _vtk.RunAsync("inspect", File("a marker"), "--yara-rules", file)).GetProperty("crowdsourced_yara_results").EnumerateArray().ShouldHaveSingleItem();
        result.GetProperty("rule_name").GetString().ShouldBe("Marker");
        result.GetProperty("ruleset_name").GetString().ShouldBe("words");
        result.GetProperty("description").GetString().ShouldBe("Looks for a word");

        _vtk.Environment["VTKIT_YARA_RULES"] = Path.GetDirectoryName(file)!;
        System.IO.File.WriteAllText(Path.Combine(Path.GetDirectoryName(file)!, "broken.yar"), "rule");
        var again = await _vtk.RunAsync("inspect", File("a marker"));
        again.ErrorLine.ShouldContain("broken: ");
        Attributes(again).GetProperty("crowdsourced_yara_results").GetArrayLength().ShouldBe(1);
        Attributes(await _vtk.RunAsync("inspect", File("nothing"))).TryGetProperty("crowdsourced_yara_results", out _).ShouldBeFalse();
    }

    [ToolFact("clamd", "bash")]
    public async Task A_real_clamd_finds_its_signatures()
    {
        var script = Path.Combine(SharedMaterial.RepositoryRoot, "eng", "start-clamd");
        using var folder = new TempFolder();
        var socket = (await Tool.RunAsync("bash", script, folder.File("clamd"))).Trim();
        try
        {
            var found = Attributes(await _vtk.RunAsync("inspect", File("a vtkit-clamd-test-marker"), "--clamd", socket)).GetProperty("last_analysis_results").GetProperty("ClamAV");
            found.GetProperty("category").GetString().ShouldBe("malicious");
            found.GetProperty("result").GetString().ShouldBe("VtKit.Test.Marker.UNOFFICIAL");
            Attributes(await _vtk.RunAsync("inspect", File("harmless"), "--clamd", socket)).GetProperty("last_analysis_results").GetProperty("ClamAV")
                .GetProperty("category").GetString().ShouldBe("undetected");
        }
        finally
        {
            await Tool.RunAsync("bash", script, "--stop", folder.File("clamd"));
        }
    }

    [Fact]
    public async Task An_engine_that_refuses_is_a_failure_and_the_reason_is_told()
    {
        await using var clamd = new FakeClamd { Reply = "INSTREAM size limit exceeded. ERROR" };
        var result = await _vtk.RunAsync("inspect", File("x"), "--clamd", clamd.EndPoint.ToString()!);
        Attributes(result).GetProperty("last_analysis_results").GetProperty("ClamAV").GetProperty("category").GetString().ShouldBe("failure");
        result.ErrorLine.ShouldContain("size limit exceeded");
    }

    [Fact]
    public async Task An_engine_that_is_asked_for_and_absent_is_an_error_with_a_way_out()
    {
        var clamd = await _vtk.RunAsync("inspect", File("x"), "--clamd", "127.0.0.1:1");
        clamd.Code.ShouldBe(ExitCode.Error);
        clamd.Out.ShouldBeEmpty();
        clamd.ErrorLine.ShouldContain("install ClamAV (Debian: apt install clamav-daemon)");
        var yara = await _vtk.RunAsync("inspect", File("x"), "--yara-rules", Path.Combine(_vtk.Home.FullName, "none"));
        yara.Code.ShouldBe(ExitCode.Error);
        yara.ErrorLine.ShouldContain("holds no YARA rules");
        (await _vtk.RunAsync("inspect", File("x"), "--clamd", "somewhere")).Code.ShouldBe(ExitCode.Usage);
    }

    [Theory]
    [InlineData("192.0.2.1:3310")]
    [InlineData("tcp://[2001:db8::1]:3310")]
    [InlineData("clamd.example.com:3310")]
    [InlineData("localhost.example.com:3310")]
    [InlineData("0.0.0.0:3310")]
    public async Task No_file_leaves_the_machine_unless_the_user_says_so(string address)
    {
        var result = await _vtk.RunAsync("inspect", File("x"), "--clamd", address);
        result.Code.ShouldBe(ExitCode.Usage);
        result.ErrorLine.ShouldContain("--remote-clamd");
        _vtk.Environment["VTKIT_CLAMD"] = address;
        (await _vtk.RunAsync("inspect", File("x"))).Code.ShouldBe(ExitCode.Usage);
    }

    private static JsonElement Attributes(CliResult result)
    {
        result.Code.ShouldBe(ExitCode.Ok, result.Error);
        return JsonDocument.Parse(result.Out).RootElement.GetProperty("attributes");
    }

    private string File(string text) => _vtk.WriteFile("sample", CliConsole.Utf8.GetBytes(text));

    private string RulesFile()
    {
        Directory.CreateDirectory(Path.Combine(_vtk.Home.FullName, "rules"));
        return _vtk.WriteFile(Path.Combine("rules", "words.yar"), CliConsole.Utf8.GetBytes(Rules));
    }
}
