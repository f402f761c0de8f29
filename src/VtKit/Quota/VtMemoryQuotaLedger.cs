namespace VtKit;

/// <summary>A ledger in the memory of this process. Share one between the clients of a key.</summary>
public sealed class VtMemoryQuotaLedger : VtQuotaLedger
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    // Longer than any window: who is so far ahead had a wrong clock, and would keep the windows shut for years.
    private static readonly TimeSpan WrongClock = TimeSpan.FromDays(32);

    private readonly Dictionary<string, Account> _accounts = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public override ValueTask<VtQuotaGrant> TakeAsync(string account, VtQuota quota, int cost, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(quota);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(cost);
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<VtQuotaGrant>(cancellationToken);
        lock (_gate) return ValueTask.FromResult(Of(account).Take(quota, cost, now));
    }

    /// <inheritdoc/>
    public override ValueTask<VtQuotaUsage> GetUsageAsync(string account, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        lock (_gate) return ValueTask.FromResult(Of(account).Usage(now));
    }

    /// <inheritdoc/>
    public override ValueTask ReconcileAsync(string account, VtQuotaUsage before, int? day, int? month, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        lock (_gate) Of(account).Reconcile(before, day, month, now);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override ValueTask CloseMinuteAsync(string account, DateTimeOffset until, CancellationToken cancellationToken = default)
    {
        lock (_gate) Of(account).MinuteClosedUntil = until;
        return ValueTask.CompletedTask;
    }

    private Account Of(string account)
    {
        ArgumentNullException.ThrowIfNull(account);
        if (!_accounts.TryGetValue(account, out var found)) _accounts[account] = found = new Account();
        return found;
    }

    private sealed class Account
    {
        private readonly Queue<(DateTimeOffset At, int Cost)> _minute = new();
        private DateTimeOffset _now = DateTimeOffset.MinValue;
        private int _inMinute;
        private int _inDay;
        private int _inMonth;

        public DateTimeOffset MinuteClosedUntil { get; set; }

        public VtQuotaGrant Take(VtQuota quota, int cost, DateTimeOffset now)
        {
            now = Roll(now);
            // The longest window first: who may not call before the first of the month is not told to wait a minute.
            if (_inMonth + cost > quota.PerMonth) return new VtQuotaGrant(VtQuotaWindow.Month, NextMonth(now));
            if (_inDay + cost > quota.PerDay) return new VtQuotaGrant(VtQuotaWindow.Day, NextDay(now));
            if (MinuteClosedUntil > now) return new VtQuotaGrant(VtQuotaWindow.Minute, MinuteClosedUntil);
            if (quota.PerMinute is { } limit)
            {
                // A request dearer than the whole window goes when the window is empty.
                if (_inMinute > 0 && _inMinute + cost > limit) return new VtQuotaGrant(VtQuotaWindow.Minute, RoomAt(limit, cost));
                _minute.Enqueue((now, cost));
                _inMinute += cost;
            }
            _inDay += cost;
            _inMonth += cost;
            return default;
        }

        public VtQuotaUsage Usage(DateTimeOffset now)
        {
            Roll(now);
            return new VtQuotaUsage(_inMinute, _inDay, _inMonth);
        }

        public void Reconcile(VtQuotaUsage before, int? day, int? month, DateTimeOffset now)
        {
            Roll(now);
            if (day is { } usedToday) _inDay = usedToday + Math.Max(0, _inDay - before.Day);
            if (month is { } usedThisMonth) _inMonth = usedThisMonth + Math.Max(0, _inMonth - before.Month);
        }

        private DateTimeOffset RoomAt(int limit, int cost)
        {
            var left = _inMinute;
            foreach (var (at, spent) in _minute)
            {
                left -= spent;
                if (left == 0 || left + cost <= limit) return at + Minute;
            }
            return _now;
        }

        // A clock that is set back must not open a window twice: time here never runs backwards.
        private DateTimeOffset Roll(DateTimeOffset now)
        {
            if (now < _now && _now - now > WrongClock) Forget();
            if (now < _now) now = _now;
            var (today, before) = (now.UtcDateTime, _now.UtcDateTime);
            if (today.Date != before.Date) _inDay = 0;
            if ((today.Year, today.Month) != (before.Year, before.Month)) _inMonth = 0;
            _now = now;
            while (_minute.TryPeek(out var oldest) && now - oldest.At >= Minute)
                _inMinute -= _minute.Dequeue().Cost;
            return now;
        }

        private void Forget()
        {
            _minute.Clear();
            _inMinute = 0;
            (_now, MinuteClosedUntil) = (DateTimeOffset.MinValue, DateTimeOffset.MinValue);
        }
    }
}
