using System.CommandLine;

namespace VtKit.Cli;

/// <summary><c>vtk help</c> and <c>vtk version</c>: what <c>--help</c> and <c>--version</c> print, for those who write them as commands.</summary>
internal static class HelpCommand
{
    private static readonly Argument<string[]> Words = new("command") { Description = "The words of a command, such as graph add; vtk itself unless given", Arity = ArgumentArity.ZeroOrMore };

    public static CliCommand Build() => new("help", "Print help for a command", (session, _) => Task.FromResult(Help(session)))
    {
        Arguments = { Words },
        Examples = ["vtk help", "vtk help file", "vtk help graph add"],
    };

    public static CliCommand BuildVersionCommand() => new("version", "Print the version", (session, _) =>
    {
        PrintVersion(session.Console);
        return Task.FromResult(ExitCode.Ok);
    })
    {
        Examples = ["vtk version"],
    };

    public static void PrintVersion(CliConsole console) => console.WriteLine("vtk " + BuildVersion.Text);

    private static ExitCode Help(CliSession session)
    {
        Command command = CommandTree.Build(["--help"]);
        foreach (var word in session.Parsed.GetValue(Words)!)
        {
            // As for a command that is not there: its word is compared with what there is.
            command = command.Subcommands.FirstOrDefault(child => child.Name == word || child.Aliases.Contains(word))
                ?? throw CliException.Usage(UsageError.NoCommand(command, word, $"see {HelpPage.PathOf(command)} --help"));
        }
        session.Console.Write(HelpPage.Of(command));
        return ExitCode.Ok;
    }
}
