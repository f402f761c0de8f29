using System.Diagnostics;
using System.Runtime.InteropServices;

namespace VtKit.Benchmarks;

/// <summary>What one run of a program took.</summary>
/// <param name="Seconds">From its start to its end.</param>
/// <param name="PeakBytes">The most memory that it held.</param>
/// <param name="Lines">Lines that it wrote to stdout.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Measured(double Seconds, long PeakBytes, long Lines)
{
    public double PeakMegabytes => Megabytes(PeakBytes);

    public static double Megabytes(long bytes) => bytes / (1024.0 * 1024);

    /// <summary>Runs a program to its end, which must be 0 (done) or 3 (not found).</summary>
    public static async Task<Measured> RunAsync(string program, string[] arguments, Dictionary<string, string> environment, string input)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardInput = true, UseShellExecute = false };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var reading = CountLinesAsync(process.StandardOutput.BaseStream);
        var watching = WatchAsync(process);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var lines = await reading;
        await process.WaitForExitAsync();
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (process.ExitCode is not (0 or 3)) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
        return new Measured(seconds, await watching, lines);
    }

    private static async Task<long> CountLinesAsync(Stream output)
    {
        var buffer = new byte[1 << 16];
        var lines = 0L;
        for (int read; (read = await output.ReadAsync(buffer)) > 0;) lines += buffer.AsSpan(0, read).Count((byte)'\n');
        return lines;
    }

    // The kernel keeps the most; it is gone with the process.
    private static async Task<long> WatchAsync(Process process)
    {
        var peak = 0L;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!process.HasExited && await timer.WaitForNextTickAsync())
        {
            try
            {
                process.Refresh();
                peak = Math.Max(peak, process.PeakWorkingSet64);
            }
            catch (InvalidOperationException)
            {
                break;
            }
        }
        return peak;
    }
}
