using System.CommandLine;
using VtKit.Graph;
using VtKit.Graph.Explorer;

namespace VtKit.Cli;

/// <summary>What grows graphs by what the service knows: <c>fetch</c>, <c>expand</c>, <c>connect</c>. Nothing is ever submitted.</summary>
internal static class GraphExploreCommands
{
    private const int DefaultBudget = 100, DefaultNodes = 1000, DefaultResults = 40, DefaultHops = 3;

    private static readonly Argument<string[]> Nodes = new("node") { Description = "Nodes of the graph; all unless given", Arity = ArgumentArity.ZeroOrMore };

    private static readonly Argument<string> Node = new("node") { Description = NodeArgument.Description };

    private static readonly Argument<string[]> Targets = new("target") { Description = "Nodes to connect it with; all others unless given", Arity = ArgumentArity.ZeroOrMore };

    private static readonly Option<string[]> Relationships = new("--relationship", "-r")
    {
        Description = "Follow only these; may be given several times",
        HelpName = "NAME",
    };

    private static readonly Option<int> Level = Number("--level", 1, "How many levels of neighbours");

    private static readonly Option<int> Budget = Number("--budget", DefaultBudget, "Requests at most, pages and retries included");

    private static readonly Option<int> MaxNodes = Number("--max-nodes", DefaultNodes, "Nodes to add at most");

    private static readonly Option<int> MaxResults = Number("--max-per-relationship", DefaultResults, "Results to take of one relationship of one node; a request brings 40");

    private static readonly Option<int> MaxHops = Number("--max-hops", DefaultHops, "How many links a path may have");

    private static readonly Option<bool> FindNames = new("--find-names")
    {
        Description = "Find files known by a name alone, by an Intelligence search each (premium)",
    };

    private static readonly Option<bool> DryRun = new("--dry-run")
    {
        Description = "Print the price and ask nothing",
    };

    private static readonly Option<bool> Resume = new("--resume")
    {
        Description = "Go on where the last run stopped; no answer is paid for twice",
    };

    public static IEnumerable<CliCommand> Commands() =>
    [
        new CliCommand("fetch", "Look nodes up: detections, names, SHA-256 of MD5 and SHA-1", FetchAsync)
        {
            Group = GraphCommand.Online,
            Arguments = { GraphFile.Path, Nodes },
            Options = { FindNames, Budget, DryRun, Resume },
            Examples = ["vtk graph fetch case.json --dry-run", "vtk graph fetch case.json", "vtk graph fetch case.json invoice.pdf --local"],
        },
        new CliCommand("expand", "Add what the service knows to be related", ExpandAsync)
        {
            Group = GraphCommand.Online,
            Arguments = { GraphFile.Path, Nodes },
            Options = { Relationships, Level, Budget, MaxNodes, MaxResults, DryRun, Resume },
            Examples = ["vtk graph expand case.json 198.51.100.7 --relationship resolutions", "vtk graph expand case.json --level 2 --budget 200 --max-nodes 500", "vtk graph expand case.json --resume"],
        },
        new CliCommand("connect", "Find how a node hangs together with others, by expanding both", ConnectAsync)
        {
            Group = GraphCommand.Online,
            Arguments = { GraphFile.Path, Node, Targets },
            Options = { Relationships, MaxHops, Budget, DryRun, Resume },
            Examples = ["vtk graph connect case.json invoice.pdf evil.example --budget 60", "vtk graph connect case.json 198.51.100.7"],
        },
    ];

    private static Task<ExitCode> FetchAsync(CliSession session, CancellationToken cancellationToken) => RunAsync(session, (explorer, graph) =>
    {
        var keys = Keys(session, graph);
        return keys.Count == 0
            ? new ExploreJob(explorer.EstimateFetch(graph), token => explorer.FetchAllAsync(graph, token))
            : new ExploreJob(new ExploreEstimate(keys.Count, keys.Count, 0), token => explorer.FetchAsync(graph, keys, token));
    }, cancellationToken);

    private static Task<ExitCode> ExpandAsync(CliSession session, CancellationToken cancellationToken) => RunAsync(session, (explorer, graph) =>
    {
        var (level, keys) = (session.Parsed.GetValue(Level), Keys(session, graph));
        if (keys.Count > 1) throw CliException.Usage("expand takes one node, or none for all: call it again for the others");
        CheckRelationships(session, graph, keys);
        return keys.Count == 0
            ? new ExploreJob(explorer.EstimateAll(graph, level), token => explorer.ExpandAllAsync(graph, level, token))
            : new ExploreJob(explorer.Estimate(graph, keys[0], level), token => explorer.ExpandAsync(graph, keys[0], level, token));
    }, cancellationToken);

