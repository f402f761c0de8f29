using VtKit.Emulator;

namespace VtKit.Cli.Tests;

/// <summary>What the README tells people to type does what it says.</summary>
public sealed class ReadmeTests : EmulatorTests
{
    [Fact]
    public async Task The_commands_of_the_readme_run_in_their_order()
    {
        Vtk.WriteFile("invoice.pdf", Samples.Eicar);
        using (var http = new HttpClient())
        using (var seed = new StringContent("""{"urls": ["https://example.com/login"], "domains": ["www.example.com"]}"""))
            (await http.PostAsync(new Uri(Emulator.BaseAddress, "/_emulator/seed"), seed)).EnsureSuccessStatusCode();

        var commands = Guide.Commands<ReadmeTests>(Vtk.Home.FullName, word => word is "case.json" or "invoice.pdf" or "./store");
        commands.Count.ShouldBe(9);
        foreach (var command in commands)
        {
            if (OperatingSystem.IsWindows() && command.Arguments.Contains("/bin/ls")) continue;
            using var stop = new CancellationTokenSource();
            // What runs until Ctrl-C is stopped once it has said where it listens; neither a browser nor a fixed port is wanted here.
            var runsOn = command.Arguments[0] == "emulator" || command.Arguments is ["graph", "open", ..];
            Vtk.Written = runsOn ? stop.Cancel : null;
            string[] arguments = [.. command.Arguments.Select(word => word == "8080" ? "0" : word), .. command.Arguments is ["graph", "open", ..] ? ["--no-browser"] : Array.Empty<string>()];
            var result = await Vtk.RunAsync(stop.Token, arguments);
            result.Code.ShouldBe(ExitCode.Ok, command.Line + "\n" + result.Error);
            if (command.Arguments[0] != "graph") result.Out.ShouldNotBeEmpty(command.Line);
        }
        Directory.Exists(Path.Combine(Vtk.Home.FullName, "store")).ShouldBeTrue();
    }
}
