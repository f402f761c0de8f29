namespace VtKit.Graph.Explorer;

/// <summary>Expands nodes, what they lead to, and so on, level by level.</summary>
internal sealed class ExpandRun(Plan plan, Wave wave, int level, int levels)
{
    private readonly HashSet<NodeKey> _visited = [.. wave.Frontier];
    private readonly List<(int Job, int Item, NodeKey Key)> _next = [];
    private Wave _wave = wave;
    private int _level = level;

    public Plan Plan => plan;

    public Wave Wave => _wave;

    public int Level => _level;

    public int Levels => levels;

    /// <summary>The nodes that were or are expanded.</summary>
    public HashSet<NodeKey> Visited => _visited;

    /// <summary>What the next level begins with, by the relationship and the place in it where each was found.</summary>
    public List<(int Job, int Item, NodeKey Key)> Next => _next;

    public async Task RunAsync(Run run)
    {
        while (!run.IsStopped)
        {
            await _wave.RunAsync(run, plan, _level, job => Place(run, job), addsAll: true).ConfigureAwait(false);
            if (run.IsStopped || _level == levels) return;
            // In this order, so that a run that was stopped and resumed goes on as one that was not.
            _wave = new Wave([.. _next.OrderBy(next => next.Job).ThenBy(next => next.Item).Select(next => next.Key).Where(_visited.Add)]);
            _next.Clear();
            if (_wave.Frontier.Count == 0) return;
            _level++;
        }
    }

    private void Place(Run run, RelationJob job)
    {
        var source = run.Graph.Find(job.Node);
        var placed = 0;
        for (; placed < job.Waiting.Count && !run.IsFull; placed++)
        {
            if (source is null || job.Waiting[placed] is not { } found) continue;
            if (run.Add(found, $"{job.Relationship.Name} of {source}") is not { } node) break;
            if (node == source) continue;
            run.Link(source, node, job.Relationship.Name);
            if (_level < levels && plan.For(node.Key).Length > 0 && !_visited.Contains(node.Key)) _next.Add((job.Index, job.Placed + placed, node.Key));
        }
        job.Waiting.RemoveRange(0, placed);
        job.Placed += placed;
    }
}
