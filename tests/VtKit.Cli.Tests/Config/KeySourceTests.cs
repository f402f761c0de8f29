using VtKit.Emulator;

namespace VtKit.Cli.Tests;

/// <summary>Where the key may come from, and what is said of places that others can read.</summary>
public sealed class KeySourceTests : EmulatorTests
{
    private const string Eicar = "44d88612fea8a8f36de82e1278abb02f";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Vtk.Environment.Remove("VTK_API_KEY");
    }

    [Fact]
    public async Task A_key_in_the_arguments_works_and_is_warned_of()
    {
        var result = await Vtk.RunAsync("ip", "8.8.8.8", "--api-key", VtEmulatorKeys.Premium);

        result.Error.ShouldContain("other users of this machine can read the key in the process list");
        result.Error.ShouldNotContain(VtEmulatorKeys.Premium);
        result.Code.ShouldBe(ExitCode.Ok);
    }

    [Fact]
    public async Task A_key_from_stdin_is_not_warned_of()
    {
        Vtk.Input = VtEmulatorKeys.Premium + "\n";

        (await Vtk.RunAsync("ip", "8.8.8.8", "--api-key", "-")).Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_credential_command_gives_the_key_in_its_first_line()
    {
        await SetAsync($"echo {VtEmulatorKeys.Premium}&& echo and more");

        var result = await Vtk.RunAsync("ip", "8.8.8.8", "--verbose");

        result.Code.ShouldBe(ExitCode.Ok, result.Error);
        result.Error.ShouldContain("key from key-command of profile default");
        result.Error.ShouldNotContain(VtEmulatorKeys.Premium);
    }

    [Theory]
    [InlineData("exit 3", "ended with exit code 3")]
    [InlineData("echo secret123secret; exit 1", "ended with exit code 1")]
    [InlineData("true", "printed no key in its first line")]
    public async Task A_credential_command_that_gives_none_is_one_line_without_what_it_printed(string command, string says)
    {
        if (OperatingSystem.IsWindows()) return;
        await SetAsync(command);

        var result = await Vtk.RunAsync("file", Eicar);

        result.Code.ShouldBe(ExitCode.Auth);
        result.ErrorLine.ShouldContain(says);
        result.ErrorLine.ShouldContain("run it by hand");
        result.Error.ShouldNotContain("secret123secret");
    }

    [Theory]
    [InlineData(null, "cannot be read")]
    [InlineData("no certificate\n", "holds no certificates: give a file in PEM")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "holds no certificates that can be read")]
    public async Task A_file_of_authorities_that_is_none_is_told(string? content, string says)
    {
        Vtk.Environment["VTK_API_KEY"] = VtEmulatorKeys.Premium;
        var path = Path.Combine(Vtk.Home.FullName, "ca.pem");
        if (content is not null) await File.WriteAllTextAsync(path, content);

        var result = await Vtk.RunAsync("ip", "8.8.8.8", "--ca-file", path);

        result.Code.ShouldBe(ExitCode.Error);
        result.ErrorLine.ShouldContain(says);
    }

    private async Task SetAsync(string command) => (await Vtk.RunAsync("config", "set", "key-command", command)).Code.ShouldBe(ExitCode.Ok);
}
