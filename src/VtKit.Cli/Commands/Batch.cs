using System.Threading.Channels;

namespace VtKit.Cli;

/// <summary>
/// Works through many items at once, and gives them out in the order they came in. One item that fails does not stop the
/// others; what would fail for every further item (a spent quota, a bad key, a host that cannot be reached) does.
/// </summary>
internal sealed class Batch
{
    private const int Window = 32;

    private readonly CliSession _session;
    private readonly ObjectWriter _writer;
    private readonly string _type;
    private readonly ExitTally _tally = new();
    private Failure? _stopped;
    private int _taken;
    private bool _unsent;

    private Batch(CliSession session, ObjectWriter writer, string type) => (_session, _writer, _type) = (session, writer, type);

    // Then stdout is for what would be sent, and for nothing else.
    private bool IsDryRun => _session.Parsed.GetValue(WriteOptions.DryRun);

    /// <summary>Connects, runs all items that a command was given, and writes what comes.</summary>
    /// <param name="session">Who asks.</param>
    /// <param name="items">The items, with <c>-</c> for stdin.</param>
    /// <param name="what">What an item is called, for people.</param>
    /// <param name="type">The type of object that the items are; empty where they differ.</param>
    /// <param name="concurrency">How many at the same time.</param>
    /// <param name="work">Gives the object of an item, or throws.</param>
    /// <param name="cancellationToken">Gives everything up; what is done by then has been written.</param>
    public static async Task<ExitCode> RunAsync(
        CliSession session, IReadOnlyList<string> items, string what, string type, int concurrency,
        Func<ServiceConnection, string, CancellationToken, Task<Found>> work, CancellationToken cancellationToken)
    {
        if (items.Count == 0)
            throw CliException.Usage($"give at least one {what}, or - to read them from stdin: see {UsageError.Path(session.Parsed.CommandResult)} --help");
        var several = !ItemArguments.IsOne(items);
        var connection = await ServiceConnection.OpenAsync(session, cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        using var writer = Writers.Create(session, several, session.Parsed.GetValue(ItemArguments.IdsOnly));
        var batch = new Batch(session, writer, type);
        // What a dry run shows stands in the order of the items.
        if (batch.IsDryRun) concurrency = 1;
        // One item is the usual case, and needs none of what many need.
        if (several) await batch.RunAllAsync(items, concurrency, (item, token) => work(connection, item, token), cancellationToken).ConfigureAwait(false);
        else batch.Take(await batch.WorkAsync(items[0], (item, token) => work(connection, item, token), cancellationToken).ConfigureAwait(false));
        if (batch._unsent) session.Talk.Say("nothing was sent");
        else if (!batch.IsDryRun) writer.End();
        if (batch._stopped is { } stopped)
            session.Talk.Say(several ? $"stopped after {batch._taken} items, the rest was not tried: {stopped.Message}" : stopped.Message);
        return batch._tally.Total;
    }

    private readonly record struct Outcome(string Item, VtObject? Found, Failure? Failure);

    private async Task RunAllAsync(
        IReadOnlyList<string> items, int concurrency, Func<string, CancellationToken, Task<Found>> work, CancellationToken cancellationToken)
    {
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var slots = new SemaphoreSlim(concurrency);
        var running = Channel.CreateBounded<Task<Outcome>>(Window);
        var starting = StartAllAsync(items, work, slots, running.Writer, failed.Token);
        try
        {
            // Once stopped, what is under way is still taken, but no further item is waited for: stdin may stay open for long.
            while (running.Reader.TryRead(out var next) || (_stopped is null && await running.Reader.WaitToReadAsync(failed.Token).ConfigureAwait(false)))
                if (next is not null) Take(await next.ConfigureAwait(false));
            if (_stopped is null) await starting.ConfigureAwait(false);
        }
        finally
        {
            await failed.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task StartAllAsync(
        IReadOnlyList<string> items, Func<string, CancellationToken, Task<Found>> work, SemaphoreSlim slots,
        ChannelWriter<Task<Outcome>> running, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var item in ItemArguments.ReadAsync(items, _session.Console, cancellationToken).ConfigureAwait(false))
            {
                await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
                if (Volatile.Read(ref _stopped) is not null) break;
                await running.WriteAsync(WorkInSlotAsync(item, work, slots, cancellationToken), cancellationToken).ConfigureAwait(false);
            }
            running.Complete();
        }
        catch (Exception e)
        {
            running.Complete(e);
        }
    }

    private async Task<Outcome> WorkInSlotAsync(
        string item, Func<string, CancellationToken, Task<Found>> work, SemaphoreSlim slots, CancellationToken cancellationToken)
    {
        try
        {
            return await WorkAsync(item, work, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task<Outcome> WorkAsync(string item, Func<string, CancellationToken, Task<Found>> work, CancellationToken cancellationToken)
    {
        try
        {
            return new Outcome(item, (await work(item, cancellationToken).ConfigureAwait(false)).Object, null);
        }
        catch (DryRunStop)
        {
            return new Outcome(item, null, null);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            var failure = Failure.Of(e, cancellationToken);
            if (failure.HitsAll) Volatile.Write(ref _stopped, failure);
            return new Outcome(item, null, failure);
        }
    }

    private void Take(Outcome outcome)
    {
        _taken++;
        if (outcome.Found is not null)
        {
            _tally.Add(ExitCode.Ok);
            if (!IsDryRun) _writer.Write(outcome.Found);
            return;
        }
        if (outcome.Failure is not { } failure)
        {
            _tally.Add(ExitCode.Ok);
            _unsent = true;
            return;
        }
        _tally.Add(failure.ExitCode);
        if (!IsDryRun) _writer.WriteFailed(new FailedItem(_type, outcome.Item, failure.Code, _session.Talk.Clean(failure.Message)));
        // What hits all items is said once, at the end.
        if (!failure.HitsAll) _session.Talk.Say(failure.About(outcome.Item));
    }
}
