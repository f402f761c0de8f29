namespace VtKit;

/// <summary>
/// Where requests are counted. A ledger can serve many clients, and, when it is kept in a shared store, many processes. An
/// account is a fingerprint of a key, never the key.
/// </summary>
public abstract class VtQuotaLedger
{
    /// <summary>Charges a request to every window, or, when any has no room, to none.</summary>
    /// <param name="account">The account.</param>
    /// <param name="quota">The limits.</param>
    /// <param name="cost">What the request costs, at least 1.</param>
    /// <param name="now">The present time.</param>
    /// <param name="cancellationToken">Stops waiting for the store.</param>
    public abstract ValueTask<VtQuotaGrant> TakeAsync(string account, VtQuota quota, int cost, DateTimeOffset now, CancellationToken cancellationToken = default);

    /// <summary>What has been used.</summary>
    /// <param name="account">The account.</param>
    /// <param name="now">The present time.</param>
    /// <param name="cancellationToken">Stops waiting for the store.</param>
    public abstract ValueTask<VtQuotaUsage> GetUsageAsync(string account, DateTimeOffset now, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes over what the service has counted, for the key is used elsewhere too. What was charged here while the service was
    /// asked is added to the service's figures, so that nothing is counted twice or forgotten.
    /// </summary>
    /// <param name="account">The account.</param>
    /// <param name="before">What the ledger held before the service was asked.</param>
    /// <param name="day">The service's figure for the day, or null if it gave none.</param>
    /// <param name="month">The service's figure for the month, or null if it gave none.</param>
    /// <param name="now">The present time.</param>
    /// <param name="cancellationToken">Stops waiting for the store.</param>
    public abstract ValueTask ReconcileAsync(string account, VtQuotaUsage before, int? day, int? month, DateTimeOffset now, CancellationToken cancellationToken = default);

    /// <summary>Closes the minute window until a time, because the service said that it is spent.</summary>
    /// <param name="account">The account.</param>
    /// <param name="until">When it opens again.</param>
    /// <param name="cancellationToken">Stops waiting for the store.</param>
    public abstract ValueTask CloseMinuteAsync(string account, DateTimeOffset until, CancellationToken cancellationToken = default);

    /// <summary>The next 00:00 UTC, when a day's quota starts anew.</summary>
    /// <param name="now">The present time.</param>
    public static DateTimeOffset NextDay(DateTimeOffset now) => new(now.UtcDateTime.Date.AddDays(1), TimeSpan.Zero);

    /// <summary>The next first of a month, 00:00 UTC, when a month's quota starts anew.</summary>
    /// <param name="now">The present time.</param>
    public static DateTimeOffset NextMonth(DateTimeOffset now) =>
        new DateTimeOffset(now.UtcDateTime.Year, now.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1);
}
