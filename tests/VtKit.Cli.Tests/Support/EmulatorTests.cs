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

    /// <summary>How many requests with a body of the client's own the emulator has seen.</summary>
    internal async Task<int> UploadsAsync()
    {
        using var http = new HttpClient();
        using var log = System.Text.Json.JsonDocument.Parse(await http.GetStringAsync(new Uri(Emulator.BaseAddress, "/_emulator/requests")));
        return log.RootElement.ToString().Split("\"POST\"").Length - 1;
    }

    public void Dispose()
    {
        Vtk.Dispose();
        GC.SuppressFinalize(this);
    }
}
