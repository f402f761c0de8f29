namespace VtKit.Graph.Explorer;

/// <summary>
/// Grows threat graphs by what VirusTotal knows: looks nodes up, expands them, finds paths between them. It keeps to its budget exactly, counting every attempt
/// before it is sent; it never submits anything. What a run found is in the graph however the run ends, and what did not work is in its report.
/// </summary>
/// <remarks>
/// Safe for use by several threads, also on one graph as long as nobody else writes to it. The same request that several runs need at the same time is sent
/// once. Links of relationships bring along what the service tells of their nodes, so that nodes which were found by expanding need no look-up.
/// </remarks>
public sealed partial class GraphExplorer
{
    private readonly ExploreOptions _options;
    private readonly Asker _asker;
    private readonly Lock _gate = new();

    /// <summary>An explorer.</summary>
    /// <param name="client">Who asks. It stays yours.</param>
    /// <param name="options">What each run may cost and bring; no limits if null.</param>
    /// <exception cref="ArgumentException">An option is not acceptable; the text says which.</exception>
    public GraphExplorer(VtClient client, ExploreOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        _options = (options ?? new ExploreOptions()).Validated();
        _asker = new Asker(client);
    }

    /// <summary>Requests that were sent by all runs of this explorer: every attempt, as the service counts them.</summary>
    public int Calls => _asker.Calls;

    /// <summary>
    /// Follows one relationship of a node. Costs 1 request for each 40 results, as many as <see cref="ExploreOptions.MaxPerRelationship"/> allows and the service has.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="node">The node.</param>
    /// <param name="relationship">The relationship, as the service spells it: see <see cref="GraphRelationships.Of"/>.</param>
    /// <param name="cancellationToken">Ends the run; what it found stays, and its report says so.</param>
    /// <returns>What was found, and what did not work.</returns>
    /// <exception cref="GraphException">The graph lacks the node, the service knows no nodes of its type, or the type has no such relationship.</exception>
    public Task<ExploreReport> ExpandAsync(ThreatGraph graph, NodeKey node, string relationship, CancellationToken cancellationToken = default)
    {
        node = Checked(graph, node);
        return ExpandAsync(graph, Plan.Of(_options, GraphRelationships.Find(node.Type, relationship)), [node], 1, cancellationToken);
    }

    /// <summary>
    /// Follows all relationships of a node, and of what they lead to, level by level. <see cref="Estimate(ThreatGraph, NodeKey, int)"/> says beforehand what
    /// that costs.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="node">The node.</param>
    /// <param name="levels">How many levels; 1 unless given.</param>
    /// <param name="cancellationToken">Ends the run; what it found stays, and its report says so.</param>
    /// <returns>What was found, and what did not work.</returns>
    /// <exception cref="GraphException">The graph lacks the node, or the service knows no nodes of its type.</exception>
    public Task<ExploreReport> ExpandAsync(ThreatGraph graph, NodeKey node, int levels = 1, CancellationToken cancellationToken = default)
    {
        node = Checked(graph, node);
        return ExpandAsync(graph, Plan.Of(_options), [node], levels, cancellationToken);
    }

    /// <summary>Follows all relationships of all nodes of a graph, level by level. Nodes that the service knows nothing of, such as those of your own types, are passed over.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="levels">How many levels; 1 unless given.</param>
    /// <param name="cancellationToken">Ends the run; what it found stays, and its report says so.</param>
    /// <returns>What was found, and what did not work.</returns>
    public Task<ExploreReport> ExpandAllAsync(ThreatGraph graph, int levels = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var plan = Plan.Of(_options);
        return ExpandAsync(graph, plan, Expandable(graph, plan), levels, cancellationToken);
    }

    /// <summary>What <see cref="ExpandAsync(ThreatGraph, NodeKey, int, CancellationToken)"/> would cost. Sends nothing.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="node">The node.</param>
    /// <param name="levels">How many levels.</param>
    /// <returns>The estimate.</returns>
    /// <exception cref="GraphException">The graph lacks the node, or the service knows no nodes of its type.</exception>
    public ExploreEstimate Estimate(ThreatGraph graph, NodeKey node, int levels = 1)
    {
        node = Checked(graph, node);
        return LevelEstimate.Of(_options, Plan.Of(_options), [node], levels);
    }

    /// <summary>What following one relationship would cost. Sends nothing.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="node">The node.</param>
    /// <param name="relationship">The relationship.</param>
    /// <returns>The estimate.</returns>
    /// <exception cref="GraphException">The graph lacks the node, the service knows no nodes of its type, or the type has no such relationship.</exception>
    public ExploreEstimate Estimate(ThreatGraph graph, NodeKey node, string relationship)
    {
        node = Checked(graph, node);
        return LevelEstimate.Of(_options, Plan.Of(_options, GraphRelationships.Find(node.Type, relationship)), [node], 1);
    }

    /// <summary>What <see cref="ExpandAllAsync"/> would cost. Sends nothing.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="levels">How many levels.</param>
    /// <returns>The estimate.</returns>
    public ExploreEstimate EstimateAll(ThreatGraph graph, int levels = 1)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var plan = Plan.Of(_options);
        return LevelEstimate.Of(_options, plan, Expandable(graph, plan), levels);
    }

    /// <summary>
    /// Goes on where a run was stopped, with the budget of this explorer's options; what is followed is what the first run followed. Together they find what one run
    /// with a larger budget finds, and no answer is paid for twice.
    /// </summary>
    /// <param name="graph">The graph of that run, as it left it.</param>
    /// <param name="resume">The <see cref="ExploreReport.Resume"/> of its report.</param>
    /// <param name="cancellationToken">Ends the run; what it found stays, and its report says so.</param>
    /// <returns>What this run found, and what did not work.</returns>
    /// <exception cref="FormatException">The text is no such token.</exception>
    public async Task<ExploreReport> ResumeAsync(ThreatGraph graph, string resume, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var run = NewRun(graph, cancellationToken);
        return ResumeText.Read(resume, run) switch
        {
            ExpandRun expand => await RunAsync(run, expand).ConfigureAwait(false),
            PathRun paths => await RunAsync(run, paths).ConfigureAwait(false),
            FetchRun fetch => await RunAsync(run, fetch).ConfigureAwait(false),
            _ => throw new FormatException(ResumeText.Unreadable),
        };
    }

    private Task<ExploreReport> ExpandAsync(ThreatGraph graph, Plan plan, IReadOnlyList<NodeKey> nodes, int levels, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(levels, 1);
        return RunAsync(NewRun(graph, cancellationToken), new ExpandRun(plan, new Wave(nodes), 1, levels));
    }

    private static async Task<ExploreReport> RunAsync(Run run, ExpandRun expand)
    {
        await expand.RunAsync(run).ConfigureAwait(false);
        return run.Report(() => ResumeText.Write(run, expand));
    }

    private Run NewRun(ThreatGraph graph, CancellationToken cancellationToken) => new(graph, _options, _asker, _gate, cancellationToken);

    private List<NodeKey> Expandable(ThreatGraph graph, Plan plan)
    {
        lock (_gate) return [.. graph.Nodes.Select(node => node.Key).Where(key => plan.For(key).Length > 0)];
    }

    /// <summary>The key by which the graph has it now: a file may have got its SHA-256.</summary>
    private NodeKey Checked(ThreatGraph graph, NodeKey node)
    {
        ArgumentNullException.ThrowIfNull(graph);
        lock (_gate) node = graph[node].Key;
        ItemPaths.Check(node);
        return node;
    }
}
