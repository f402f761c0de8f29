using System.Net;
using VtKit.Emulator;

namespace VtKit.Contract.Tests;

/// <summary>Quotas: what the ledger here keeps and what the emulator refuses are the same windows on the same clock.</summary>
public sealed class QuotaTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 1, 16, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Without_a_ledger_the_fifth_call_in_a_minute_is_refused_by_the_service()
    {
        await using var service = await EmulatedService.StartAsync();
        var vt = service.Client(VtEmulatorKeys.Public, options => (options.Quota, options.Retry.MaxAttempts) = (VtQuota.Unlimited, 1));
        for (var call = 1; call <= 4; call++) await vt.IpAddresses.GetAsync("8.8.8.8");

        var error = await Should.ThrowAsync<VtQuotaException>(() => vt.IpAddresses.GetAsync("8.8.8.8"));

        (error.Status, error.Code).ShouldBe((HttpStatusCode.TooManyRequests, VtErrorCode.QuotaExceededError));
        error.ServiceMessage.ShouldBe("Quota exceeded");
        // The service does not say which window it is.
        (error.Window, error.ResetsAt, error.RetryAfter, error.NothingSent).ShouldBe((null, null, null, false));
        (await service.RequestsAsync()).Count.ShouldBe(5);
    }

    [Fact]
    public async Task With_the_ledger_the_fifth_call_waits_until_the_service_takes_it()
    {
        await using var service = await EmulatedService.StartAsync();
        var vt = service.Client(VtEmulatorKeys.Public, options => options.Quota = VtQuota.Public);
        var start = service.Clock.GetUtcNow();
        service.Clock.AutoAdvance = true;

        var minutes = new List<double>();
        for (var call = 1; call <= 10; call++)
        {
            await vt.IpAddresses.GetAsync("8.8.8.8");
            minutes.Add((service.Clock.GetUtcNow() - start).TotalMinutes);
        }

        minutes.ShouldBe([0, 0, 0, 0, 1, 1, 1, 1, 2, 2]);
        (await service.RequestsAsync()).ShouldBe(Enumerable.Repeat("GET /ip_addresses/8.8.8.8 200", 10));
    }

    [Fact]
    [Trait("seed", "75")]
    public async Task Calls_that_are_gathered_share_the_minute_and_none_is_refused()
    {
        await using var service = await EmulatedService.StartAsync();
        var vt = service.Client(VtEmulatorKeys.Public, options => options.Quota = VtQuota.Public);
        string[] hashes = [Samples.EicarSha256, Samples.EicarSha1, Samples.EicarMd5];
        using var answered = new SemaphoreSlim(0);

        var gathered = Task.WhenAll(Enumerable.Range(0, 12).Select(async i =>
        {
            var file = await vt.Files.GetAsync(hashes[i % 3]);
            answered.Release();
            return file;
        }));
        for (var minute = 0; minute < 2; minute++)
        {
            for (var call = 1; call <= 4; call++) await answered.WaitAsync();
            answered.CurrentCount.ShouldBe(0);
            while (service.Clock.Waiting == 0) await Task.Yield();
            service.Clock.Advance(TimeSpan.FromMinutes(1));
        }
        var files = await gathered;

        files.ShouldAllBe(file => file.Id == Samples.EicarSha256);
        var requests = await service.RequestsAsync();
        requests.Count.ShouldBe(12);
        requests.ShouldAllBe(request => request.EndsWith(" 200"));
    }

    [Fact]
    public async Task Who_will_not_wait_is_told_how_long_it_would_be_and_nothing_is_sent()
    {
        await using var service = await EmulatedService.StartAsync();
        var vt = service.Client(VtEmulatorKeys.Public, options => (options.Quota, options.QuotaMode) = (VtQuota.Public, VtQuotaMode.Throw));
        for (var call = 1; call <= 4; call++)
        {
            await vt.IpAddresses.GetAsync("8.8.8.8");
            service.Clock.Advance(TimeSpan.FromSeconds(7));
        }

        var error = await Should.ThrowAsync<VtQuotaException>(() => vt.IpAddresses.GetAsync("8.8.8.8"));

        (error.Window, error.RetryAfter, error.NothingSent).ShouldBe((VtQuotaWindow.Minute, TimeSpan.FromSeconds(32), true));
        error.Message.ShouldContain("Wait 32 s.");
        (await service.RequestsAsync()).Count.ShouldBe(4);
        // What the ledger says is what the service does: a moment earlier it refuses, then it takes the call.
        var careless = service.Client(VtEmulatorKeys.Public, options => options.Retry.MaxAttempts = 1);
        service.Clock.Advance(TimeSpan.FromSeconds(32) - TimeSpan.FromMilliseconds(1));
        await Should.ThrowAsync<VtQuotaException>(() => careless.IpAddresses.GetAsync("8.8.8.8"));
        service.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await vt.IpAddresses.GetAsync("8.8.8.8");
    }

    [Fact]
    public async Task A_minute_that_was_spent_elsewhere_is_waited_out()
    {
        await using var service = await EmulatedService.StartAsync();
        var elsewhere = service.Client(VtEmulatorKeys.Public);
        var vt = service.Client(VtEmulatorKeys.Public, options => options.Quota = VtQuota.Public);
        for (var call = 1; call <= 4; call++) await elsewhere.IpAddresses.GetAsync("8.8.8.8");
        service.Clock.AutoAdvance = true;
        var start = service.Clock.GetUtcNow();

        await vt.IpAddresses.GetAsync("8.8.8.8");

        (service.Clock.GetUtcNow() - start).ShouldBe(TimeSpan.FromMinutes(1));
        (await service.RequestsAsync()).TakeLast(2).ShouldBe(["GET /ip_addresses/8.8.8.8 429", "GET /ip_addresses/8.8.8.8 200"]);
    }

    [Fact]
    [Trait("seed", "42")]
    public async Task A_day_that_is_spent_is_not_retried_and_says_when_it_begins_anew()
    {
        await using var service = await EmulatedService.StartAsync();
        var vt = service.Client(VtEmulatorKeys.OneADay, options => options.UserId = "one-a-day");
        await vt.IpAddresses.GetAsync("8.8.8.8");

        var error = await Should.ThrowAsync<VtQuotaException>(() => vt.IpAddresses.GetAsync("8.8.8.8"));

        (error.Window, error.ResetsAt, error.NothingSent).ShouldBe((VtQuotaWindow.Day, Midnight, false));
        error.Message.ShouldContain("It resets at 2026-01-16 00:00 UTC.");
        error.RetryAfter.ShouldBe(TimeSpan.FromHours(12));
        (await service.RequestsAsync()).ShouldBe(
            ["GET /ip_addresses/8.8.8.8 200", "GET /ip_addresses/8.8.8.8 429", "GET /users/one-a-day/overall_quotas 200"]);

        service.Clock.Advance(TimeSpan.FromHours(12) - TimeSpan.FromMilliseconds(1));
        (await Should.ThrowAsync<VtQuotaException>(() => vt.IpAddresses.GetAsync("8.8.8.8"))).Window.ShouldBe(VtQuotaWindow.Day);
        service.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await vt.IpAddresses.GetAsync("8.8.8.8");
    }

    [Fact]
    [Trait("seed", "42")]
    public async Task A_ledger_that_knows_the_day_refuses_it_without_asking()
    {
        await using var service = await EmulatedService.StartAsync();
        var vt = service.Client(VtEmulatorKeys.OneADay, options => options.Quota = new VtQuota(PerDay: 1));
        await vt.IpAddresses.GetAsync("8.8.8.8");

        var error = await Should.ThrowAsync<VtQuotaException>(() => vt.IpAddresses.GetAsync("8.8.8.8"));

        (error.Window, error.ResetsAt, error.NothingSent).ShouldBe((VtQuotaWindow.Day, Midnight, true));
        error.Message.ShouldStartWith("The quota of 1 requests a day is spent. It resets at 2026-01-16 00:00 UTC.");
        (await service.RequestsAsync()).Count.ShouldBe(1);
        service.Clock.Advance(TimeSpan.FromHours(12));
        await vt.IpAddresses.GetAsync("8.8.8.8");
    }

    [Fact]
    [Covers("Quota.RefreshAsync")]
    public async Task The_services_count_of_a_public_key_ends_where_its_limiter_does()
    {
        await using var service = await EmulatedService.StartAsync();
        var vt = service.Client(VtEmulatorKeys.Public, options => options.Quota = VtQuota.Public);
        service.Clock.AutoAdvance = true;
        // 500 a day at 4 a minute are two hours and five minutes.
        for (var call = 1; call <= 500; call++) await vt.IpAddresses.GetAsync("8.8.8.8");

        var report = await vt.Quota.RefreshAsync("public");

        report.Daily.ShouldBe(new VtQuotaFigure(500, 500));
        report.Monthly.ShouldBe(new VtQuotaFigure(15_500, 500));
        report.Hourly.ShouldBe(new VtQuotaFigure(240, 20));
        (await Should.ThrowAsync<VtQuotaException>(() => vt.IpAddresses.GetAsync("8.8.8.8"))).NothingSent.ShouldBeTrue();
        var careless = service.Client(VtEmulatorKeys.Public, options => options.UserId = "public");
        var refused = await Should.ThrowAsync<VtQuotaException>(() => careless.IpAddresses.GetAsync("8.8.8.8"));
        (refused.Window, refused.ResetsAt, refused.NothingSent).ShouldBe((VtQuotaWindow.Day, Midnight, false));
        (await service.RequestsAsync()).Count(request => request.EndsWith(" 429", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    [Trait("seed", "82")]
    [Covers("Quota.GetUsageAsync")]
    [Covers("Quota.RefreshAsync")]
    public async Task Ledger_and_service_count_the_same_calls_and_give_the_same_ones_free()
    {
        await using var service = await EmulatedService.StartAsync();
        var vt = service.Client(VtEmulatorKeys.Premium, options => options.QuotaLedger = new VtMemoryQuotaLedger());
        using var file = new MemoryStream(Samples.Text("counting"));
        var analysis = await vt.Files.UploadAsync(file);
        await vt.Analyses.GetAsync(analysis.Id);
        await vt.Files.GetUploadUrlAsync();
        using var content = new MemoryStream();
        await vt.Files.DownloadAsync(Samples.EicarMd5, content);
        await vt.Files.AddVoteAsync(Samples.EicarMd5, VoteVerdict.Malicious);
        await vt.Files.VotesAsync(Samples.EicarMd5).ToListAsync();
        // What is refused or not found has cost as much.
        await Should.ThrowAsync<VtNotFoundException>(() => vt.Files.GetAsync(Samples.UnknownSha256));
        await Should.ThrowAsync<VtApiException>(() => vt.Urls.SubmitAsync("http://"));
        await Should.ThrowAsync<VtApiException>(() => vt.Files.AddVoteAsync(Samples.EicarMd5, VoteVerdict.Malicious));
        // These are free: asking for the quota, and the links of the feeds, which the emulator does not have.
        await vt.GetAsync("/users/premium/api_usage");
        foreach (var link in new[] { "evtx", "html", "memdump", "pcap" })
            await Should.ThrowAsync<VtApiException>(() => vt.OpenReadAsync($"/feeds/file_behaviours/{"token"}/{link}"));

        var before = await vt.Quota.GetUsageAsync();
        var report = await vt.Quota.RefreshAsync("premium");

        // A key without a limit by the minute is not counted by the minute.
        before.ShouldBe(new VtQuotaUsage(0, 9, 9));
        (report.Daily.Used, report.Monthly.Used, report.Hourly.Used).ShouldBe((9, 9, 9));
        (await vt.Quota.GetUsageAsync()).ShouldBe(before);
    }

    [Fact]
    [Covers("Quota.RefreshAsync")]
    public async Task What_was_used_elsewhere_is_taken_over_by_the_ledger()
    {
        await using var service = await EmulatedService.StartAsync();
        var elsewhere = service.Client(VtEmulatorKeys.Public);
        for (var call = 1; call <= 3; call++) await elsewhere.IpAddresses.GetAsync("8.8.8.8");
        var vt = service.Client(VtEmulatorKeys.Public, options => options.Quota = VtQuota.Public);
        (await vt.Quota.GetUsageAsync()).Day.ShouldBe(0);

        // Asking is free, as often as one likes.
        for (var call = 1; call <= 10; call++) (await vt.Quota.RefreshAsync("public")).Daily.Used.ShouldBe(3);

        (await vt.Quota.GetUsageAsync()).Day.ShouldBe(3);
        vt.Quota.Limits.ShouldBe(VtQuota.Public);
        (await Should.ThrowAsync<VtAuthenticationException>(() => vt.Quota.RefreshAsync("premium"))).IsForbidden.ShouldBeTrue();
        await Should.ThrowAsync<ArgumentException>(() => vt.Quota.RefreshAsync(VtEmulatorKeys.Public));
    }
}
