using System.Diagnostics;
using System.Globalization;

namespace VtKit.Benchmarks;

/// <summary>
/// A feed package of 1,000 reports of 30 KB, end to end: over HTTP, unpacked, cut into lines, made views of, and one number of each read.
/// The readers are processes of their own, one of them bound to one core; they stay, so that each has warmed up, and run in turns.
/// </summary>
internal static class Feed
{
    private const int Objects = 1000;
    private const int PairCount = 10;
    // What makes a side last for a second.
    private const int PackagesPerSide = 4;
    private const double CoresBar = 1.6;
    private const double Bzip2Bar = 1.5;
    private const long MemoryBar = 110L * 1024 * 1024;

    public static async Task<int> RunAsync()
    {
        var package = Path.GetTempFileName();
        try
        {
            await MakePackageAsync(package);
            using var server = await ReportServer.StartAsync(package);
            using var one = new Reader(server.Address, "0");
            using var two = new Reader(server.Address, "0,1");
            Console.WriteLine($"load of the machine: {Load()}");
            var cores = await Pairs.CompareAsync("two cores against one", PairCount, two.RunAsync, one.RunAsync);
            Console.WriteLine($"load of the machine: {Load()}");
            var bzip2 = await Pairs.CompareAsync("two cores against bzip2 -dc", PairCount, two.RunAsync, () => UnpackAsync(package));
            Console.WriteLine($"load of the machine: {Load()}");
            var alone = await Pairs.CompareAsync("one core against bzip2 -dc", PairCount, one.RunAsync, () => UnpackAsync(package));
            var (peakOne, peakTwo) = (await one.PeakAsync(), await two.PeakAsync());
            var met = Report("two cores against one", cores, CoresBar) & Report("two cores against bzip2 -dc", bzip2, Bzip2Bar);
            Console.WriteLine(FormattableString.Invariant($"one core against bzip2 -dc: {alone:F2} times as fast"));
            met &= peakTwo < MemoryBar;
            Console.WriteLine(FormattableString.Invariant(
                $"memory: {peakTwo / 1048576.0:F0} MB on two cores, {peakOne / 1048576.0:F0} MB on one (bar: under {MemoryBar >> 20} MB) {(peakTwo < MemoryBar ? "ok" : "MISSED")}"));
            return met ? 0 : 1;
        }
        finally
        {
            File.Delete(package);
        }
    }

    /// <summary>The reader: for each line of input it reads some packages; at the end of input it says how much memory it held at most.</summary>
    public static async Task ReadAsync(Uri address)
    {
        using var vt = new VtClient(new VtClientOptions { ApiKey = new string('2', 64), BaseAddress = address });
        while (await Console.In.ReadLineAsync() is { Length: > 0 })
        {
            for (var i = 0; i < PackagesPerSide; i++) await ReadPackageAsync(vt);
            Console.WriteLine("done");
        }
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(process.PeakWorkingSet64.ToString(CultureInfo.InvariantCulture));
    }

    private static async Task ReadPackageAsync(VtClient vt)
    {
        var (objects, malicious) = (0, 0L);
        await foreach (var file in vt.Feeds.FilesMinuteAsync(DateTimeOffset.UnixEpoch.AddYears(56)))
        {
            objects++;
            malicious += file.LastAnalysisStats.Malicious!.Value;
        }
        if (objects != Objects || malicious == 0) throw new InvalidOperationException($"The package gave {objects} objects.");
    }

    private static async Task MakePackageAsync(string path)
    {
        using var process = Process.Start(new ProcessStartInfo("bzip2", ["-9c"]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        long size = 0;
        await using (var file = File.Create(path))
        {
            var writing = process.StandardOutput.BaseStream.CopyToAsync(file);
            for (var i = 0; i < Objects; i++)
            {
                var line = SyntheticReport.MakeLine(i);
                size += line.Length + 1;
                await process.StandardInput.BaseStream.WriteAsync(line);
                await process.StandardInput.BaseStream.WriteAsync("\n"u8.ToArray());
            }
            process.StandardInput.Close();
            await writing;
        }
        await process.WaitForExitAsync();
        var packed = new FileInfo(path).Length;
        Console.WriteLine(FormattableString.Invariant($"package: {Objects} objects, {size / 1e6:F1} MB, packed {packed / 1e6:F1} MB (1 to {(double)size / packed:F1})"));
    }

    private static async Task UnpackAsync(string package)
    {
        for (var i = 0; i < PackagesPerSide; i++)
        {
            using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "exec bzip2 -dc < \"$0\" > /dev/null", package]) { UseShellExecute = false })!;
            await process.WaitForExitAsync();
            if (process.ExitCode != 0) throw new InvalidOperationException("bzip2 failed.");
        }
    }

    private static bool Report(string name, double ratio, double bar)
    {
        Console.WriteLine(FormattableString.Invariant($"{name}: {ratio:F2} times as fast (bar: {bar:F1}) {(ratio >= bar ? "ok" : "MISSED")}"));
        return ratio >= bar;
    }

    private static string Load() => File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3)) : "unknown";

    private sealed class Reader : IDisposable
    {
        private readonly Process _process;

        public Reader(Uri server, string cores)
        {
            var start = new ProcessStartInfo("taskset") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
            foreach (var argument in new[] { "-c", cores, Environment.ProcessPath! }) start.ArgumentList.Add(argument);
            if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet") start.ArgumentList.Add(typeof(Reader).Assembly.Location);
            start.ArgumentList.Add("read-feed");
            start.ArgumentList.Add(server.ToString());
            _process = Process.Start(start)!;
        }

        public async Task RunAsync()
        {
            await _process.StandardInput.WriteLineAsync("go");
            await _process.StandardInput.FlushAsync();
            if (await _process.StandardOutput.ReadLineAsync() != "done") throw new InvalidOperationException("A reader failed.");
        }

        public async Task<long> PeakAsync()
        {
            _process.StandardInput.Close();
            return long.Parse(await _process.StandardOutput.ReadToEndAsync(), CultureInfo.InvariantCulture);
        }

        public void Dispose()
        {
            _process.StandardInput.Close();
            _process.WaitForExit();
            _process.Dispose();
        }
    }
}
