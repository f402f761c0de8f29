using System.Net;
using System.Net.Http.Headers;

namespace VtKit;

/// <summary>Answers from the cache where it can, and lets those who ask the same at the same time ask once. What is answered here costs nothing.</summary>
internal sealed class CacheHandler(ClientSettings settings, VtResponseCache cache, PipelineHandler next) : PipelineHandler(next)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly Dictionary<VtCacheKey, TaskCompletionSource<VtCachedResponse?>> _flights = [];

    public override Task<Answer> SendAsync(ApiMessage message, CancellationToken cancellationToken)
    {
        if (CacheRules.KeyOf(message, settings) is not { } key)
            return settings.CacheMode == VtCacheMode.Offline ? throw new VtOfflineException(message) : Next.SendAsync(message, cancellationToken);
        return settings.CacheMode == VtCacheMode.Refresh ? AskOnceAsync(message, key, cancellationToken) : FindOrAskAsync(message, key, cancellationToken);
    }

    private async Task<Answer> FindOrAskAsync(ApiMessage message, VtCacheKey key, CancellationToken cancellationToken)
    {
        var offline = settings.CacheMode == VtCacheMode.Offline;
        if (await cache.FindAsync(key, settings.Time.GetUtcNow(), offline, cancellationToken).ConfigureAwait(false) is { } kept) return Kept(message, kept);
        return offline ? throw new VtOfflineException(message) : await AskOnceAsync(message, key, cancellationToken).ConfigureAwait(false);
    }

    private Task<Answer> AskOnceAsync(ApiMessage message, VtCacheKey key, CancellationToken cancellationToken)
    {
        TaskCompletionSource<VtCachedResponse?>? flight;
        bool isFirst;
        lock (_flights)
        {
            isFirst = !_flights.TryGetValue(key, out flight);
            if (isFirst) _flights[key] = flight = new TaskCompletionSource<VtCachedResponse?>(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        return isFirst ? AskAsync(message, key, flight!, cancellationToken) : ShareAsync(message, flight!, cancellationToken);
    }

    // Where the one who went ahead got no answer that counts for all, each asks for itself.
    private async Task<Answer> ShareAsync(ApiMessage message, TaskCompletionSource<VtCachedResponse?> flight, CancellationToken cancellationToken) =>
        await flight.Task.WaitAsync(cancellationToken).ConfigureAwait(false) is { } shared
            ? Kept(message, shared)
            : await Next.SendAsync(message, cancellationToken).ConfigureAwait(false);

    private async Task<Answer> AskAsync(ApiMessage message, VtCacheKey key, TaskCompletionSource<VtCachedResponse?> flight, CancellationToken cancellationToken)
    {
        VtCachedResponse? answer = null;
        try
        {
            var asked = await Next.SendAsync(message, cancellationToken).ConfigureAwait(false);
            if (CacheRules.Keepable(key, message, asked.Response.StatusCode, settings.Redactor) is not { } keepable) return asked;
            answer = new VtCachedResponse(asked.Response.StatusCode, keepable.Body, message.ReceivedAt);
            // Paid for is paid for: who gives up now finds it the next time.
            await cache.KeepAsync(key, keepable.OtherIds, answer, CancellationToken.None).ConfigureAwait(false);
            return asked;
        }
        finally
        {
            lock (_flights) _flights.Remove(key);
            flight.SetResult(answer);
        }
    }

    private Answer Kept(ApiMessage message, VtCachedResponse kept)
    {
        var now = settings.Time.GetUtcNow();
        message.Body = kept.Body;
        message.ReceivedAt = now;
        message.Attempt = 0;
        message.CacheAge = now > kept.ReceivedAt ? now - kept.ReceivedAt : TimeSpan.Zero;
        return new Answer(new HttpResponseMessage(kept.Status) { RequestMessage = message, Content = new ByteArrayContent([]) { Headers = { ContentType = Json } } });
    }
}
