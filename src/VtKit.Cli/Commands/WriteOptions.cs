using System.CommandLine;

namespace VtKit.Cli;

/// <summary>The manners of commands that change something at the service.</summary>
internal static class WriteOptions
{
    public static readonly Option<bool> DryRun = new("--dry-run")
    {
        Description = "Print what would be sent, and send nothing that changes anything",
    };

    public static readonly Option<bool> Yes = new("--yes", "-y")
    {
        Description = "Do not ask",
    };

    /// <summary>Returns when the user agrees. A dry run needs no consent.</summary>
    /// <param name="session">Who asks.</param>
    /// <param name="question">What is to be agreed to, such as <c>Delete the ruleset 12</c>.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="CliException">The user does not agree, or cannot be asked.</exception>
    public static async Task RequireConsentAsync(CliSession session, string question, CancellationToken cancellationToken)
    {
        if (session.Parsed.GetValue(Yes) || session.Parsed.GetValue(DryRun)) return;
        if (!session.Console.CanAsk) throw CliException.Usage($"{question}? This cannot be undone: say --yes, for nobody is here to be asked");
        session.Talk.Ask($"{question}? [y/N]");
        if (await session.Console.ReadLineAsync(cancellationToken).ConfigureAwait(false) is not ("y" or "Y" or "yes"))
            throw new CliException(ExitCode.Cancelled, "nothing was changed");
    }
}
