using System.Diagnostics;

namespace VtKit.Cli.Tests;

/// <summary>Runs the real <c>vtk</c> as a process of its own, with a home and an environment of its own.</summary>
internal sealed class VtkProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public DirectoryInfo Home { get; } = Directory.CreateTempSubdirectory("vtk-home-");

    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>Words to put before the program, such as one that gives rights up.</summary>
    public string[] Through { get; set; } = [];

    public async Task<(int Code, string Out, string Error)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        process.StandardInput.Close();
        return await EndAsync(process);
    }

    public Process Start(params string[] arguments)
    {
        string[] command = [.. Through, System.Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", Path.Combine(AppContext.BaseDirectory, "vtk.dll"), .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Home.FullName,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("VT", StringComparison.Ordinal) || name.StartsWith("XDG_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["HOME"] = Home.FullName;
        start.Environment["DOTNET_NOLOGO"] = "1";
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public static async Task<(int Code, string Out, string Error)> EndAsync(Process process)
    {
        using var patience = new CancellationTokenSource(Patience);
        var (stdout, stderr) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await stdout, await stderr);
        }
        catch (OperationCanceledException e)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException("vtk did not end.", e);
        }
    }

    /// <summary>Sends a signal, as a terminal does for Ctrl-C.</summary>
    public static async Task SignalAsync(Process process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public void Dispose() => Home.Delete(recursive: true);
}
