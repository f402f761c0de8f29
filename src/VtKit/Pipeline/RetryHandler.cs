using System.Net;

namespace VtKit;

/// <summary>
/// Sends again what may be sent again: reads after 429, 502, 503, 504 and faults of the transport; writes only where the service
/// certainly did nothing, that is when no connection was made or it refused with 429. A 503 proves nothing. Every body that
/// goes through here can be sent from its beginning again.
/// </summary>
internal sealed class RetryHandler(ClientSettings settings, PipelineHandler next) : PipelineHandler(next)
{
    // A host that was silent twice is not silent by accident, and each silence costs a whole timeout.
    private const int AttemptsAfterTimeout = 2;

    public override async Task<Answer> SendAsync(ApiMessage message, CancellationToken cancellationToken)
    {
        for (; ; message.Attempt++)
        {
            TimeSpan delay;
            string reason;
            try
            {
                var answer = await Next.SendAsync(message, cancellationToken).ConfigureAwait(false);
                if (DelayAfter(message, answer.Response) is not { } wait) return answer;
                answer.Response.Dispose();
                delay = wait;
                reason = Telemetry.Text((int)answer.Response.StatusCode);
            }
            catch (VtTransportException fault) when (MayRepeat(message, fault))
            {
                delay = Backoff(message.Attempt);
                reason = Telemetry.Name(fault);
            }
            Telemetry.Retried(settings, message, reason, delay);
            if (delay > TimeSpan.Zero) await Task.Delay(delay, settings.Time, cancellationToken).ConfigureAwait(false);
            message.QuotaVerdict = null;
        }
    }

    private bool MayRepeat(ApiMessage message, VtTransportException fault)
    {
        if (fault.Fault is VtTransportFault.Tls or VtTransportFault.Deadline) return false;
        if (!message.IsIdempotent && !fault.NothingSent) return false;
        var attempts = fault.Fault is VtTransportFault.ConnectTimeout or VtTransportFault.ReadTimeout
            ? Math.Min(settings.MaxAttempts, AttemptsAfterTimeout)
            : settings.MaxAttempts;
        return message.Attempt < attempts && Fits(message, Backoff(message.Attempt));
    }

    private TimeSpan? DelayAfter(ApiMessage message, HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode || message.Attempt >= settings.MaxAttempts) return null;
        var refused = response.StatusCode == HttpStatusCode.TooManyRequests;
        var passing = response.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
        if (!refused && !(passing && message.IsIdempotent)) return null;
        if (message.QuotaVerdict is { Spent: { } window })
        {
            if (window != VtQuotaWindow.Minute) return null;
            // The ledger has closed the window: the next attempt waits there, unless waiting is not wanted.
            return settings.QuotaMode == VtQuotaMode.Wait ? TimeSpan.Zero : null;
        }
        var delay = RetryAfter.Read(response.Headers, message.ReceivedAt) ?? Backoff(message.Attempt);
        return delay <= settings.MaxDelay && Fits(message, delay) ? delay : null;
    }

    private static bool Fits(ApiMessage message, TimeSpan delay) =>
        message.Deadline.Remaining is var left && (left == Timeout.InfiniteTimeSpan || left > delay);

    private TimeSpan Backoff(int attempt)
    {
        double chance;
        lock (settings.Random) chance = settings.Random.NextDouble();
        return TimeSpan.FromMilliseconds(settings.DelayAfter(attempt).TotalMilliseconds * (0.5 + (chance / 2)));
    }
}
