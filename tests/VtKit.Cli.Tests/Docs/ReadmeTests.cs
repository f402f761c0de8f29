using VtKit.Emulator;

namespace VtKit.Cli.Tests;

/// <summary>What the README tells people to type does what it says.</summary>
public sealed class ReadmeTests : EmulatorTests
{
    [Fact]
    public async Task The_commands_of_the_readme_run_in_their_order()
    {
        Vtk.WriteFile("invoice.pdf", Samples.Eicar);
        Vtk.WriteFile("iocs.txt", "44d88612fea8a8f36de82e1278abb02f hxxps://example[.]com/login"u8.ToArray());
        Vtk.WriteFile("policy.yml", "gate: { unknown: pass }"u8.ToArray());
        Directory.CreateDirectory(Path.Combine(Vtk.Home.FullName, "dist"));
        Vtk.WriteFile("dist/app.bin", [1, 2, 3]);
        using (var http = new HttpClient())
        using (var seed = new StringContent("""{"urls": ["https://example.com/login"], "domains": ["www.example.com"]}"""))
            (await http.PostAsync(new Uri(Emulator.BaseAddress, "/_emulator/seed"), seed)).EnsureSuccessStatusCode();

        var commands = Guide.Commands<ReadmeTests>(Vtk.Home.FullName, word => word is "case.json" or "invoice.pdf" or "iocs.txt" or "reports.csv" or "dist" or "policy.yml" or "vtk.sarif" or "./store");
        commands.Count.ShouldBe(12);
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
            if (command.Arguments[0] is not ("graph" or "enrich")) result.Out.ShouldNotBeEmpty(command.Line);
        }
        Directory.Exists(Path.Combine(Vtk.Home.FullName, "store")).ShouldBeTrue();
    }
}
