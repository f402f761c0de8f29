using System.Globalization;
using System.Net;

namespace VtKit;

/// <summary>Says which window is spent and when it opens, for refusals of the service and of the ledger.</summary>
internal static class QuotaErrors
{
    public static VtQuotaException FromLedger(ApiMessage request, VtQuota quota, VtQuotaGrant grant, DateTimeOffset now)
    {
        var window = grant.Spent!.Value;
        var wait = grant.OpensAt - now;
        var message = $"{Describe(window, quota)} {When(window, grant.OpensAt, wait)} Nothing was sent. ({request.Method} {request.ShownPath})";
        var error = new VtApiError(
            HttpStatusCode.TooManyRequests, VtErrorCode.QuotaExceededError, "", request.Method.Method, request.ShownPath, null, default);
        return new VtQuotaException(error, window, grant.OpensAt, wait, nothingSent: true, message);
    }

    public static VtQuotaException FromService(VtApiError error, VtQuotaGrant? verdict, DateTimeOffset now)
    {
        if (verdict is { Spent: { } window, OpensAt: var opens })
        {
            var wait = opens - now;
            return new VtQuotaException(error, window, opens, wait, nothingSent: false, $"{error.Describe()} {When(window, opens, wait)}");
        }
        var resets = now + error.RetryAfter;
        var hint = error.RetryAfter is { } after ? $" Try again in {Seconds(after)} s." : "";
        return new VtQuotaException(error, null, resets, null, nothingSent: false, error.Describe() + hint);
    }

    private static string Describe(VtQuotaWindow window, VtQuota quota) => window switch
    {
        VtQuotaWindow.Minute => $"The quota of {quota.PerMinute} requests a minute is spent.",
        VtQuotaWindow.Day => $"The quota of {quota.PerDay} requests a day is spent.",
        _ => $"The quota of {quota.PerMonth} requests a month is spent.",
    };

    private static string When(VtQuotaWindow window, DateTimeOffset opens, TimeSpan wait) => window == VtQuotaWindow.Minute
        ? $"Wait {Seconds(wait)} s."
        : string.Create(CultureInfo.InvariantCulture, $"It resets at {opens.UtcDateTime:yyyy-MM-dd HH:mm} UTC.");

    private static long Seconds(TimeSpan wait) => (long)Math.Ceiling(Math.Max(0, wait.TotalSeconds));
}
