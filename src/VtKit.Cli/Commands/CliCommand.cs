using System.CommandLine;

namespace VtKit.Cli;

/// <summary>A command with what its help shows and what it does.</summary>
internal sealed class CliCommand : Command
{
    public CliCommand(string name, string description, Func<CliSession, CancellationToken, Task<ExitCode>>? run = null)
        : base(name, description)
    {
        Run = run;
        // The parser lets a command stand without a subcommand only where it has an action. Running is not its business.
        SetAction(_ => 0);
    }

    /// <summary>What the command does; null where it only holds others.</summary>
    public Func<CliSession, CancellationToken, Task<ExitCode>>? Run { get; }

    /// <summary>The heading under which the command stands in the help of its parent.</summary>
    public string Group { get; set; } = "Commands";

    /// <summary>Whether a profile that is named need not be there yet.</summary>
    public bool MakesProfile { get; init; }

    /// <summary>Lines of help after everything else.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];
}
