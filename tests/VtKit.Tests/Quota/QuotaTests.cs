using System.Net;
using VtKit.Testing.Shared;

namespace VtKit.Tests;

public sealed class QuotaTests
{
    private static readonly string Exceeded = StubHandler.Error("QuotaExceededError", "Quota exceeded");

    [Fact]
    [Trait("seed", "42")]
    public async Task The_fifth_request_of_a_minute_waits_until_the_first_is_a_minute_old()
    {
        var time = new FakeTime { AutoAdvance = true };
        var start = time.GetUtcNow();
        var moments = new List<double>();
        var stub = new StubHandler().Always(_ =>
        {
            moments.Add((time.GetUtcNow() - start).TotalSeconds);
            return StubHandler.Answer(HttpStatusCode.OK);
        });
        using var client = Make.Client(stub, o => o.Quota = VtQuota.Public, time);

        for (var i = 0; i < 9; i++) await client.GetAsync("/files/aa");

        moments.ShouldBe([0, 0, 0, 0, 60, 60, 60, 60, 120]);
    }

    [Fact]
    public async Task Told_not_to_wait_it_says_how_long_to()
    {
        var time = new FakeTime();
        var stub = new StubHandler().Always(HttpStatusCode.OK);
        using var client = Make.Client(stub, o => { o.Quota = VtQuota.Public; o.QuotaMode = VtQuotaMode.Throw; }, time);
        for (var i = 0; i < 4; i++) await client.GetAsync("/files/aa");
        time.Advance(TimeSpan.FromSeconds(23));

        var error = await Should.ThrowAsync<VtQuotaException>(client.GetAsync("/files/aa"));

        error.Window.ShouldBe(VtQuotaWindow.Minute);
        error.RetryAfter.ShouldBe(TimeSpan.FromSeconds(37));
        error.ResetsAt.ShouldBe(time.GetUtcNow().AddSeconds(37));
        error.NothingSent.ShouldBeTrue();
        error.Message.ShouldContain("Wait 37 s");
        stub.Requests.Count.ShouldBe(4);
    }

    [Fact]
    [Trait("seed", "42")]
    public async Task A_day_that_is_spent_is_an_error_even_when_waiting_and_costs_no_minute()
    {
        var time = new FakeTime { AutoAdvance = true };
        var stub = new StubHandler().Always(HttpStatusCode.OK);
        using var client = Make.Client(stub, o => o.Quota = new VtQuota(PerMinute: 4, PerDay: 3), time);
        for (var i = 0; i < 3; i++) await client.GetAsync("/files/aa");
        var before = await client.Quota.GetUsageAsync();

        for (var i = 0; i < 5; i++)
        {
            var error = await Should.ThrowAsync<VtQuotaException>(client.GetAsync("/files/aa"));
            error.Window.ShouldBe(VtQuotaWindow.Day);
            error.ResetsAt.ShouldBe(new DateTimeOffset(2026, 1, 16, 0, 0, 0, TimeSpan.Zero));
            error.Message.ShouldContain("It resets at 2026-01-16 00:00 UTC");
        }

        (await client.Quota.GetUsageAsync()).ShouldBe(before);
        time.Advance(TimeSpan.FromHours(12));
        await client.GetAsync("/files/aa");
        (await client.Quota.GetUsageAsync()).ShouldBe(new VtQuotaUsage(1, 1, 4));
    }

    [Fact]
    public async Task Every_attempt_is_charged()
    {
        var stub = new StubHandler().Then(HttpStatusCode.ServiceUnavailable, StubHandler.Error("TransientError")).Always(HttpStatusCode.OK);
        using var client = Make.Client(stub, o => o.Quota = new VtQuota(PerDay: 10));

        await client.GetAsync("/files/aa");

        (await client.Quota.GetUsageAsync()).Day.ShouldBe(2);
    }

    [Fact]
    [Trait("seed", "82")]
    public async Task Feeds_their_links_and_quota_calls_are_free()
    {
        var stub = new StubHandler().Always(HttpStatusCode.OK);
        using var client = Make.Client(stub, o => o.Quota = new VtQuota(PerMinute: 1, PerDay: 1));

        for (var i = 0; i < 5; i++)
        {
            await client.GetAsync("/feeds/files/202601151200");
            await client.GetAsync("/feeds/files/token/download");
            await client.GetAsync("/users/me/overall_quotas");
            await client.GetAsync("https://storage.example/x");
        }
        await client.GetAsync("/files/aa");
        await Should.ThrowAsync<VtQuotaException>(client.GetAsync("/files/aa"));

        (await client.Quota.GetUsageAsync()).Day.ShouldBe(1);
    }

