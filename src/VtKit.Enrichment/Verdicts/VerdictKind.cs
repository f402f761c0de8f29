namespace VtKit.Enrichment;

/// <summary>What a policy makes of a report. The order is the order of gravity.</summary>
public enum VerdictKind
{
    /// <summary>Nothing can be said: there is no report, too few engines looked, or they looked too long ago.</summary>
    Unknown,

    /// <summary>Enough engines looked, lately enough, and the points stay below both thresholds. It is not a promise of harmlessness.</summary>
    Undetected,

    /// <summary>The points reach the threshold of suspicion.</summary>
    Suspicious,

    /// <summary>The points reach the threshold of malice, or an engine with a veto speaks.</summary>
    Malicious,
}
