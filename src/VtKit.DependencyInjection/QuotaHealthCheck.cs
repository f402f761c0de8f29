using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace VtKit.DependencyInjection;

/// <summary>Asks for the quota, which costs none: it tells whether the service answers, takes the key, and would answer more.</summary>
internal sealed class QuotaHealthCheck(VtClient client) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var report = await client.Quota.RefreshAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            var data = new Dictionary<string, object>(StringComparer.Ordinal);
            Add(data, "daily", report.Daily);
            Add(data, "monthly", report.Monthly);
            if (IsSpent(report.Monthly)) return HealthCheckResult.Degraded($"VirusTotal answers, but the month's quota is spent ({report.Monthly.Used} of {report.Monthly.Allowed}).", data: data);
            if (IsSpent(report.Daily)) return HealthCheckResult.Degraded($"VirusTotal answers, but the day's quota is spent ({report.Daily.Used} of {report.Daily.Allowed}); it begins anew at 00:00 UTC.", data: data);
            return HealthCheckResult.Healthy("VirusTotal answers, and there is quota left.", data);
        }
        catch (VtQuotaException e)
        {
            return HealthCheckResult.Degraded("VirusTotal answers, but refuses for quota.", e);
        }
        catch (VtException e)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, e.Message, e);
        }
    }

    private static bool IsSpent(VtQuotaFigure figure) => figure is { Allowed: > 0, Used: { } used } && used >= figure.Allowed;

    private static void Add(Dictionary<string, object> data, string window, VtQuotaFigure figure)
    {
        if (figure.Used is { } used) data[$"requests_{window}_used"] = used;
        if (figure.Allowed is { } allowed) data[$"requests_{window}_allowed"] = allowed;
    }
}
