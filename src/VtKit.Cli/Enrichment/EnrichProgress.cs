using System.Globalization;
using VtKit.Enrichment;

namespace VtKit.Cli;

/// <summary>The line that says how far a run is: share, number, rate, what is left of the day's quota, when it is done, and why it waits.</summary>
internal sealed class EnrichProgress(ProgressLine line, VtClient client, TimeProvider time)
{
    private static readonly TimeSpan AskAfter = TimeSpan.FromSeconds(1);

    // A rate of the first moments says nothing.
    private static readonly TimeSpan RateAfter = TimeSpan.FromSeconds(5);

    private readonly long _started = time.GetTimestamp();
    private int? _doneBefore;
    private long _askedAt;
    private VtQuotaUsage _used;

    public void Report(EnrichmentProgress progress)
    {
        _doneBefore ??= progress.Counts.Done;
        if (progress.PausedUntil is { } until) Waits(progress.Counts, progress.PausedFor switch { VtQuotaWindow.Month => "the month's quota is spent", VtQuotaWindow.Day => "the day's quota is spent", VtQuotaWindow.Minute => "the minute's quota is spent", _ => "the service does not answer as it should" }, until, "MM-dd HH:mm");
        else line.Report(Describe(progress.Counts), progress.Counts.Done, progress.Counts.Total);
    }

    /// <summary>A look-up waits, for the minute's quota or before it is sent again.</summary>
    public void Pause(VtPause pause, EnrichmentCounts counts)
    {
        _askedAt = 0;
        Waits(counts, pause.Error is null ? "the minute is used up" : $"answered {pause.Error}", time.GetUtcNow() + pause.Delay, "HH:mm:ss");
    }

    private void Waits(EnrichmentCounts counts, string why, DateTimeOffset until, string format)
    {
        var goingOn = string.Create(CultureInfo.InvariantCulture, $"{why}: on at {until.UtcDateTime.ToString(format, CultureInfo.InvariantCulture)} UTC");
        line.Report(string.Join(" · ", [$"{Count.Number(counts.Done)}/{Count.Number(counts.Total)}", goingOn, .. Left(), .. ToGo(counts, null)]));
    }

    private string Describe(EnrichmentCounts counts)
    {
        var elapsed = time.GetElapsedTime(_started);
        double? rate = elapsed >= RateAfter && counts.Done > _doneBefore ? (counts.Done - _doneBefore!.Value) / elapsed.TotalMinutes : null;
        // Faster than the quota allows it is for a moment only.
        if (rate > client.Quota.Limits.PerMinute) rate = client.Quota.Limits.PerMinute;
        string[] speed = rate is { } each ? [(each < 100 ? each.ToString("0.#", CultureInfo.InvariantCulture) : each.ToString("0", CultureInfo.InvariantCulture)) + "/min"] : [];
        return string.Join(" · ", [$"{Count.Number(counts.Done)}/{Count.Number(counts.Total)}", .. speed, .. Left(), .. ToGo(counts, rate)]);
    }

    private IEnumerable<string> Left()
    {
        if (client.Quota.Limits.PerDay is { } limit) yield return $"{Count.Number(Math.Max(0, limit - Used().Day))} left today";
    }

    // As long as it takes at this rate, but no shorter than the quota makes it.
    private IEnumerable<string> ToGo(EnrichmentCounts counts, double? rate)
    {
        if (counts.Left == 0) yield break;
        var limits = client.Quota.Limits;
        if (limits.PerDay is { } perDay && counts.Left - Math.Max(0, perDay - Used().Day) is > 0 and var later)
        {
            yield return $"{Count.Of(1 + ((later + perDay - 1) / perDay), "day")} to go";
            yield break;
        }
        double? minutes = rate is { } each ? counts.Left / each : null;
        if (limits.PerMinute is { } perMinute && Math.Max(0, counts.Left - Math.Max(0, perMinute - Used().Minute)) / (double)perMinute is > 0 and var least) minutes = Math.Max(minutes ?? 0, least);
        if (minutes is { } some) yield return $"{Ago.Of(TimeSpan.FromMinutes(some))} to go";
    }

    private VtQuotaUsage Used()
    {
        if (_askedAt != 0 && time.GetElapsedTime(_askedAt) < AskAfter) return _used;
        _askedAt = time.GetTimestamp();
        // A ledger on this machine answers at once; one that does not is not waited for.
        var usage = client.Quota.GetUsageAsync();
        if (usage.IsCompletedSuccessfully) _used = usage.Result;
        return _used;
    }
}
