namespace VtKit;

/// <summary>How an analysis is waited for.</summary>
public sealed class VtWaitOptions
{
    /// <summary>How long to wait at most; 15 minutes unless set. <see cref="Timeout.InfiniteTimeSpan"/> waits for as long as it takes.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The pause after the first look; 5 seconds unless set.</summary>
    public TimeSpan FirstInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest pause; a minute unless set.</summary>
    public TimeSpan MaxInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>By how much each pause is longer than the one before; 1.5 unless set.</summary>
    public double Growth { get; init; } = 1.5;

    /// <summary>Told after each look.</summary>
    public IProgress<VtWaitProgress>? Progress { get; init; }

    internal VtWaitOptions Validated()
    {
        if (Deadline < TimeSpan.Zero && Deadline != Timeout.InfiniteTimeSpan) throw new ArgumentException("Deadline is zero or more, or infinite.");
        if (FirstInterval <= TimeSpan.Zero || MaxInterval < FirstInterval) throw new ArgumentException("FirstInterval is more than zero, and MaxInterval no less.");
        if (!(Growth is >= 1 and <= 100)) throw new ArgumentException("Growth is between 1 and 100.");
        return this;
    }
}

/// <summary>How far an analysis is.</summary>
/// <param name="AnalysisId">The analysis.</param>
/// <param name="Status">Its status: <c>queued</c>, <c>in-progress</c>, <c>completed</c>, or what the service says.</param>
/// <param name="Waited">How long it has been waited.</param>
/// <param name="Polls">How often it has been looked at.</param>
public sealed record VtWaitProgress(string AnalysisId, string Status, TimeSpan Waited, int Polls);
