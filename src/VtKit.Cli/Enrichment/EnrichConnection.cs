namespace VtKit.Cli;

/// <summary>
/// A connection that keeps to the key's quota, for what makes many requests. What a key may use does not follow from the key: the configuration says it, or the service does where it is asked
/// for a user, which costs nothing. Where neither does, it is taken for a public key's, so that nobody's day is spent by surprise.
/// </summary>
internal static class EnrichConnection
{
    private const int MinutesInHour = 60;

    // A service that allows so many has no limit that is worth waiting for.
    private const int Unlimited = 1_000_000;

    public static async Task<ServiceConnection> OpenAsync(CliSession session, CancellationToken cancellationToken)
    {
        var settings = session.Settings;
        var connection = await ServiceConnection.OpenAsync(session, cancellationToken).ConfigureAwait(false);
        if (settings.Quota is not null || settings.Local || settings.CacheMode == VtCacheMode.Offline || (connection.IsOnThisMachine && settings.User is null)) return connection;
        VtQuota quota;
        try
        {
            quota = settings.User is null ? VtQuota.Public : QuotaOf(await connection.Client.Quota.RefreshAsync(null, cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
        if (settings.User is null) session.Talk.Say("taking the key for a public one, 4/min and 500/day: `vtk config set user NAME` lets the service tell, `vtk config set quota` says otherwise");
        return await ServiceConnection.OpenAsync(session, cancellationToken, quota).ConfigureAwait(false);
    }

    private static VtQuota QuotaOf(VtQuotaReport report) => new(
        Limit(report.Hourly.Allowed / MinutesInHour), Limit(report.Daily.Allowed), Limit(report.Monthly.Allowed));

    private static int? Limit(long? allowed) => allowed is > 0 and < Unlimited ? (int)allowed : null;
}
