using System.Text.Json;
using System.Xml.Linq;

namespace VtKit.Cli.Tests;

/// <summary><c>vtk check</c> against the emulator: what passes, what fails, and what the reports say.</summary>
public sealed class CheckTests : EmulatorTests
{
    private const string EicarSha256 = "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f";

    private string Dist => Path.Combine(Vtk.Home.FullName, "dist");

    private string Out(string name) => Path.Combine(Vtk.Home.FullName, name);

    private string Policy(string yaml) => Vtk.WriteFile("policy.yml", CliConsole.Utf8.GetBytes(yaml));

    private void Fill(params (string Name, byte[] Content)[] files)
    {
        foreach (var (name, content) in files)
        {
            var path = Path.Combine(Dist, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, content);
        }
    }

    private static string ResultOf(CliResult run, string name) =>
        JsonDocument.Parse(run.Out).RootElement.EnumerateArray().Single(file => file.GetProperty("path").GetString()!.EndsWith(name, StringComparison.Ordinal)).GetProperty("result").GetString()!;

    [Fact]
    public async Task What_is_unknown_passes_unless_the_policy_says_otherwise_and_nothing_is_uploaded()
    {
        Fill(("a.bin", [1]), ("sub/b.bin", [2]));

        var lenient = await Vtk.RunAsync("check", Dist);
        var strict = await Vtk.RunAsync("check", Dist, "--policy", Policy("gate: { unknown: fail }"));

        lenient.Code.ShouldBe(ExitCode.Ok);
        lenient.ErrorLine.ShouldBe("vtk: 2 files, 2 passed (2 unknown)");
        strict.Code.ShouldBe(ExitCode.Policy);
        strict.ErrorLine.ShouldBe("vtk: 2 files, 2 failed");
        JsonDocument.Parse(strict.Out).RootElement[0].GetProperty("verdict").GetString().ShouldBe("unknown");
        (await UploadsAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_dry_run_shows_what_would_be_uploaded_and_neither_uploads_nor_reports()
    {
        Fill(("a.bin", [1]), ("b.bin", [2]), ("setup.com", Samples.Eicar));

        var run = await Vtk.RunAsync("check", Dist, "--upload", "--dry-run", "--junit", Out("o.xml"));

        run.Code.ShouldBe(ExitCode.Policy, "what is known is judged");
        run.Out.Split("POST ").Length.ShouldBe(3);
        run.Out.ShouldStartWith($"POST {Emulator.BaseAddress}api/v3/files\n");
        run.Error.ShouldContain("as \"a.bin\"");
        run.Error.ShouldEndWith("vtk: 3 files, 1 failed, 2 passed (2 unknown); nothing was sent, and no report is written\n");
        File.Exists(Out("o.xml")).ShouldBeFalse();
        (await UploadsAsync()).ShouldBe(0);
        (await Vtk.RunAsync("receipts")).Out.ShouldBe("[]\n");
    }

    [Theory]
    [InlineData("--sarif")]
    [InlineData("--junit")]
    [InlineData("--summary")]
    public async Task A_report_is_a_file_and_not_stdout(string report)
    {
        Fill(("a.bin", [1]));

        var run = await Vtk.RunAsync("check", Dist, report, "-");

        run.Code.ShouldBe(ExitCode.Usage);
        run.ErrorLine.ShouldBe($"vtk: {report} writes a file: name one, for stdout has the results, as --format says");
        run.Out.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_detected_file_fails_and_every_report_says_so()
    {
        Fill(("good.txt", "hello\n"u8.ToArray()), ("setup.com", Samples.Eicar), ("ours.bin", [7]));
        var policy = Policy(
            """
            engines: { veto: [EICAR] }
            gate:
              allow:
                - { hash: ca358758f6d27e6cf45272937977a748fd88391db679ceda7dc7bf1f005ee879, reason: built by us, until: 2099-12-31 }
            """);

        var run = await Vtk.RunAsync("check", Path.Combine(Dist, "*"), "--policy", policy, "--upload",
            "--sarif", Out("o.sarif"), "--junit", Out("o.xml"), "--summary", Out("o.md"));

        run.Code.ShouldBe(ExitCode.Policy, run.Error);
        run.Error.ShouldContain("3 files, 1 failed, 1 allowed, 1 passed");
        ResultOf(run, "setup.com").ShouldBe("fail");
        ResultOf(run, "good.txt").ShouldBe("pass");
        ResultOf(run, "ours.bin").ShouldBe("allowed");
        (await UploadsAsync()).ShouldBe(1, "what is known or allowed is not sent");

        var sarif = JsonDocument.Parse(await File.ReadAllTextAsync(Out("o.sarif"))).RootElement;
        sarif.GetProperty("version").GetString().ShouldBe("2.1.0");
        var results = sarif.GetProperty("runs")[0].GetProperty("results").EnumerateArray().ToList();
        results.Count(result => result.GetProperty("level").GetString() == "error").ShouldBe(1);
        results.Count(result => result.TryGetProperty("suppressions", out _)).ShouldBe(1);
        results.Single(result => result.GetProperty("ruleId").GetString() == "malicious" && result.GetProperty("level").GetString() == "error")
            .GetProperty("partialFingerprints").GetProperty("sha256/v1").GetString().ShouldBe(EicarSha256);

        var suite = XDocument.Load(Out("o.xml")).Root!.Element("testsuite")!;
        suite.Attribute("tests")!.Value.ShouldBe("3");
        suite.Attribute("failures")!.Value.ShouldBe("1");
        suite.Elements("testcase").Single(test => test.Element("failure") is not null).Element("failure")!.Attribute("type")!.Value.ShouldBe("malicious");

        Vtk.OutIsTerminal = true;
        Vtk.Width = 100;
        (await Vtk.RunAsync("check", Dist, "--policy", policy)).Out.ShouldContain("allowed");
        Snapshot.Verify(Anonymous(await File.ReadAllTextAsync(Out("o.md"))), "check-summary");
    }

    private string Anonymous(string text) => text.Replace(Dist, "dist", StringComparison.Ordinal)
        .Replace(Dist.Replace("_", "\\_", StringComparison.Ordinal), "dist", StringComparison.Ordinal).Replace(Emulator.BaseAddress.Authority, "HOST", StringComparison.Ordinal);

    [Fact]
    public async Task An_entry_of_the_past_lets_nothing_pass()
    {
        Fill(("a.com", Samples.Eicar));
        await Vtk.RunAsync("scan", "file", Path.Combine(Dist, "a.com"));
        string Allow(string until) => Policy($"gate: {{ allow: [{{ hash: {EicarSha256}, reason: a test, until: {until} }}] }}");

        (await Vtk.RunAsync("check", Dist, "--policy", Allow("2020-01-01"))).Code.ShouldBe(ExitCode.Policy);
        (await Vtk.RunAsync("check", Dist, "--policy", Allow("2099-01-01"))).Code.ShouldBe(ExitCode.Ok);
    }

    [Fact]
    public async Task A_gate_does_not_open_for_what_it_could_not_see()
    {
        Fill(("a.bin", [1]), ("b.bin", [2]));
        Vtk.Environment["VTK_API_KEY"] = CliRun.Key;

        var run = await Vtk.RunAsync("check", Dist, "--junit", Out("o.xml"));

        run.Code.ShouldBe(ExitCode.Auth);
        run.Error.ShouldContain("2 files, 2 not judged");
        XDocument.Load(Out("o.xml")).Root!.Element("testsuite")!.Attribute("errors")!.Value.ShouldBe("2");
    }

    [Fact]
    public async Task Names_that_strangers_gave_stay_text_in_every_report()
    {
        if (OperatingSystem.IsWindows()) return;
        Fill(("<b>|`x`\n[y](http:z)\u0001.bin", [1]));

        var run = await Vtk.RunAsync("check", Dist, "--policy", Policy("gate: { unknown: fail }"), "--sarif", Out("o.sarif"), "--junit", Out("o.xml"), "--summary", Out("o.md"));

        run.Code.ShouldBe(ExitCode.Policy);
        XDocument.Load(Out("o.xml"));
        JsonDocument.Parse(await File.ReadAllTextAsync(Out("o.sarif")));
        var rows = (await File.ReadAllLinesAsync(Out("o.md"))).Where(line => line.Contains("bin", StringComparison.Ordinal)).ToList();
        rows.Count.ShouldBe(1);
        rows[0].ShouldContain("\\<b\\>\\|\\`x\\` \\[y\\](http:z)");
        run.Error.ShouldNotContain("\u0001");
    }

    [Theory]
    [InlineData("'nothing-*' names no files: there is nothing to do", "nothing-*")]
    [InlineData("a path is empty", "")]
    public async Task A_gate_that_checks_nothing_does_not_pass(string says, string path)
    {
        var run = await Vtk.RunAsync("check", path);
        run.Code.ShouldBe(ExitCode.Usage);
        run.ErrorLine.ShouldBe("vtk: " + says);
    }

    [Fact]
    public async Task A_missing_file_an_empty_folder_and_a_wrong_policy_are_told()
    {
        Directory.CreateDirectory(Dist);
        (await Vtk.RunAsync("check", Dist)).Code.ShouldBe(ExitCode.Usage);

        var missing = await Vtk.RunAsync("check", Path.Combine(Dist, "gone.exe"));
        missing.Code.ShouldBe(ExitCode.Error);
        missing.Out.ShouldContain("does not exist: check the path");

        var policy = await Vtk.RunAsync("check", Dist, "--policy", Policy("\nthreshold: 1"));
        policy.Code.ShouldBe(ExitCode.Usage);
        policy.ErrorLine.ShouldContain("policy.yml, line 2: a policy has no 'threshold'");
    }
}
