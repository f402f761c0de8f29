using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;

namespace VtKit.Benchmarks;

/// <summary>
/// What the emulator bears on the machine that its client runs on: look-ups of a file against an endpoint that answers the
/// same bytes from memory, and scans of files of 100 KB that are all different.
/// </summary>
internal static class EmulatorLoad
{
    private const string Eicar = "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f";
    private const int Requests = 20_000;
    private const int InFlight = 32;
    private const int Pairs = 10;
    private const double Bar = 0.5;
    private const int Scans = 4_000;
    private const int ScanSize = 100_000;
    private const int ScansInFlight = 8;
    private const double ScansBar = 200;

    public static async Task<int> RunAsync()
    {
        using var emulator = await EmulatorServer.StartAsync(EmulatorServer.Mode);
        using var http = Client();
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, await http.GetByteArrayAsync(new Uri(emulator.Address, "/api/v3/files/" + Eicar)));
            using var floor = await EmulatorServer.StartAsync(EmulatorServer.FloorMode, file);
            var ratio = await Benchmarks.Pairs.CompareAsync($"{Requests} times GET /files/{{hash}}, {InFlight} in flight, {new FileInfo(file).Length} bytes each", Pairs,
                () => LookUpAsync(http, emulator.Address), () => LookUpAsync(http, floor.Address));
            Console.WriteLine(FormattableString.Invariant($"GET /files/{{hash}}: {ratio:P0} of an endpoint that answers from memory (bar: {Bar:P0}) {Verdict(ratio >= Bar)}"));
            return await ScanAsync(http, emulator.Address) & ratio >= Bar ? 0 : 1;
        }
        finally
        {
            File.Delete(file);
        }
    }

    public static HttpClient Client()
    {
        var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        http.DefaultRequestHeaders.Add("x-apikey", new string('2', 64));
        return http;
    }

    private static Task LookUpAsync(HttpClient http, Uri server)
    {
        var address = new Uri(server, "/api/v3/files/" + Eicar);
        return ManyAsync(Requests, InFlight, async _ => (await http.GetByteArrayAsync(address)).Length);
    }

    private static async Task<bool> ScanAsync(HttpClient http, Uri server)
    {
        var content = new byte[ScanSize];
        new Random(1).NextBytes(content);
        "MZ"u8.CopyTo(content);
        var address = new Uri(server, "/api/v3/files");
        await ManyAsync(Scans / 10, ScansInFlight, number => UploadAsync(http, address, content, -number));
        var times = new double[Scans];
        var start = Stopwatch.GetTimestamp();
        await ManyAsync(Scans, ScansInFlight, async number =>
        {
            var began = Stopwatch.GetTimestamp();
            var length = await UploadAsync(http, address, content, number);
            times[number] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            return length;
        });
        var rate = Scans / Stopwatch.GetElapsedTime(start).TotalSeconds;
        Array.Sort(times);
        Console.WriteLine(FormattableString.Invariant(
            $"scans of {ScanSize} bytes, {ScansInFlight} in flight: {rate:F0} a second (bar: {ScansBar:F0}) {Verdict(rate >= ScansBar)}, p50 {times[Scans / 2]:F1} ms, p99 {times[Scans * 99 / 100]:F1} ms"));
        return rate >= ScansBar;
    }

    private static async Task<long> UploadAsync(HttpClient http, Uri address, byte[] content, int number)
    {
        var own = (byte[])content.Clone();
        BitConverter.TryWriteBytes(own.AsSpan(ScanSize - 8), (long)number);
        var part = new ByteArrayContent(own);
        part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var form = new MultipartFormDataContent { { part, "file", number.ToString(CultureInfo.InvariantCulture) } };
        using var answer = await http.PostAsync(address, form);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadAsByteArrayAsync()).Length;
    }

    public static async Task ManyAsync(int count, int inFlight, Func<int, Task<long>> send)
    {
        var left = count;
        long sum = 0;
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) is >= 0 and var number) Interlocked.Add(ref sum, await send(number));
        })));
        if (sum == 0) throw new InvalidOperationException("Nothing was answered.");
    }

    private static string Verdict(bool met) => met ? "ok" : "MISSED";
}
