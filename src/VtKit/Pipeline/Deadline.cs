namespace VtKit;

/// <summary>When a call has to end. The time that it waits for quota is added.</summary>
internal sealed class Deadline(TimeProvider time, TimeSpan limit)
{
    private readonly long _started = time.GetTimestamp();
    private TimeSpan _extra;

    /// <summary>What is left; infinite where there is no deadline.</summary>
    public TimeSpan Remaining
    {
        get
        {
            if (limit == Timeout.InfiniteTimeSpan) return Timeout.InfiniteTimeSpan;
            var left = limit + _extra - time.GetElapsedTime(_started);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    public bool IsPassed => Remaining == TimeSpan.Zero;

    public TimeSpan Limit => limit;

    public void Extend(TimeSpan by) => _extra += by;

    /// <summary>The shorter of a span and what is left; either may be infinite.</summary>
    public TimeSpan Cap(TimeSpan span)
    {
        var left = Remaining;
        if (left == Timeout.InfiniteTimeSpan) return span;
        return span == Timeout.InfiniteTimeSpan || span > left ? left : span;
    }
}
