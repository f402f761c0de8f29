using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using VtKit.Emulator;
using VtKit.Testing;

namespace VtKit.DependencyInjection.Tests;

public sealed class HealthTests : IAsyncLifetime
{
    private VtTestServer _server = null!;

    public async Task InitializeAsync() => _server = await VtTestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Healthy_tells_what_is_left_and_costs_nothing()
    {
        var entry = await CheckAsync(VtEmulatorKeys.OneADay, "one-a-day");
        entry.Status.ShouldBe(HealthStatus.Healthy);
        entry.Data.ShouldBe(new Dictionary<string, object>
        {
            ["requests_daily_used"] = 0L, ["requests_daily_allowed"] = 1L, ["requests_monthly_used"] = 0L, ["requests_monthly_allowed"] = 31L,
        }, ignoreOrder: true);
        _server.Requests.Select(request => request.ToString()).ShouldBe(["GET /api/v3/users/one-a-day/overall_quotas 200"]);
    }

    [Fact]
    public async Task Degraded_when_the_day_is_spent()
    {
        await _server.CreateClient(options => options.ApiKey = VtEmulatorKeys.OneADay).IpAddresses.GetAsync("8.8.8.8");
        var entry = await CheckAsync(VtEmulatorKeys.OneADay, "one-a-day");
        (entry.Status, entry.Description).ShouldBe((HealthStatus.Degraded, "VirusTotal answers, but the day's quota is spent (1 of 1); it begins anew at 00:00 UTC."));
        _server.Clock.Advance(TimeSpan.FromDays(1));
        (await CheckAsync(VtEmulatorKeys.OneADay, "one-a-day")).Status.ShouldBe(HealthStatus.Healthy);
    }

    [Fact]
    public async Task Degraded_when_it_refuses_for_quota()
    {
        await _server.When().Always().RefuseAsync(TimeSpan.FromHours(1));
        (await CheckAsync(VtEmulatorKeys.Premium, "premium")).Status.ShouldBe(HealthStatus.Degraded);
    }

    [Fact]
    public async Task Unhealthy_when_the_key_is_wrong_or_nobody_answers_and_no_text_holds_the_key()
    {
        const string wrong = "5ec2e7c0ffee5ec2e7c0ffee5ec2e7c0ffee5ec2e7c0ffee5ec2e7c0ffee0001";
        var refused = await CheckAsync(wrong, "premium");
        refused.Status.ShouldBe(HealthStatus.Unhealthy);
        $"{refused.Description} {refused.Exception}".ShouldNotContain(wrong);
        (await CheckAsync(VtEmulatorKeys.Premium, "nobody")).Status.ShouldBe(HealthStatus.Unhealthy);

        await _server.When().Always().FailAsync(HttpStatusCode.ServiceUnavailable);
        (await CheckAsync(VtEmulatorKeys.Premium, "premium")).Status.ShouldBe(HealthStatus.Unhealthy);
        await _server.ClearFaultsAsync();
        await _server.When().Always().BreakAsync();
        (await CheckAsync(VtEmulatorKeys.Premium, "premium", HealthStatus.Degraded)).Status.ShouldBe(HealthStatus.Degraded);
    }

    [Fact]
    public async Task A_check_has_its_time_and_no_more()
    {
        await _server.When().Always().DelayAsync(TimeSpan.FromMinutes(5));
        var entry = await CheckAsync(VtEmulatorKeys.Premium, "premium", timeout: TimeSpan.FromMilliseconds(200));
        entry.Status.ShouldBe(HealthStatus.Unhealthy);
    }

    [Fact]
    public async Task Without_a_user_the_host_does_not_start()
    {
        var builder = Builder(VtEmulatorKeys.Premium, null);
        using var host = builder.Build();
        var error = await Should.ThrowAsync<OptionsValidationException>(host.StartAsync());
        error.Message.ShouldStartWith("VirusTotal client 'checked': The health check reads the quota of the key's user");
        error.Message.ShouldContain("Set UserId");
    }

    private HostApplicationBuilder Builder(string key, string? user, HealthStatus? failure = null, TimeSpan? timeout = null)
    {
        var builder = TestHost.Builder();
        builder.Services.AddSingleton<TimeProvider>(_server.Clock);
        builder.Services.AddVirusTotal("checked", options => (options.ApiKey, options.BaseAddress, options.UserId) = (key, _server.BaseAddress, user));
        // Another one, which no check looks at, needs no user.
        builder.Services.AddVirusTotal("other", options => options.ApiKey = key);
        builder.Services.AddHealthChecks().AddVirusTotal("checked", failureStatus: failure, timeout: timeout);
        return builder;
    }

    private async Task<HealthReportEntry> CheckAsync(string key, string user, HealthStatus? failure = null, TimeSpan? timeout = null)
    {
        using var host = Builder(key, user, failure, timeout).Build();
        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        return report.Entries["virustotal-checked"];
    }
}
