using VtKit.Testing.Shared;

namespace VtKit.Cli.Tests;

/// <summary>The scripts for shells, in the shells.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly CliRun _vtk = new();

    public void Dispose() => _vtk.Dispose();

    [ToolTheory("bash")]
    [InlineData("vtk fi", "file")]
    [InlineData("vtk file contacted_", "contacted_domains contacted_ips contacted_urls")]
    [InlineData("vtk hunting ruleset e", "enable editors")]
    [InlineData("vtk ht rs not", "notification-emails notification_emails")]
    [InlineData("vtk dl --zip-", "--zip-password")]
    [InlineData("vtk file --format j", "json jsonl")]
    [InlineData("vtk --profile work scan u", "url")]
    [InlineData("vtk file 44d8 --excl", "--exclude")]
    [InlineData("vtk nothing x", "")]
    public async Task Bash_completes(string line, string expected)
    {
        var script = await ScriptAsync("bash");
        var words = line.Split(' ');
        var result = await Tool.RunAsync("bash", "-c", $"source '{script}'; COMP_WORDS=({line}); COMP_CWORD={words.Length - 1}; _vtk; echo \"${{COMPREPLY[*]}}\"");
        result.Trim().Split(' ').Order().ShouldBe(expected.Split(' ').Order());
    }

    [ToolTheory("zsh")]
    [InlineData("vtk file contacted_", "contacted_domains")]
    [InlineData("vtk ht rs x", "notification_emails")]
    [InlineData("vtk dl -", "--zip-password")]
    [InlineData("vtk file --format x", "jsonl")]
    public async Task Zsh_completes(string line, string expected)
    {
        var script = await ScriptAsync("zsh");
        var words = line.Split(' ');
        var result = await Tool.RunAsync("zsh", "-f", "-c", $"compadd() {{ print -l -- \"$@\" }}; compdef() {{ }}; _files() {{ }}; source '{script}'; words=({line}); CURRENT={words.Length}; _vtk");
        result.Split('\n').ShouldContain(expected);
    }

    [ToolTheory("fish")]
    [InlineData("vtk fi", "file")]
    [InlineData("vtk file contacted_d", "contacted_domains")]
    [InlineData("vtk ht rs rena", "rename")]
    [InlineData("vtk dl --zip-", "--zip-password")]
    [InlineData("vtk file --format js", "jsonl")]
    public async Task Fish_completes(string line, string expected)
    {
        var script = await ScriptAsync("fish");
        var result = await Tool.RunAsync("fish", "--no-config", "-c", $"source '{script}'; complete -C '{line}'");
        result.Split('\n').Select(candidate => candidate.Split('\t')[0]).ShouldContain(expected);
    }

    [ToolFact("pwsh")]
    public async Task PowerShell_completes()
    {
        var script = await ScriptAsync("powershell");
        var result = await Tool.RunAsync("pwsh", "-NoProfile", "-Command", $"Invoke-Expression (Get-Content -Raw '{script}'); (TabExpansion2 'vtk file contacted_d' 20).CompletionMatches.CompletionText");
        result.Trim().ShouldBe("contacted_domains");
    }

    [Fact]
    public void Each_command_can_be_reached()
    {
        var nodes = CompletionNode.All();
        nodes.Count.ShouldBeGreaterThan(250);
        nodes.Select(node => node.Path).Distinct().Count().ShouldBe(nodes.Count);
        // What stands in a script between quotes, and parts words, must not be in a name.
        foreach (var node in nodes)
            foreach (var word in node.Names.Concat(node.Options.Select(option => option.Name)))
                word.ShouldMatch("^[A-Za-z0-9_-]+$");
        ShellScripts.PowerShell(nodes).ShouldContain("'vtk dl' = 'vtk download'");
    }

    private async Task<string> ScriptAsync(string shell)
    {
        var result = await _vtk.RunAsync("completion", shell);
        result.Code.ShouldBe(ExitCode.Ok, result.Error);
        return _vtk.WriteFile("vtk-completion", CliConsole.Utf8.GetBytes(result.Out));
    }
}
