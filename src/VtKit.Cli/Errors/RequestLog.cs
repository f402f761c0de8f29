using System.Diagnostics;
using System.Globalization;

namespace VtKit.Cli;

/// <summary>Says on stderr what is asked of the service, for <c>--verbose</c>. What it hears are templates and codes: no ids, no key.</summary>
internal sealed class RequestLog : IDisposable
{
    private readonly ActivityListener _listener;

    public RequestLog(Talk talk)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == VtTelemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => talk.Write(Describe(activity)),
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    private static string Describe(Activity activity)
    {
        var outcome = activity.GetTagItem("http.response.status_code") ?? activity.GetTagItem("error.type") ?? "";
        var attempts = activity.GetTagItem("vtkit.attempts") is int and > 1 and var count ? $", {count} attempts" : "";
        if (activity.GetTagItem("vtkit.cache.age") is double age) return $"* {activity.OperationName}: {outcome} from the cache, {Ago.Of(TimeSpan.FromSeconds(age))} old";
        return string.Create(CultureInfo.InvariantCulture, $"* {activity.OperationName}: {outcome} in {activity.Duration.TotalMilliseconds:0} ms{attempts}");
    }
}
