using System.Threading.Channels;

namespace VtKit.Enrichment;

/// <summary>
/// The work of one process on a run: passes over what is left, some look-ups at the same time, one writer. An outcome is written down as soon as it is there, whatever the others do.
/// </summary>
internal sealed class EnrichmentWork(EnrichmentRun run, VtClient client, EnrichmentOptions options, EnrichmentOutput? output)
{
    private const int Page = 500;
    private const int MostOutages = 4;

    // The service's midnight may come a moment after ours.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    // A refusal that says neither which window it means nor for how long is believed for so long; then for longer.
    private static readonly TimeSpan UnknownQuota = TimeSpan.FromMinutes(1);

    // Someone who waits through a night looks at the clock now and then: a machine that slept is behind.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan TellAfter = TimeSpan.FromMilliseconds(200);

    private static readonly VtLookupOptions One = new() { Concurrency = 1, Window = 1, KeepBytes = 0 };

    private readonly Lock _gate = new();
    private volatile Stop? _stop;
    private int _unknownQuotas;
    private int _failuresInRow;
    private bool _progressed;
    private volatile bool _missed;
    private long _toldAt;

    private sealed record Stop(EnrichmentEnd End, DateTimeOffset? Until = null, VtQuotaWindow? Window = null);

    private sealed class BudgetSpentException : Exception;

    public async Task<EnrichmentEnd> RunAsync(CancellationToken cancellationToken)
    {
        var asking = client.WithBeforeAttempt(() =>
        {
            if (!run.TrySpend(options.Budget)) throw new BudgetSpentException();
        });
        var outages = 0;
        var pausedBefore = 0;
        Step([]);
        while (run.LeastTries() is { } tries)
        {
            if (tries > pausedBefore) await PauseAsync(options.TimeProvider.GetUtcNow() + options.PauseBefore(tries), null, cancellationToken).ConfigureAwait(false);
            pausedBefore = Math.Max(pausedBefore, tries);
            (_stop, _failuresInRow, _progressed) = (null, 0, false);
            await PassAsync(asking, tries, cancellationToken).ConfigureAwait(false);
            if (_progressed) outages = 0;
            if (_stop is null && _missed) return EnrichmentEnd.Offline;
            switch (_stop)
            {
                case null:
                    break;
                case { End: EnrichmentEnd.QuotaSpent, Until: { } until } stop when !options.Once:
                    await PauseAsync(until + Margin, stop.Window, cancellationToken).ConfigureAwait(false);
                    break;
                case { End: EnrichmentEnd.Unreachable } when ++outages < MostOutages:
                    await PauseAsync(options.TimeProvider.GetUtcNow() + options.PauseBefore(outages), null, cancellationToken).ConfigureAwait(false);
                    break;
                case var stop:
                    return stop.End;
            }
        }
        return EnrichmentEnd.Completed;
    }

