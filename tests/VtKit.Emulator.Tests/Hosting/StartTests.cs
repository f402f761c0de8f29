using System.Net;
using System.Net.Sockets;

namespace VtKit.Emulator.Tests;

public sealed class StartTests
{
    [Fact]
    public async Task Picks_a_free_port_and_answers_when_started()
    {
        await using var emulator = await VtEmulator.StartAsync();
        emulator.BaseAddress.Host.ShouldBe("127.0.0.1");
        emulator.BaseAddress.Port.ShouldBeGreaterThan(0);
        emulator.BaseAddress.AbsolutePath.ShouldBe("/");
        using var client = new HttpClient { BaseAddress = emulator.BaseAddress };
        using var response = await client.GetAsync(new Uri("/nowhere", UriKind.Relative));
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_port_in_use_is_one_clear_line()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var e = await Should.ThrowAsync<VtEmulatorException>(() => VtEmulator.StartAsync(new() { Port = port }));
        e.Reason.ShouldBe(VtEmulatorFailure.PortInUse);
        e.Message.ShouldContain($"Port {port}");
        e.Message.ShouldNotContain("\n");
    }

    [Theory]
    [InlineData("not an address", 0)]
    [InlineData("192.0.2.1", 0)]
    [InlineData("127.0.0.1", 70000)]
    public async Task An_address_that_cannot_be_listened_on_is_one_clear_line(string host, int port)
    {
        var e = await Should.ThrowAsync<VtEmulatorException>(() => VtEmulator.StartAsync(new() { Host = host, Port = port }));
        e.Reason.ShouldBe(VtEmulatorFailure.AddressUnusable);
        e.Message.ShouldNotContain("\n");
    }

    [Fact]
    public async Task Stopping_twice_is_harmless()
    {
        var emulator = await VtEmulator.StartAsync();
        await emulator.StopAsync();
        await emulator.StopAsync();
        await emulator.DisposeAsync();
    }

    [Fact]
    public async Task Stopping_does_not_wait_for_what_only_waits()
    {
        var emulator = await EmulatorFixture.StartAsync();
        await emulator.AdminAsync(HttpMethod.Post, "/faults", """{"delay_ms": 3600000}""");
        var waiting = emulator.Premium.GetAsync(EmulatorFixture.Api("/ip_addresses/8.8.8.8"));
        var start = TimeProvider.System.GetTimestamp();
        while (emulator.Clock.Waiting == 0 && TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(30)) await Task.Yield();
        await emulator.Emulator.StopAsync();
        await Should.ThrowAsync<HttpRequestException>(() => waiting);
        await emulator.DisposeAsync();
    }

    [Fact]
    public async Task Words_of_the_environment_change_nothing()
    {
        Environment.SetEnvironmentVariable("ASPNETCORE_URLS", "http://0.0.0.0:1");
        try
        {
            await using var emulator = await VtEmulator.StartAsync();
            emulator.BaseAddress.Host.ShouldBe("127.0.0.1");
        }
        finally
        {
            Environment.SetEnvironmentVariable("ASPNETCORE_URLS", null);
        }
    }
}
