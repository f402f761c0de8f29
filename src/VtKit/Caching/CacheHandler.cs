using System.Net;
using System.Net.Http.Headers;

namespace VtKit;

/// <summary>Answers from the cache where it can, and lets those who ask the same at the same time ask once. What is answered here costs nothing.</summary>
internal sealed class CacheHandler(ClientSettings settings, VtResponseCache cache, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly Dictionary<VtCacheKey, TaskCompletionSource<VtCachedResponse?>> _flights = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var message = (ApiMessage)request;
        if (CacheRules.KeyOf(message, settings) is not { } key)
            return settings.CacheMode == VtCacheMode.Offline ? throw new VtOfflineException(message) : await base.SendAsync(message, cancellationToken).ConfigureAwait(false);
        if (settings.CacheMode != VtCacheMode.Refresh)
        {
            var offline = settings.CacheMode == VtCacheMode.Offline;
            if (await cache.FindAsync(key, settings.Time.GetUtcNow(), offline, cancellationToken).ConfigureAwait(false) is { } kept) return Answer(message, kept);
            if (offline) throw new VtOfflineException(message);
        }
        TaskCompletionSource<VtCachedResponse?>? flight;
        bool isFirst;
        lock (_flights)
        {
            isFirst = !_flights.TryGetValue(key, out flight);
            if (isFirst) _flights[key] = flight = new TaskCompletionSource<VtCachedResponse?>(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        if (isFirst) return (await AskAsync(message, key, flight!, cancellationToken).ConfigureAwait(false)).Response;
        // Where the one who went ahead got no answer that counts for all, each asks for itself.
        return await flight!.Task.WaitAsync(cancellationToken).ConfigureAwait(false) is { } shared
            ? Answer(message, shared)
            : await base.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    // A value, because the code of async methods that return one is compiled ahead; that of references is compiled at each start.
    private readonly record struct Asked(HttpResponseMessage Response);

    private async Task<Asked> AskAsync(ApiMessage message, VtCacheKey key, TaskCompletionSource<VtCachedResponse?> flight, CancellationToken cancellationToken)
    {
        VtCachedResponse? answer = null;
        try
        {
            var response = await base.SendAsync(message, cancellationToken).ConfigureAwait(false);
            if (CacheRules.Keepable(key, message, response.StatusCode, settings.Redactor) is not { } keepable) return new Asked(response);
            answer = new VtCachedResponse(response.StatusCode, keepable.Body, message.ReceivedAt);
            // Paid for is paid for: who gives up now finds it the next time.
            await cache.KeepAsync(key, keepable.OtherIds, answer, CancellationToken.None).ConfigureAwait(false);
            return new Asked(response);
        }
        finally
        {
            lock (_flights) _flights.Remove(key);
            flight.SetResult(answer);
        }
    }

    private HttpResponseMessage Answer(ApiMessage message, VtCachedResponse kept)
    {
        var now = settings.Time.GetUtcNow();
        message.Body = kept.Body;
        message.ReceivedAt = now;
        message.Attempt = 0;
        message.CacheAge = now > kept.ReceivedAt ? now - kept.ReceivedAt : TimeSpan.Zero;
        return new HttpResponseMessage(kept.Status) { RequestMessage = message, Content = new ByteArrayContent([]) { Headers = { ContentType = Json } } };
    }
}
