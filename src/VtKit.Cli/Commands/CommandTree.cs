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
        var root = new CliCommand(RootName, "vtk: VirusTotal on the command line");
        foreach (var option in GlobalOptions.All) root.Options.Add(option);
        var commands = Commands(MayNameRelationship(arguments));
        foreach (var (name, build) in commands)
            if (Holds(arguments, name) || (AliasOf(name) is { } alias && Holds(arguments, alias)))
                Add(root, name, build);
        if (root.Subcommands.Count > 0) return root;
        foreach (var (name, build) in commands) Add(root, name, build);
        return root;
    }

    private static void Add(CliCommand root, string name, Func<CliCommand> build)
    {
        var command = build();
        if (AliasOf(name) is { } alias) command.Aliases.Add(alias);
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

    private static (string Name, Func<CliCommand> Build)[] Commands(bool withRelationships) =>
    [
        ("lookup", LookupCommand.Build),
        ("scan", ScanCommand.Build),
        ("file", () => ObjectCommands.Build(new FileNoun(), withRelationships)),
        ("url", () => ObjectCommands.Build(new UrlNoun(), withRelationships)),
        ("domain", () => ObjectCommands.Build(new DomainNoun(), withRelationships)),
        ("ip", () => ObjectCommands.Build(new IpNoun(), withRelationships)),
        ("analysis", () => ObjectCommands.Build(new AnalysisNoun(), withRelationships)),
        ("behaviour", BehaviourCommand.Build),
        ("private", () => PrivateCommand.Build(withRelationships)),
        ("search", SearchCommand.Build),
        ("download", DownloadCommand.Build),
        ("rescan", RescanCommand.Build),
        ("comment", CommentCommand.Build),
        ("vote", VoteCommand.Build),
        ("collection", () => CollectionCommand.Build(withRelationships)),
        ("hunting", () => HuntingCommand.Build(withRelationships)),
        ("hunt", HuntCommand.Build),
        ("retrohunt", RetrohuntCommand.Build),
        ("iocstream", IocStreamCommand.Build),
        ("threatprofile", () => ThreatProfileCommand.Build(withRelationships)),
        ("monitor", () => MonitorCommand.Build(withRelationships)),
        ("monitorpartner", () => MonitorPartnerCommand.Build(withRelationships)),
        ("user", () => AccountCommands.BuildUser(withRelationships)),
        ("group", () => AccountCommands.BuildGroup(withRelationships)),
        ("quota", QuotaCommand.Build),
        ("meta", MetaCommand.Build),
        ("feed", FeedCommand.Build),
        ("graph", GraphCommand.Build),
        ("id", IdCommand.Build),
        ("extract", ExtractCommand.Build),
        ("inspect", InspectCommand.Build),
        ("mcp", McpCommand.Build),
        ("enrich", EnrichCommand.Build),
        ("cache", CacheCommand.Build),
        ("emulator", EmulatorCommand.Build),
        ("check", CheckCommand.Build),
        ("receipts", ReceiptsCommand.Build),
        ("config", ConfigCommand.Build),
        ("init", InitCommand.Build),
        ("completion", CompletionCommand.Build),
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
