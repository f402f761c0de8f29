using FsCheck;
using FsCheck.Fluent;
using VtKit.Testing.Shared;

namespace VtKit.Tests;

/// <summary>The rules that every ledger keeps, wherever it counts.</summary>
public abstract class LedgerConformance
{
    protected static readonly DateTimeOffset Start = new(2026, 1, 30, 23, 50, 0, TimeSpan.Zero);

    /// <summary>A ledger in which nothing is counted yet.</summary>
    protected abstract VtQuotaLedger Create();

    /// <summary>Whatever the times, no window ever holds more than its limit, and a refusal says exactly when there is room.</summary>
    [Fact]
    public void No_window_is_ever_overspent_and_refusals_are_exact()
    {
        var step = from gap in Gen.Choose(0, 40) from cost in Gen.Choose(1, 3) select (gap, cost);
        var quotas = from minute in Gen.Choose(1, 6) from day in Gen.Choose(3, 60) from month in Gen.Choose(10, 90) select new VtQuota(minute, day, month);
        var cases = from steps in step.ArrayOf(200) from quota in quotas select (steps, quota);
        Prop.ForAll(cases.ToArbitrary(), sample =>
        {
            var (steps, quota) = sample;
            var ledger = Create();
            var granted = new List<(DateTimeOffset At, int Cost)>();
            var now = Start;
            foreach (var (gap, cost) in steps)
            {
                now += TimeSpan.FromSeconds(gap);
                var fits = Fits(granted, quota, cost, now);
                var grant = Take(ledger, quota, cost, now);
                grant.Granted.ShouldBe(fits);
                if (grant.Granted)
                {
                    granted.Add((now, cost));
                    continue;
                }
                grant.OpensAt.ShouldBeGreaterThan(now);
                // A moment before it opens there is no room; the ledger agrees with a count from scratch.
                Fits(granted, quota, cost, grant.OpensAt.AddTicks(-1)).ShouldBeFalse();
                if (grant.Spent == VtQuotaWindow.Minute) Fits(granted, quota, cost, grant.OpensAt).ShouldBeTrue();
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_refusal_charges_no_window()
    {
        var ledger = Create();
        var quota = new VtQuota(PerMinute: 5, PerDay: 2);
        Take(ledger, quota, 1, Start);
        Take(ledger, quota, 1, Start);

        for (var i = 0; i < 10; i++) Take(ledger, quota, 1, Start).Spent.ShouldBe(VtQuotaWindow.Day);

        Now(ledger.GetUsageAsync("k", Start)).ShouldBe(new VtQuotaUsage(2, 2, 2));
    }

    [Fact]
    public void Windows_open_at_midnight_and_on_the_first_by_UTC()
    {
        var ledger = Create();
        var quota = new VtQuota(PerDay: 1, PerMonth: 2);
        var last = new DateTimeOffset(2026, 1, 30, 23, 59, 59, TimeSpan.Zero);

        Take(ledger, quota, 1, last).Granted.ShouldBeTrue();
        Take(ledger, quota, 1, last).ShouldBe(new VtQuotaGrant(VtQuotaWindow.Day, last.AddSeconds(1)));
        // The same moment, told in another zone.
        Take(ledger, quota, 1, last.AddSeconds(1).ToOffset(TimeSpan.FromHours(-8))).Granted.ShouldBeTrue();
        Take(ledger, quota, 1, last.AddSeconds(2)).ShouldBe(new VtQuotaGrant(VtQuotaWindow.Month, new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero)));
        Take(ledger, quota, 1, new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero)).Granted.ShouldBeTrue();
    }

    [Fact]
    public void A_clock_that_is_set_back_opens_nothing()
    {
        var ledger = Create();
        var quota = new VtQuota(PerDay: 1);
        Take(ledger, quota, 1, Start);

        Take(ledger, quota, 1, Start.AddDays(-3)).Spent.ShouldBe(VtQuotaWindow.Day);
        Take(ledger, quota, 1, Start).Spent.ShouldBe(VtQuotaWindow.Day);
    }

    [Fact]
    public void A_clock_that_was_wrong_by_years_does_not_close_the_windows_for_years()
    {
        var ledger = Create();
        var quota = new VtQuota(PerMinute: 4, PerDay: 1);
        Take(ledger, quota, 1, Start.AddYears(4)).Granted.ShouldBeTrue();

        Take(ledger, quota, 1, Start).Granted.ShouldBeTrue();
        Take(ledger, quota, 1, Start).ShouldBe(new VtQuotaGrant(VtQuotaWindow.Day, VtQuotaLedger.NextDay(Start)));
    }

    [Fact]
    public void A_minute_that_the_service_closed_opens_at_its_time()
    {
        var ledger = Create();
        var until = Start.AddSeconds(37).AddTicks(1);
        ledger.CloseMinuteAsync("k", until).AsTask().IsCompletedSuccessfully.ShouldBeTrue();

        Take(ledger, VtQuota.Unlimited, 1, until.AddTicks(-1)).ShouldBe(new VtQuotaGrant(VtQuotaWindow.Minute, until));
        Take(ledger, VtQuota.Unlimited, 1, until).Granted.ShouldBeTrue();
    }

    [Fact]
    public void Accounts_are_counted_apart()
    {
        var ledger = Create();
        var quota = new VtQuota(PerDay: 1);
        Take(ledger, quota, 1, Start).Granted.ShouldBeTrue();

        Now(ledger.TakeAsync("another", quota, 1, Start)).Granted.ShouldBeTrue();
        Take(ledger, quota, 1, Start).Granted.ShouldBeFalse();
    }

    [Fact]
    public void Who_gives_up_is_charged_nothing()
    {
        var ledger = Create();
        Should.Throw<OperationCanceledException>(() => ledger.TakeAsync("k", VtQuota.Public, 1, Start, new CancellationToken(canceled: true)).AsTask());
        Now(ledger.GetUsageAsync("k", Start)).ShouldBe(default);
    }

    [Fact]
    public void Reconciling_keeps_what_was_charged_meanwhile()
    {
        var ledger = Create();
        var quota = new VtQuota(PerDay: 100);
        Take(ledger, quota, 1, Start);
        var before = Now(ledger.GetUsageAsync("k", Start));
        Take(ledger, quota, 2, Start);

        ledger.ReconcileAsync("k", before, day: 40, month: null, Start).AsTask().IsCompletedSuccessfully.ShouldBeTrue();

        Now(ledger.GetUsageAsync("k", Start)).ShouldBe(new VtQuotaUsage(0, 42, 3));
    }

    protected static VtQuotaGrant Take(VtQuotaLedger ledger, VtQuota quota, int cost, DateTimeOffset now) => Now(ledger.TakeAsync("k", quota, cost, now));

    // A ledger on this machine answers at once.
    protected static T Now<T>(ValueTask<T> task) => task.IsCompletedSuccessfully ? task.Result : throw new InvalidOperationException();

    private static bool Fits(List<(DateTimeOffset At, int Cost)> granted, VtQuota quota, int cost, DateTimeOffset now)
    {
        int Used(Func<DateTimeOffset, bool> within) => granted.Where(g => within(g.At.ToUniversalTime())).Sum(g => g.Cost);
        var minute = Used(at => now - at < TimeSpan.FromMinutes(1));
        return (minute == 0 || minute + cost <= quota.PerMinute)
            && Used(at => at.UtcDateTime.Date == now.UtcDateTime.Date) + cost <= quota.PerDay
            && Used(at => (at.UtcDateTime.Year, at.UtcDateTime.Month) == (now.UtcDateTime.Year, now.UtcDateTime.Month)) + cost <= quota.PerMonth;
    }
}
