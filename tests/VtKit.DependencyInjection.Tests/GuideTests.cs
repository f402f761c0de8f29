using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using VtKit.Emulator;
using VtKit.Testing;
using VtKit.Testing.Shared;

namespace VtKit.DependencyInjection.Tests;

/// <summary>What docs/guides/dependency-injection.md shows, as it stands there.</summary>
public sealed class GuideTests
{
    private const string EicarMd5 = "44d88612fea8a8f36de82e1278abb02f";

    [Fact]
    public void The_guide_shows_what_runs_here() => Guide.Missing("dependency-injection.md", "tests/VtKit.DependencyInjection.Tests/GuideTests.cs").ShouldBeEmpty();

    [Fact]
    public async Task A_host_with_one_key()
    {
        await using var server = await VtTestServer.StartAsync();
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddVirusTotal(builder.Configuration.GetSection("VirusTotal"));
        builder.Services.AddHealthChecks().AddVirusTotal();

        builder.Configuration.AddInMemoryCollection([new("VirusTotal:ApiKey", VtEmulatorKeys.Premium), new("VirusTotal:UserId", "premium"), new("VirusTotal:BaseAddress", server.BaseAddress.ToString())]);
        builder.Services.AddSingleton<Triage>();
        using var host = builder.Build();
        await host.StartAsync();
        (await host.Services.GetRequiredService<Triage>().DetectionsAsync(EicarMd5, default)).ShouldBe(1);
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status.ShouldBe(HealthStatus.Healthy);
        await host.StopAsync();
    }

    [Fact]
    public void Options_in_code()
    {
        var (key, ledger) = (VtEmulatorKeys.Public, new VtMemoryQuotaLedger());
        var builder = TestHost.Builder();
        builder.Services.AddVirusTotal(options =>
        {
            options.ApiKey = key;
            options.Quota = VtQuota.Public;
            options.ConfigureClient(client => client.QuotaLedger = ledger);
        });
        using var host = builder.Build();
        host.Services.GetRequiredService<VtClient>().Quota.Limits.ShouldBe(VtQuota.Public);
    }

    [Fact]
    public void Several_keys()
    {
        var builder = TestHost.Builder(("VirusTotal:Public:ApiKey", VtEmulatorKeys.Public), ("VirusTotal:Premium:ApiKey", VtEmulatorKeys.Premium), ("VirusTotal:Premium:UserId", "me"), ("VirusTotal:Premium:BaseAddress", "https://gti.example"));
        builder.Services.AddVirusTotal("public", builder.Configuration.GetSection("VirusTotal:Public"));
        builder.Services.AddVirusTotal("premium", builder.Configuration.GetSection("VirusTotal:Premium"));
        builder.Services.AddHealthChecks().AddVirusTotal("premium");

        builder.Services.AddSingleton<Hunter>();
        using var host = builder.Build();
        host.Services.GetRequiredService<Hunter>().Address.Host.ShouldBe("gti.example");
    }

    public sealed class Triage(VtClient virusTotal)
    {
        public async Task<long> DetectionsAsync(string hash, CancellationToken cancellationToken) =>
            (await virusTotal.Files.GetAsync(hash, cancellationToken: cancellationToken)).LastAnalysisStats.Malicious ?? 0;
    }

    public sealed class Hunter([FromKeyedServices("premium")] VtClient virusTotal)
    {
        public Uri Address => virusTotal.BaseAddress;
    }
}
