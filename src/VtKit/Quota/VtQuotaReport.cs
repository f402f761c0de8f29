using System.Runtime.InteropServices;
using System.Text.Json;

namespace VtKit;

/// <summary>One of the quotas that the service reports. What it does not say is null.</summary>
/// <param name="Allowed">What is allowed.</param>
/// <param name="Used">What is used.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct VtQuotaFigure(long? Allowed, long? Used);

/// <summary>The service's own count of what a key has used (<c>overall_quotas</c>). Asking costs nothing.</summary>
/// <remarks>https://docs.virustotal.com/reference/user-overall-quotas</remarks>
public sealed class VtQuotaReport
{
    private VtQuotaReport(VtNode quotas) => Quotas = quotas;

    /// <summary>All quotas by name, as they came.</summary>
    public VtNode Quotas { get; }

    /// <summary>Requests in this hour.</summary>
    public VtQuotaFigure Hourly => Of(Service.QuotaHourly);

    /// <summary>Requests since 00:00 UTC.</summary>
    public VtQuotaFigure Daily => Of(Service.QuotaDaily);

    /// <summary>Requests since the first of the month, UTC.</summary>
    public VtQuotaFigure Monthly => Of(Service.QuotaMonthly);

    /// <summary>A quota by the service's name. Where a group pays, the group's figure counts, as it ends first or serves alone.</summary>
    /// <param name="name">The name, such as <c>intelligence_searches_monthly</c>.</param>
    public VtQuotaFigure Of(string name)
    {
        var (user, group) = (Quotas[name]["user"u8], Quotas[name]["group"u8]);
        var (own, shared) = (Read(user), Read(group));
        if (shared.Allowed is null) return own;
        if (own.Allowed is null) return shared;
        return own.Allowed - (own.Used ?? 0) <= shared.Allowed - (shared.Used ?? 0) ? own : shared;
    }

    internal static VtQuotaReport Of(JsonElement answer) => new(new VtNode(answer)["data"u8]);

    private static VtQuotaFigure Read(VtNode figure) => new(Number(figure["allowed"u8]), Number(figure["used"u8]));

    /// <summary>Sets a ledger by this count.</summary>
    internal ValueTask SetAsync(ClientSettings settings, VtQuotaUsage before, DateTimeOffset now, CancellationToken cancellationToken) =>
        settings.Ledger.ReconcileAsync(settings.Account, before, Count(Daily.Used), Count(Monthly.Used), now, cancellationToken);

    // A ledger counts what one machine sends; a premium key may be allowed 60,000,000,000 requests an hour.
    private static int? Count(long? number) => number is { } many ? (int)Math.Min(many, int.MaxValue) : null;

    private static long? Number(VtNode node) => node.AsInt64() is { } number ? Math.Max(number, 0) : null;
}
