using System.Text.Json;

namespace VtKit.Cli.Tests;

/// <summary><c>vtk hunt plan</c> and <c>apply</c>: a folder and an account, in step.</summary>
public sealed class HuntTests : EmulatorTests
{
    private const string One = "rule one\n{\n  strings:\n    $a = \"alpha\"\n  condition:\n    $a\n}\n";

    private string Rules => Directory.CreateDirectory(Path.Combine(Vtk.Home.FullName, "rules")).FullName;

    private void Write(string name, string rules)
    {
        var path = Path.Combine(Rules, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, rules);
    }

    [Fact]
    public async Task Applying_makes_the_account_what_the_folder_has_and_again_does_nothing()
    {
        Write("one.yar", One);
        Write("family/two.yara", One.Replace("one", "two", StringComparison.Ordinal));

        (await Vtk.RunAsync("hunt", "apply", Rules, "--yes", "--enable")).Code.ShouldBe(ExitCode.Ok);

        var rulesets = JsonDocument.Parse((await Vtk.RunAsync("hunting", "ruleset", "list")).Out).RootElement.EnumerateArray().Select(item => item.GetProperty("attributes")).ToList();
        rulesets.Select(attributes => attributes.GetProperty("name").GetString()).ShouldBe(["family/two", "one"], ignoreOrder: true);
        rulesets.ShouldAllBe(attributes => attributes.GetProperty("enabled").GetBoolean());
        var again = await Vtk.RunAsync("hunt", "apply", Rules);
        again.Code.ShouldBe(ExitCode.Ok);
        again.ErrorLine.ShouldBe("vtk: folder and account agree: there is nothing to do");
    }

    [Fact]
    public async Task A_plan_shows_each_line_and_changes_nothing()
    {
        Write("gone.yar", One.Replace("one", "gone", StringComparison.Ordinal));
        Write("one.yar", One);
        await Vtk.RunAsync("hunt", "apply", Rules, "--yes");
        File.Delete(Path.Combine(Rules, "gone.yar"));
        Write("one.yar", One.Replace("alpha", "beta", StringComparison.Ordinal).Replace("    $a\n", "    $a and filesize < 1MB\n", StringComparison.Ordinal));
        Write("new.yar", One.Replace("one", "fresh", StringComparison.Ordinal));
        Vtk.OutIsTerminal = true;
        Vtk.Environment["NO_COLOR"] = "1";

        var plan = await Vtk.RunAsync("hunt", "plan", Rules);
        var pruned = await Vtk.RunAsync("hunt", "plan", Rules, "--prune");

        plan.Code.ShouldBe(ExitCode.Ok);
        Snapshot.Verify(plan.Out + plan.Error + "\n--prune:\n" + pruned.Out + pruned.Error, "hunt-plan");
        (await Vtk.RunAsync("hunt", "plan", Rules)).ShouldBe(plan, "a plan changes nothing");
    }

    [Fact]
    public async Task Pruning_deletes_what_has_no_file_and_only_with_consent()
    {
        Write("a.yar", One);
        Write("b.yar", One);
        await Vtk.RunAsync("hunt", "apply", Rules, "--yes");
        File.Delete(Path.Combine(Rules, "b.yar"));

        (await Vtk.RunAsync("hunt", "apply", Rules, "--prune")).Code.ShouldBe(ExitCode.Usage, "nobody can be asked");
        Vtk.CanAsk = true;
        Vtk.Input = "n\n";
        (await Vtk.RunAsync("hunt", "apply", Rules, "--prune")).Code.ShouldBe(ExitCode.Cancelled);
        (await CountAsync()).ShouldBe(2);
        Vtk.Input = "y\n";
        (await Vtk.RunAsync("hunt", "apply", Rules, "--prune")).Code.ShouldBe(ExitCode.Ok);
        (await CountAsync()).ShouldBe(1);

        File.Delete(Path.Combine(Rules, "a.yar"));
        (await Vtk.RunAsync("hunt", "plan", Rules)).Code.ShouldBe(ExitCode.Usage, "the folder may be a mistaken one");
        (await Vtk.RunAsync("hunt", "plan", Rules, "--prune")).ErrorLine.ShouldContain("1 to delete");
        (await Vtk.RunAsync("hunt", "apply", Rules, "--prune", "--yes")).Code.ShouldBe(ExitCode.Ok, "the last rule can go");
        (await CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_dry_run_shows_the_requests_and_sends_none()
    {
        Write("one.yar", One);
        Write("two.yar", One);

        var result = await Vtk.RunAsync("hunt", "apply", Rules, "--dry-run");

        result.Code.ShouldBe(ExitCode.Ok, result.Error);
        result.Out.Split("POST ").Length.ShouldBe(3);
        result.Out.ShouldContain("rule one");
        (await CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Rules_that_do_not_compile_stop_everything_before_anything_is_sent()
    {
        Write("good.yar", One);
        Write("bad.yar", "rule bad { condition: nonsense }");

        var result = await Vtk.RunAsync("hunt", "apply", Rules, "--yes");

        result.Code.ShouldBe(ExitCode.Error);
        result.Out.ShouldContain("bad.yar");
        result.Error.ShouldContain("nothing was changed");
        (await CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task What_only_the_service_has_is_left_to_it()
    {
        Write("vt.yar", "import \"vt\"\nrule service { condition: vt.metadata.analysis_stats.malicious > 3 }\n");
        var plan = await Vtk.RunAsync("hunt", "plan", Rules);
        plan.Code.ShouldBe(ExitCode.Ok);
        plan.Error.ShouldContain("imports vt, which only the service has");
    }

    [Theory]
    [InlineData("is no folder", null)]
    [InlineData("holds no .yar or .yara files", "readme.txt")]
    [InlineData("is empty: write rules, or remove it", "empty.yar")]
    public async Task A_folder_without_rules_is_told(string says, string? file)
    {
        if (file is not null) Write(file, "");
        var result = await Vtk.RunAsync("hunt", "plan", file is null ? Path.Combine(Vtk.Home.FullName, "none") : Rules);
        result.ErrorLine.ShouldContain(says);
        result.Code.ShouldNotBe(ExitCode.Ok);
    }

    [Fact]
    public async Task Two_files_or_two_rulesets_of_one_name_are_not_guessed_about()
    {
        Write("x.yar", One);
        Write("x.yara", One);
        (await Vtk.RunAsync("hunt", "plan", Rules)).ErrorLine.ShouldContain("would both be the ruleset 'x': rename one");

        File.Delete(Path.Combine(Rules, "x.yara"));
        const string Ruleset = """{"type":"hunting_ruleset","id":"ID","attributes":{"name":"x","rules":"rule x { condition: true }"}}""";
        await using var service = new StubService(_ => StubAnswer.Json(200,
            $$"""{"data":[{{Ruleset.Replace("ID", "1", StringComparison.Ordinal)}},{{Ruleset.Replace("ID", "2", StringComparison.Ordinal)}}]}"""));
        (await Vtk.RunAsync("hunt", "plan", Rules, "--base-url", service.Address.AbsoluteUri)).ErrorLine.ShouldContain("the account has 2 rulesets named 'x' (1, 2)");
    }

    private async Task<int> CountAsync() => JsonDocument.Parse((await Vtk.RunAsync("hunting", "ruleset", "list", "-n", "0")).Out).RootElement.GetArrayLength();
}
