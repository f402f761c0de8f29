using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace VtKit;

/// <summary>The activity source and the meter, both named <c>VtKit</c>. Their tags are templates and codes: no key, no ids.</summary>
internal static class Telemetry
{
    public const string Name = "VtKit";

    public static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);

    public static readonly Counter<long> Retries = Meter.CreateCounter<long>("vtkit.retries", "{retry}", "Requests that were sent again.");
    public static readonly Counter<long> QuotaWaits = Meter.CreateCounter<long>("vtkit.quota.waits", "{wait}", "Times that a request waited for the minute's quota.");
    public static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("vtkit.request.duration", "s", "How long a call took, with its retries.");

    public static bool IsWatched => Source.HasListeners() || Duration.Enabled;
}

/// <summary>Records each call, where somebody listens.</summary>
internal sealed class TelemetryHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Telemetry.IsWatched ? SendWatchedAsync((ApiMessage)request, cancellationToken) : base.SendAsync(request, cancellationToken);

    private async Task<HttpResponseMessage> SendWatchedAsync(ApiMessage message, CancellationToken cancellationToken)
    {
        var template = message.Endpoint?.Template ?? "other";
        var started = Stopwatch.GetTimestamp();
        using var activity = Telemetry.Source.StartActivity($"{message.Method} {template}", ActivityKind.Client);
        string outcome = "fault";
        try
        {
            var response = await base.SendAsync(message, cancellationToken).ConfigureAwait(false);
            outcome = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
            activity?.SetTag("http.response.status_code", (int)response.StatusCode);
            if (!response.IsSuccessStatusCode) activity?.SetStatus(ActivityStatusCode.Error);
            return response;
        }
        catch (Exception e)
        {
            outcome = e is VtTransportException fault ? fault.Fault.ToString() : e.GetType().Name;
            activity?.SetTag("error.type", outcome);
            activity?.SetStatus(ActivityStatusCode.Error);
            throw;
        }
        finally
        {
            activity?.SetTag("http.request.method", message.Method.Method);
            activity?.SetTag("url.template", template);
            activity?.SetTag("vtkit.attempts", message.Attempt);
            Telemetry.Duration.Record(
                Stopwatch.GetElapsedTime(started).TotalSeconds,
                new("http.request.method", message.Method.Method), new("url.template", template), new("vtkit.outcome", outcome));
        }
    }
}
