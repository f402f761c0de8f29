using VtKit.Emulator;

namespace VtKit.Cli.Tests;

public sealed class InitTests : EmulatorTests
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Vtk.Environment.Remove("VTK_API_KEY");
    }

    [Fact]
    public async Task A_key_is_checked_for_free_and_kept_for_its_owner_alone()
    {
        Vtk.Input = VtEmulatorKeys.OneADay + "\n";
        var result = await Vtk.RunAsync("init");
        result.Code.ShouldBe(ExitCode.Ok, result.Error);
        result.Out.ShouldBeEmpty();
        result.ErrorLine.ShouldBe($"vtk: the key ********3333 is kept in profile default of {Vtk.ConfigFile}");
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(Vtk.ConfigFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        // The one request of the day is still there.
        (await Vtk.RunAsync("file", "44d88612fea8a8f36de82e1278abb02f", "--select", "type")).Out.ShouldBe("file\n");
    }

    [Fact]
    public async Task A_profile_may_be_new()
    {
        Vtk.Input = VtEmulatorKeys.Premium;
        (await Vtk.RunAsync("init", "--profile", "work", "--base-url", Emulator.BaseAddress.ToString())).Code.ShouldBe(ExitCode.Ok);
        (await Vtk.RunAsync("config", "get", "base-url", "--profile", "work")).Out.ShouldBe($"{Emulator.BaseAddress}\n");
        (await Vtk.RunAsync("user", "premium", "--profile", "work", "--select", "id")).Out.ShouldBe("premium\n");
    }

    [Fact]
    public async Task A_key_that_is_refused_is_not_kept()
    {
        var before = File.ReadAllText(Vtk.ConfigFile);
        Vtk.Input = CliRun.Key;
        var refused = await Vtk.RunAsync("init");
        refused.Code.ShouldBe(ExitCode.Auth);
        refused.ErrorLine.ShouldContain("refuses this key, and it was not kept");
        refused.Error.ShouldNotContain(CliRun.Key);
        File.ReadAllText(Vtk.ConfigFile).ShouldBe(before);

        (await Vtk.RunAsync("init", "--no-check")).Code.ShouldBe(ExitCode.Ok);
        (await Vtk.RunAsync("config", "get", "api-key")).Out.ShouldBe("********cdef\n");
        Vtk.Input = "";
        (await Vtk.RunAsync("init")).Code.ShouldBe(ExitCode.Usage);
        (await Vtk.RunAsync("init", "--local")).Code.ShouldBe(ExitCode.Usage);
    }
}
