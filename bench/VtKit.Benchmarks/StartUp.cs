using System.Diagnostics;

namespace VtKit.Benchmarks;

/// <summary>
/// How long the published <c>vtk</c> takes from nothing to an answer, as a multiple of a "hello" that is published the same way.
/// </summary>
internal static class StartUp
{
    private const int Pairs = 12;

    // One process takes some 50 ms: a side is as many of them as make a second.
    private const int RunsPerSide = 25;

    public static async Task RunAsync(string repository)
    {
        var folder = Directory.CreateTempSubdirectory("vtkit-startup-").FullName;
        try
        {
            var hello = await Published.ProgramAsync(repository, folder, "hello", "System.Console.WriteLine(\"hello\");");
            var vtk = await Published.VtkAsync(repository, folder);
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
}
