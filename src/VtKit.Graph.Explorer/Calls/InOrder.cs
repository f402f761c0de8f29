namespace VtKit.Graph.Explorer;

/// <summary>Does work some at a time, and hands it on in the order in which it was given, whatever order it ends in.</summary>
internal static class InOrder
{
    /// <param name="jobs">The work; no more of it is begun than is needed.</param>
    /// <param name="concurrency">How much at the same time.</param>
    /// <param name="ahead">How much may be under way or wait to be handed on; more keeps all busy behind one that is slow, and does more in vain when the work is stopped.</param>
    /// <param name="work">Does one; it keeps what goes wrong in the job.</param>
    /// <param name="handOn">Takes one that is over. Never two at the same time.</param>
    /// <param name="isStopped">Whether to begin no more.</param>
    public static async Task RunAsync<T>(IEnumerable<T> jobs, int concurrency, int ahead, Func<T, Task> work, Action<T> handOn, Func<bool> isStopped)
    {
        using var slots = new SemaphoreSlim(concurrency);
        using var source = jobs.GetEnumerator();
        var window = new Queue<(T Job, Task Work)>();
        try
        {
            while (true)
            {
                while (window.Count < ahead && !isStopped() && source.MoveNext()) window.Enqueue((source.Current, InSlotAsync(source.Current)));
                if (!window.TryPeek(out var first)) return;
                await first.Work.ConfigureAwait(false);
                window.Dequeue();
                handOn(first.Job);
            }
        }
        finally
        {
            foreach (var (_, rest) in window) await rest.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task InSlotAsync(T job)
        {
            await slots.WaitAsync().ConfigureAwait(false);
            try
            {
                if (!isStopped()) await work(job).ConfigureAwait(false);
            }
            finally
            {
                slots.Release();
            }
        }
    }
}
