namespace VtKit;

/// <summary>What has been used of the key's quota, by VtKit's ledger and by the service's own count.</summary>
public sealed class VtQuotaArea
{
    private readonly VtClient _client;

    internal VtQuotaArea(VtClient client) => _client = client;

    /// <summary>The limits that this client keeps.</summary>
    public VtQuota Limits => _client.Settings.Quota;

    /// <summary>What the ledger has counted.</summary>
    /// <param name="cancellationToken">Stops waiting for the ledger.</param>
    public ValueTask<VtQuotaUsage> GetUsageAsync(CancellationToken cancellationToken = default) =>
        _client.Settings.Ledger.GetUsageAsync(_client.Settings.Account, _client.Settings.Time.GetUtcNow(), cancellationToken);

    /// <summary>Asks the service what it has counted, and sets the ledger by it: the key may be in use elsewhere too. Costs nothing.</summary>
    /// <param name="userId">The name of the key's user; that of the options if null. Never the key: this becomes part of a URL.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="ArgumentException">No user is known.</exception>
    /// <exception cref="VtException">See <see cref="VtClient.GetAsync"/>.</exception>
    public async Task<VtQuotaReport> RefreshAsync(string? userId = null, CancellationToken cancellationToken = default)
    {
        var settings = _client.Settings;
        userId ??= settings.UserId;
        if (string.IsNullOrEmpty(userId)) throw new ArgumentException("Whose quota? Give the name of the key's user, here or as UserId of the options.", nameof(userId));
        var before = await GetUsageAsync(cancellationToken).ConfigureAwait(false);
        var report = await _client.Users.OverallQuotasAsync(userId, cancellationToken).ConfigureAwait(false);
        await report.SetAsync(settings, before, settings.Time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        return report;
    }

    /// <summary>
    /// Says what a number of requests needs: how many fit now, what stops the others, and when the last could be made. Asks the service for its count
    /// first, where the options name the user, because the key may be in use elsewhere. Costs nothing.
    /// </summary>
    /// <param name="requests">How many requests are meant, of 1 each.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="VtException">The service was asked and did not answer; see <see cref="RefreshAsync"/>.</exception>
    public async Task<VtQuotaEstimate> EstimateAsync(int requests, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(requests);
        var quota = Limits;
        if (_client.Settings.UserId is not null)
        {
            var report = await RefreshAsync(null, cancellationToken).ConfigureAwait(false);
            quota = quota with { PerDay = Smaller(quota.PerDay, report.Daily.Allowed), PerMonth = Smaller(quota.PerMonth, report.Monthly.Allowed) };
        }
        var used = await GetUsageAsync(cancellationToken).ConfigureAwait(false);
        return VtQuotaEstimate.Of(requests, quota, used, _client.Settings.Time.GetUtcNow());
    }

    // More than a ledger counts is no limit.
    private static int? Smaller(int? ours, long? theirs) => theirs is { } b && b < (ours ?? int.MaxValue) ? (int)b : ours;
}
