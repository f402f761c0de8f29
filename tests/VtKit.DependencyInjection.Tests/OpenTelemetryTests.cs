using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using VtKit.Emulator;
using VtKit.Testing;
using VtKit.Testing.Shared;

namespace VtKit.DependencyInjection.Tests;

/// <summary>OpenTelemetry's own SDK hears what docs/guides/telemetry.md says, under the names that it says.</summary>
public sealed class OpenTelemetryTests
{
    [Fact]
    public void The_guide_shows_what_runs_here() => Guide.Missing("telemetry.md", "tests/VtKit.DependencyInjection.Tests/OpenTelemetryTests.cs").ShouldBeEmpty();

    [Fact]
    public async Task OpenTelemetry_hears_calls_and_all_metrics_that_the_guide_lists()
    {
        await using var server = await VtTestServer.StartAsync();
        var (exported, measured) = (new KeepActivities(), new KeepMetrics());
        using var reader = new BaseExportingMetricReader(measured);
        using var traces = Sdk.CreateTracerProviderBuilder().AddSource(VtTelemetry.ActivitySourceName).AddProcessor(exported).Build();
        using var metrics = Sdk.CreateMeterProviderBuilder().AddMeter(VtTelemetry.MeterName).AddReader(reader).Build();
        using var parent = new Activity("test") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start();
        using var client = server.CreateClient(options => options.Quota = new VtQuota(PerMinute: 2));
        await server.When().FailAsync(System.Net.HttpStatusCode.ServiceUnavailable);
        foreach (var address in new[] { "8.8.8.8", "8.8.4.4" }) await client.IpAddresses.GetAsync(address);

        metrics.ForceFlush();

        exported.Ended.Where(activity => activity.TraceId == parent.TraceId).Select(activity => activity.DisplayName).ShouldBe(["GET /ip_addresses/{ip}", "GET /ip_addresses/{ip}"]);
        var guide = await File.ReadAllTextAsync(Path.Combine(SharedMaterial.RepositoryRoot, "docs", "guides", "telemetry.md"));
        var listed = System.Text.RegularExpressions.Regex.Matches(guide, @"^\| `(?<name>vtkit\.[a-z.]+)` \| (counter|histogram)", System.Text.RegularExpressions.RegexOptions.Multiline | System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Select(match => match.Groups["name"].Value);
        measured.Names.ShouldBe(listed, ignoreOrder: true);
    }

    [Fact]
    public async Task OnCall_is_told()
    {
        await using var server = await VtTestServer.StartAsync();
        var (key, address, calls) = (VtEmulatorKeys.Premium, server.BaseAddress, new List<string>());
        using var client = new VtClient(new VtClientOptions { ApiKey = key, BaseAddress = address, OnCall = call => calls.Add($"{call.Method} {call.Template} {(int?)call.Status}") });
        await client.IpAddresses.GetAsync("8.8.8.8");
        calls.ShouldBe(["GET /ip_addresses/{ip} 200"]);
    }

    private sealed class KeepActivities : BaseProcessor<Activity>
    {
        public System.Collections.Concurrent.ConcurrentQueue<Activity> Ended { get; } = new();

        public override void OnEnd(Activity data) => Ended.Enqueue(data);
    }

    private sealed class KeepMetrics : BaseExporter<Metric>
    {
        public HashSet<string> Names { get; } = [];

        public override ExportResult Export(in Batch<Metric> batch)
        {
            foreach (var metric in batch) Names.Add(metric.Name);
            return ExportResult.Success;
        }
    }
}
