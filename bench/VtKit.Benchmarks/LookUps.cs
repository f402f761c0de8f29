using System.Text.Json;

namespace VtKit.Benchmarks;

/// <summary>
/// Look-ups of a 30 KB report on a local server, 50 in flight: the SDK against a floor of raw <see cref="HttpClient"/> and
/// <see cref="JsonDocument"/>. Both read the same number, so that neither may leave the parsing out.
/// </summary>
internal static class LookUps
{
    private const int Requests = 20_000;
    private const int InFlight = 50;
    private const int Pairs = 10;
    private const double Bar = 0.90;

    public static async Task RunAsync()
    {
        using var server = await ReportServer.StartAsync();
        using var vt = new VtClient(new VtClientOptions { ApiKey = new string('2', 64), BaseAddress = server.Address });
        using var http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = System.Net.DecompressionMethods.GZip });
        http.DefaultRequestHeaders.Add("x-apikey", new string('2', 64));
        var address = new Uri(server.Address, "/api/v3/files/" + SyntheticReport.Sha256);

        async Task OursAsync() => await ManyAsync(async () => (await vt.Files.GetAsync(SyntheticReport.Sha256)).LastAnalysisStats.Malicious!.Value);
        var ratio = await Benchmarks.Pairs.CompareAsync($"{Requests} look-ups, {InFlight} in flight", Pairs,
            OursAsync,
            () => ManyAsync(async () =>
            {
                using var answer = await http.GetAsync(address);
                answer.EnsureSuccessStatusCode();
                using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
                return json.RootElement.GetProperty("data").GetProperty("attributes").GetProperty("last_analysis_stats").GetProperty("malicious").GetInt64();
            }));
        Console.WriteLine(FormattableString.Invariant($"look-ups: {ratio:P0} of the floor (bar: {Bar:P0}) {(ratio >= Bar ? "ok" : "MISSED")}"));

        // The server is in this process, too; what it takes for an answer is in the figure.
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await OursAsync();
        Console.WriteLine(FormattableString.Invariant($"look-ups: {(GC.GetTotalAllocatedBytes(precise: true) - before) / 1024.0 / Requests:F1} KB allocated for each, the report's 30 KB and the server's part among them"));
    }

    private static async Task ManyAsync(Func<Task<long>> look)
    {
        var left = Requests;
        long sum = 0;
        await Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0) Interlocked.Add(ref sum, await look());
        })));
        if (sum == 0) throw new InvalidOperationException("The look-ups read nothing.");
    }
}
