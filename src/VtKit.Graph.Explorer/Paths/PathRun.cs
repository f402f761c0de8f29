namespace VtKit.Graph.Explorer;

/// <summary>
/// Searches paths from a node to others by expanding from both ends, the end that costs less first. When all that lies within a hops of the one end and b of the
/// other is expanded, every path of a + b hops is known, as long as what leads to a node can be found from that node, too.
/// </summary>
internal sealed class PathRun(Plan plan, World world, NodeKey from, IReadOnlyList<NodeKey> targets, int maxHops)
{
    private readonly Dictionary<NodeKey, List<NodeKey>> _near = [], _origins = [];
    private readonly HashSet<NodeKey> _hit = [];

    public Plan Plan => plan;

    public World World => world;

    public NodeKey From => from;

    /// <summary>The targets to which there is no path yet.</summary>
    public List<NodeKey> Left { get; } = [.. targets];

    public int MaxHops => maxHops;

    /// <summary>How many levels are expanded around the start, and around the targets.</summary>
    public (int Start, int Targets) Covered { get; set; }

    /// <summary>The nodes that are or were expanded.</summary>
    public HashSet<NodeKey> Expanded { get; init; } = [];

    /// <summary>What is being expanded, and around which end; null between two levels.</summary>
    public Wave? Wave { get; set; }

    public bool IsFromStart { get; set; }

    private int Hops => Covered.Start + Covered.Targets;

    public async Task RunAsync(Run run)
    {
        if (Wave is null) Conclude(run, Hops + 1);
        while (!run.IsStopped && Left.Count > 0 && Hops < maxHops)
        {
            if (Wave is null && !Begin(run)) break;
            if (Wave is null) continue;
            Look();
            await Wave.RunAsync(run, plan, Hops + 1, job => Place(run, job), addsAll: false, () => _hit.Count == Left.Count).ConfigureAwait(false);
            if (run.IsStopped) return;
            Wave = null;
            Cover(run, IsFromStart);
        }
        if (!run.IsStopped) Conclude(run, maxHops);
    }

    /// <summary>Begins the next level, at the end that costs less; false when neither leads any further. A level in which there is nothing to expand is covered at once.</summary>
    private bool Begin(Run run)
    {
        var ahead = Open([from]);
        var behind = Open(Left);
        if (ahead.Count + behind.Count == 0) return false;
        var nextAhead = ahead.Where(node => node.Hops <= Covered.Start).Select(node => node.Key).Distinct().ToList();
        var nextBehind = behind.Where(node => node.Hops <= Covered.Targets).Select(node => node.Key).Distinct().ToList();
        if (ahead.Count > 0 && nextAhead.Count == 0) Cover(run, fromStart: true);
        else if (behind.Count > 0 && nextBehind.Count == 0) Cover(run, fromStart: false);
        else
        {
            IsFromStart = nextBehind.Count == 0 || (nextAhead.Count > 0 && Cost(nextAhead) <= Cost(nextBehind));
            Wave = new Wave(IsFromStart ? nextAhead : nextBehind);
            Expanded.UnionWith(Wave.Frontier);
        }
        return true;
    }

    /// <summary>A level is expanded. Paths that are longer than what is covered may be known already, but a shorter one may not: they are told when it is.</summary>
    private void Cover(Run run, bool fromStart)
    {
        Covered = fromStart ? (Covered.Start + 1, Covered.Targets) : (Covered.Start, Covered.Targets + 1);
        Conclude(run, Hops + 1);
    }

    /// <summary>The nodes around some ends that can be expanded and are not, and how far they are.</summary>
    private List<(NodeKey Key, int Hops)> Open(IEnumerable<NodeKey> ends) =>
        [.. ends.SelectMany(end => world.Around(end, maxHops - 1)).Where(near => !Expanded.Contains(near.Key) && plan.For(near.Key).Length > 0).Select(near => (near.Key, near.Value))];

    private int Cost(List<NodeKey> nodes) => nodes.Sum(node => plan.For(node).Length);

    /// <summary>Notes what is near the end that is not being expanded, so that it is seen at once when both meet.</summary>
    private void Look()
    {
        _near.Clear();
        _origins.Clear();
        _hit.Clear();
        foreach (var target in Left)
            foreach (var near in world.Around(target, Covered.Targets).Keys)
                Note(IsFromStart ? _near : _origins, near, target);
        if (IsFromStart) return;
        foreach (var near in world.Around(from, Covered.Start).Keys) _near[near] = [];
    }

    private static void Note(Dictionary<NodeKey, List<NodeKey>> targetsOf, NodeKey near, NodeKey target) =>
        (targetsOf.TryGetValue(near, out var targets) ? targets : targetsOf[near] = []).Add(target);

    private void Place(Run run, RelationJob job)
    {
        // What came in besides, while the answer that was waited for came, must not change which path it is.
        if (_hit.Count == Left.Count) return;
        var source = run.Graph.Find(job.Node)?.Key ?? job.Node;
        foreach (var found in job.Waiting)
        {
            if (found is null || found.Key == source) continue;
            var key = run.Graph.Find(found.Key)?.Key ?? found.Key;
            world.Tell(found with { Key = key });
            world.Tell(new Step(source, key, job.Relationship.Name));
            if (!_near.TryGetValue(key, out var met)) continue;
            _hit.UnionWith(IsFromStart ? met : _origins.GetValueOrDefault(source) ?? []);
        }
        job.Placed += job.Waiting.Count;
        job.Waiting.Clear();
    }

    /// <summary>Adds the paths that are known and not too long.</summary>
    private void Conclude(Run run, int most)
    {
        lock (run.Gate)
            foreach (var target in Left.ToArray())
            {
                if (world.Path(from, target, Math.Min(most, maxHops)) is not { } steps) continue;
                if (steps.SelectMany(step => new[] { step.Source, step.Target }).Distinct().Count(key => !run.Graph.Contains(key)) > run.NodesLeft)
                {
                    run.Stop(ExploreStop.Nodes);
                    return;
                }
                Left.Remove(target);
                run.AddPath(Draw(run, steps));
            }
    }

    private ExplorePath Draw(Run run, List<Step> steps)
    {
        var nodes = new List<GraphNode> { run.Graph[from] };
        var links = new List<GraphLink>();
        foreach (var step in steps)
        {
            var next = step.Other(nodes[^1].Key);
            nodes.Add(run.Add(world.Facts.GetValueOrDefault(next) ?? new Found(next), $"path from {from}")!);
            var isForward = step.Source == nodes[^2].Key;
            links.Add(run.Link(nodes[isForward ? ^2 : ^1], nodes[isForward ? ^1 : ^2], step.Type));
        }
        return new ExplorePath(nodes, links);
    }
}
