namespace VtKit.Cli;

/// <summary>What every answer says of the quota: what is used by the count kept here, and what is left of what is known to be allowed.</summary>
internal sealed class McpQuota
{
    private readonly VtClient _client;
    private readonly Task<VtQuota> _limits;

    /// <param name="client">Whose quota it is.</param>
    /// <param name="user">The user of the key, where it is known: then the service is asked once what it has counted and allows. That costs nothing.</param>
    /// <param name="cancellationToken">Gives the question up.</param>
    public McpQuota(VtClient client, string? user, CancellationToken cancellationToken)
    {
        _client = client;
        // The first answer waits for it, and the start does not.
        _limits = user is null ? Task.FromResult(client.Quota.Limits) : AskAsync(user, cancellationToken);
    }

    /// <summary>Writes the quota as it stands.</summary>
    public async Task WriteAsync(McpReply reply, CancellationToken cancellationToken)
    {
        var limits = await _limits.WaitAsync(cancellationToken).ConfigureAwait(false);
        reply.WriteQuota(limits, await _client.Quota.GetUsageAsync(cancellationToken).ConfigureAwait(false));
    }

    private async Task<VtQuota> AskAsync(string user, CancellationToken cancellationToken)
    {
        var limits = _client.Quota.Limits;
        try
        {
            var report = await _client.Quota.RefreshAsync(user, cancellationToken).ConfigureAwait(false);
            return limits with { PerDay = Smaller(limits.PerDay, report.Daily.Allowed), PerMonth = Smaller(limits.PerMonth, report.Monthly.Allowed) };
        }
        catch (VtException)
        {
            // A key that may not ask has to work as well.
            return limits;
        }
    }

    // More than a ledger counts is no limit.
    private static int? Smaller(int? ours, long? theirs) => theirs is { } allowed && allowed < (ours ?? int.MaxValue) ? (int)allowed : ours;
}
