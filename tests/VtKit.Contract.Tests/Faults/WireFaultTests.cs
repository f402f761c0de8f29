using VtKit.Emulator;

namespace VtKit.Contract.Tests;

/// <summary>Exchanges that break: broken off, damaged, silent, refused.</summary>
[Trait("seed", "56")]
public sealed class WireFaultTests(FaultFixture fixture) : IClassFixture<FaultFixture>
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(250);
    private readonly VtClient _vt = fixture.Vt;

    [Theory]
    [InlineData("reset")]
    [InlineData("truncate")]
    public async Task A_read_that_breaks_off_is_sent_again(string kind)
    {
        await fixture.BeginAsync($$"""{"kind": "{{kind}}", "times": 3}""");

        (await _vt.IpAddresses.GetAsync("8.8.8.8")).Id.ShouldBe("8.8.8.8");

        (await fixture.Service.FaultsLeftAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("truncate")]
    public async Task One_that_breaks_off_every_time_is_given_up(string kind)
    {
        await fixture.BeginAsync($$"""{"kind": "{{kind}}", "times": 4}""");

        var error = await Should.ThrowAsync<VtTransportException>(() => _vt.IpAddresses.GetAsync("8.8.8.8"));

        (error.Fault, error.NothingSent, error.Path).ShouldBe((VtTransportFault.Interrupted, false, FaultFixture.Path));
        (await fixture.Service.FaultsLeftAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("truncate")]
    public async Task A_write_that_breaks_off_is_not_sent_again(string kind)
    {
        await fixture.BeginAsync($$"""{"kind": "{{kind}}", "times": 2}""");

        (await Should.ThrowAsync<VtTransportException>(() => _vt.Domains.AnalyseAsync("broken-off.example"))).Fault.ShouldBe(VtTransportFault.Interrupted);

        (await fixture.Service.FaultsLeftAsync()).ShouldBe(1);
        await fixture.BeginAsync();
    }

    [Fact]
    public async Task A_damaged_answer_is_no_answer_of_the_service()
    {
        await fixture.BeginAsync("""{"kind": "corrupt"}""");

        var error = await Should.ThrowAsync<VtProtocolException>(() => _vt.IpAddresses.GetAsync("8.8.8.8"));

        error.Message.ShouldContain("compressed and damaged");
        (await fixture.Service.RequestsAsync()).Count.ShouldBe(1);
    }

    [Fact]
    [Trait("seed", "36")]
    public async Task Silence_is_a_read_timeout()
    {
        await fixture.BeginAsync("""{"delay_ms": 3600000}""");
        // The emulator keeps silent for as long as its clock stands.
        fixture.Service.Clock.AutoAdvance = false;
        var vt = fixture.Service.Client(VtEmulatorKeys.Premium, options => (options.ReadTimeout, options.Retry.MaxAttempts) = (Soon, 1));

        var error = await Should.ThrowAsync<VtTransportException>(() => vt.IpAddresses.GetAsync("8.8.8.8"));

        (error.Fault, error.NothingSent).ShouldBe((VtTransportFault.ReadTimeout, false));
        error.Message.ShouldContain("was silent for 0.25 s");
    }

    [Fact]
    public async Task A_call_ends_at_its_deadline()
    {
        await fixture.BeginAsync("""{"delay_ms": 3600000}""");
        fixture.Service.Clock.AutoAdvance = false;
        var vt = fixture.Service.Client(VtEmulatorKeys.Premium, options => (options.Deadline, options.TimeProvider) = (Soon, TimeProvider.System));

        (await Should.ThrowAsync<VtTransportException>(() => vt.IpAddresses.GetAsync("8.8.8.8"))).Fault.ShouldBe(VtTransportFault.Deadline);
    }

    [Fact]
    public async Task A_slow_answer_is_only_slow()
    {
        await fixture.BeginAsync("""{"delay_ms": 45000}""");
        var start = fixture.Service.Clock.GetUtcNow();

        (await _vt.IpAddresses.GetAsync("8.8.8.8")).Id.ShouldBe("8.8.8.8");

        (fixture.Service.Clock.GetUtcNow() - start).ShouldBe(TimeSpan.FromSeconds(45));
        (await fixture.Service.RequestsAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_ends_as_such()
    {
        await fixture.BeginAsync("""{"delay_ms": 3600000}""");
        fixture.Service.Clock.AutoAdvance = false;
        using var giveUp = new CancellationTokenSource();

        var call = _vt.IpAddresses.GetAsync("8.8.8.8", cancellationToken: giveUp.Token);
        while (await fixture.Service.FaultsLeftAsync() > 0) await Task.Yield();
        await giveUp.CancelAsync();

        (await Should.ThrowAsync<OperationCanceledException>(() => call)).CancellationToken.ShouldBe(giveUp.Token);
    }

    [Fact]
    public async Task Nobody_there_is_a_connection_failure_and_the_address_is_named()
    {
        await using var service = await EmulatedService.StartAsync();
        var vt = service.Client(VtEmulatorKeys.Premium);
        await service.Emulator.StopAsync();
        service.Clock.AutoAdvance = true;

        foreach (var call in new Func<Task>[] { () => vt.IpAddresses.GetAsync("8.8.8.8"), () => vt.Domains.AnalyseAsync("example.com") })
        {
            var error = await Should.ThrowAsync<VtTransportException>(call);

            // Nothing was sent, so even the write was tried again.
            (error.Fault, error.NothingSent).ShouldBe((VtTransportFault.Connection, true));
            error.Message.ShouldContain(service.Emulator.BaseAddress.Authority);
        }
        service.Clock.GetUtcNow().ShouldBeGreaterThan(new DateTimeOffset(2026, 1, 15, 12, 0, 3, TimeSpan.Zero));
    }
}
