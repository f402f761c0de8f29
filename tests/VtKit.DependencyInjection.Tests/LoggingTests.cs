using System.Net;
using Microsoft.Extensions.DependencyInjection;
using VtKit.Emulator;
using VtKit.Testing;

namespace VtKit.DependencyInjection.Tests;

public sealed class LoggingTests
{
    private const string EicarMd5 = "44d88612fea8a8f36de82e1278abb02f";

    [Fact]
    public async Task Each_call_is_a_line_with_its_outcome_and_no_secret()
    {
        await using var server = await VtTestServer.StartAsync();
        var builder = TestHost.Builder();
        var logged = builder.Logged();
        builder.Services.AddSingleton<TimeProvider>(server.Clock);
        builder.Services.AddVirusTotal("premium", options => (options.ApiKey, options.BaseAddress) = (VtEmulatorKeys.Premium, server.BaseAddress));
        builder.Services.AddVirusTotal(options => (options.ApiKey, options.BaseAddress) = (VtEmulatorKeys.NotActive, server.BaseAddress));
        using var host = builder.Build();
        var client = host.Services.GetRequiredKeyedService<VtClient>("premium");

        await server.When("/files/*").FailAsync(HttpStatusCode.ServiceUnavailable);
        await client.Files.GetAsync(EicarMd5);
        await Should.ThrowAsync<VtNotFoundException>(client.Domains.GetAsync("unseen.example"));
        await Should.ThrowAsync<VtAuthenticationException>(host.Services.GetRequiredService<VtClient>().Files.GetAsync(EicarMd5));
        await server.When().Always().BreakAsync();
        await Should.ThrowAsync<VtTransportException>(client.PostAsync($"/domains/unseen.example/analyse"));
        using var cancelled = new CancellationTokenSource();
        await server.ClearFaultsAsync();
        await server.When().DelayAsync(TimeSpan.FromMinutes(1));
        var pending = client.Files.GetAsync(EicarMd5, cancellationToken: cancelled.Token);
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(pending);

        logged.Own.Select(line => line.Split(" | ")[0]).Select(WithoutTime).ShouldBe(
        [
            "Debug VtKit.VtClient.premium Answered: VirusTotal GET /files/{id} answered 200 in N ms (attempts: 2)",
            "Debug VtKit.VtClient.premium Answered: VirusTotal GET /domains/{domain} answered 404 in N ms (attempts: 1)",
            "Warning VtKit.VtClient Answered: VirusTotal GET /files/{id} answered 401 in N ms (attempts: 1)",
            "Warning VtKit.VtClient.premium NotAnswered: VirusTotal POST /domains/{domain}/analyse got no answer: Interrupted after N ms (attempts: 1)",
            "Debug VtKit.VtClient.premium NotAnswered: VirusTotal GET /files/{id} got no answer: Cancelled after N ms (attempts: 1)",
        ]);
        var all = string.Join('\n', logged.All);
        foreach (var secret in new[] { VtEmulatorKeys.Premium, VtEmulatorKeys.NotActive, EicarMd5, "unseen" }) all.ShouldNotContain(secret);
    }

    private static string WithoutTime(string line) => System.Text.RegularExpressions.Regex.Replace(line, @"\d+ ms", "N ms", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
}
