using System.Globalization;
using VtKit.Enrichment;

namespace VtKit.Cli;

/// <summary>The line that says how far a run is: share, number, rate, what is left of the day's quota, when it is done.</summary>
internal sealed class EnrichProgress(ProgressLine line, VtClient client, TimeProvider time)
{
    private static readonly TimeSpan AskAfter = TimeSpan.FromSeconds(1);
    private readonly long _started = time.GetTimestamp();
    private int? _doneBefore;
    private long _askedAt;
    private string _left = "";

    public void Report(EnrichmentProgress progress)
    {
        var (done, total) = (progress.Counts.Done, progress.Counts.Total);
        _doneBefore ??= done;
        if (progress.PausedUntil is { } until)
        {
            var what = progress.PausedFor switch { VtQuotaWindow.Month => "the month's quota is spent", VtQuotaWindow.Day => "the day's quota is spent", VtQuotaWindow.Minute => "the minute's quota is spent", _ => "the service does not answer as it should" };
            line.Report(string.Create(CultureInfo.InvariantCulture, $"{Count.Number(done)}/{Count.Number(total)} · {what}: going on at {until.UtcDateTime:MM-dd HH:mm} UTC"));
            return;
        }
        var minutes = time.GetElapsedTime(_started).TotalMinutes;
        var rate = minutes > 0 ? (done - _doneBefore.Value) / minutes : 0;
        var text = $"{Count.Number(done)}/{Count.Number(total)}";
        if (rate > 0) text += string.Create(CultureInfo.InvariantCulture, $" · {(rate < 100 ? rate.ToString("0.0", CultureInfo.InvariantCulture) : rate.ToString("0", CultureInfo.InvariantCulture))}/min");
        text += LeftToday();
        if (rate > 0 && progress.Counts.Left > 0) text += $" · {Ago.Of(TimeSpan.FromMinutes(progress.Counts.Left / rate))} to go";
        line.Report(text, done, total);
    }

    private string LeftToday()
    {
        if (client.Quota.Limits.PerDay is not { } limit) return "";
        if (_askedAt != 0 && time.GetElapsedTime(_askedAt) < AskAfter) return _left;
        _askedAt = time.GetTimestamp();
        // A ledger on this machine answers at once; one that does not is not waited for.
        var usage = client.Quota.GetUsageAsync();
        if (usage.IsCompletedSuccessfully) _left = $" · {Count.Number(Math.Max(0, limit - usage.Result.Day))} left today";
        return _left;
    }
}
