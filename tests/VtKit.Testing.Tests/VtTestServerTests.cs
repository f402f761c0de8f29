using System.Net;
using VtKit.Emulator;

namespace VtKit.Testing.Tests;

public sealed class VtTestServerTests
{
    public const string EicarMd5 = "44d88612fea8a8f36de82e1278abb02f";
    private static readonly string Sha256 = new('a', 64);

    [Fact]
    public async Task Servers_side_by_side_know_nothing_of_each_other()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            await using var server = await VtTestServer.StartAsync();
            await server.AddDomainAsync($"d{i}.example", VtTestVerdict.Malicious(i));
            for (var other = 0; other < 8; other++)
            {
                if (other == i) (await server.Client.Domains.GetAsync($"d{i}.example")).LastAnalysisStats.Malicious.ShouldBe(i);
                else await Should.ThrowAsync<VtNotFoundException>(server.Client.Domains.GetAsync($"d{other}.example"));
            }
            server.Requests.Count.ShouldBe(8);
        }));
    }

    [Fact]
    public async Task Disposing_ends_the_server_and_its_clients_once()
    {
        var server = await VtTestServer.StartAsync();
        var client = server.CreateClient();
        await server.DisposeAsync();
        await server.DisposeAsync();
        await Should.ThrowAsync<ObjectDisposedException>(client.IpAddresses.GetAsync("8.8.8.8"));
        await Should.ThrowAsync<ObjectDisposedException>(server.Client.IpAddresses.GetAsync("8.8.8.8"));
        using var late = new VtClient(server.CreateOptions());
        (await Should.ThrowAsync<VtTransportException>(late.IpAddresses.GetAsync("8.8.8.8"))).Fault.ShouldBe(VtTransportFault.Connection);
    }

    [Fact]
    public async Task Numbers_of_engines_are_those_that_were_given_also_where_engines_run()
    {
        await using var server = await VtTestServer.StartAsync();
        foreach (var (malicious, of) in new[] { (3, 70), (1, 1), (0, 10), (5, 5) })
        {
            var sha256 = await server.AddFileAsync("content"u8.ToArray(), VtTestVerdict.Malicious(malicious, of), "c.txt");
            var stats = (await server.Client.Files.GetAsync(sha256)).LastAnalysisStats;
            (stats.Malicious, stats.Undetected).ShouldBe((malicious, of - malicious));
            await server.AddUrlAsync("http://a.example/", VtTestVerdict.Suspicious(malicious, of));
            var url = (await server.Client.Urls.GetAsync("http://a.example/")).LastAnalysisStats;
            (url.Suspicious, url.Harmless).ShouldBe((malicious, of - malicious));
        }
    }

    [Fact]
    public async Task An_upload_has_the_verdicts_that_wait_for_it()
    {
        await using var server = await VtTestServer.StartAsync(options => options.AnalysisRunTime = TimeSpan.FromMinutes(3));
        var content = "what comes later"u8.ToArray();
        var sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));
        await server.AddFileAsync(sha256, VtTestVerdict.Malicious(4));
        var before = server.Clock.GetUtcNow();

        var analysis = await server.Client.Files.ScanAndWaitAsync(new MemoryStream(content));

        analysis.Stats.Malicious.ShouldBe(4);
        (server.Clock.GetUtcNow() - before).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(3));
    }

    [Fact]
    public async Task What_cannot_be_added_is_said_in_words()
    {
        await using var server = await VtTestServer.StartAsync();
        (await Should.ThrowAsync<ArgumentException>(server.AddFileAsync("abc"))).Message.ShouldContain("sha256");
        (await Should.ThrowAsync<ArgumentException>(server.AddFileAsync(Sha256, md5: Sha256))).Message.ShouldContain("md5");
        (await Should.ThrowAsync<ArgumentException>(server.AddDomainAsync("no domain"))).Message.ShouldContain("no domain");
        (await Should.ThrowAsync<ArgumentException>(server.AddIpAddressAsync("1.2.3", VtTestVerdict.Clean()))).Message.ShouldContain("1.2.3");
        (await Should.ThrowAsync<ArgumentException>(server.AddUrlAsync(""))).Message.ShouldNotBeEmpty();
        Should.Throw<ArgumentOutOfRangeException>(() => VtTestVerdict.Malicious(3, of: 2));
        Should.Throw<ArgumentOutOfRangeException>(() => VtTestVerdict.Malicious(2, of: 3, suspicious: 2));
        Should.Throw<ArgumentOutOfRangeException>(() => VtTestVerdict.Malicious(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => VtTestVerdict.Clean(100_000));
    }

    [Fact]
    public async Task The_clock_of_the_server_is_not_to_be_replaced()
    {
        (await Should.ThrowAsync<ArgumentException>(VtTestServer.StartAsync(options => options.TimeProvider = TimeProvider.System))).Message.ShouldContain("Clock");
    }

    [Fact]
    public async Task Resetting_forgets_all_but_the_time()
    {
        await using var server = await VtTestServer.StartAsync();
        await server.AddDomainAsync("evil.example");
        await server.When().Always().FailAsync(HttpStatusCode.ServiceUnavailable);
        server.Clock.Advance(TimeSpan.FromDays(2));
        var now = server.Clock.GetUtcNow();

        await server.ResetAsync();

        server.Requests.ShouldBeEmpty();
        await Should.ThrowAsync<VtNotFoundException>(server.Client.Domains.GetAsync("evil.example"));
        (await server.Client.Files.GetAsync(EicarMd5)).LastAnalysisStats.Malicious.ShouldBe(1);
        server.Clock.GetUtcNow().ShouldBe(now);
    }

    [Fact]
    public async Task A_public_key_waits_for_its_minute_in_no_time()
    {
        await using var server = await VtTestServer.StartAsync();
        using var client = server.CreateClient(options =>
        {
            options.ApiKey = VtEmulatorKeys.Public;
            options.Quota = VtQuota.Public;
        });
        for (var i = 1; i <= 9; i++) await client.IpAddresses.GetAsync($"8.8.8.{i}");
        (server.Clock.GetUtcNow() - new VtTestClock().GetUtcNow()).ShouldBe(TimeSpan.FromMinutes(2));
        server.Requests.ShouldAllBe(request => request.Status == 200);
    }
}
