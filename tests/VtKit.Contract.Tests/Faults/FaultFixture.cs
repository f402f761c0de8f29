using VtKit.Emulator;

namespace VtKit.Contract.Tests;

/// <summary>An emulator whose faults are ordered through its admin routes, and whose clock jumps over every pause.</summary>
public sealed class FaultFixture : IAsyncLifetime
{
    public const string Path = "/ip_addresses/8.8.8.8";

    internal EmulatedService Service { get; private set; } = null!;

    /// <summary>Four attempts at most, pauses from half a second up.</summary>
    internal VtClient Vt { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Service = await EmulatedService.StartAsync();
        Vt = Service.Client(VtEmulatorKeys.Premium);
    }

    /// <summary>Orders a fault for a test that begins here.</summary>
    internal async Task BeginAsync(params string[] faults)
    {
        await Service.AdminAsync(HttpMethod.Delete, "/faults");
        await Service.ForgetRequestsAsync();
        foreach (var fault in faults) await Service.FaultAsync(fault);
        Service.Clock.AutoAdvance = true;
    }

    public async Task DisposeAsync() => await Service.DisposeAsync();
}
