using System.CommandLine;
using VtKit.Graph;

namespace VtKit.Cli;

/// <summary>What tells about graph files and changes nothing: <c>show</c>, <c>path</c>, <c>diff</c>.</summary>
internal static class GraphReportCommands
{
    private const int DefaultLength = 6;
    private const int DefaultPaths = 20;

    private static readonly Argument<string> Node = new("node") { Description = NodeArgument.Description, Arity = ArgumentArity.ZeroOrOne };

    private static readonly Argument<string> A = new("a") { Description = NodeArgument.Description };

    private static readonly Argument<string> B = new("b") { Description = NodeArgument.Description };

    private static readonly Argument<string> Other = new("other") { Description = "The graph file that came after" };

    private static readonly Option<bool> All = new("--all")
    {
        Description = "All ways, shorter ones first, and not one of the shortest",
    };

    private static readonly Option<int> MaxLength = new("--max-length")
    {
        Description = $"How many links a way may have, {DefaultLength} unless given",
        HelpName = "N",
        DefaultValueFactory = _ => DefaultLength,
    };

    private static readonly Option<int> Limit = new("--limit")
    {
        Description = $"How many ways to print, {DefaultPaths} unless given",
        HelpName = "N",
        DefaultValueFactory = _ => DefaultPaths,
    };

    private static readonly Option<bool> Directed = new("--directed")
    {
        Description = "Follow links in their direction only",
    };

    public static IEnumerable<CliCommand> Commands() =>
    [
        new CliCommand("show", "What is in a graph, or what is known of a node", ShowAsync)
        {
            Group = GraphCommand.Offline,
            Arguments = { GraphFile.Path, Node },
            Examples = ["vtk graph show case.json", "vtk graph show case.json 198.51.100.7", "vtk graph show case.json --format json"],
        },
        new CliCommand("path", "How two nodes hang together", PathAsync)
        {
            Group = GraphCommand.Offline,
            Arguments = { GraphFile.Path, A, B },
            Options = { All, MaxLength, Limit, Directed },
            Examples = ["vtk graph path case.json invoice.pdf actor:APT0", "vtk graph path case.json 198.51.100.7 evil.example --all --max-length 4"],
        },
        new CliCommand("diff", "What differs between two graphs", DiffAsync)
        {
            Group = GraphCommand.Offline,
            Arguments = { GraphFile.Path, Other },
            Examples = ["vtk graph diff monday.json friday.json"],
        },
    ];

    private static async Task<ExitCode> ShowAsync(CliSession session, CancellationToken cancellationToken)
    {
        var graph = await GraphFile.ReadAsync(session, session.Parsed.GetValue(GraphFile.Path)!, cancellationToken).ConfigureAwait(false);
        var node = session.Parsed.GetValue(Node) is { } text ? NodeArgument.Find(graph, text) : null;
        var isTable = IsTable(session);
        session.Console.Write((node, isTable) switch
        {
            (null, true) => GraphSummary.Text(graph, session.Style, session.Console.Width),
            (null, false) => GraphSummary.Json(graph),
            (_, true) => NodeReport.Text(node!, session.Style, session.Console.Width),
            _ => NodeReport.Json(node!),
        });
        return ExitCode.Ok;
    }

    private static async Task<ExitCode> PathAsync(CliSession session, CancellationToken cancellationToken)
    {
        var graph = await GraphFile.ReadAsync(session, session.Parsed.GetValue(GraphFile.Path)!, cancellationToken).ConfigureAwait(false);
        var (a, b) = (NodeArgument.Find(graph, session.Parsed.GetValue(A)!), NodeArgument.Find(graph, session.Parsed.GetValue(B)!));
        var (isDirected, limit, longest) = (session.Parsed.GetValue(Directed), session.Parsed.GetValue(Limit), session.Parsed.GetValue(MaxLength));
        if (limit < 1 || longest < 1) throw CliException.Usage("--limit and --max-length are at least 1");
        if (a == b) throw CliException.Usage($"{NodeText.Short(a)} is one node: give two different ones");
        var isTable = IsTable(session);
        IReadOnlyList<IReadOnlyList<GraphNode>> paths = session.Parsed.GetValue(All)
            ? [.. graph.SimplePaths(a, b, longest, isDirected).TakeWhile(_ => !cancellationToken.IsCancellationRequested).Take(limit)]
            : graph.ShortestPath(a, b, isDirected) is { Count: > 0 } shortest ? [shortest] : [];
        if (paths.Count == 0)
            throw new CliException(ExitCode.NotFound, $"no way leads from {NodeText.Short(a)} to {NodeText.Short(b)} in this graph: `vtk graph expand` finds more links");
        session.Console.Write(isTable ? PathText.Lines(paths) : PathText.Json(paths));
        return ExitCode.Ok;
    }

    private static async Task<ExitCode> DiffAsync(CliSession session, CancellationToken cancellationToken)
    {
        var before = await GraphFile.ReadAsync(session, session.Parsed.GetValue(GraphFile.Path)!, cancellationToken).ConfigureAwait(false);
        var after = await GraphFile.ReadAsync(session, session.Parsed.GetValue(Other)!, cancellationToken).ConfigureAwait(false);
        var difference = GraphDiff.Between(before, after);
        session.Console.Write(IsTable(session) ? DiffText.Lines(difference, session.Style) : DiffText.Json(difference));
        if (difference.IsEmpty) session.Talk.Say("nothing differs");
        return ExitCode.Ok;
    }

    /// <summary>Whether a person reads it. Lines are what these commands print unless JSON is asked for.</summary>
    private static bool IsTable(CliSession session) => session.Settings.Format switch
    {
        null or OutputFormat.Table => true,
        OutputFormat.Json => false,
        _ => throw CliException.Usage("graphs are told in two formats: --format table and --format json"),
    };
}
