using System.CommandLine;

namespace VtKit.Cli;

/// <summary><c>vtk completion</c>: a script by which a shell completes commands, relationships and options.</summary>
internal static class CompletionCommand
{
    public static CliCommand Build() => new("completion", "Print a script by which a shell completes vtk")
    {
        Examples = ["source <(vtk completion bash)"],
        Subcommands =
        {
            Of("bash", ShellScripts.Bash, "source <(vtk completion bash)"),
            Of("zsh", ShellScripts.Zsh, "vtk completion zsh > \"${fpath[1]}/_vtk\""),
            Of("fish", ShellScripts.Fish, "vtk completion fish > ~/.config/fish/completions/vtk.fish"),
            Of("powershell", ShellScripts.PowerShell, "vtk completion powershell | Out-String | Invoke-Expression"),
        },
    };

    private static CliCommand Of(string shell, Func<List<CompletionNode>, string> script, string example) => new(shell, $"Print the script for {shell}", (session, _) =>
    {
        session.Console.Write(script(CompletionNode.All()));
        return Task.FromResult(ExitCode.Ok);
    })
    {
        Examples = [example],
    };
}
