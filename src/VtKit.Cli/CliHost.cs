using System.CommandLine;
using System.CommandLine.Parsing;

namespace VtKit.Cli;

/// <summary>Runs a command line, from its arguments to its exit code. Whatever goes wrong ends here, as one line on stderr.</summary>
internal sealed class CliHost(CliConsole console, CliEnvironment environment, TimeProvider time)
{
    public async Task<ExitCode> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var talk = new Talk(console);
        if (console is { OutIsTerminal: true, ErrorIsTerminal: true }) console.Out = new TerminalOut(console.Out, talk);
        try
        {
            return await Begin(arguments, talk, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            var failure = Failure.Of(e, cancellationToken);
            talk.Say(failure.Message);
            if (environment.Debug) foreach (var line in e.ToString().Split('\n')) talk.Write(line);
            return failure.ExitCode;
        }
    }

    private Task<ExitCode> Begin(IReadOnlyList<string> arguments, Talk talk, CancellationToken cancellationToken)
    {
        var parsed = CommandTree.Parse(arguments);
        var command = parsed.CommandResult.Command;
        if (parsed.GetValue(GlobalOptions.Version))
        {
            HelpCommand.PrintVersion(console);
            return Task.FromResult(ExitCode.Ok);
        }
        if (parsed.GetValue(GlobalOptions.Help) || (CommandTree.IsRoot(command) && parsed.UnmatchedTokens.Count == 0 && parsed.Errors.Count == 0))
        {
            console.Write(HelpPage.Of(command));
            return Task.FromResult(ExitCode.Ok);
        }
        talk.Hide(parsed.GetResult(GlobalOptions.ApiKey)?.Tokens is [{ Value: not "-" } key, ..] ? key.Value : null);
        if (UsageError.Of(parsed) is { } error) throw CliException.Usage(error);
        return ((CliCommand)command).Run!(new CliSession(console, environment, time, parsed, talk), cancellationToken);
    }
}
