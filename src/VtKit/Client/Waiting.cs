using System.Net;

namespace VtKit;

/// <summary>Waits for what the service does in the background: looks at once, then in growing intervals, until a deadline.</summary>
internal static class Waiting
{
    public static async Task<T> ForAsync<T>(
        VtClient client, string id, Func<CancellationToken, Task<T>> look, Func<T, string?> statusOf, string[] ends, VtWaitOptions? options, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        options = (options ?? new VtWaitOptions()).Validated();
        var time = client.Settings.Time;
        var started = time.GetTimestamp();
        var (interval, status, polls) = (options.FirstInterval, "", 0);
        while (true)
        {
            var pause = interval;
            VtException? fault = null;
            try
            {
                var found = await look(cancellationToken).ConfigureAwait(false);
                status = statusOf(found) ?? "";
                options.Progress?.Report(new VtWaitProgress(id, status, time.GetElapsedTime(started), ++polls));
                if (ends.Contains(status, StringComparer.Ordinal)) return found;
            }
            catch (VtException e)
            {
                e.AnalysisId = id;
                if (!Passes(e)) throw;
                fault = e;
                if (e is VtApiException { RetryAfter: { } after } && after > pause) pause = after;
            }
            var left = options.Deadline == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : options.Deadline - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero) throw new VtTimeoutException(id, status, time.GetElapsedTime(started), fault);
            await Task.Delay(pause < left ? pause : left, time, cancellationToken).ConfigureAwait(false);
            interval = Min(interval * options.Growth, options.MaxInterval);
        }
    }

    // What time cures is waited out; what it cannot cure is thrown.
    private static bool Passes(VtException e) => e switch
    {
        VtQuotaException quota => quota.Window is null or VtQuotaWindow.Minute,
        VtApiException api => api.Status >= HttpStatusCode.InternalServerError,
        VtProtocolException protocol => protocol.Status >= HttpStatusCode.InternalServerError,
        VtTransportException transport => transport.Fault is not (VtTransportFault.Tls or VtTransportFault.NameResolution),
        _ => false,
    };

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
