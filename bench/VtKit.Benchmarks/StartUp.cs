using System.Diagnostics;

namespace VtKit.Benchmarks;

/// <summary>
/// How long the published <c>vtk</c> takes from nothing to an answer, as a multiple of a "hello" that is published the same way.
/// </summary>
internal static class StartUp
{
    private const int Pairs = 12;
    private static readonly string Vtk = Path.Combine("src", "VtKit.Cli");

    // One process takes some 50 ms: a side is as many of them as make a second.
    private const int RunsPerSide = 25;

    public static async Task RunAsync(string repository)
    {
        var folder = Directory.CreateTempSubdirectory("vtkit-startup-").FullName;
        try
        {
            var hello = await PublishHelloAsync(repository, folder);
            var vtk = await PublishVtkAsync(repository, folder);
            using var server = await ReportServer.StartAsync();
            var environment = new Dictionary<string, string>
            {
                ["VTK_API_KEY"] = new string('2', 64),
                ["XDG_CONFIG_HOME"] = Path.Combine(folder, "config"),
                ["XDG_DATA_HOME"] = Path.Combine(folder, "data"),
                ["XDG_CACHE_HOME"] = Path.Combine(folder, "cache"),
            };
            // Of a service on this machine nothing is kept or counted unless it is asked for; everywhere else it is.
            var config = Directory.CreateDirectory(Path.Combine(folder, "config", "vtkit"));
            await File.WriteAllTextAsync(Path.Combine(config.FullName, "config"), "cache = on\nquota = unlimited\n");
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(config.FullName, "config"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            string[] look = ["file", SyntheticReport.Sha256, "--base-url", server.Address.ToString()];

            await ReportAsync("vtk --version", 2.0, () => ManyAsync(vtk, environment, "--version"), () => ManyAsync(hello, environment));
            await ReportAsync("vtk file <hash> out of the cache", 3.5, () => ManyAsync(vtk, environment, look), () => ManyAsync(hello, environment));
            await ReportAsync("vtk file <hash> from the service, counted and kept", 3.5, () => ManyAsync(vtk, environment, [.. look, "--refresh"]), () => ManyAsync(hello, environment));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task ReportAsync(string name, double bar, Func<Task> ours, Func<Task> hello)
    {
        var times = 1 / await Benchmarks.Pairs.CompareAsync(name, Pairs, ours, hello);
        Console.WriteLine(FormattableString.Invariant($"{name}: {times:F2} times a hello (bar: {bar:F1}) {(times <= bar ? "ok" : "MISSED")}"));
    }

    private static async Task<string> PublishHelloAsync(string repository, string folder)
    {
        var project = Path.Combine(folder, "hello");
        Directory.CreateDirectory(project);
        await File.WriteAllTextAsync(Path.Combine(project, "hello.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
            </Project>
            """);
        // The very profile of vtk, so that no switch is left out.
        var profiles = Directory.CreateDirectory(Path.Combine(project, "Properties", "PublishProfiles"));
        File.Copy(Path.Combine(repository, Vtk, "Properties", "PublishProfiles", "release.pubxml"), Path.Combine(profiles.FullName, "release.pubxml"));
        await File.WriteAllTextAsync(Path.Combine(project, "Program.cs"), "System.Console.WriteLine(\"hello\");");
        var output = Path.Combine(folder, "hello-out");
        await ToolAsync("dotnet", project, "publish", "-p:PublishProfile=release", "-o", output, "-v", "q", "--nologo");
        return Path.Combine(output, "hello");
    }

    private static async Task<string> PublishVtkAsync(string repository, string folder)
    {
        var output = Path.Combine(folder, "vtk-out");
        await ToolAsync("dotnet", repository, "publish", Vtk, "-p:PublishProfile=release", "-o", output, "-v", "q", "--nologo");
        return Path.Combine(output, "vtk");
    }

    private static async Task ManyAsync(string program, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        for (var run = 0; run < RunsPerSide; run++)
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false };
            foreach (var (name, value) in environment) start.Environment[name] = value;
            using var process = Process.Start(start)!;
            await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
        }
    }

    private static async Task ToolAsync(string program, string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, UseShellExecute = false })!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}
