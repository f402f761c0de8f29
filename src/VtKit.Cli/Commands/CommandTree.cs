using System.CommandLine;

namespace VtKit.Cli;

/// <summary>All commands. Relationships, of which there are many, are added only to the noun that the arguments name.</summary>
internal static class CommandTree
{
    private static readonly ParserConfiguration Parser = new()
    {
        // An argument that begins with @ is what it is, not a file of arguments.
        ResponseFileTokenReplacer = null,
    };

    public static ParseResult Parse(IReadOnlyList<string> arguments) => Build(arguments).Parse(arguments, Parser);

    public static RootCommand Build(IReadOnlyList<string> arguments)
    {
        var root = new RootCommand("vtk: VirusTotal on the command line");
        root.Options.Clear();
        root.Directives.Clear();
        foreach (var option in GlobalOptions.All) root.Options.Add(option);
        root.Subcommands.Add(LookupCommand.Build());
        root.Subcommands.Add(ScanCommand.Build());
        foreach (var noun in Noun.All) root.Subcommands.Add(ObjectCommands.Build(noun, arguments.Contains(noun.Name)));
        root.Subcommands.Add(IdCommand.Build());
        root.Subcommands.Add(EmulatorCommand.Build());
        root.Subcommands.Add(ConfigCommand.Build());
        return root;
    }
}
