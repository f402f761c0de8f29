namespace VtKit.Emulator;

/// <summary>
/// Counts calls per account and hour, and refuses those beyond a window. Day and month are those of UTC on the emulator's
/// clock; the minute slides. The counters live in memory, because every request counts, and are saved with the changes of the
/// store: what a killed process loses are the counts since the last of them, a second's at most.
/// </summary>
internal sealed class UsageLedger
{
    private const long MinuteMs = 60_000;
    private const long HourMs = 60 * MinuteMs;
    private const long HoursKept = 24L * (Limits.ApiUsageHistoryDays + 31);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, AccountUsage> _accounts = new(StringComparer.Ordinal);

    /// <summary>Reads what an earlier process saved.</summary>
    public void Load(Session store)
    {
        lock (_lock)
        {
            _accounts.Clear();
            foreach (var (account, hour, counter, calls, cost) in store.List("SELECT account, hour, counter, calls, cost FROM usage",
                row => (row.GetString(0), row.GetInt64(1), row.GetString(2), row.GetInt64(3), row.GetInt64(4))))
                Of(account).Counts.Add((hour, counter), new Count { Calls = calls, Cost = cost });
            foreach (var (account, at) in store.List("SELECT account, at FROM recent ORDER BY key", row => (row.GetString(0), row.GetInt64(1))))
                Of(account).Recent.Add(at);
        }
    }

    /// <summary>Books a call.</summary>
    /// <exception cref="ApiException">A window is used up; then nothing is booked.</exception>
    public void Charge(Account account, string counter, int cost, DateTimeOffset now)
    {
        var nowMs = now.ToUnixTimeMilliseconds();
        lock (_lock)
        {
            var usage = Of(account.Name);
            if (cost > 0 && account.Limits != QuotaLimits.Unlimited)
            {
                usage.Recent.RemoveAll(at => at <= nowMs - MinuteMs || at > nowMs);
                var limits = account.Limits;
                if (usage.Recent.Count + cost > limits.Minute
                    || usage.Since(HourOf(StartOfDay(now))) + cost > limits.Day
                    || usage.Since(HourOf(StartOfMonth(now))) + cost > limits.Month)
                    throw new ApiException(Errors.QuotaExceededError, "Quota exceeded");
                for (var i = 0; i < cost; i++) usage.Recent.Add(nowMs);
            }
            var key = (nowMs / HourMs, counter);
            if (!usage.Counts.TryGetValue(key, out var count))
            {
                usage.Forget(nowMs / HourMs - HoursKept);
                usage.Counts.Add(key, count = new Count());
            }
            count.Calls++;
            count.Cost += cost;
            count.Changed = true;
        }
    }

    /// <summary>Writes what changed since the last time. A count whose transaction failed is written when it next grows.</summary>
    public void Save(Session store)
    {
        lock (_lock)
        {
            foreach (var (account, usage) in _accounts)
            {
                var changed = usage.Counts.Where(entry => entry.Value.Changed).ToList();
                if (changed.Count == 0) continue;
                foreach (var ((hour, counter), count) in changed)
                {
                    store.Execute(
                        """
                        INSERT INTO usage(account, hour, counter, calls, cost) VALUES ($1, $2, $3, $4, $5)
                        ON CONFLICT(account, hour, counter) DO UPDATE SET calls = excluded.calls, cost = excluded.cost
                        """, account, hour, counter, count.Calls, count.Cost);
                    count.Changed = false;
                }
                store.Execute("DELETE FROM recent WHERE account = $1", account);
                foreach (var at in usage.Recent) store.Execute("INSERT INTO recent(account, at) VALUES ($1, $2)", account, at);
            }
        }
    }

    public void Clear()
    {
        lock (_lock) _accounts.Clear();
    }

    /// <summary>What an account has used of its quota since a moment (a full hour).</summary>
    public long Used(Account account, DateTimeOffset since)
    {
        lock (_lock) return Of(account.Name).Since(HourOf(since));
    }

    /// <summary>Calls per day and counter between two days, both included.</summary>
    public IReadOnlyList<IGrouping<DateOnly, KeyValuePair<string, long>>> Daily(Account account, DateOnly first, DateOnly last)
    {
        lock (_lock)
            return [.. Of(account.Name).Counts
                .GroupBy(entry => (Day: DayOf(entry.Key.Hour / 24), entry.Key.Counter), entry => entry.Value.Calls)
                .Where(calls => calls.Key.Day >= first && calls.Key.Day <= last)
                .OrderBy(calls => calls.Key.Day).ThenBy(calls => calls.Key.Counter, StringComparer.Ordinal)
                .GroupBy(calls => calls.Key.Day, calls => KeyValuePair.Create(calls.Key.Counter, calls.Sum()))];
    }

    public static DateTimeOffset StartOfHour(DateTimeOffset now) => DateTimeOffset.FromUnixTimeMilliseconds(HourOf(now) * HourMs);

    public static DateTimeOffset StartOfDay(DateTimeOffset now) => new(now.UtcDateTime.Date, TimeSpan.Zero);

    public static DateTimeOffset StartOfMonth(DateTimeOffset now) => new(now.UtcDateTime.Year, now.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero);

    private AccountUsage Of(string account)
    {
        if (!_accounts.TryGetValue(account, out var usage)) _accounts.Add(account, usage = new AccountUsage());
        return usage;
    }

    private static long HourOf(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds() / HourMs;

    private static DateOnly DayOf(long daysSince1970) => DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays((int)daysSince1970);

    private sealed class AccountUsage
    {
        public Dictionary<(long Hour, string Counter), Count> Counts { get; } = [];

        /// <summary>When the calls of the last minute came, once for each request that they cost; kept for accounts that have a limit.</summary>
        public List<long> Recent { get; } = [];

        public long Since(long hour) => Counts.Where(entry => entry.Key.Hour >= hour).Sum(entry => entry.Value.Cost);

        public void Forget(long before)
        {
            foreach (var key in Counts.Keys.Where(key => key.Hour < before).ToList()) Counts.Remove(key);
        }
    }

    private sealed class Count
    {
        public long Calls { get; set; }

        public long Cost { get; set; }

        public bool Changed { get; set; }
    }
}
