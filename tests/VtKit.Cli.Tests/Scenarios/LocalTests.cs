using VtKit.Emulator;

namespace VtKit.Cli.Tests;

public sealed class LocalTests : IDisposable
{
    private const string Eicar = "44d88612fea8a8f36de82e1278abb02f";

    private readonly CliRun _vtk = new();

    private string Data => Path.Combine(_vtk.Home.FullName, ".local", "share", "vtkit", "local");

    public void Dispose() => _vtk.Dispose();

    [Fact]
    public async Task An_emulator_that_runs_already_is_used()
    {
        await using var emulator = await VtEmulator.StartAsync(new VtEmulatorOptions { DataDirectory = Data });
        var result = await _vtk.RunAsync("file", Eicar, "--local");
        result.Code.ShouldBe(ExitCode.Ok, result.Error);
        result.Out.ShouldContain(emulator.BaseAddress.Authority);
    }

    [Fact]
    public async Task When_the_process_that_ran_it_ends_another_one_goes_on()
    {
        var emulator = await VtEmulator.StartAsync(new VtEmulatorOptions { DataDirectory = Data });
        var paths = Enumerable.Range(0, 20).Select(i => _vtk.WriteFile($"{i}.txt", [(byte)i])).ToList();
        var running = _vtk.RunAsync(["scan", "file", .. paths, "-I", "--format", "table", "--local"]);
        await emulator.StopAsync();
        var result = await running;
        result.Code.ShouldBe(ExitCode.Ok, result.Error);
        result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(20);
    }

    [Fact]
    public async Task The_folder_can_be_chosen()
    {
        _vtk.Environment["VTK_LOCAL_DATA"] = Path.Combine(_vtk.Home.FullName, "elsewhere");
        (await _vtk.RunAsync("file", Eicar, "--local")).Code.ShouldBe(ExitCode.Ok);
        Directory.Exists(_vtk.Environment["VTK_LOCAL_DATA"]).ShouldBeTrue();
        Directory.Exists(Data).ShouldBeFalse();
    }

    [Fact]
    public async Task Local_needs_no_key_and_uses_none_of_the_users()
    {
        _vtk.Environment["VTK_API_KEY"] = CliRun.Key;
        (await _vtk.RunAsync("file", Eicar, "--local", "--verbose")).Code.ShouldBe(ExitCode.Ok);
        foreach (var file in Directory.EnumerateFiles(_vtk.Home.FullName, "*", SearchOption.AllDirectories))
            System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)).ShouldNotContain(CliRun.Key);
    }
}
