using System.Text.Json;
using System.Text.RegularExpressions;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using VtKit.Emulator;
using VtKit.Testing.Shared;
using Tool = VtKit.Testing.Shared.Tool;

namespace VtKit.Cli.Tests;

/// <summary>What guides give to be copied into other programs' files works there: a workflow, and the settings of an assistant.</summary>
public sealed partial class CopiedSetupTests : EmulatorTests
{
    private string Home => Vtk.Home.FullName;

    [ToolTheory("bash")]
    [InlineData("")]
    [InlineData("KEY")]
    public async Task The_workflow_runs_with_a_key_and_without(string key)
    {
        Vtk.WriteFile("policy.yml", CliConsole.Utf8.GetBytes(Yaml("verdicts.md")));
        Directory.CreateDirectory(Path.Combine(Home, "dist"));
        Vtk.WriteFile("dist/app.bin", [1, 2, 3]);
        var program = Path.Combine(AppContext.BaseDirectory, "vtk.dll");
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var steps = Run().Match(Yaml("ci.md")).Groups["lines"].Value;
        steps.ShouldContain("vtk check");

        await Tool.RunAsync("bash", "-c",
            $"""
            set -e
            cd '{Home}'
            unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME XDG_STATE_HOME
            export HOME='{Home}' GITHUB_STEP_SUMMARY='{Home}/step.md' VTK_API_KEY='' DOTNET_NOLOGO=1
            vtk() ( '{dotnet}' '{program}' "$@" )
            if [ -n '{key}' ]; then export VTK_API_KEY='{VtEmulatorKeys.Premium}'; vtk config set base-url '{Emulator.BaseAddress}'; fi
            {steps}
            """);

        JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Home, "vtk.sarif"))).RootElement.GetProperty("version").GetString().ShouldBe("2.1.0");
        File.Exists(Path.Combine(Home, "vtk.xml")).ShouldBeTrue();
        (await File.ReadAllTextAsync(Path.Combine(Home, "step.md"))).ShouldContain("app.bin");
        (await UploadsAsync()).ShouldBe(0, "with a key nothing is uploaded, and without one this service is not asked");
    }

    [Fact]
    public async Task The_settings_of_an_assistant_start_the_server()
    {
        var entry = JsonDocument.Parse(Json().Match(Guide.Text("docs/guides/assistants.md")).Groups["lines"].Value).RootElement.GetProperty("mcpServers").EnumerateObject().Single().Value;
        entry.GetProperty("command").GetString().ShouldBe("vtk");
        entry.GetProperty("env").EnumerateObject().Single().Name.ShouldBe("VTK_API_KEY");
        using var vtk = new VtkProcess { Environment = { ["VTK_API_KEY"] = VtEmulatorKeys.Premium } };
        (await vtk.RunAsync("config", "set", "base-url", Emulator.BaseAddress.AbsoluteUri)).Code.ShouldBe(0);

        using var server = vtk.Start([.. entry.GetProperty("args").EnumerateArray().Select(argument => argument.GetString()!)]);
        await using (var client = await McpClient.CreateAsync(new StreamClientTransport(server.StandardInput.BaseStream, server.StandardOutput.BaseStream)))
        {
            (await client.ListToolsAsync()).Count.ShouldBe(McpTools.All.Count);
            (await client.CallToolAsync("lookup", new Dictionary<string, object?> { ["indicator"] = "44d88612fea8a8f36de82e1278abb02f" })).IsError.ShouldNotBe(true);
        }
        server.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await server.WaitForExitAsync(patience.Token);
        server.ExitCode.ShouldBe(0);
    }

    private static string Yaml(string guide) => YamlBlock().Match(Guide.Text($"docs/guides/{guide}")).Groups["lines"].Value;

    [GeneratedRegex("```yaml\n(?<lines>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex YamlBlock();

    [GeneratedRegex("```json\n(?<lines>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Json();

    [GeneratedRegex("run: \\|\n(?<lines>( {10}.*\n)+)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Run();
}
