namespace VtKit.Graph.Explorer;

/// <content>Collections and searches.</content>
public sealed partial class GraphService
{
    /// <summary>Makes a collection of the files, URLs, domains and addresses of a graph. Files that are known by a name alone stay out. Costs 1 request.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="name">What the collection is called; as the graph if null.</param>
    /// <param name="description">What it is about; where it came from if null.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>The collection.</returns>
    /// <exception cref="GraphException">The graph has nothing that a collection can hold.</exception>
    /// <exception cref="ArgumentException">Neither the collection nor the graph has a name.</exception>
    /// <exception cref="VtException">See <see cref="VtClient.PostAsync"/>.</exception>
    public Task<VtCollection> CreateCollectionAsync(ThreatGraph graph, string? name = null, string? description = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var items = graph.Nodes.Select(node => node.Key).Where(IsIndicator).Select(key => new VtRef(key.Type.Name, key.Id)).ToArray();
        if (items.Length == 0)
            throw new GraphException(GraphError.NoIndicators, "The graph has no file, URL, domain or address that a collection could hold: add one.");
        name ??= graph.Name;
        if (string.IsNullOrWhiteSpace(name)) throw new ArgumentException("The graph has no name: give the collection one.", nameof(name));
        description ??= graph.Id is null ? null : $"Made of the graph {graph.Id}";
        return client.Collections.CreateAsync(new VtCollectionEdit { Name = name, Description = description, Items = items }, cancellationToken);
    }

    /// <summary>
    /// Makes a graph of a collection: it, and all files, URLs, domains and addresses that it holds. Costs 1 request for the collection and 1 for each 40 items of each kind.
    /// </summary>
    /// <param name="collectionId">The id of the collection.</param>
    /// <param name="options">What it may cost and bring; all of the collection if null. <see cref="ExploreOptions.Relationships"/> chooses among its items.</param>
    /// <param name="cancellationToken">Ends it; the report says so.</param>
    /// <returns>The graph, and what did not work.</returns>
    public async Task<GraphOfCollection> FromCollectionAsync(string collectionId, ExploreOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ExploreOptions { MaxPerRelationship = int.MaxValue };
        var graph = new ThreatGraph();
        var node = graph.Add(NodeType.Collection, collectionId);
        var looked = await new GraphExplorer(client, options).FetchAsync(graph, node.Key, cancellationToken).ConfigureAwait(false);
        graph.Name = node.Label;
        if (looked.FetchedNodes.Count == 0) return new GraphOfCollection(graph, looked);
        var items = options with
        {
            MaxCalls = options.MaxCalls - looked.Calls,
            Relationships = relationship => relationship.TargetTypes.All(IsIndicator) && options.Relationships?.Invoke(relationship) != false,
        };
        var report = await new GraphExplorer(client, items).ExpandAsync(graph, node.Key, 1, cancellationToken).ConfigureAwait(false);
        return new GraphOfCollection(graph, report with { Calls = looked.Calls + report.Calls, FetchedNodes = looked.FetchedNodes });
    }

    /// <summary>Makes a graph of an Intelligence search: the search, linked with what it finds. Premium. Each page of 300 costs 1 request.</summary>
    /// <param name="query">What to search for.</param>
    /// <param name="max">How many results to take; 300 unless given.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>The graph, called as the query.</returns>
    /// <exception cref="VtException">See <see cref="VtClient.GetAsync"/>.</exception>
    public async Task<ThreatGraph> FromSearchAsync(string query, int max = SearchPage, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        var graph = new ThreatGraph(query);
        var search = graph.AddIntelligence(query);
        var hits = client.Intelligence.SearchAsync(query, options: new VtListOptions { PageSize = Math.Min(max, SearchPage), Max = max });
        await foreach (var hit in hits.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (Found.Of(hit) is not { } found) continue;
            var node = graph.Add(found.Key);
            found.ApplyTo(node, replace: false);
            graph.Link(search, node, NodeType.Intelligence.Name);
        }
        return graph;
    }

    private const int SearchPage = 300;

    private static bool IsIndicator(NodeKey key) => key.Type.Kind == NodeTypeKind.Object && IsIndicator(key.Type.Name) && !ItemPaths.IsNameOnly(key);

    private static bool IsIndicator(string type) => type is VtObjectTypes.File or VtObjectTypes.Url or VtObjectTypes.Domain or VtObjectTypes.IpAddress;
}
