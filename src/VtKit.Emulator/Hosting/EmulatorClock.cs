namespace VtKit.Emulator;

/// <summary>The clock of the emulated service: the underlying one, plus what the admin route moved it by.</summary>
internal sealed class EmulatorClock(TimeProvider underlying, Action moved)
{
    private long _offsetTicks;

    /// <summary>The clock that waiting runs on: moving the emulated service's time wakes nobody up.</summary>
    public TimeProvider Underlying { get; } = underlying;

    public DateTimeOffset Now => Underlying.GetUtcNow().AddTicks(Interlocked.Read(ref _offsetTicks));

    /// <summary>How far the clock was moved.</summary>
    public TimeSpan Offset => TimeSpan.FromTicks(Interlocked.Read(ref _offsetTicks));

    public void Advance(TimeSpan by) => MoveTo(Offset + by);

    public void Set(DateTimeOffset now) => MoveTo(now - Underlying.GetUtcNow());

    public void Reset() => MoveTo(TimeSpan.Zero);

    /// <summary>Puts the clock so far ahead of the underlying one.</summary>
    public void MoveTo(TimeSpan offset)
    {
        Interlocked.Exchange(ref _offsetTicks, offset.Ticks);
        moved();
    }
}
