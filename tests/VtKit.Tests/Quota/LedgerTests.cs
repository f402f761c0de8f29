using FsCheck;
using FsCheck.Fluent;
using VtKit.Testing.Shared;

namespace VtKit.Tests;

public sealed class LedgerTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 30, 23, 50, 0, TimeSpan.Zero);

    /// <summary>Whatever the times, no window ever holds more than its limit, and a refusal says exactly when there is room.</summary>
    [Fact]
    public void No_window_is_ever_overspent_and_refusals_are_exact()
    {
        var steps = Gen.Choose(0, 40).ArrayOf(200);
        var quotas = from minute in Gen.Choose(1, 6) from day in Gen.Choose(3, 60) from month in Gen.Choose(10, 90) select new VtQuota(minute, day, month);
        var cases = from s in steps from q in quotas from cost in Gen.Choose(1, 2) select (s, q, cost);
        Prop.ForAll(cases.ToArbitrary(), sample =>
        {
            var (gaps, quota, cost) = sample;
            var ledger = new VtMemoryQuotaLedger();
            var granted = new List<DateTimeOffset>();
            var now = Start;
            foreach (var gap in gaps)
            {
                now += TimeSpan.FromSeconds(gap);
                var grant = Take(ledger, quota, cost, now);
                if (grant.Granted)
                {
                    granted.Add(now);
                    continue;
                }
                grant.OpensAt.ShouldBeGreaterThan(now);
                // A moment before it opens there is no room; the ledger agrees with a count from scratch.
                Fits(granted, quota, cost, grant.OpensAt.AddTicks(-1)).ShouldBeFalse();
                if (grant.Spent == VtQuotaWindow.Minute) Fits(granted, quota, cost, grant.OpensAt).ShouldBeTrue();
            }
            foreach (var at in granted)
                Count(granted.TakeWhile(g => g <= at).ToList(), cost, at).ShouldSatisfyAllConditions(
                    used => used.Minute.ShouldBeLessThanOrEqualTo(Math.Max(quota.PerMinute!.Value, cost)),
                    used => used.Day.ShouldBeLessThanOrEqualTo(quota.PerDay!.Value),
                    used => used.Month.ShouldBeLessThanOrEqualTo(quota.PerMonth!.Value));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_refusal_charges_no_window()
    {
        var ledger = new VtMemoryQuotaLedger();
        var quota = new VtQuota(PerMinute: 5, PerDay: 2);
        Take(ledger, quota, 1, Start);
        Take(ledger, quota, 1, Start);

        for (var i = 0; i < 10; i++) Take(ledger, quota, 1, Start).Spent.ShouldBe(VtQuotaWindow.Day);

        Now(ledger.GetUsageAsync("k", Start)).ShouldBe(new VtQuotaUsage(2, 2, 2));
    }

    [Fact]
    public void Windows_open_at_midnight_and_on_the_first_by_UTC()
    {
        var ledger = new VtMemoryQuotaLedger();
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
        var ledger = new VtMemoryQuotaLedger();
        var quota = new VtQuota(PerDay: 1);
        Take(ledger, quota, 1, Start);

        Take(ledger, quota, 1, Start.AddDays(-3)).Spent.ShouldBe(VtQuotaWindow.Day);
        Take(ledger, quota, 1, Start).Spent.ShouldBe(VtQuotaWindow.Day);
    }

    [Fact]
    public void Reconciling_keeps_what_was_charged_meanwhile()
    {
        var ledger = new VtMemoryQuotaLedger();
        var quota = new VtQuota(PerDay: 100);
        Take(ledger, quota, 1, Start);
        var before = Now(ledger.GetUsageAsync("k", Start));
        Take(ledger, quota, 2, Start);

        ledger.ReconcileAsync("k", before, day: 40, month: null, Start).AsTask().IsCompletedSuccessfully.ShouldBeTrue();

        Now(ledger.GetUsageAsync("k", Start)).ShouldBe(new VtQuotaUsage(0, 42, 3));
    }

    private static VtQuotaGrant Take(VtMemoryQuotaLedger ledger, VtQuota quota, int cost, DateTimeOffset now) => Now(ledger.TakeAsync("k", quota, cost, now));

    // The ledger in memory never makes anyone wait.
    private static T Now<T>(ValueTask<T> task) => task.IsCompletedSuccessfully ? task.Result : throw new InvalidOperationException();

    private static bool Fits(List<DateTimeOffset> granted, VtQuota quota, int cost, DateTimeOffset at)
    {
        var used = Count(granted, cost, at);
        return (used.Minute == 0 || used.Minute + cost <= quota.PerMinute) && used.Day + cost <= quota.PerDay && used.Month + cost <= quota.PerMonth;
    }

    private static VtQuotaUsage Count(List<DateTimeOffset> granted, int cost, DateTimeOffset at) => new(
        granted.Count(g => at - g < TimeSpan.FromMinutes(1)) * cost,
        granted.Count(g => g.UtcDateTime.Date == at.UtcDateTime.Date) * cost,
        granted.Count(g => (g.UtcDateTime.Year, g.UtcDateTime.Month) == (at.UtcDateTime.Year, at.UtcDateTime.Month)) * cost);
}
