namespace VtKit.Testing.Shared;

/// <summary>A clock that moves only when a test says so; its timers fire in order as it moves.</summary>
internal sealed class FakeTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<FakeTimer> _timers = [];
    private DateTimeOffset _now = start;

    public FakeTime() : this(new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero)) { }

    /// <summary>When set, a timer that is made fires at once, and the clock jumps to its due time.</summary>
    public bool AutoAdvance { get; set; }

    /// <summary>How many timers wait.</summary>
    public int Waiting { get { lock (_gate) return _timers.Count; } }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;
    public override DateTimeOffset GetUtcNow() { lock (_gate) return _now; }
    public override long GetTimestamp() => GetUtcNow().Ticks;

    /// <summary>Moves the clock, firing what falls due on the way.</summary>
    public void Advance(TimeSpan by)
    {
        DateTimeOffset target;
        lock (_gate) target = _now + by;
        while (true)
        {
            FakeTimer? due;
            lock (_gate)
            {
                due = _timers.Where(t => t.Due <= target).MinBy(t => t.Due);
                if (due is null)
                {
                    if (target > _now) _now = target;
                    return;
                }
                if (due.Due > _now) _now = due.Due;
                due.Reschedule();
            }
            due.Fire();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class FakeTimer(FakeTime owner, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public DateTimeOffset Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool auto;
            lock (owner._gate)
            {
                owner._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                Due = owner._now + dueTime;
                _period = period;
                owner._timers.Add(this);
                auto = owner.AutoAdvance;
            }
            // Off this thread, so that whoever makes the timer has stored it before it fires.
            if (auto) ThreadPool.QueueUserWorkItem(_ => owner.Advance(dueTime));
            return true;
        }

        public void Reschedule()
        {
            if (_period > TimeSpan.Zero) Due += _period;
            else owner._timers.Remove(this);
        }

        public void Fire() => callback(state);

        public void Dispose() { lock (owner._gate) owner._timers.Remove(this); }

        public ValueTask DisposeAsync() { Dispose(); return ValueTask.CompletedTask; }
    }
}
