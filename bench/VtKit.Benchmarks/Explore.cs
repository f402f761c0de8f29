using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using VtKit.Graph;
using VtKit.Graph.Explorer;

namespace VtKit.Benchmarks;

/// <summary>
/// Expanding nodes against the same requests sent by the SDK alone: what the explorer does besides (budget, order, reading the answers, the graph) is the difference.
/// Both sides go to the same emulator, in a process of its own.
/// </summary>
internal static class Explore
{
    private const string Relationship = "contacted_domains";
    private const int Nodes = 500, Related = 20, Domains = 2_000, InFlight = 8, Pairs = 10, Rounds = 3;
    private const double Bar = 0.85;

    public static async Task<int> RunAsync()
    {
        using var emulator = await EmulatorServer.StartAsync(EmulatorServer.Mode);
        using var http = EmulatorLoad.Client();
        var files = Enumerable.Range(0, Nodes).Select(number => number.ToString("x64", CultureInfo.InvariantCulture)).ToArray();
        await SeedAsync(http, emulator.Address, files);
        using var vt = new VtClient(new VtClientOptions { ApiKey = new string('2', 64), BaseAddress = emulator.Address });

        var ratio = await Benchmarks.Pairs.CompareAsync($"{Rounds} times {Nodes} nodes, {Related} results each, {InFlight} in flight, against the same look-ups by VtClient.GetAsync", Pairs,
            () => ExpandAsync(vt, files), () => LookUpAsync(async address => (await vt.GetAsync(address)).Body, files));
        Console.WriteLine(FormattableString.Invariant($"expand: {ratio:P0} of the rate of the bare look-ups (bar: {Bar:P0}) {(ratio >= Bar ? "ok" : "MISSED")}"));
        var bytes = await Benchmarks.Pairs.CompareAsync("the same against an HttpClient that reads the bytes and nothing of them", Pairs,
            () => ExpandAsync(vt, files), () => LookUpAsync(async address => await http.GetByteArrayAsync(new Uri(emulator.Address, "/api/v3" + address)), files));
        Console.WriteLine(FormattableString.Invariant($"expand: {bytes:P0} of the rate of HttpClient (told)"));
        return ratio >= Bar ? 0 : 1;
    }

    private static async Task ExpandAsync(VtClient vt, string[] files)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var graph = new ThreatGraph();
            foreach (var file in files) graph.Add(NodeType.File, file);
            var report = await new GraphExplorer(vt, new ExploreOptions { Concurrency = InFlight, Relationships = relationship => relationship.Name == Relationship }).ExpandAllAsync(graph);
            if (report.Calls != Nodes || report.AddedLinks.Count != Nodes * Related) throw new InvalidOperationException($"The expansion sent {report.Calls} requests and added {report.AddedLinks.Count} links.");
        }
    }

    private static async Task LookUpAsync(Func<string, Task<ReadOnlyMemory<byte>>> get, string[] files)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => Task.Run(async () =>
        {
            for (int number; (number = Interlocked.Increment(ref next)) < Rounds * files.Length;)
                if ((await get($"/files/{files[number % files.Length]}/{Relationship}?limit=40")).Length == 0) throw new InvalidOperationException("An answer is empty.");
        })));
    }

    private static async Task SeedAsync(HttpClient http, Uri server, string[] files)
    {
        static string Domain(int number) => string.Create(CultureInfo.InvariantCulture, $"d{number}.example");
        var seed = new JsonObject
        {
            ["domains"] = new JsonArray([.. Enumerable.Range(0, Domains).Select(number => (JsonNode)Domain(number))]),
            ["files"] = new JsonArray([.. files.Select(file => new JsonObject { ["sha256"] = file })]),
            ["objects"] = new JsonArray([.. files.Select((file, number) => new JsonObject
            {
                ["type"] = "file",
                ["id"] = file,
                ["attributes"] = new JsonObject(),
                ["relationships"] = new JsonObject
                {
                    [Relationship] = new JsonObject { ["data"] = new JsonArray([.. Enumerable.Range(0, Related).Select(i => new JsonObject { ["type"] = "domain", ["id"] = Domain(((number * 7) + (i * 13)) % Domains) })]) },
                },
            })]),
        };
        using var content = new StringContent(seed.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(server, "/_emulator/seed"), content);
        answer.EnsureSuccessStatusCode();
    }
}
