using System.Text.RegularExpressions;
using VtKit.Enrichment;

namespace VtKit.Cli.Tests;

/// <summary>The guides to verdicts and to the gate do what they say.</summary>
public sealed partial class GateGuideTests : EmulatorTests
{
    [Fact]
    public async Task The_commands_of_the_guide_run()
    {
        Vtk.WriteFile("policy.yml", CliConsole.Utf8.GetBytes(Yaml("verdicts.md")));
        Directory.CreateDirectory(Path.Combine(Vtk.Home.FullName, "dist"));
        Vtk.WriteFile("dist/app.bin", [1, 2, 3]);

        var commands = Guide.Commands<GateGuideTests>(Vtk.Home.FullName, word => word is "dist" || word.Contains('.', StringComparison.Ordinal));
        commands.Count.ShouldBe(3);
        foreach (var command in commands) (await Vtk.RunAsync(command.Arguments)).Code.ShouldBe(ExitCode.Ok, command.Line);

        File.Exists(Path.Combine(Vtk.Home.FullName, "vtk.sarif")).ShouldBeTrue();
    }

    [Fact]
    public void The_policy_of_the_guide_says_what_the_guide_says()
    {
        var policy = VerdictPolicy.Parse(Yaml("verdicts.md"));

        policy.Tiers.Select(tier => tier.Name).ShouldBe(["trusted", "noisy", "laboratory"]);
        policy.MinEngines.ShouldBe(20);
        policy.StaleAfter.ShouldBe(TimeSpan.FromDays(180));
        policy.Gate.Allow.Single().Until.ShouldBe(new DateOnly(2027, 6, 30));
    }

    [Fact]
    public void The_workflow_calls_the_gate_with_options_that_exist()
    {
        var call = Yaml("ci.md").Split('\n').Single(line => line.Contains("vtk check", StringComparison.Ordinal)).Trim();
        var options = CommandTree.Build(["check", "--help"]).Subcommands.Single(command => command.Name == "check").Options.Select(option => option.Name).ToList();
        foreach (Match option in Option().Matches(call)) options.ShouldContain(option.Value);
    }

    [Fact]
    public void The_tools_of_the_guide_to_assistants_are_the_tools()
    {
        var table = string.Concat(Guide.Text("docs/guides/assistants.md").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|')[1]));
        Quoted().Matches(table).Select(match => match.Groups["name"].Value).ShouldBe([.. McpTools.All.Select(tool => tool.Name), "scan_file"], ignoreOrder: true);
    }

    private static string Yaml(string guide) => Block().Match(Guide.Text($"docs/guides/{guide}")).Groups["lines"].Value;

    [GeneratedRegex("```yaml\n(?<lines>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Block();

    [GeneratedRegex("--[a-z]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Option();

    [GeneratedRegex("`(?<name>[a-z_]+)`", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();
}
