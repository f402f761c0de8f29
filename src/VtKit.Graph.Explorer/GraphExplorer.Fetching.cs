namespace VtKit.Graph.Explorer;

/// <content>Look-ups of nodes.</content>
public sealed partial class GraphExplorer
{
    /// <summary>
    /// Looks a node up: its detections, the type of a file, the country of an address, the name of what an id does not tell. A file that is known by its MD5 or SHA-1
    /// gets its SHA-256. Costs 1 request; nothing is submitted.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="node">The node.</param>
    /// <param name="cancellationToken">Ends the run; its report says so.</param>
    /// <returns>What was found, and what did not work. What the service does not know is in <see cref="ExploreReport.Absent"/>.</returns>
    /// <exception cref="GraphException">The graph lacks the node, or the service knows no nodes of its type.</exception>
    public Task<ExploreReport> FetchAsync(ThreatGraph graph, NodeKey node, CancellationToken cancellationToken = default) => FetchAsync(graph, [node], cancellationToken);

    /// <summary>Looks nodes up, each once. Costs 1 request for each.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="nodes">The nodes.</param>
    /// <param name="cancellationToken">Ends the run; its report says so.</param>
    /// <returns>What was found, and what did not work.</returns>
    /// <exception cref="GraphException">The graph lacks one of the nodes, or the service knows no nodes of its type.</exception>
    public Task<ExploreReport> FetchAsync(ThreatGraph graph, IEnumerable<NodeKey> nodes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(nodes);
        var keys = new List<NodeKey>();
        lock (_gate) keys.AddRange(nodes.Select(node => graph[node].Key).Distinct());
        foreach (var key in keys.Where(key => !ItemPaths.IsNameOnly(key))) ItemPaths.Check(key);
        return RunAsync(NewRun(graph, cancellationToken), new FetchRun(keys));
    }

    /// <summary>
    /// Looks all nodes up that the service can know; nodes of your own types are passed over, and so are files that are known by a name alone, unless
    /// <see cref="ExploreOptions.FindNames"/> is set. <see cref="EstimateFetch"/> says beforehand what that costs.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="cancellationToken">Ends the run; its report says so.</param>
    /// <returns>What was found, and what did not work.</returns>
    public Task<ExploreReport> FetchAllAsync(ThreatGraph graph, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return RunAsync(NewRun(graph, cancellationToken), new FetchRun(Fetchable(graph)));
    }

    /// <summary>What <see cref="FetchAllAsync"/> would cost. Sends nothing.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The estimate.</returns>
    public ExploreEstimate EstimateFetch(ThreatGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        long calls = Fetchable(graph).Count;
        return new ExploreEstimate(calls, Math.Min(calls, _options.MaxCalls ?? long.MaxValue), 0);
    }

    private static async Task<ExploreReport> RunAsync(Run run, FetchRun fetch)
    {
        await fetch.RunAsync(run).ConfigureAwait(false);
        return run.Report(() => ResumeText.Write(fetch));
    }

    private List<NodeKey> Fetchable(ThreatGraph graph)
    {
        lock (_gate) return [.. graph.Nodes.Select(node => node.Key).Where(key => ItemPaths.Knows(key) || (_options.FindNames && ItemPaths.IsNameOnly(key)))];
    }
}
