using System.Globalization;
using VtKit.Indicators;

namespace VtKit.Cli;

/// <summary>What a run will cost, before it costs anything.</summary>
/// <param name="Lookups">How many look-ups the service has to answer.</param>
/// <param name="Cached">How many the cache answers.</param>
/// <param name="Estimate">What the look-ups need of the quota; null where nothing is asked.</param>
/// <param name="Limits">What the key may use.</param>
/// <param name="Used">What was used of it.</param>
/// <param name="Elsewhere">How many requests were made today without this machine's ledger, as the service counts.</param>
internal sealed record EnrichPrice(int Lookups, int Cached, VtQuotaEstimate? Estimate, VtQuota Limits, VtQuotaUsage Used, int Elsewhere)
{
    private const int FewLookups = 20;

    /// <summary>Whether it is worth a question.</summary>
    public bool IsDear => Lookups > FewLookups || Estimate is { FitsAll: false };

    /// <summary>Reckons it. Where the user is known, the service is asked what was used, which costs nothing.</summary>
    /// <param name="client">Who will ask.</param>
    /// <param name="texts">What is left to look up.</param>
    /// <param name="most">How many requests there may be at most, or null.</param>
    /// <param name="isOffline">Whether nothing is asked at all.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public static async Task<EnrichPrice> OfAsync(VtClient client, IReadOnlyList<string> texts, int? most, bool isOffline, CancellationToken cancellationToken)
    {
        // What is no indicator is not asked for.
        texts = [.. texts.Where(text => Indicator.TryRecognise(text, out _))];
        var cached = await client.CountCachedAsync(texts, cancellationToken).ConfigureAwait(false);
        if (isOffline) return new EnrichPrice(0, cached, null, client.Quota.Limits, default, 0);
        var lookups = Math.Min(texts.Count - cached, most ?? int.MaxValue);
        var before = await client.Quota.GetUsageAsync(cancellationToken).ConfigureAwait(false);
        var estimate = await client.Quota.EstimateAsync(lookups, cancellationToken).ConfigureAwait(false);
        var used = await client.Quota.GetUsageAsync(cancellationToken).ConfigureAwait(false);
        return new EnrichPrice(lookups, cached, estimate, client.Quota.Limits, used, Math.Max(0, used.Day - before.Day));
    }

    /// <summary>The price in a line.</summary>
    public string Describe(DateTimeOffset now)
    {
        var known = Cached > 0 ? $"{Count.Number(Cached)} known, which cost nothing; " : "";
        if (Estimate is null) return $"{known}offline, nothing is asked";
        var line = $"{known}{Count.Of(Lookups, "look-up")}";
        if (Lookups == 0) return line;
        var left = new List<string>();
        if (Limits.PerDay is { } day) left.Add($"{Count.Number(Math.Max(0, day - Used.Day))} left today");
        if (Estimate.Wall == VtQuotaWindow.Month && Limits.PerMonth is { } month) left.Add($"{Count.Number(Math.Max(0, month - Used.Month))} this month");
        if (left.Count > 0) line += ", " + string.Join(" and ", left);
        line += Estimate.EndsAt is { } end ? ": " + Lasts(now, end) : ": more than ten years";
        if (Limits.PerMinute is { } rate) line += $"; {Count.Number(rate)}/min";
        return Elsewhere > 0 ? $"{line}. {Count.Of(Elsewhere, "request")} of today {(Elsewhere == 1 ? "was" : "were")} made elsewhere with this key" : line;
    }

    private string Lasts(DateTimeOffset now, DateTimeOffset end)
    {
        if (Estimate!.Wall is null) return "at once";
        if (Estimate.FitsAll) return end - now < TimeSpan.FromMinutes(1) ? "a minute" : Ago.Of(end - now);
        // Days of the quota: today is one, however late it is.
        var days = (end.UtcDateTime.Date - now.UtcDateTime.Date).Days + 1;
        return string.Create(CultureInfo.InvariantCulture, $"{Count.Of(days, "day")}, until {end.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
    }
}
