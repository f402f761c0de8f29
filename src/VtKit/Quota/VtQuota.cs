using System.Runtime.InteropServices;

namespace VtKit;

/// <summary>A span of time in which the service counts requests.</summary>
public enum VtQuotaWindow
{
    /// <summary>Any sixty seconds.</summary>
    Minute,

    /// <summary>A day; it starts anew at 00:00 UTC.</summary>
    Day,

    /// <summary>A calendar month; it starts anew on the first at 00:00 UTC.</summary>
    Month,
}

/// <summary>How many requests a key may make. Null means that VtKit does not count that window.</summary>
/// <param name="PerMinute">Requests in any sixty seconds.</param>
/// <param name="PerDay">Requests between 00:00 UTC and 00:00 UTC.</param>
/// <param name="PerMonth">Requests in a calendar month, UTC.</param>
/// <remarks>https://docs.virustotal.com/reference/public-vs-premium-api</remarks>
public sealed record VtQuota(int? PerMinute = null, int? PerDay = null, int? PerMonth = null)
{
    /// <summary>What a public key has: 4 a minute, 500 a day, 15,500 a month.</summary>
    public static VtQuota Public { get; } = new(Limits.PublicRequestsPerMinute, Limits.PublicRequestsPerDay, Limits.PublicRequestsPerMonth);

    /// <summary>No limit that VtKit counts; the service's own limits still hold.</summary>
    public static VtQuota Unlimited { get; } = new();

    internal VtQuota Validated()
    {
        if (PerMinute <= 0 || PerDay <= 0 || PerMonth <= 0)
            throw new ArgumentException("A quota is at least one request, or null where it is not counted.");
        return this;
    }
}

/// <summary>What to do when the minute is spent. A day or a month that is spent is always an error.</summary>
public enum VtQuotaMode
{
    /// <summary>Wait until the window has room.</summary>
    Wait,

    /// <summary>Throw <see cref="VtQuotaException"/>.</summary>
    Throw,
}

/// <summary>What has been used of each window.</summary>
/// <param name="Minute">Requests in the last sixty seconds.</param>
/// <param name="Day">Requests since 00:00 UTC.</param>
/// <param name="Month">Requests since the first of the month, UTC.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct VtQuotaUsage(int Minute, int Day, int Month);

/// <summary>The answer of a ledger: granted, or which window is spent and when it has room again.</summary>
/// <param name="Spent">The window that is spent, or null when the request is granted and charged.</param>
/// <param name="OpensAt">When to ask again.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct VtQuotaGrant(VtQuotaWindow? Spent, DateTimeOffset OpensAt)
{
    /// <summary>Whether the request may be made. It has then been charged to every window.</summary>
    public bool Granted => Spent is null;
}
