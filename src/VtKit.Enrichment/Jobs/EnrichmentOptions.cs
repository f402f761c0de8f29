namespace VtKit.Enrichment;

/// <summary>Something to look up.</summary>
/// <param name="Text">The text that is looked up: a hash, URL, domain or IP address.</param>
/// <param name="Key">The same for all texts that mean the same: of those a run holds one.</param>
public sealed record EnrichmentItem(string Text, string Key);

/// <summary>An item with what came of it.</summary>
/// <param name="Text">The text that was looked up.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Report">The report, where it was found.</param>
/// <param name="Error">Why it was not; null where it was.</param>
public sealed record EnrichmentResult(string Text, EnrichmentOutcome Outcome, VtObject? Report, Exception? Error);

/// <summary>How far a run is.</summary>
/// <param name="Counts">How many items have which outcome.</param>
/// <param name="Requests">How many requests were made for it, over all its starts.</param>
/// <param name="PausedUntil">When it goes on, while it waits; null while it works.</param>
/// <param name="PausedFor">The window that is waited for; null while it works, or where it waits for the service to come back.</param>
public sealed record EnrichmentProgress(EnrichmentCounts Counts, int Requests, DateTimeOffset? PausedUntil = null, VtQuotaWindow? PausedFor = null);

/// <summary>How to work on a run.</summary>
public sealed record EnrichmentOptions
{
    /// <summary>Makes of a result the row that is kept with it, and from which the output is written.</summary>
    public required Func<EnrichmentResult, ReadOnlyMemory<byte>> Row { get; init; }

    /// <summary>How many look-ups are under way at the same time; 4 unless set.</summary>
    public int Concurrency { get; init; } = 4;

    /// <summary>How many requests the run may make at most, over all its starts and retries included; no limit if null.</summary>
    public int? Budget { get; init; }

    /// <summary>Whether to end when a day's or a month's quota is spent, instead of waiting for the next.</summary>
    public bool Once { get; init; }

    /// <summary>How often an item without a usable answer is tried, each time with the client's own retries and in a later pass; 4 unless set.</summary>
    public int Passes { get; init; } = 4;

    /// <summary>The pause before the second pass, four times as long before each later one; 5 seconds unless set.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The clock of pauses: that of the client.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Told after each step; it may be called from any thread, one at a time.</summary>
    public Action<EnrichmentProgress>? Progress { get; init; }

    internal EnrichmentOptions Validated()
    {
        if (Concurrency < 1) throw new ArgumentException("Concurrency is at least 1.");
        if (Passes < 1) throw new ArgumentException("Passes is at least 1.");
        if (Budget < 0) throw new ArgumentException("Budget is at least 0.");
        return this;
    }

    internal TimeSpan PauseBefore(int pass) => FirstPause * Math.Pow(4, Math.Min(pass, 6) - 1);
}
