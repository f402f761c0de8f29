namespace VtKit.Graph.Explorer;

/// <summary>Does work some at a time, and hands it on in the order in which it was given, whatever order it ends in.</summary>
internal static class InOrder
{
    /// <summary>How far work may run ahead of what is handed on, as a multiple of what is under way.</summary>
    private const int Ahead = 4;

    /// <param name="jobs">The work; no more of it is begun than is needed.</param>
    /// <param name="concurrency">How much at the same time.</param>
    /// <param name="work">Does one; it keeps what goes wrong in the job.</param>
    /// <param name="handOn">Takes one that is over. Never two at the same time.</param>
    /// <param name="isStopped">Whether to begin no more.</param>
    public static async Task RunAsync<T>(IEnumerable<T> jobs, int concurrency, Func<T, Task> work, Action<T> handOn, Func<bool> isStopped)
    {
        using var slots = new SemaphoreSlim(concurrency);
        using var source = jobs.GetEnumerator();
        var window = new Queue<(T Job, Task Work)>();
        try
        {
            while (true)
            {
                while (window.Count < concurrency * Ahead && !isStopped() && source.MoveNext()) window.Enqueue((source.Current, InSlotAsync(source.Current)));
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
