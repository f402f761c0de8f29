namespace VtKit.Enrichment;

/// <summary>An account of the ledger inside one transaction, with its windows rolled to the present. The rules are those of the ledger in memory, to the tick.</summary>
internal sealed class SqliteAccount
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    // Longer than any window: who is so far ahead had a wrong clock, and would keep the windows shut for years.
    private static readonly TimeSpan WrongClock = TimeSpan.FromDays(32);

    private readonly SqliteFile _file;
    private readonly string _name;
    private DateTimeOffset _now;
    private DateTimeOffset _minuteClosedUntil;
    private long _inDay;
    private long _inMonth;

    private SqliteAccount(SqliteFile file, string name) => (_file, _name) = (file, name);

    public VtQuotaUsage Usage => new(Whole(InMinute), Whole(_inDay), Whole(_inMonth));

    private long InMinute => _file.Number("SELECT coalesce(sum(cost), 0) FROM spent WHERE account = ?1", _name) ?? 0;

    public static SqliteAccount Open(SqliteFile file, string name, DateTimeOffset now)
    {
        var account = new SqliteAccount(file, name);
        var row = file.Prepare("SELECT now, day, month, minute_closed_until FROM account WHERE name = ?1").Bind(1, name);
        if (row.Step())
        {
            account._now = At(row.Int64(0));
            account._inDay = row.Int64(1);
            account._inMonth = row.Int64(2);
            account._minuteClosedUntil = At(row.Int64(3));
        }
        row.Reset();
        account.Roll(now.ToUniversalTime());
        return account;
    }

    public VtQuotaGrant Take(VtQuota quota, int cost)
    {
        // The longest window first: who may not call before the first of the month is not told to wait a minute.
        if (_inMonth + cost > quota.PerMonth) return new VtQuotaGrant(VtQuotaWindow.Month, VtQuotaLedger.NextMonth(_now));
        if (_inDay + cost > quota.PerDay) return new VtQuotaGrant(VtQuotaWindow.Day, VtQuotaLedger.NextDay(_now));
        if (_minuteClosedUntil > _now) return new VtQuotaGrant(VtQuotaWindow.Minute, _minuteClosedUntil);
        if (quota.PerMinute is { } limit)
        {
            // A request dearer than the whole window goes when the window is empty.
            if (InMinute is > 0 and var spent && spent + cost > limit) return new VtQuotaGrant(VtQuotaWindow.Minute, RoomAt(spent, limit, cost));
            _file.Run("INSERT INTO spent(account, at, cost) VALUES(?1, ?2, ?3)", _name, _now.Ticks, cost);
        }
        _inDay += cost;
        _inMonth += cost;
        return default;
    }

    public bool Reconcile(VtQuotaUsage before, int? day, int? month)
    {
        if (day is { } usedToday) _inDay = usedToday + Math.Max(0, _inDay - before.Day);
        if (month is { } usedThisMonth) _inMonth = usedThisMonth + Math.Max(0, _inMonth - before.Month);
        return true;
    }

    public bool CloseMinute(DateTimeOffset until)
    {
        _minuteClosedUntil = until.ToUniversalTime();
        return true;
    }

    public void Save() => _file.Run(
        "INSERT INTO account(name, now, day, month, minute_closed_until) VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET now = ?2, day = ?3, month = ?4, minute_closed_until = ?5",
        _name, _now.Ticks, _inDay, _inMonth, _minuteClosedUntil.Ticks);

    private DateTimeOffset RoomAt(long spent, int limit, int cost)
    {
        var opens = _now;
        var row = _file.Prepare("SELECT at, cost FROM spent WHERE account = ?1 ORDER BY key").Bind(1, _name);
        while (row.Step())
        {
            spent -= row.Int64(1);
            if (spent != 0 && spent + cost > limit) continue;
            opens = At(row.Int64(0)) + Minute;
            break;
        }
        row.Reset();
        return opens;
    }

    // A clock that is set back must not open a window twice: time here never runs backwards.
    private void Roll(DateTimeOffset now)
    {
        if (now == DateTimeOffset.MinValue) return;
        if (now < _now && _now - now > WrongClock) Forget();
        if (now < _now) now = _now;
        var (today, before) = (now.UtcDateTime, _now.UtcDateTime);
        if (today.Date != before.Date) _inDay = 0;
        if ((today.Year, today.Month) != (before.Year, before.Month)) _inMonth = 0;
        _now = now;
        _file.Run("DELETE FROM spent WHERE account = ?1 AND at <= ?2", _name, (now - Minute).Ticks);
    }

    private void Forget()
    {
        _file.Run("DELETE FROM spent WHERE account = ?1", _name);
        (_now, _minuteClosedUntil, _inDay, _inMonth) = (DateTimeOffset.MinValue, DateTimeOffset.MinValue, 0, 0);
    }

    private static int Whole(long number) => (int)Math.Min(number, int.MaxValue);

    private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);
}
