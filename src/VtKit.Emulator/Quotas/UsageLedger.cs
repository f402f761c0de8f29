namespace VtKit.Emulator;

/// <summary>
/// Counts calls per account and hour, and refuses those beyond a window. Day and month are those of UTC on the emulator's
/// clock; the minute slides.
/// </summary>
internal static class UsageLedger
{
    private const long MinuteMs = 60_000;
    private const long HourMs = 60 * MinuteMs;

    /// <summary>Books a call.</summary>
    /// <exception cref="ApiException">A window is used up; then nothing is booked.</exception>
    public static void Charge(Session store, Account account, string counter, int cost, DateTimeOffset now)
    {
        var nowMs = now.ToUnixTimeMilliseconds();
        if (cost > 0 && account.Limits != QuotaLimits.Unlimited)
        {
            store.Execute("DELETE FROM recent WHERE account = $1 AND (at <= $2 OR at > $3)", account.Name, nowMs - MinuteMs, nowMs);
            var limits = account.Limits;
            if (store.Number("SELECT count(*) FROM recent WHERE account = $1", account.Name) + cost > limits.Minute
                || Used(store, account, StartOfDay(now)) + cost > limits.Day
                || Used(store, account, StartOfMonth(now)) + cost > limits.Month)
                throw new ApiException(Errors.QuotaExceededError, "Quota exceeded");
            for (var i = 0; i < cost; i++) store.Execute("INSERT INTO recent(account, at) VALUES ($1, $2)", account.Name, nowMs);
        }
        store.Execute(
            """
            INSERT INTO usage(account, hour, counter, calls, cost) VALUES ($1, $2, $3, 1, $4)
            ON CONFLICT(account, hour, counter) DO UPDATE SET calls = calls + 1, cost = cost + excluded.cost
            """, account.Name, nowMs / HourMs, counter, cost);
    }

    /// <summary>What an account has used of its quota since a moment (a full hour).</summary>
    public static long Used(Session store, Account account, DateTimeOffset since) =>
        store.Number("SELECT sum(cost) FROM usage WHERE account = $1 AND hour >= $2", account.Name, since.ToUnixTimeMilliseconds() / HourMs);

    /// <summary>Calls per day and counter between two days, both included.</summary>
    public static IEnumerable<IGrouping<DateOnly, KeyValuePair<string, long>>> Daily(Session store, Account account, DateOnly first, DateOnly last) =>
        store.List("SELECT hour / 24, counter, sum(calls) FROM usage WHERE account = $1 AND hour / 24 BETWEEN $2 AND $3 GROUP BY 1, 2 ORDER BY 1, 2",
                row => (Day: DayOf(row.GetInt64(0)), Calls: KeyValuePair.Create(row.GetString(1), row.GetInt64(2))),
                account.Name, Number(first), Number(last))
            .GroupBy(row => row.Day, row => row.Calls);

    public static DateTimeOffset StartOfHour(DateTimeOffset now) => DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds() / HourMs * HourMs);

    public static DateTimeOffset StartOfDay(DateTimeOffset now) => new(now.UtcDateTime.Date, TimeSpan.Zero);

    public static DateTimeOffset StartOfMonth(DateTimeOffset now) => new(now.UtcDateTime.Year, now.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero);

    private static DateOnly DayOf(long daysSince1970) => DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays((int)daysSince1970);

    private static long Number(DateOnly day) => day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
}
