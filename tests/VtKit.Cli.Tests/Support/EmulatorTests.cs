using VtKit.Emulator;

namespace VtKit.Cli.Tests;

/// <summary>Tests of <c>vtk</c> against an emulator of their own.</summary>
public abstract class EmulatorTests : IAsyncLifetime, IDisposable
{
    internal CliRun Vtk { get; } = new();

    internal VtEmulator Emulator { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        Emulator = await VtEmulator.StartAsync();
        Vtk.Environment["VTK_API_KEY"] = VtEmulatorKeys.Premium;
        Vtk.At(Emulator.BaseAddress);
    }

    public async Task DisposeAsync() => await Emulator.DisposeAsync();

    public void Dispose()
    {
        Vtk.Dispose();
        GC.SuppressFinalize(this);
    }
}
