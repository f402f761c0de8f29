using System.Diagnostics;

namespace VtKit.Benchmarks;

/// <summary>The most memory that a process holds while it uploads the largest file that the service takes.</summary>
internal static class Upload
{
    private const long Size = 650L * 1024 * 1024;
    private const long BarBytes = 100L * 1024 * 1024;

    public static async Task RunAsync()
    {
        var file = Path.GetTempFileName();
        try
        {
            await using (var content = File.OpenWrite(file)) content.SetLength(Size);
            using var server = await ReportServer.StartAsync();
            using var vt = new VtClient(new VtClientOptions { ApiKey = new string('2', 64), BaseAddress = server.Address });
            var start = Stopwatch.GetTimestamp();
            await vt.Files.UploadAsync(file);
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            var peak = PeakBytes();
            Console.WriteLine(FormattableString.Invariant(
                $"upload: {Size >> 20} MB in {seconds:F1} s, peak memory of the process {peak >> 20} MB (bar: under {BarBytes >> 20} MB) {(peak < BarBytes ? "ok" : "MISSED")}"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static long PeakBytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
