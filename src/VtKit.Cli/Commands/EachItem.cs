namespace VtKit.Cli;

/// <summary>Does something with each of many items, several at a time. One that fails stops the others only where it would fail for all.</summary>
internal static class EachItem
{
    /// <param name="session">Who asks.</param>
    /// <param name="items">The items, with <c>-</c> for stdin.</param>
    /// <param name="what">What an item is called, for people.</param>
    /// <param name="concurrency">How many at the same time.</param>
    /// <param name="work">What to do with an item.</param>
    /// <param name="cancellationToken">Gives everything up.</param>
    public static async Task<ExitCode> RunAsync(
        CliSession session, IReadOnlyList<string> items, string what, int concurrency, Func<string, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        if (items.Count == 0)
            throw CliException.Usage($"give at least one {what}, or - to read them from stdin: see {UsageError.Path(session.Parsed.CommandResult)} --help");
        var tally = new ExitTally();
        Failure? stopped = null;
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await Parallel.ForEachAsync(
                ItemArguments.ReadAsync(items, session.Console, stopping.Token),
                new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = stopping.Token },
                async (item, token) =>
                {
                    var failure = await TryAsync(item, work, token, cancellationToken).ConfigureAwait(false);
                    lock (tally) tally.Add(failure?.ExitCode ?? ExitCode.Ok);
                    if (failure is null) return;
                    if (!failure.HitsAll) session.Talk.Say(failure.About(item));
                    else if (Interlocked.CompareExchange(ref stopped, failure, null) is null) await stopping.CancelAsync().ConfigureAwait(false);
                }).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopped is not null)
        {
            session.Talk.Say($"the rest was not tried: {stopped.Message}");
        }
        return tally.Total;
    }

    private static async Task<Failure?> TryAsync(string item, Func<string, CancellationToken, Task> work, CancellationToken token, CancellationToken asked)
    {
        try
        {
            await work(item, token).ConfigureAwait(false);
            return null;
        }
        catch (DryRunStop)
        {
            return null;
        }
        catch (Exception e) when (e is not OperationCanceledException || !token.IsCancellationRequested)
        {
            return Failure.Of(e, asked);
        }
    }
}
