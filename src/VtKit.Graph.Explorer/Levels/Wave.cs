namespace VtKit.Graph.Explorer;

/// <summary>Nodes that are expanded together, as far as they have been.</summary>
internal sealed class Wave(IReadOnlyList<NodeKey> frontier)
{
    /// <summary>The nodes.</summary>
    public IReadOnlyList<NodeKey> Frontier { get; } = frontier;

    /// <summary>How many relationships were begun.</summary>
    public int Begun { get; set; }

    /// <summary>Those that were begun and are not done, in their order.</summary>
    public List<RelationJob> Open { get; } = [];

    /// <summary>Reads the relationships and hands each on, in order, under the lock.</summary>
    /// <param name="run">The run.</param>
    /// <param name="plan">What is followed.</param>
    /// <param name="level">Which level it is, for who is told.</param>
    /// <param name="place">Takes what a relationship gave.</param>
    /// <param name="addsAll">Whether all results become nodes, so that no more need be read than may be added.</param>
    /// <param name="isEnough">Whether to read no more although the run goes on.</param>
    public async Task RunAsync(Run run, Plan plan, int level, Action<RelationJob> place, bool addsAll, Func<bool>? isEnough = null)
    {
        var planned = Frontier.Sum(node => plan.For(node).Length);
        var done = Begun - Open.Count;
        // Who looks for one thing wants it as soon as it is there.
        var ahead = isEnough is null ? run.Options.Ahead : run.Options.Concurrency;
        bool IsOver() => run.IsStopped || isEnough?.Invoke() == true;
        do
        {
            // One is left open when it had more nodes than may be added, and then others added the same nodes.
            var open = Open.OrderBy(job => job.Index).ToArray();
            Open.Clear();
            await InOrder.RunAsync(open.Concat(Rest(plan)), run.Options.Concurrency, ahead, job => job.ReadAsync(run, plan.MostResults, addsAll), HandOn, IsOver).ConfigureAwait(false);
        }
        while (!IsOver() && (Open.Count > 0 || Begun < planned));

        void HandOn(RelationJob job)
        {
            lock (run.Gate)
            {
                job.Tell(run);
                place(job);
                if (!job.IsDone) Open.Add(job);
                else done++;
            }
            run.Tell(level, done, planned);
        }
    }

    private IEnumerable<RelationJob> Rest(Plan plan)
    {
        var index = 0;
        foreach (var node in Frontier)
            foreach (var relationship in plan.For(node))
                if (index++ >= Begun)
                {
                    Begun = index;
                    yield return new RelationJob(index - 1, node, relationship);
                }
    }
}
