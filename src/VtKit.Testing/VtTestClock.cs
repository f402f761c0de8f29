namespace VtKit.Testing;

/// <summary>
/// A clock that stands still until it is moved. When something waits on it (a retry, the minute's quota, the polling of an analysis), it jumps
/// to the end of that wait, so that waiting takes no time; see <see cref="JumpsOverWaits"/>. Give it to what waits, not to what limits: a
/// timeout on this clock is over at once.
/// </summary>
public sealed class VtTestClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];
    private DateTimeOffset _now;

    /// <summary>A clock.</summary>
    /// <param name="start">The time that it shows; noon of 15 January 2026, UTC, if null.</param>
    public VtTestClock(DateTimeOffset? start = null)
    {
        _now = start ?? new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);
        OfServer = new ServerClock(this);
    }

    /// <summary>Whether the clock jumps over waits, which it does unless this is false. Then what waits goes on when the clock is moved.</summary>
    public bool JumpsOverWaits { get; set; } = true;

    /// <summary>How many waits are under way on this clock.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate) return _timers.Count;
        }
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>The same time for the server, whose own delays (of an ordered fault) are real ones.</summary>
    internal TimeProvider OfServer { get; }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _now;
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => GetUtcNow().Ticks;

    /// <summary>Moves the clock on. Quotas begin anew, analyses complete, links expire, and waits that end on the way end.</summary>
    /// <param name="by">How far; a clock does not go back.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is less than nothing.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        AdvanceTo(GetUtcNow() + by);
    }

    /// <summary>Moves the clock on to a time, such as the next midnight; a time that is past leaves it where it is.</summary>
    /// <param name="time">The time.</param>
    public void AdvanceTo(DateTimeOffset time)
    {
        while (true)
        {
            Timer? due;
            lock (_gate)
            {
                due = _timers.Where(timer => timer.Due <= time).MinBy(timer => timer.Due);
                if (due is null)
                {
                    if (time > _now) _now = time;
                    return;
                }
                if (due.Due > _now) _now = due.Due;
                due.Next();
            }
            due.Fire();
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class ServerClock(VtTestClock clock) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();
    }

    private sealed class Timer(VtTestClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public DateTimeOffset Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            DateTimeOffset due;
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                due = Due = clock._now + dueTime;
                _period = period;
                clock._timers.Add(this);
            }
            // Off this thread, so that whoever makes the timer has stored it before it fires.
            if (clock.JumpsOverWaits) ThreadPool.UnsafeQueueUserWorkItem(static jump => jump.Clock.JumpTo(jump.Timer, jump.Due), (Clock: clock, Timer: this, Due: due), preferLocal: false);
            return true;
        }

        /// <summary>Under the lock: waits for the next period, or not any more.</summary>
        public void Next()
        {
            if (_period > TimeSpan.Zero) Due += _period;
            else clock._timers.Remove(this);
        }

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (clock._gate) clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }

    // Only while it is still waited for: two who wait for the same minute wait for one minute.
    private void JumpTo(Timer timer, DateTimeOffset due)
    {
        lock (_gate)
            if (!_timers.Contains(timer) || timer.Due != due)
                return;
        AdvanceTo(due);
    }
}
