using System.Net.Http.Headers;

namespace VtKit;

/// <summary>Reads <c>Retry-After</c>, in both of its forms.</summary>
internal static class RetryAfter
{
    /// <summary>How long to wait, or null where the header is absent or not readable.</summary>
    /// <param name="headers">The headers of the answer.</param>
    /// <param name="now">When the answer came.</param>
    public static TimeSpan? Read(HttpResponseHeaders headers, DateTimeOffset now)
    {
        var header = headers.RetryAfter;
        if (header?.Delta is { } delta) return delta < TimeSpan.Zero ? TimeSpan.Zero : delta;
        if (header?.Date is not { } date) return null;
        // A date is by the server's clock, which need not be ours: its own Date header says what it was.
        var wait = date - (headers.Date ?? now);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
