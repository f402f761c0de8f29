namespace VtKit.StaticAnalysis.Tests;

public sealed class YaraTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);
    private readonly TempFolder _rules = new();

    public void Dispose() => _rules.Dispose();

    [ToolFact("yara")]
    public async Task Matches_have_the_shape_of_the_services_results()
    {
        _rules.Write("marker.yar", """
            rule Marker_A {
                meta:
                    author = "A \"quoted\" name, and [brackets], x=\"y\""
                    description = "Line\nbreak, C:\\path and grün"
                    source = "https://example.org/rules"
                    score = -5
                    enabled = true
                strings: $a = "marker"
                condition: $a
            }
            rule Marker_B { strings: $a = "marker" condition: $a }
            private rule Hidden { condition: true }
            rule Other { strings: $a = "absent" condition: $a }
            """);
        Directory.CreateDirectory(_rules.File("sub"));
        _rules.Write(Path.Combine("sub", "with space.YARA"), "rule Marker_A { condition: filesize > 3 and filename == \"\" }");
        _rules.Write("readme.txt", "rule Ignored { condition: true }");
        var yara = new YaraEngine(_rules.Root, Long);
        (await yara.ProbeAsync())!.Version!.ShouldMatch(@"^\d+\.\d+");
        yara.Problems.ShouldBeEmpty();
        var result = await yara.ScanAsync(Content("a marker in text"));
        result.Outcome.ShouldBe(VerdictCategory.Undetected);
        result.Problem.ShouldBeNull();
        result.Matches.Select(m => (m.RulesetName, m.RuleName)).ShouldBe([("marker", "Marker_A"), ("marker", "Marker_B"), ("with space", "Marker_A")]);
        var first = result.Matches[0];
        first.Author.ShouldBe("A \"quoted\" name, and [brackets], x=\"y\"");
        first.Description.ShouldBe("Line\nbreak, C:\\path and grün");
        first.Source.ShouldBe("https://example.org/rules");
        first.RulesetId.ShouldMatch("^[0-9a-f]{10}$");
        result.Matches[1].ShouldSatisfyAllConditions(
            m => m.Author.ShouldBeNull(),
            m => m.RulesetId.ShouldBe(first.RulesetId));
        result.Matches[2].RulesetId.ShouldNotBe(first.RulesetId);
        (await yara.ScanAsync(Content("no"))).Matches.ShouldBeEmpty();
    }

    [ToolFact("yara")]
    public async Task Rules_that_do_not_compile_are_left_out_and_named()
    {
        _rules.Write("good.yar", "rule Good { condition: true }");
        _rules.Write("bad.yar", "rule Bad { condition: undefined_thing }");
        var yara = new YaraEngine(_rules.Root, Long);
        (await yara.ProbeAsync()).ShouldNotBeNull();
        yara.Problems.Single().ShouldStartWith("bad: ");
        (await yara.ScanAsync(Content("x"))).Matches.Select(m => m.RuleName).ShouldBe(["Good"]);
    }

    [ToolFact("yara")]
    public async Task A_rule_that_does_not_end_is_a_timeout()
    {
        // Probed with an empty file, where the loop ends at once.
        _rules.Write("slow.yar", "rule Slow { condition: filesize > 0 and for all i in (0..10000000000) : (uint8(i % 3) != 255) }");
        var yara = new YaraEngine(_rules.Root, TimeSpan.FromSeconds(2));
        (await yara.ProbeAsync()).ShouldNotBeNull();
        var result = await yara.ScanAsync(Content("some text"));
        result.Outcome.ShouldBe(VerdictCategory.Timeout, result.Problem);
        result.Matches.ShouldBeEmpty();
    }

    [ToolFact("bash")]
    public async Task A_program_that_hangs_is_ended_and_one_that_fails_is_a_failure()
    {
        _rules.Write("a.yar", "rule A { condition: true }");
        var time = new VtKit.Testing.Shared.FakeTime();
        var started = _rules.File("started");
        // Answers the probe, then hangs on the scan: the last argument tells the two apart by size.
        var program = Program($$"""
            #!/usr/bin/env bash
            [ "$1" = --version ] && { echo 4.0.0; exit 0; }
            [ -s "${@: -1}" ] || exit 0
            echo $$ > "{{started}}.tmp"; mv "{{started}}.tmp" "{{started}}"
            exec sleep 600
            """);
        var yara = new YaraEngine(_rules.Root, Long, time, program);
        (await yara.ProbeAsync()).ShouldBe(new EngineInfo("4.0.0", null));
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(_rules.Root, "started") { EnableRaisingEvents = true };
        watcher.Renamed += (_, _) => running.TrySetResult();
        var scan = yara.ScanAsync(Content("x")).AsTask();
        await running.Task;
        time.Advance(Long);
        (await scan).Outcome.ShouldBe(VerdictCategory.Timeout);
        if (OperatingSystem.IsLinux()) Directory.Exists("/proc/" + (await File.ReadAllTextAsync(started)).Trim()).ShouldBeFalse();

        var broken = new YaraEngine(_rules.Root, Long, null, Program("""
            #!/usr/bin/env bash
            [ "$1" = --version ] && { echo 4.0.0; exit 0; }
            [ -s "${@: -1}" ] || exit 0
            echo "error scanning ${@: -1}: out of memory" >&2; exit 1
            """));
        var result = await broken.ScanAsync(Content("x"));
        result.Outcome.ShouldBe(VerdictCategory.Failure);
        result.Problem.ShouldBe("yara failed: error scanning the file: out of memory?");
    }

    [ToolFact("bash")]
    public async Task The_private_copy_is_readable_for_its_owner_alone_never_executable_and_gone_afterwards()
    {
        _rules.Write("a.yar", "rule A { condition: true }");
        var seen = _rules.File("seen");
        var yara = new YaraEngine(_rules.Root, Long, null, Program($$"""
            #!/usr/bin/env bash
            [ "$1" = --version ] && { echo 4.0.0; exit 0; }
            [ -s "${@: -1}" ] && { stat -c '%a %n' "${@: -1}" > "{{seen}}"; cmp -s "${@: -1}" "{{_rules.Write("expected", "content")}}" && echo "r0:Same [] x"; }
            exit 0
            """));
        var result = await yara.ScanAsync(Content("content"));
        result.Matches.Select(m => m.RuleName).ShouldBe(["Same"]);
        var parts = (await File.ReadAllTextAsync(seen)).Trim().Split(' ', 2);
        parts[0].ShouldBe("600");
        File.Exists(parts[1]).ShouldBeFalse();
    }

    [Fact]
    public async Task Without_the_program_or_without_rules_it_is_absent()
    {
        _rules.Write("a.yar", "rule A { condition: true }");
        (await new YaraEngine(_rules.Root, Long, null, "vtkit-no-such-program").ProbeAsync()).ShouldBeNull();
        using var empty = new TempFolder();
        (await new YaraEngine(empty.Root, Long).ProbeAsync()).ShouldBeNull();
        (await new YaraEngine(empty.File("missing"), Long).ProbeAsync()).ShouldBeNull();
        (await new YaraEngine(empty.Root, Long).ScanAsync(Content("x"))).Outcome.ShouldBe(VerdictCategory.Failure);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no namespace [] x")]
    [InlineData("ns:rule")]
    [InlineData(":rule [] x")]
    [InlineData("ns:rule [key")]
    [InlineData("ns:rule [key=\"never closed")]
    [InlineData("ns:rule [=1] x")]
    [InlineData("ns:rule [key=1")]
    public void Lines_of_another_shape_are_no_matches(string line) => YaraOutput.Parse(line).ShouldBeNull();

    private static MemoryStream Content(string text) => new(System.Text.Encoding.UTF8.GetBytes(text));

    private string Program(string script)
    {
        var path = _rules.Write($"program-{Guid.NewGuid():N}", script);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
