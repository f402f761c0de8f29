using System.Net;
using VtKit.Emulator;
using VtKit.Testing.Shared;

namespace VtKit.Testing.Tests;

/// <summary>What docs/guides/testing.md shows, as it stands there.</summary>
public sealed class GuideTests
{
    private const string Source = "tests/VtKit.Testing.Tests/GuideTests.cs";

    [Fact]
    public void The_guide_shows_what_runs_here() => Guide.Missing("testing.md", Source).ShouldBeEmpty();

    [Fact]
    public async Task In_three_lines()
    {
        await using var virusTotal = await VtTestServer.StartAsync();
        await virusTotal.AddFileAsync("44d88612fea8a8f36de82e1278abb02f44d88612fea8a8f36de82e1278abb02f", VtTestVerdict.Malicious(3, of: 70));

        var file = await virusTotal.Client.Files.GetAsync("44d88612fea8a8f36de82e1278abb02f44d88612fea8a8f36de82e1278abb02f");

        Assert.Equal(3, file.LastAnalysisStats.Malicious);
    }

    [Fact]
    public async Task What_the_service_knows()
    {
        var (sha256, md5) = (new string('a', 64), new string('a', 32));
        await using var virusTotal = await VtTestServer.StartAsync();
        var verdict = VtTestVerdict.Malicious(2, of: 70, suspicious: 1).With("ACME AV", EngineCategory.Malicious, "Trojan.Generic");
        await virusTotal.AddFileAsync(sha256, verdict, md5: md5, name: "invoice.exe");    // a file by its hashes alone
        var own = await virusTotal.AddFileAsync("real content"u8.ToArray(), VtTestVerdict.Clean());    // or with content, analysed for real
        await virusTotal.AddUrlAsync("https://evil.example/login", VtTestVerdict.Malicious(9));
        await virusTotal.AddDomainAsync("evil.example", VtTestVerdict.Suspicious(1));
        await virusTotal.AddIpAddressAsync("203.0.113.7", VtTestVerdict.Clean());

        var file = await virusTotal.Client.Files.GetAsync(md5);
        file.Sha256.ShouldBe(sha256);
        file.MeaningfulName.ShouldBe("invoice.exe");
        file.LastAnalysisStats.Malicious.ShouldBe(3);
        file.LastAnalysisResults["ACME AV"].Result.ShouldBe("Trojan.Generic");
        (await virusTotal.Client.Files.GetAsync(own)).LastAnalysisStats.Undetected.ShouldBe(70);
        (await virusTotal.Client.Urls.GetAsync("https://evil.example/login")).LastAnalysisStats.Malicious.ShouldBe(9);
        (await virusTotal.Client.Domains.GetAsync("evil.example")).LastAnalysisStats.Suspicious.ShouldBe(1);
        (await virusTotal.Client.IpAddresses.GetAsync("203.0.113.7")).LastAnalysisStats.Harmless.ShouldBe(70);
    }

    [Fact]
    public async Task When_things_go_wrong()
    {
        await using var virusTotal = await VtTestServer.StartAsync();
        await virusTotal.AddDomainAsync("evil.example");
        await virusTotal.AddUrlAsync("https://evil.example/");
        await virusTotal.When("/files/*").Times(2).FailAsync(HttpStatusCode.ServiceUnavailable);
        await virusTotal.When(HttpMethod.Get, "/domains/*").RefuseAsync(retryAfter: TimeSpan.FromSeconds(30));
        await virusTotal.When("/urls/*").After(1).Always().AnswerAsync(HttpStatusCode.Forbidden, "<html>Please log in to the proxy</html>");

        await virusTotal.Client.Files.GetAsync(VtTestServerTests.EicarMd5);
        await virusTotal.Client.Domains.GetAsync("evil.example");
        await virusTotal.Client.Urls.GetAsync("https://evil.example/");
        for (var i = 0; i < 3; i++) await Should.ThrowAsync<VtProtocolException>(virusTotal.Client.Urls.GetAsync("https://evil.example/"));
        virusTotal.Requests.Select(request => request.Status).ShouldBe([503, 503, 200, 429, 200, 200, 403, 403, 403]);
    }

    [Fact]
    public async Task Time()
    {
        await using var virusTotal = await VtTestServer.StartAsync();
        using var client = virusTotal.CreateClient(options => options.ApiKey = VtEmulatorKeys.OneADay);
        await client.IpAddresses.GetAsync("8.8.8.8");
        await Assert.ThrowsAsync<VtQuotaException>(() => client.IpAddresses.GetAsync("8.8.4.4"));

        virusTotal.Clock.Advance(TimeSpan.FromDays(1));

        await client.IpAddresses.GetAsync("8.8.4.4");
    }

    [Fact]
    public async Task What_was_asked()
    {
        var sha256 = new string('a', 64);
        await using var virusTotal = await VtTestServer.StartAsync();
        await virusTotal.AddFileAsync(sha256);
        await virusTotal.ForgetRequestsAsync();
        await virusTotal.Client.Files.GetAsync(sha256);
        Assert.Equal([$"GET /api/v3/files/{sha256} 200"], virusTotal.Requests.Select(request => request.ToString()));
    }
}

public sealed class VirusTotalFixture : IAsyncLifetime
{
    public VtTestServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await VtTestServer.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();
}

public sealed class TriageTests(VirusTotalFixture virusTotal) : IClassFixture<VirusTotalFixture>
{
    [Fact]
    public async Task A_domain_with_a_bad_name_is_blocked()
    {
        await virusTotal.Server.AddDomainAsync("evil.example", VtTestVerdict.Malicious(5));

        var domain = await virusTotal.Server.Client.Domains.GetAsync("evil.example");

        Assert.True(domain.LastAnalysisStats.Malicious >= 5);
    }
}
