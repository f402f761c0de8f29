using System.Net;
using FsCheck;
using FsCheck.Fluent;
using VtKit.Testing.Shared;

namespace VtKit.Tests;

public sealed class EstimateTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 0, 0, null, 0)]
    [InlineData(4, 4, 4, null, 0)]
    [InlineData(5, 4, 5, VtQuotaWindow.Minute, 1)]
    [InlineData(500, 4, 500, VtQuotaWindow.Minute, 124)]
    // 500 today; the other five from midnight on.
    [InlineData(505, 4, 500, VtQuotaWindow.Day, (12 * 60) + 1)]
    public void A_public_key(int requests, int now, int beforeWall, VtQuotaWindow? wall, int minutes)
    {
        var estimate = VtQuotaEstimate.Of(requests, VtQuota.Public, default, Noon);

        estimate.ShouldBe(new VtQuotaEstimate(requests, now, beforeWall, wall, Noon.AddMinutes(minutes)));
        estimate.FitsAll.ShouldBe(beforeWall == requests);
    }

    [Fact]
    public void What_is_used_is_counted()
    {
        VtQuotaEstimate.Of(10, VtQuota.Public, new VtQuotaUsage(3, 495, 600), Noon)
            .ShouldBe(new VtQuotaEstimate(10, 1, 5, VtQuotaWindow.Day, Noon.AddHours(12).AddMinutes(1)));
        VtQuotaEstimate.Of(10, VtQuota.Public, new VtQuotaUsage(0, 0, 15_500), Noon)
            .ShouldBe(new VtQuotaEstimate(10, 0, 0, VtQuotaWindow.Month, new DateTimeOffset(2026, 2, 1, 0, 2, 0, TimeSpan.Zero)));
        VtQuotaEstimate.Of(10, VtQuota.Public, new VtQuotaUsage(9, 600, 16_000), Noon).FitNow.ShouldBe(0);
        VtQuotaEstimate.Of(1_000_000, VtQuota.Unlimited, new VtQuotaUsage(9, 600, 16_000), Noon).ShouldBe(new VtQuotaEstimate(1_000_000, 1_000_000, 1_000_000, null, Noon));
        VtQuotaEstimate.Of(int.MaxValue, VtQuota.Public, default, Noon).EndsAt.ShouldBeNull();
    }

    /// <summary>The ledger never grants the last request after the time that was foretold, and hardly before.</summary>
    [Fact]
    public void The_ledger_keeps_to_it()
    {
        var cases = from minute in Gen.Choose(1, 5) from day in Gen.Choose(1, 40) from month in Gen.Choose(5, 200) from requests in Gen.Choose(1, 120)
                    from start in Gen.Choose(0, 40 * 24 * 60) from used in Gen.Choose(0, 5) select (new VtQuota(minute, day, month), requests, start, used);
        Prop.ForAll(cases.ToArbitrary(), sample =>
        {
            var (quota, requests, start, used) = sample;
            var ledger = new VtMemoryQuotaLedger();
            var now = Noon.AddMinutes(start);
            for (var i = 0; i < used; i++) Take(ledger, quota, now);
            var told = VtQuotaEstimate.Of(requests, quota, Now(ledger.GetUsageAsync("k", now)), now);

            var (begin, atOnce) = (now, 0);
            for (var made = 0; made < requests;)
            {
                var grant = Take(ledger, quota, now);
                if (grant.Granted)
                {
                    made++;
                    if (now == begin) atOnce++;
                }
                else now = grant.OpensAt;
            }

            told.FitNow.ShouldBe(atOnce);
            told.EndsAt.ShouldNotBeNull().ShouldBeInRange(now, now.AddMinutes(1));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public async Task The_service_is_asked_first_where_the_user_is_known()
    {
        var stub = new StubHandler().Always(HttpStatusCode.OK, """{"data":{"api_requests_daily":{"user":{"allowed":400,"used":390}},"api_requests_monthly":{"user":{"allowed":15500,"used":900}}}}""");
        using var client = Make.Client(stub, o => { o.Quota = VtQuota.Public; o.UserId = "jane"; });

        var estimate = await client.Quota.EstimateAsync(20);

        (estimate.FitNow, estimate.FitBeforeWall, estimate.Wall).ShouldBe((4, 10, VtQuotaWindow.Day));
        stub.Requests.ShouldHaveSingleItem().PathAndQuery.ShouldBe("/api/v3/users/jane/overall_quotas");
        (await client.Quota.GetUsageAsync()).Day.ShouldBe(390);
    }

    [Fact]
    public async Task Without_a_user_only_the_ledger_is_asked()
    {
        var stub = new StubHandler().Always(HttpStatusCode.OK);
        using var client = Make.Client(stub, o => o.Quota = VtQuota.Public);
        await client.GetAsync("/files/aa");

        (await client.Quota.EstimateAsync(4)).ShouldBe(new VtQuotaEstimate(4, 3, 4, VtQuotaWindow.Minute, new FakeTime().GetUtcNow().AddMinutes(1)));
        stub.Requests.Count.ShouldBe(1);
        await Should.ThrowAsync<ArgumentOutOfRangeException>(client.Quota.EstimateAsync(-1));
    }

    [Fact]
    public async Task Of_many_look_ups_only_those_count_that_would_be_sent()
    {
        using var client = Make.Client(new StubHandler(), o => o.Quota = new VtQuota(PerDay: 2));
        var (a, b) = (LookupService.Hash(1), LookupService.Hash(2));

        (await client.Files.EstimateManyAsync([a, b, a.ToUpperInvariant(), "no hash", null!])).ShouldBe(new VtQuotaEstimate(2, 2, 2, null, new FakeTime().GetUtcNow()));
        var mixed = await client.EstimateManyAsync([a, "evil[.]example", "hxxp://evil[.]example", "http://evil.example/", "CVE-2021-44228", "8.8.8.8"]);
        (mixed.Requests, mixed.FitBeforeWall, mixed.Wall).ShouldBe((4, 2, VtQuotaWindow.Day));
    }

    private static VtQuotaGrant Take(VtMemoryQuotaLedger ledger, VtQuota quota, DateTimeOffset now) => Now(ledger.TakeAsync("k", quota, 1, now));

    // The ledger in memory never makes anyone wait.
    private static T Now<T>(ValueTask<T> task) => task.IsCompletedSuccessfully ? task.Result : throw new InvalidOperationException();
}
