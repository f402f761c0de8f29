namespace VtKit.Graph.Explorer;

/// <content>Paths.</content>
public sealed partial class GraphExplorer
{
    private const int UsualHops = 3;

    /// <summary>
    /// Finds a shortest path between two nodes by expanding from both ends, and adds what is on it, and nothing else. Links of the graph count as steps and cost
    /// nothing; a step may be gone either way. Each level costs as its expansion does, and the search ends as soon as the path is found.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="from">One end.</param>
    /// <param name="to">The other end.</param>
    /// <param name="maxHops">How many steps the path may have; 3 unless given.</param>
    /// <param name="cancellationToken">Ends the run; its report says so.</param>
    /// <returns>The path, if there is one, and what did not work.</returns>
    /// <exception cref="GraphException">The graph lacks a node, both are the same, or the service knows no nodes of a type.</exception>
    public Task<ExploreReport> FindPathAsync(ThreatGraph graph, NodeKey from, NodeKey to, int maxHops = UsualHops, CancellationToken cancellationToken = default) =>
        FindPathsAsync(graph, from, [to], maxHops, cancellationToken);

    /// <summary>Finds a shortest path from a node to each of several others, as <see cref="FindPathAsync"/> does to one. What is asked for one serves all.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="from">Where the paths begin.</param>
    /// <param name="to">Where they end.</param>
    /// <param name="maxHops">How many steps a path may have; 3 unless given.</param>
    /// <param name="cancellationToken">Ends the run; its report says so.</param>
    /// <returns>The paths that there are, and what did not work.</returns>
    /// <exception cref="GraphException">The graph lacks a node, two are the same, or the service knows no nodes of a type.</exception>
    public Task<ExploreReport> FindPathsAsync(ThreatGraph graph, NodeKey from, IEnumerable<NodeKey> to, int maxHops = UsualHops, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(to);
        from = Checked(graph, from);
        var targets = to.Select(target => Checked(graph, target)).Distinct().ToList();
        if (targets.Contains(from)) throw new GraphException(GraphError.SameNode, $"{from} is both ends of the path: give two different nodes.");
        return FindAsync(graph, from, targets, maxHops, cancellationToken);
    }

    /// <summary>Connects a node with the graph: finds a shortest path to each other node that the service can know, as <see cref="FindPathAsync"/> does to one.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="node">The node.</param>
    /// <param name="maxHops">How many steps a path may have; 3 unless given.</param>
    /// <param name="cancellationToken">Ends the run; its report says so.</param>
    /// <returns>The paths that there are, and what did not work.</returns>
    /// <exception cref="GraphException">The graph lacks the node, or the service knows no nodes of its type.</exception>
    public Task<ExploreReport> ConnectAsync(ThreatGraph graph, NodeKey node, int maxHops = UsualHops, CancellationToken cancellationToken = default)
    {
        node = Checked(graph, node);
        List<NodeKey> targets;
        lock (_gate) targets = [.. graph.Nodes.Select(other => other.Key).Where(other => other != node && ItemPaths.Knows(other))];
        return FindAsync(graph, node, targets, maxHops, cancellationToken);
    }

    private Task<ExploreReport> FindAsync(ThreatGraph graph, NodeKey from, IReadOnlyList<NodeKey> targets, int maxHops, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxHops, 1);
        World world;
        lock (_gate) world = new World(graph);
        return RunAsync(NewRun(graph, cancellationToken), new PathRun(Plan.Of(_options), world, from, targets, maxHops));
    }

    private static async Task<ExploreReport> RunAsync(Run run, PathRun paths)
    {
        await paths.RunAsync(run).ConfigureAwait(false);
        return run.Report(() => ResumeText.Write(run, paths));
    }
}
