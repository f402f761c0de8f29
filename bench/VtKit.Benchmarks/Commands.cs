using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace VtKit.Benchmarks;

/// <summary>What the published <c>vtk</c> takes for long lists, large files and much text: time beside a program that does the least, and memory.</summary>
internal static class Commands
{
    private const int Hashes = 500;
    private const int Pairs = 15;
    private const int UploadMegabytes = 100;
    private const int Indicators = 1_000_000;
    private const int HostileBytes = 1 << 20;

    // The least that does the same: as many look-ups at a time as vtk, the bodies to stdout in their order.
    private const string Floor = """
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 5 });
        http.DefaultRequestHeaders.Add("x-apikey", new string('2', 64));
        using var stdout = Console.OpenStandardOutput();
        var running = new Queue<Task<byte[]>>();
        while (Console.In.ReadLine() is { } hash)
        {
            if (running.Count == 5) stdout.Write(await running.Dequeue());
            running.Enqueue(http.GetByteArrayAsync(args[0] + "api/v3/files/" + hash));
        }
        while (running.Count > 0) stdout.Write(await running.Dequeue());
        """;

    private static readonly Bars Bars = new();

    public static async Task<int> RunAsync(string repository)
    {
        var folder = Directory.CreateTempSubdirectory("vtkit-commands-").FullName;
        try
        {
            var vtk = await Published.VtkAsync(repository, folder);
            var floor = await Published.ProgramAsync(repository, folder, "floor", Floor);
            await LookUpAsync(folder, vtk, floor);
            await UploadAsync(folder, vtk);
            await ExtractAsync(folder, vtk);
            return Bars.ExitCode;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task LookUpAsync(string folder, string vtk, string floor)
    {
        using var server = await ReportServer.StartAsync();
        var list = string.Concat(Enumerable.Range(0, Hashes).Select(number => number.ToString("x64", CultureInfo.InvariantCulture) + "\n"));
        string[] look = ["file", "-", "--format", "json", "--base-url", server.Address.ToString()];
        foreach (var (name, config) in new[] { ("", ""), (", counted and kept", "cache = on\nquota = unlimited\n") })
        {
            var environment = Home(folder, config);
            string[] arguments = config.Length > 0 ? [.. look, "--refresh"] : look;
            var (times, peak) = (new List<double>(), 0L);
            var share = await Benchmarks.Pairs.CompareAsync($"{Hashes} hashes{name}", Pairs, async () =>
            {
                var run = await Measured.RunAsync(vtk, arguments, environment, list);
                times.Add(run.Seconds);
                peak = Math.Max(peak, run.PeakBytes);
            }, () => Measured.RunAsync(floor, [server.Address.ToString()], environment, list));
            // The ledger and the cache are files that the least program does not write: its ratio is told, the other bars hold.
            var ratio = $"{Hashes} hashes from stdin as JSON{name}, times the least HttpClient program";
            if (config.Length == 0) Bars.Report(ratio, 1 / share, 1.5);
            else Console.WriteLine(FormattableString.Invariant($"{ratio}: {1 / share:F2}"));
            Bars.Report($"{Hashes} hashes from stdin as JSON{name}, s", Benchmarks.Pairs.Median(times), 0.55);
            Bars.Report($"{Hashes} hashes from stdin as JSON{name}, peak MB", Measured.Megabytes(peak), 80);
        }
    }

    private static async Task UploadAsync(string folder, string vtk)
    {
        var file = Path.Combine(folder, "large.bin");
        var content = new byte[1 << 20];
        using (var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256))
        {
            await using (var stream = File.Create(file))
            {
                for (var i = 0; i < UploadMegabytes; i++)
                {
                    await stream.WriteAsync(content);
                    hash.AppendData(content);
                }
            }
            using var server = await ReportServer.StartAsync(null, Convert.ToHexStringLower(hash.GetHashAndReset()));
            var run = await Measured.RunAsync(vtk, ["scan", "file", file, "--yes", "--no-wait", "--base-url", server.Address.ToString()], Home(folder, ""), "");
            Bars.Report($"upload of {UploadMegabytes} MB, peak MB", run.PeakMegabytes, 60);
        }
        File.Delete(file);
    }

    private static async Task ExtractAsync(string folder, string vtk)
    {
        var file = Path.Combine(folder, "log.txt");
        await using (var text = new StreamWriter(file))
            for (var i = 0; i < Indicators; i++) text.WriteLine(Line(i));
        var size = new FileInfo(file).Length >> 20;
        var run = await Measured.RunAsync(vtk, ["extract", file], Home(folder, ""), "");
        Bars.Report($"{Indicators} indicators from {size} MB of text, s", run.Seconds, 10);
        Bars.Report($"{Indicators} indicators from {size} MB of text, peak MB", run.PeakMegabytes, 256);
        if (run.Lines < Indicators) throw new InvalidOperationException($"Only {run.Lines} of {Indicators} indicators were found.");
        string[] hostile = ["a.", "http://", "1.", "1.1.1.1", "a@", "a[.]", "hxxp[:]//", "::", "%2e", "xn--a.", "a-", "CVE-", "http://a:b@", "0x7f.", "\u0430.", "deadbeef", "[", "a.com/"];
        var worst = 0.0;
        foreach (var part in hostile)
        {
            await File.WriteAllTextAsync(file, string.Concat(Enumerable.Repeat(part, HostileBytes / Encoding.UTF8.GetByteCount(part))));
            var one = await Measured.RunAsync(vtk, ["extract", file], Home(folder, ""), "");
            worst = Math.Max(worst, one.Seconds);
            Console.WriteLine(FormattableString.Invariant($"  1 MB of '{part}': {one.Seconds:F2} s"));
        }
        Bars.Report("the worst hostile MB, s", worst, 1);
    }

    // About 200 bytes with one indicator that no other line has.
    private static string Line(int number)
    {
        var indicator = (number % 4) switch
        {
            0 => $"http://host{number}.example.com/path/{number}",
            1 => $"{1 + (number >> 16) % 200}.{(number >> 8) & 255}.{number & 255}.{1 + number % 250}",
            2 => $"sub{number}.example.net",
            _ => number.ToString("x64", CultureInfo.InvariantCulture),
        };
        return $"2026-01-15 12:00:00 INFO gateway request {number} allowed by rule 7 for user u{number % 997} to {indicator} after a check of the usual kind that took some time".PadRight(200, '.');
    }

    private static Dictionary<string, string> Home(string folder, string config)
    {
        var home = Directory.CreateDirectory(Path.Combine(folder, "home" + config.Length)).FullName;
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(home, ".config", "vtkit")).FullName, "config");
        File.WriteAllText(file, config);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return new Dictionary<string, string> { ["VTK_API_KEY"] = new string('2', 64), ["HOME"] = home };
    }
}
