using System.Net;

namespace VtKit;

/// <summary>What an id means: the same for all texts that mean the same, and how to look it up.</summary>
/// <param name="Key">What it means.</param>
/// <param name="Cached">The question that looking it up asks, without options.</param>
/// <param name="GetAsync">Looks it up.</param>
internal sealed record LookupTarget<T>(string Key, VtCacheKey Cached, Func<CancellationToken, Task<T>> GetAsync) where T : VtObject;

/// <summary>
/// Looks up many ids, some at the same time, and gives the outcomes out in the order of the ids. No more of them are held than the
/// window has places, however many there are.
/// </summary>
/// <param name="client">Who asks.</param>
/// <param name="resolve">Tells what an id means; throws <see cref="FormatException"/> or <see cref="ArgumentException"/> where it means nothing.</param>
/// <param name="options">How many at the same time, and how many ahead.</param>
internal sealed class LookupRun<T>(VtClient client, Func<string, LookupTarget<T>> resolve, VtLookupOptions options) where T : VtObject
{
    private readonly record struct Place(string Id, string Key, Task<VtLookup<T>> Lookup, bool IsFirst);

    // A refusal that does not say for how long is believed for so long.
    private static readonly TimeSpan UnknownWait = TimeSpan.FromMinutes(1);

    private readonly Queue<Place> _window = new();
    private readonly KeptLookups<T> _kept = new(options.KeepBytes);
    private volatile Stop? _stop;

    /// <summary>Why the others need not be asked any more, and until when.</summary>
    private sealed record Stop(VtLookupOutcome Outcome, VtException Error, DateTimeOffset Until);

    public async IAsyncEnumerable<VtLookup<T>> RunAsync(
        IAsyncEnumerable<string> ids, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var slots = new SemaphoreSlim(options.Concurrency);
        var source = ids.GetAsyncEnumerator(ending.Token);
        Task<bool>? coming = null;
        try
        {
            var ended = false;
            while (true)
            {
                if (!ended && coming is null && _window.Count < options.Window) coming = source.MoveNextAsync().AsTask();
                // The window is filled before anything is given out, unless the source waits: then what is done is not held back for it.
                if (coming is { IsCompletedSuccessfully: true })
                {
                    if (await coming.ConfigureAwait(false)) Begin(source.Current, slots, ending.Token);
                    else ended = true;
                    coming = null;
                }
                else if (_window.TryPeek(out var first) && first.Lookup.IsCompleted)
                {
                    _window.Dequeue();
                    yield return Given(first, await first.Lookup.ConfigureAwait(false));
                }
                // A source that failed is heard of after the outcomes of all that it gave.
                else if (_window.Count > 0) await (coming is null or { IsCompleted: true } ? (Task)first.Lookup : Task.WhenAny(first.Lookup, coming)).ConfigureAwait(false);
                else if (coming is not null) await coming.WaitAsync(ending.Token).ConfigureAwait(false);
                else yield break;
            }
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await EndAsync(source, coming).ConfigureAwait(false);
        }
    }

    private VtLookup<T> Given(Place place, VtLookup<T> lookup)
    {
        if (!place.IsFirst) return lookup.For(place.Id);
        if (place.Key.Length > 0) _kept.Give(place.Key, lookup);
        return lookup;
    }

    private void Begin(string id, SemaphoreSlim slots, CancellationToken cancellationToken)
    {
        LookupTarget<T> target;
        try
        {
            ArgumentNullException.ThrowIfNull(id);
            target = resolve(id);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            _window.Enqueue(new Place(id, "", Task.FromResult(new VtLookup<T>(id ?? "", VtLookupOutcome.Malformed, null, e, nothingSent: true)), IsFirst: true));
            return;
        }
        var isKnown = _kept.TryFind(target.Key, out var lookup);
        if (!isKnown) _kept.Add(target.Key, lookup = LookUpAsync(id, target, slots, cancellationToken));
        _window.Enqueue(new Place(id, target.Key, lookup!, IsFirst: !isKnown));
    }

    private async Task<VtLookup<T>> LookUpAsync(string id, LookupTarget<T> target, SemaphoreSlim slots, CancellationToken cancellationToken)
    {
        await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_stop is { } stop && stop.Until > client.Settings.Time.GetUtcNow()) return new VtLookup<T>(id, stop.Outcome, null, stop.Error, nothingSent: true);
            return new VtLookup<T>(id, VtLookupOutcome.Found, await target.GetAsync(cancellationToken).ConfigureAwait(false), null, nothingSent: false);
        }
        catch (VtException e)
        {
            var outcome = OutcomeOf(e);
            _stop = StopAfter(outcome, e) ?? _stop;
            return new VtLookup<T>(id, outcome, null, e, e is VtQuotaException { NothingSent: true } or VtTransportException { NothingSent: true });
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return new VtLookup<T>(id, VtLookupOutcome.Malformed, null, e, nothingSent: true);
        }
        finally
        {
            slots.Release();
        }
    }

    private static VtLookupOutcome OutcomeOf(VtException error) => error switch
    {
        VtNotFoundException => VtLookupOutcome.NotFound,
        VtAuthenticationException => VtLookupOutcome.Denied,
        VtQuotaException => VtLookupOutcome.Quota,
        VtApiException { Status: HttpStatusCode.BadRequest } => VtLookupOutcome.Malformed,
        _ => VtLookupOutcome.Transient,
    };

    // A minute that is spent is no reason to stop: whoever did not want to wait for it chose so for each request.
    private Stop? StopAfter(VtLookupOutcome outcome, VtException error) => error switch
    {
        VtQuotaException { Window: VtQuotaWindow.Minute } => null,
        VtQuotaException quota => new Stop(outcome, quota, quota.ResetsAt ?? (client.Settings.Time.GetUtcNow() + UnknownWait)),
        VtAuthenticationException { IsForbidden: false } => new Stop(outcome, error, DateTimeOffset.MaxValue),
        _ => null,
    };

    // A source that does not heed its token is not waited for: it ends when it next comes to itself.
    private static ValueTask EndAsync(IAsyncEnumerator<string> source, Task<bool>? coming)
    {
        if (coming is null or { IsCompleted: true }) return source.DisposeAsync();
        _ = LaterAsync();
        return ValueTask.CompletedTask;

        async Task LaterAsync()
        {
            await ((Task)coming).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await source.DisposeAsync().ConfigureAwait(false);
        }
    }
}