    private static Task<ExitCode> ConnectAsync(CliSession session, CancellationToken cancellationToken) => RunAsync(session, (explorer, graph) =>
    {
        var (node, hops) = (NodeArgument.Find(graph, session.Parsed.GetValue(Node)!).Key, session.Parsed.GetValue(MaxHops));
        var targets = session.Parsed.GetValue(Targets)!.Select(text => NodeArgument.Find(graph, text).Key).ToList();
        // What a search costs depends on how soon it ends; the budget is its price.
        return new ExploreJob(null, token => targets.Count == 0 ? explorer.ConnectAsync(graph, node, hops, token) : explorer.FindPathsAsync(graph, node, targets, hops, token));
    }, cancellationToken);

    private static async Task<ExitCode> RunAsync(CliSession session, Func<GraphExplorer, ThreatGraph, ExploreJob> plan, CancellationToken cancellationToken)
    {
        var path = session.Parsed.GetValue(GraphFile.Path)!;
        var graph = await GraphFile.ReadAsync(session, path, cancellationToken).ConfigureAwait(false);
        var connection = await ServiceConnection.OpenAsync(session, cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        using var line = new ProgressLine(session.Console, session.Talk, session.Time);
        var explorer = new GraphExplorer(connection.Client, Options(session, line));
        var isResumed = session.Parsed.GetValue(Resume);
        var token = isResumed ? await ResumeFile.ReadAsync(path, cancellationToken).ConfigureAwait(false) : null;
        var job = token is null ? plan(explorer, graph) : new ExploreJob(null, cancel => explorer.ResumeAsync(graph, token, cancel));
        if (job.Estimate is { } estimate) session.Talk.Say(Price(estimate, session.Parsed.GetValue(Budget)));
        if (session.Parsed.GetValue(DryRun)) return ExitCode.Ok;
        var report = await job.RunAsync(cancellationToken).ConfigureAwait(false);
        line.Erase();
        // The graph goes first: a place to resume from that is ahead of it would lose what lies between.
        GraphFile.Write(path, graph);
        ResumeFile.Write(path, report.Resume);
        return ExploreReports.Tell(session, path, report);
    }

    private static ExploreOptions Options(CliSession session, ProgressLine line)
    {
        var names = session.Parsed.GetValue(Relationships) ?? [];
        return new ExploreOptions
        {
            MaxCalls = session.Parsed.GetValue(Budget),
            MaxNodes = session.Parsed.GetResult(MaxNodes) is null ? null : session.Parsed.GetValue(MaxNodes),
            MaxPerRelationship = session.Parsed.GetResult(MaxResults) is null ? DefaultResults : session.Parsed.GetValue(MaxResults),
            Relationships = names.Length == 0 ? null : relationship => names.Contains(relationship.Name),
            FindNames = session.Parsed.GetValue(FindNames),
            Progress = new ExploreProgressLine(line),
        };
    }

    private static List<NodeKey> Keys(CliSession session, ThreatGraph graph) => [.. session.Parsed.GetValue(Nodes)!.Select(text => NodeArgument.Find(graph, text).Key).Distinct()];

    /// <summary>A name that no node has would find nothing, and say nothing.</summary>
    /// <exception cref="CliException">No node has a relationship of that name.</exception>
    /// <exception cref="GraphException">The one node has none; the text names the nearest ones.</exception>
    private static void CheckRelationships(CliSession session, ThreatGraph graph, IReadOnlyList<NodeKey> nodes)
    {
        foreach (var name in session.Parsed.GetValue(Relationships) ?? [])
        {
            if (nodes is [var node]) GraphRelationships.Find(node.Type, name);
            else if (!graph.Nodes.Select(one => one.Type).Distinct().SelectMany(GraphRelationships.Of).Any(relationship => relationship.Name == name))
                throw CliException.Usage($"no node of this graph has a relationship '{name}': name one node, and the nearest ones are told");
        }
    }

    private static string Price(ExploreEstimate estimate, int budget) => estimate.FirstLevel > budget
        ? $"this can take {Count.Of(estimate.FirstLevel, "request")} and more, and may take {Count.Number(budget)} (--budget)"
        : $"at most {Count.Of(Math.Min(estimate.Calls, budget), "request")}";

    private static Option<int> Number(string name, int usual, string description)
    {
        var option = new Option<int>(name) { Description = $"{description}; {usual} unless given", HelpName = "N", DefaultValueFactory = _ => usual };
        NumberOption.Check(option, 1, int.MaxValue, $"{name} is at least 1");
        return option;
    }

    private sealed record ExploreJob(ExploreEstimate? Estimate, Func<CancellationToken, Task<ExploreReport>> RunAsync);

    private sealed class ExploreProgressLine(ProgressLine line) : IProgress<ExploreProgress>
    {
        public void Report(ExploreProgress value) => line.Report(
            $"level {value.Level}: {value.Done} of {value.Planned}, {Count.Of(value.AddedNodes, "node")} added, {Count.Of(value.Calls, "request")}", value.Done, value.Planned);
    }
}