    [Fact]
    public async Task Clients_of_one_key_can_share_a_ledger_and_other_keys_count_apart()
    {
        var ledger = new VtMemoryQuotaLedger();
        var time = new FakeTime();
        void Share(VtClientOptions o) { o.Quota = new VtQuota(PerDay: 2); o.QuotaLedger = ledger; }
        using var one = Make.Client(new StubHandler().Always(HttpStatusCode.OK), Share, time);
        using var two = Make.Client(new StubHandler().Always(HttpStatusCode.OK), Share, time);
        using var other = Make.Client(new StubHandler().Always(HttpStatusCode.OK), o => { Share(o); o.ApiKey = new string('a', 64); }, time);

        await one.GetAsync("/files/aa");
        await two.GetAsync("/files/aa");

        await Should.ThrowAsync<VtQuotaException>(one.GetAsync("/files/aa"));
        await other.GetAsync("/files/aa");
    }

    [Fact]
    public async Task A_refusal_when_the_ledger_knows_the_day_is_spent_is_not_tried_again()
    {
        var stub = new StubHandler().Then(HttpStatusCode.OK).Always(HttpStatusCode.TooManyRequests, Exceeded);
        using var client = Make.Client(stub, o => o.Quota = new VtQuota(PerMinute: 4, PerDay: 2));
        await client.GetAsync("/files/aa");

        var error = await Should.ThrowAsync<VtQuotaException>(client.GetAsync("/files/aa"));

        error.Window.ShouldBe(VtQuotaWindow.Day);
        error.NothingSent.ShouldBeFalse();
        stub.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_refusal_that_nobody_explains_is_taken_for_the_minute_once()
    {
        var time = new FakeTime { AutoAdvance = true };
        var start = time.GetUtcNow();
        var stub = new StubHandler().Then(HttpStatusCode.TooManyRequests, Exceeded).Always(HttpStatusCode.OK);
        using var client = Make.Client(stub, o => o.Quota = VtQuota.Public, time);

        await client.GetAsync("/files/aa");

        (time.GetUtcNow() - start).ShouldBe(TimeSpan.FromMinutes(1));
        stub.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_refusal_is_explained_by_one_free_question()
    {
        var stub = new StubHandler().Always(asked => asked.PathAndQuery.EndsWith("/overall_quotas", StringComparison.Ordinal)
            ? StubHandler.Answer(HttpStatusCode.OK, """{"data":{"api_requests_daily":{"user":{"allowed":500,"used":500}},"api_requests_monthly":{"user":{"allowed":15500,"used":900}}}}""")
            : StubHandler.Answer(HttpStatusCode.TooManyRequests, Exceeded));
        using var client = Make.Client(stub, o => { o.Quota = VtQuota.Public; o.UserId = "jane"; });

        var error = await Should.ThrowAsync<VtQuotaException>(client.GetAsync("/files/aa"));

        error.Window.ShouldBe(VtQuotaWindow.Day);
        stub.Requests.Select(r => r.PathAndQuery).ShouldBe(["/api/v3/files/aa", "/api/v3/users/jane/overall_quotas"]);
        (await client.Quota.GetUsageAsync()).ShouldBe(new VtQuotaUsage(1, 500, 900));
        // The ledger knows now, and asks no more.
        (await Should.ThrowAsync<VtQuotaException>(client.GetAsync("/files/aa"))).NothingSent.ShouldBeTrue();
        stub.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Without_limits_of_our_own_the_service_is_obeyed_and_can_still_be_asked()
    {
        var time = new FakeTime { AutoAdvance = true };
        var start = time.GetUtcNow();
        var stub = new StubHandler().Then(HttpStatusCode.TooManyRequests, Exceeded, ("Retry-After", "30")).Then(HttpStatusCode.OK);
        using (var client = Make.Client(stub, time: time)) await client.GetAsync("/files/aa");
        (time.GetUtcNow() - start).ShouldBe(TimeSpan.FromSeconds(30));

        stub.Then(HttpStatusCode.TooManyRequests, Exceeded).Then(HttpStatusCode.OK, """{"data":{"api_requests_monthly":{"group":{"allowed":1000,"used":1000}}}}""");
        using var asking = Make.Client(stub, o => o.UserId = "jane", time);
        (await Should.ThrowAsync<VtQuotaException>(asking.GetAsync("/files/aa"))).Window.ShouldBe(VtQuotaWindow.Month);
    }

    [Fact]
    public async Task Refreshing_sets_the_ledger_by_the_services_own_count()
    {
        var stub = new StubHandler().Then(HttpStatusCode.OK).Then(HttpStatusCode.OK,
            """{"data":{"api_requests_hourly":{"user":{"allowed":60000000000,"used":7}},"api_requests_daily":{"user":{"allowed":500,"used":480},"group":{"allowed":1000,"used":999,"inherited_from":"g"}},"api_requests_monthly":{"user":{"allowed":15500,"used":4000}}}}""");
        using var client = Make.Client(stub, o => o.Quota = VtQuota.Public);
        await client.GetAsync("/files/aa");

        var report = await client.Quota.RefreshAsync("jane");

        report.Daily.ShouldBe(new VtQuotaFigure(1000, 999));
        report.Hourly.Allowed.ShouldBe(60_000_000_000);
        (await client.Quota.GetUsageAsync()).ShouldBe(new VtQuotaUsage(1, 999, 4000));
    }

    private const string Spent = """{"data":{"api_requests_daily":{"user":{"allowed":500,"used":499}},"api_requests_monthly":{"user":{"allowed":15500,"used":900}}}}""";

    [Fact]
    public async Task The_ledger_can_be_set_before_the_first_request_and_once()
    {
        var stub = new StubHandler().Then(HttpStatusCode.OK).Always(HttpStatusCode.OK);
        using var client = Make.Client(stub, o => { o.Quota = VtQuota.Public; o.UserId = "jane"; o.ReconcileAtStart = true; });

        await client.GetAsync("/feeds/files/202601151200");
        stub.Requests.Count.ShouldBe(1, "what is free need not be counted");
        stub.Requests.Clear();
        stub.Then(HttpStatusCode.OK, Spent);
        await client.GetAsync("/files/aa");

        stub.Requests.Select(r => r.PathAndQuery).ShouldBe(["/api/v3/users/jane/overall_quotas", "/api/v3/files/aa"]);
        (await client.Quota.GetUsageAsync()).ShouldBe(new VtQuotaUsage(1, 500, 901));
        (await Should.ThrowAsync<VtQuotaException>(client.GetAsync("/files/aa"))).NothingSent.ShouldBeTrue();
        stub.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_service_that_does_not_tell_its_count_is_no_obstacle()
    {
        var stub = new StubHandler().Then(HttpStatusCode.Forbidden, StubHandler.Error("ForbiddenError")).Always(HttpStatusCode.OK);
        using var client = Make.Client(stub, o => { o.Quota = VtQuota.Public; o.UserId = "jane"; o.ReconcileAtStart = true; });

        await client.GetAsync("/files/aa");
        await client.GetAsync("/files/aa");

        stub.Requests.Count.ShouldBe(3);
        (await client.Quota.GetUsageAsync()).Day.ShouldBe(2);
    }

    [Fact]
    public void Setting_the_ledger_needs_a_user() =>
        Should.Throw<ArgumentException>(() => Make.Client(new StubHandler(), o => o.ReconcileAtStart = true)).Message.ShouldContain("UserId");

    [Fact]
    [Trait("seed", "82")]
    public void Every_row_costs_what_the_service_takes_for_it()
    {
        var free = Endpoints.All.Where(row => row.Cost == 0).Select(row => row.Name).Order(StringComparer.Ordinal);

        // The feeds with their links, the counts of use, and the page of a widget, which needs no key.
        free.ShouldBe(Endpoints.All.Select(row => row.Name)
            .Where(name => name.StartsWith("feeds.", StringComparison.Ordinal) || name is "users.overall_quotas" or "users.api_usage" or "groups.api_usage" or "widget.html")
            .Order(StringComparer.Ordinal));
        Endpoints.All.Where(row => row.Cost != 0).ShouldAllBe(row => row.Cost == 1);
        // What people take for free, and is not: asking for an upload address, and each look at an analysis.
        Endpoints.FilesUploadUrl.Cost.ShouldBe(1);
        Endpoints.PrivateFilesUploadUrl.Cost.ShouldBe(1);
        Endpoints.AnalysesGet.Cost.ShouldBe(1);
        Endpoints.PrivateAnalysesGet.Cost.ShouldBe(1);
    }

    [Fact]
    public async Task Each_look_at_an_analysis_is_charged()
    {
        var stub = new StubHandler();
        foreach (var status in new[] { "queued", "in-progress", "completed" }) stub.Then(HttpStatusCode.OK, $$$"""{"data":{"type":"analysis","id":"x","attributes":{"status":"{{{status}}}"} } }""");
        using var client = Make.Client(stub, o => o.Quota = new VtQuota(PerDay: 10));

        await client.Analyses.WaitAsync("x");

        (await client.Quota.GetUsageAsync()).Day.ShouldBe(3);
    }

    [Fact]
    public async Task The_wait_for_quota_does_not_use_up_the_deadline()
    {
        var time = new FakeTime { AutoAdvance = true };
        var stub = new StubHandler();
        for (var i = 0; i < 4; i++) stub.Then(HttpStatusCode.OK);
        stub.Then(HttpStatusCode.ServiceUnavailable, StubHandler.Error("TransientError")).Then(HttpStatusCode.OK);
        using var client = Make.Client(stub, o => { o.Quota = VtQuota.Public; o.Deadline = TimeSpan.FromSeconds(5); }, time);

        // The fifth waits a minute, and has its five seconds to try again after that.
        for (var i = 0; i < 5; i++) await client.GetAsync("/files/aa");

        stub.Requests.Count.ShouldBe(6);
    }

    [Fact]
    public async Task Who_is_cancelled_while_waiting_takes_nothing()
    {
        var time = new FakeTime();
        var stub = new StubHandler().Always(HttpStatusCode.OK);
        using var client = Make.Client(stub, o => o.Quota = VtQuota.Public, time);
        for (var i = 0; i < 4; i++) await client.GetAsync("/files/aa");
        using var cancel = new CancellationTokenSource();
        var first = client.GetAsync("/files/aa", null, cancel.Token);
        var second = client.GetAsync("/files/bb");

        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
        while (time.Waiting == 0) await Task.Yield();
        time.Advance(TimeSpan.FromMinutes(1));
        await second;

        (await client.Quota.GetUsageAsync()).Day.ShouldBe(5);
    }

    [Fact]
    public async Task A_crowd_of_waiters_passes_in_fours()
    {
        var time = new FakeTime { AutoAdvance = true };
        var ledger = new Watched();
        using var client = Make.Client(new StubHandler().Always(HttpStatusCode.OK), o => { o.Quota = VtQuota.Public; o.QuotaLedger = ledger; }, time);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => client.GetAsync("/files/aa")));

        ledger.Granted.Count.ShouldBe(40);
        for (var i = 4; i < ledger.Granted.Count; i++) (ledger.Granted[i] - ledger.Granted[i - 4]).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(1));
    }

    /// <summary>Writes down when requests were granted.</summary>
    private sealed class Watched : VtQuotaLedger
    {
        private readonly VtMemoryQuotaLedger _inner = new();

        public List<DateTimeOffset> Granted { get; } = [];

        public override async ValueTask<VtQuotaGrant> TakeAsync(string account, VtQuota quota, int cost, DateTimeOffset now, CancellationToken cancellationToken = default)
        {
            var grant = await _inner.TakeAsync(account, quota, cost, now, cancellationToken);
            if (grant.Granted) lock (Granted) Granted.Add(now);
            return grant;
        }

        public override ValueTask<VtQuotaUsage> GetUsageAsync(string account, DateTimeOffset now, CancellationToken cancellationToken = default) => _inner.GetUsageAsync(account, now, cancellationToken);
        public override ValueTask ReconcileAsync(string account, VtQuotaUsage before, int? day, int? month, DateTimeOffset now, CancellationToken cancellationToken = default) => _inner.ReconcileAsync(account, before, day, month, now, cancellationToken);
        public override ValueTask CloseMinuteAsync(string account, DateTimeOffset until, CancellationToken cancellationToken = default) => _inner.CloseMinuteAsync(account, until, cancellationToken);
    }
}