    private async Task PassAsync(VtClient asking, int tries, CancellationToken cancellationToken)
    {
        var steps = Channel.CreateUnbounded<(EnrichmentStep Step, TaskCompletionSource Written)>();
        using var failing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var queue = new Queue<(long Number, string Text)>();
        var last = 0L;
        var writing = Task.Run(WriteAsync, CancellationToken.None);
        try
        {
            // The first goes alone: where the key or the quota is refused, the others need not hear it too.
            await Task.Run(() => WorkAsync(1), CancellationToken.None).ConfigureAwait(false);
            await Task.WhenAll(Enumerable.Range(0, options.Concurrency).Select(_ => Task.Run(() => WorkAsync(int.MaxValue), CancellationToken.None))).ConfigureAwait(false);
        }
        finally
        {
            // What was answered before the end stands.
            steps.Writer.Complete();
            await writing.ConfigureAwait(false);
        }
        cancellationToken.ThrowIfCancellationRequested();

        async Task WorkAsync(int most)
        {
            try
            {
                while (_stop is null && most-- > 0 && TryTake(out var item))
                {
                    if (await LookUpAsync(asking, item.Number, item.Text, tries, failing.Token).ConfigureAwait(false) is not { } step) continue;
                    // The next one is not asked before this one is written down: so what a kill can cost is what is under way, and no more.
                    var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    steps.Writer.TryWrite((step, written));
                    await written.Task.ConfigureAwait(false);
                }
            }
            catch
            {
                await failing.CancelAsync().ConfigureAwait(false);
                throw;
            }
        }

        bool TryTake(out (long Number, string Text) item)
        {
            lock (queue)
            {
                if (queue.Count == 0) foreach (var next in run.Next(tries, last, Page)) queue.Enqueue(next);
                if (!queue.TryDequeue(out item)) return false;
                last = item.Number;
                return true;
            }
        }

        async Task WriteAsync()
        {
            var (batch, waiting) = (new List<EnrichmentStep>(), new List<TaskCompletionSource>());
            while (await steps.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
            {
                batch.Clear();
                waiting.Clear();
                while (steps.Reader.TryRead(out var next))
                {
                    batch.Add(next.Step);
                    waiting.Add(next.Written);
                }
                try
                {
                    Step(batch);
                    foreach (var one in waiting) one.SetResult();
                }
                catch (Exception e)
                {
                    // Who waits for it stops, and the others with it.
                    foreach (var one in waiting) one.TrySetException(e);
                }
            }
        }
    }

    private async Task<EnrichmentStep?> LookUpAsync(VtClient asking, long number, string text, int tries, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var lookup in asking.LookupManyAsync([text], One, cancellationToken).ConfigureAwait(false)) return StepOf(number, text, tries, lookup);
            return null;
        }
        catch (BudgetSpentException)
        {
            _stop = new Stop(EnrichmentEnd.BudgetSpent);
            return null;
        }
    }

    private EnrichmentStep? StepOf(long number, string text, int tries, VtLookup<VtObject> lookup)
    {
        switch (lookup)
        {
            case { Error: VtOfflineException }:
                // The others may be there: when all were looked at it ends.
                _missed = true;
                return Left(number, EnrichmentOutcome.Pending, tried: false, null);
            case { Outcome: VtLookupOutcome.Quota }:
                return Left(number, EnrichmentOutcome.Quota, tried: false, StopOf((VtQuotaException)lookup.Error!));
            case { Error: VtAuthenticationException { IsForbidden: false } }:
                return Left(number, EnrichmentOutcome.Pending, tried: false, new Stop(EnrichmentEnd.KeyRejected));
            case { Outcome: VtLookupOutcome.Transient } when tries + 1 < options.Passes:
                // Where nothing is answered any more, asking for the rest is in vain.
                var inRow = Interlocked.Increment(ref _failuresInRow);
                return Left(number, EnrichmentOutcome.Pending, tried: true, inRow >= Math.Max(8, 2 * options.Concurrency) ? new Stop(EnrichmentEnd.Unreachable) : null);
        }
        var outcome = lookup.Outcome switch
        {
            VtLookupOutcome.Found => EnrichmentOutcome.Found,
            VtLookupOutcome.NotFound => EnrichmentOutcome.NotFound,
            VtLookupOutcome.Malformed => EnrichmentOutcome.Malformed,
            VtLookupOutcome.Denied => EnrichmentOutcome.Denied,
            _ => EnrichmentOutcome.Transient,
        };
        if (outcome != EnrichmentOutcome.Transient) (_failuresInRow, _unknownQuotas, _progressed) = (0, 0, true);
        return new EnrichmentStep(number, outcome, options.Row(new EnrichmentResult(text, outcome, lookup.Object, lookup.Error)), Tried: true);
    }

    private EnrichmentStep Left(long number, EnrichmentOutcome outcome, bool tried, Stop? stop)
    {
        if (stop is not null) lock (_gate) _stop ??= stop;
        return new EnrichmentStep(number, outcome, null, tried);
    }

    private Stop StopOf(VtQuotaException refusal)
    {
        var until = refusal.ResetsAt ?? (options.TimeProvider.GetUtcNow() + (UnknownQuota * Math.Pow(4, Math.Min(Interlocked.Increment(ref _unknownQuotas) - 1, 3))));
        return new Stop(EnrichmentEnd.QuotaSpent, until, refusal.Window);
    }

    private void Step(List<EnrichmentStep> steps)
    {
        if (steps.Count > 0) run.Commit(steps);
        output?.Write(run);
        // To count a long list takes longer than a look-up.
        if (options.Progress is null || (_toldAt != 0 && options.TimeProvider.GetElapsedTime(_toldAt) < TellAfter)) return;
        _toldAt = options.TimeProvider.GetTimestamp();
        options.Progress(new EnrichmentProgress(run.Counts, run.Requests));
    }

    private async Task PauseAsync(DateTimeOffset until, VtQuotaWindow? window, CancellationToken cancellationToken)
    {
        while (until - options.TimeProvider.GetUtcNow() is var left && left > TimeSpan.Zero)
        {
            options.Progress?.Invoke(new EnrichmentProgress(run.Counts, run.Requests, until, window));
            await Task.Delay(left < LongestSleep ? left : LongestSleep, options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }
}
