using System.Runtime.InteropServices;

namespace VtKit.Enrichment;

/// <summary>What came of an item of a run. Each has exactly one.</summary>
public enum EnrichmentOutcome
{
    /// <summary>Nothing yet: its turn is still to come.</summary>
    Pending,

    /// <summary>The service knows it.</summary>
    Found,

    /// <summary>The service does not know it (404). That says nothing about whether it is harmless.</summary>
    NotFound,

    /// <summary>It is no such id, or the service says so (400).</summary>
    Malformed,

    /// <summary>The key may not look it up (403).</summary>
    Denied,

    /// <summary>Nothing yet: the quota was spent when its turn came. It is looked up when the run goes on.</summary>
    Quota,

    /// <summary>The service gave no answer that can be used, in all passes.</summary>
    Transient,
}

/// <summary>How many items of a run have which outcome.</summary>
/// <param name="Pending">Those whose turn is still to come.</param>
/// <param name="Found">Those that the service knows.</param>
/// <param name="NotFound">Those that it does not know.</param>
/// <param name="Malformed">Those that are no ids.</param>
/// <param name="Denied">Those that the key may not look up.</param>
/// <param name="Quota">Those for which the quota was spent; they come again.</param>
/// <param name="Transient">Those without an answer that can be used.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct EnrichmentCounts(int Pending, int Found, int NotFound, int Malformed, int Denied, int Quota, int Transient)
{
    /// <summary>All items.</summary>
    public int Total => Left + Done;

    /// <summary>Those that are still to be looked up.</summary>
    public int Left => Pending + Quota;

    /// <summary>Those whose outcome stands.</summary>
    public int Done => Found + NotFound + Malformed + Denied + Transient;
}

/// <summary>Why the work on a run ended.</summary>
public enum EnrichmentEnd
{
    /// <summary>Every item has its outcome.</summary>
    Completed,

    /// <summary>A day's or a month's quota is spent, and it is not to be waited for.</summary>
    QuotaSpent,

    /// <summary>As many requests were made as the run may make.</summary>
    BudgetSpent,

    /// <summary>The service does not accept the key.</summary>
    KeyRejected,

    /// <summary>The service could not be reached, time after time.</summary>
    Unreachable,

    /// <summary>Offline, the cache has no more answers.</summary>
    Offline,
}
