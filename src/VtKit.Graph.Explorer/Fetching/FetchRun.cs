namespace VtKit.Graph.Explorer;

/// <summary>Looks nodes up.</summary>
internal sealed class FetchRun(IReadOnlyList<NodeKey> keys)
{
    private readonly List<NodeKey> _open = [];
    private int _begun;

    /// <summary>What is not looked up yet.</summary>
    public IReadOnlyList<NodeKey> Left => [.. _open, .. keys.Skip(_begun)];

    public async Task RunAsync(Run run)
    {
        var done = 0;
        await InOrder.RunAsync(Jobs(), run.Options.Concurrency, run.Options.Ahead, job => job.ReadAsync(run), HandOn, () => run.IsStopped).ConfigureAwait(false);

        void HandOn(FetchJob job)
        {
            lock (run.Gate)
            {
                job.Place(run);
                if (!job.IsDone) _open.Add(job.Key);
                else done++;
            }
            run.Tell(1, done, keys.Count);
        }
    }

    private IEnumerable<FetchJob> Jobs()
    {
        while (_begun < keys.Count) yield return new FetchJob(keys[_begun++]);
    }
}
