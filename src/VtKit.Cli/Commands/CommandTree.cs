using System.CommandLine;

namespace VtKit.Cli;

/// <summary>
/// The commands. Making them all takes longer than looking something up on a local network, so where the arguments name one,
/// only that one is made, and its relationships, of which there are dozens, only where they may name one.
/// </summary>
internal static class CommandTree
{
    private const string RootName = "vtk";

    private static readonly ParserConfiguration Parser = new()
    {
        // An argument that begins with @ is what it is, not a file of arguments.
        ResponseFileTokenReplacer = null,
    };

    public static ParseResult Parse(IReadOnlyList<string> arguments) => Build(arguments).Parse(arguments, Parser);

    public static bool IsRoot(Command command) => command.Name == RootName;

    public static CliCommand Build(IReadOnlyList<string> arguments)
    {
        // Not the parser's own kind of root, which comes with options and directives that are not wanted here.
        var root = new CliCommand(RootName, "vtk: VirusTotal on the command line")
        {
            Examples = ["vtk lookup invoice.pdf", "vtk domain example.com --local", "vtk scan file invoice.pdf"],
        };
        foreach (var option in GlobalOptions.All) root.Options.Add(option);
        var commands = Commands(MayNameRelationship(arguments));
        foreach (var entry in commands)
            if (Holds(arguments, entry.Name) || (AliasOf(entry.Name) is { } alias && Holds(arguments, alias)))
                Add(root, entry);
        if (root.Subcommands.Count > 0) return root;
        foreach (var entry in commands) Add(root, entry);
        return root;
    }

    private static void Add(CliCommand root, (string Name, string Group, Func<CliCommand> Build) entry)
    {
        var command = entry.Build();
        command.Group = entry.Group;
        if (AliasOf(entry.Name) is { } alias) command.Aliases.Add(alias);
        root.Subcommands.Add(command);
    }

    // As vt-cli has them, and as others spell it.
    private static string? AliasOf(string name) => name switch
    {
        "analysis" => "an",
        "behaviour" => "behavior",
        "download" => "dl",
        "hunting" => "ht",
        "retrohunt" => "rh",
        "iocstream" => "is",
        _ => null,
    };

    private static (string Name, string Group, Func<CliCommand> Build)[] Commands(bool withRelationships) =>
    [
        ("lookup", "Look up", LookupCommand.Build),
        ("file", "Look up", () => ObjectCommands.Build(new FileNoun(), withRelationships)),
        ("url", "Look up", () => ObjectCommands.Build(new UrlNoun(), withRelationships)),
        ("domain", "Look up", () => ObjectCommands.Build(new DomainNoun(), withRelationships)),
        ("ip", "Look up", () => ObjectCommands.Build(new IpNoun(), withRelationships)),
        ("analysis", "Look up", () => ObjectCommands.Build(new AnalysisNoun(), withRelationships)),
        ("behaviour", "Look up", BehaviourCommand.Build),
        ("search", "Look up", SearchCommand.Build),
        ("enrich", "Look up", EnrichCommand.Build),
        ("rescan", "Look up", RescanCommand.Build),
        ("scan", "Submit and save", ScanCommand.Build),
        ("private", "Submit and save", () => PrivateCommand.Build(withRelationships)),
        ("download", "Submit and save", DownloadCommand.Build),
        ("receipts", "Submit and save", ReceiptsCommand.Build),
        ("hunting", "Hunt", () => HuntingCommand.Build(withRelationships)),
        ("hunt", "Hunt", HuntCommand.Build),
        ("retrohunt", "Hunt", RetrohuntCommand.Build),
        ("iocstream", "Hunt", IocStreamCommand.Build),
        ("threatprofile", "Hunt", () => ThreatProfileCommand.Build(withRelationships)),
        ("feed", "Hunt", FeedCommand.Build),
        ("graph", "Work together", GraphCommand.Build),
        ("collection", "Work together", () => CollectionCommand.Build(withRelationships)),
        ("comment", "Work together", CommentCommand.Build),
        ("vote", "Work together", VoteCommand.Build),
        ("inspect", "On this machine", InspectCommand.Build),
        ("extract", "On this machine", ExtractCommand.Build),
        ("id", "On this machine", IdCommand.Build),
        ("check", "On this machine", CheckCommand.Build),
        ("mcp", "On this machine", McpCommand.Build),
        ("emulator", "On this machine", EmulatorCommand.Build),
        ("cache", "On this machine", CacheCommand.Build),
        ("init", "Account", InitCommand.Build),
        ("config", "Account", ConfigCommand.Build),
        ("quota", "Account", QuotaCommand.Build),
        ("user", "Account", () => AccountCommands.BuildUser(withRelationships)),
        ("group", "Account", () => AccountCommands.BuildGroup(withRelationships)),
        ("monitor", "Account", () => MonitorCommand.Build(withRelationships)),
        ("monitorpartner", "Account", () => MonitorPartnerCommand.Build(withRelationships)),
        ("meta", "Account", MetaCommand.Build),
        ("completion", "Account", CompletionCommand.Build),
        ("help", "This tool", HelpCommand.Build),
        ("version", "This tool", HelpCommand.BuildVersionCommand),
    ];

    private static bool Holds(IReadOnlyList<string> arguments, string word)
    {
        for (var i = 0; i < arguments.Count; i++)
            if (arguments[i] == word)
                return true;
        return false;
    }

    // A name of a relationship is one word in lower case. Most ids are not.
    private static bool MayNameRelationship(IReadOnlyList<string> arguments)
    {
        var words = 0;
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] is "--help" or "-h" or "-?") return true;
            if (IsWord(arguments[i])) words++;
        }
        return words > 1;
    }

    private static bool IsWord(string argument)
    {
        foreach (var c in argument)
            if (c is not ((>= 'a' and <= 'z') or '_'))
                return false;
        return true;
    }
}
