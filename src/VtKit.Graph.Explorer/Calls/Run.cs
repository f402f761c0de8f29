namespace VtKit.Graph.Explorer;

/// <summary>One call of the explorer: its budget, its report, and whether it goes on. What it writes into the graph it writes under the explorer's lock.</summary>
internal sealed class Run(ThreatGraph graph, ExploreOptions options, Asker asker, Lock gate, CancellationToken cancellationToken)
{
    private readonly CallBudget _budget = new(options.MaxCalls);
    private readonly List<GraphNode> _addedNodes = [], _fetchedNodes = [];
    private readonly List<GraphLink> _addedLinks = [];
    private readonly List<ExplorePath> _paths = [];
    private readonly List<NodeKey> _absent = [];
    private readonly List<ExploreFailure> _failures = [];
    private readonly HashSet<string> _denied = new(StringComparer.Ordinal), _told = new(StringComparer.Ordinal);
    private int _stop = (int)ExploreStop.Done;

    public ThreatGraph Graph => graph;

    public ExploreOptions Options => options;

    public CancellationToken CancellationToken => cancellationToken;

    public Lock Gate => gate;

    public bool IsStopped => Volatile.Read(ref _stop) != (int)ExploreStop.Done;

    /// <summary>Whether it ended because no more nodes may be added.</summary>
    public bool IsFull => Volatile.Read(ref _stop) == (int)ExploreStop.Nodes;

    /// <summary>How many nodes may still be added.</summary>
    public int NodesLeft => options.MaxNodes is { } max ? max - _addedNodes.Count : int.MaxValue;

    /// <summary>What the key may not read: a type and a relationship.</summary>
    public HashSet<string> Denied => _denied;

    /// <summary>Ends the run; the first reason stands.</summary>
    public void Stop(ExploreStop because) => Interlocked.CompareExchange(ref _stop, (int)because, (int)ExploreStop.Done);

    /// <summary>Asks within the budget. Null when the run ends instead, and with a fault when the service or the way to it has one.</summary>
    public async Task<(T? Answer, VtException? Fault)> AskAsync<T>(string question, Func<VtClient, Task<T>> ask) where T : class
    {
        try
        {
            return (await asker.AskAsync(question, _budget, ask, cancellationToken).ConfigureAwait(false), null);
        }
        catch (BudgetSpentException)
        {
            Stop(ExploreStop.Calls);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Stop(ExploreStop.Cancelled);
        }
        catch (VtException fault)
        {
            if (Faults.KindOf(fault) == FaultKind.Stops) Stop(Faults.StopOf(fault));
            return (null, fault);
        }
        return (null, null);
    }

    public bool IsDenied(string typeAndRelationship)
    {
        lock (gate) return _denied.Contains(typeAndRelationship);
    }

    public void Deny(string typeAndRelationship)
    {
        lock (gate) _denied.Add(typeAndRelationship);
    }

    /// <summary>Under the lock: whether nobody told of it before.</summary>
    public bool TellsOf(string typeAndRelationship) => _told.Add(typeAndRelationship);

    public GraphNode? Find(NodeKey key)
    {
        lock (gate) return graph.Find(key);
    }

    /// <summary>Under the lock: the node of what was found, added where it is new. Null where no more nodes may be added.</summary>
    public GraphNode? Add(Found found, string provenance)
    {
        var node = graph.Find(found.Key);
        if (node is null)
        {
            if (NodesLeft <= 0)
            {
                Stop(ExploreStop.Nodes);
                return null;
            }
            node = graph.Add(found.Key);
            node.Provenance = provenance;
            _addedNodes.Add(node);
        }
        found.ApplyTo(node, replace: false);
        return node;
    }

    /// <summary>Under the lock: links two nodes.</summary>
    public GraphLink Link(GraphNode source, GraphNode target, string type)
    {
        if (graph.FindLink(source, target, type) is { } there) return there;
        var link = graph.Link(source, target, type);
        _addedLinks.Add(link);
        return link;
    }

    public void AddFetched(GraphNode node) => _fetchedNodes.Add(node);

    public void AddAbsent(NodeKey key)
    {
        if (!_absent.Contains(key)) _absent.Add(key);
    }

    public void AddPath(ExplorePath path) => _paths.Add(path);

    /// <summary>Notes a failure. What ends the run befalls all that are under way, and is told once.</summary>
    public void AddFailure(ExploreFailure failure, bool isStop = false)
    {
        if (!isStop || !_failures.Exists(other => other.Status == failure.Status && other.Code == failure.Code)) _failures.Add(failure);
    }

    public void Tell(int level, int done, int planned) =>
        options.Progress?.Report(new ExploreProgress(_budget.Calls, _addedNodes.Count, _addedLinks.Count, level, done, planned));

    /// <param name="resume">Where to go on; asked only when the run was stopped.</param>
    public ExploreReport Report(Func<string> resume) => new()
    {
        Calls = _budget.Calls,
        AddedNodes = _addedNodes,
        AddedLinks = _addedLinks,
        FetchedNodes = _fetchedNodes,
        Absent = _absent,
        Paths = _paths,
        Failures = _failures,
        StoppedBecause = (ExploreStop)_stop,
        Resume = IsStopped ? resume() : null,
    };
}
