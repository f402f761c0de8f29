namespace VtKit.Graph.Explorer;

/// <summary>A step that is known: a link of the graph, or one that a relationship told of. It can be gone either way.</summary>
internal sealed record Step(NodeKey Source, NodeKey Target, string Type)
{
    public NodeKey Other(NodeKey end) => end == Source ? Target : Source;
}

/// <summary>All steps that are known while paths are searched: the graph's, and those that were found and are in no graph unless a path uses them.</summary>
internal sealed class World
{
    private readonly Dictionary<NodeKey, List<Step>> _steps = [];
    private readonly HashSet<(NodeKey, NodeKey, string)> _known = [];
    private readonly Dictionary<NodeKey, Found> _facts = [];

    /// <summary>The steps that are not the graph's, in the order in which they were found.</summary>
    public List<Step> Told { get; } = [];

    /// <summary>What the answers say of the nodes that are not the graph's.</summary>
    public IReadOnlyDictionary<NodeKey, Found> Facts => _facts;

    /// <param name="graph">The graph.</param>
    /// <param name="told">What relationships told before a search was stopped, in order; what of it was added to the graph keeps its place, for the order decides between paths.</param>
    public World(ThreatGraph graph, IReadOnlyList<Step>? told = null)
    {
        var known = told?.ToHashSet();
        foreach (var link in graph.Links)
            if (new Step(link.Source.Key, link.Target.Key, link.Type) is var step && known?.Contains(step) != true) Add(step);
        foreach (var step in told ?? []) Tell(step);
    }

    public void Tell(Step step)
    {
        if (Add(step)) Told.Add(step);
    }

    public void Tell(Found found) => _facts.TryAdd(found.Key, found);

    /// <summary>How many hops away the nodes are that are at most so far away, in the order in which they are reached.</summary>
    public Dictionary<NodeKey, int> Around(NodeKey start, int radius) => Reach(start, radius, null);

    /// <summary>The nodes from one to the other by the fewest steps, with the step that leads to each; null when none leads there, or only more than are allowed.</summary>
    public List<Step>? Path(NodeKey from, NodeKey to, int most)
    {
        var cameBy = new Dictionary<NodeKey, Step>();
        if (!Reach(from, most, cameBy).ContainsKey(to)) return null;
        var path = new List<Step>();
        for (var at = to; at != from; at = path[^1].Other(at)) path.Add(cameBy[at]);
        path.Reverse();
        return path;
    }

    private Dictionary<NodeKey, int> Reach(NodeKey start, int radius, Dictionary<NodeKey, Step>? cameBy)
    {
        var reached = new Dictionary<NodeKey, int> { [start] = 0 };
        var queue = new Queue<NodeKey>([start]);
        while (queue.TryDequeue(out var at) && reached[at] is var hops && hops < radius)
            foreach (var step in _steps.GetValueOrDefault(at) ?? [])
                if (step.Other(at) is var other && reached.TryAdd(other, hops + 1))
                {
                    cameBy?.Add(other, step);
                    queue.Enqueue(other);
                }
        return reached;
    }

    private bool Add(Step step)
    {
        if (step.Source == step.Target || !_known.Add((step.Source, step.Target, step.Type))) return false;
        Of(step.Source).Add(step);
        Of(step.Target).Add(step);
        return true;
    }

    private List<Step> Of(NodeKey key) => _steps.TryGetValue(key, out var steps) ? steps : _steps[key] = [];
}
