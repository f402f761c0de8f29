using System.Diagnostics.Metrics;

namespace VtKit;

/// <summary>The instruments of the meter. They are made together, at the first call of a program that has meters.</summary>
internal static class Instruments
{
    private static readonly Meter Meter = new(VtTelemetry.MeterName);

    // Without it, collectors sort seconds into boxes that are meant for milliseconds.
    private static readonly InstrumentAdvice<double> Seconds = new() { HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300] };

    public static readonly Histogram<double> Duration = Meter.CreateHistogram("vtkit.request.duration", "s", "How long a call took, with its retries and its waits for quota.", null, Seconds);
    public static readonly Counter<long> Requests = Meter.CreateCounter<long>("vtkit.requests", "{request}", "Requests that were sent, retries and redirects included.");
    public static readonly Counter<long> Retries = Meter.CreateCounter<long>("vtkit.retries", "{retry}", "Requests that were sent again.");
    public static readonly Counter<long> QuotaConsumed = Meter.CreateCounter<long>("vtkit.quota.consumed", "{request}", "What the requests cost of the quota.");
    public static readonly Counter<long> QuotaWaits = Meter.CreateCounter<long>("vtkit.quota.waits", "{wait}", "Times that a request began to wait for the minute's quota.");
    public static readonly Histogram<double> QuotaWaitDuration = Meter.CreateHistogram("vtkit.quota.wait.duration", "s", "How long requests waited for the minute's quota.", null, Seconds);
    public static readonly Counter<long> Bytes = Meter.CreateCounter<long>("vtkit.bytes", "By", "Bytes of bodies: sent, and received after decompression.");
}
