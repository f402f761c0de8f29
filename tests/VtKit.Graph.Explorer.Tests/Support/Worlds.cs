using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using VtKit.Testing;

namespace VtKit.Graph.Explorer.Tests;

/// <summary>A small world of files, domains and addresses that are related both ways, by chance from a seed.</summary>
internal sealed class RandomWorld
{
    private readonly Dictionary<NodeKey, SortedDictionary<string, List<NodeKey>>> _lists = [];

    public RandomWorld(int seed, int files, int hosts, int relations)
    {
        var chance = new Random(seed);
        var world = seed.ToString(CultureInfo.InvariantCulture);
        Files = [.. Enumerable.Range(0, files).Select(i => NodeKey.Create(NodeType.File, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes($"{world}/{i}")))))];
        Hosts = [.. Enumerable.Range(0, hosts).Select(i => i % 2 == 0
            ? NodeKey.Create(NodeType.Domain, $"h{i}.w{world}.example")
            : NodeKey.Create(NodeType.IpAddress, string.Create(CultureInfo.InvariantCulture, $"198.{18 + (seed % 2)}.{seed % 250}.{i}")))];
        for (var i = 0; i < relations; i++)
        {
            var file = Files[chance.Next(files)];
            var host = Hosts[chance.Next(hosts)];
            Relate(file, host.Type == NodeType.Domain ? "contacted_domains" : "contacted_ips", host);
            Relate(host, "communicating_files", file);
        }
    }

    public static Func<VtRelationship, bool> Followed => relationship => relationship.Name is "contacted_domains" or "contacted_ips" or "communicating_files";

    public IReadOnlyList<NodeKey> Files { get; }

    public IReadOnlyList<NodeKey> Hosts { get; }

    public IReadOnlyList<NodeKey> All => [.. Files, .. Hosts];

    /// <summary>How many steps lie between two, or null.</summary>
    public int? Distance(NodeKey from, NodeKey to)
    {
        var reached = new Dictionary<NodeKey, int> { [from] = 0 };
        var queue = new Queue<NodeKey>([from]);
        while (queue.TryDequeue(out var at))
            foreach (var next in _lists.GetValueOrDefault(at)?.Values.SelectMany(list => list) ?? [])
                if (reached.TryAdd(next, reached[at] + 1)) queue.Enqueue(next);
        return reached.TryGetValue(to, out var hops) ? hops : null;
    }

    public bool AreRelated(NodeKey source, string name, NodeKey target) => _lists.GetValueOrDefault(source)?.GetValueOrDefault(name)?.Contains(target) == true;

    /// <summary>The members of the emulator's seed.</summary>
    public JsonObject Seed() => new()
    {
        ["domains"] = new JsonArray([.. Hosts.Where(host => host.Type == NodeType.Domain).Select(host => (JsonNode)host.Id)]),
        ["files"] = new JsonArray([.. Files.Select(file => new JsonObject { ["sha256"] = file.Id })]),
        ["objects"] = new JsonArray([.. All.Select(key => new JsonObject
        {
            ["type"] = key.Type.Name,
            ["id"] = key.Id,
            ["attributes"] = new JsonObject(),
            ["relationships"] = new JsonObject((_lists.GetValueOrDefault(key) ?? []).Select(list => KeyValuePair.Create<string, JsonNode?>(list.Key, new JsonObject
            {
                ["data"] = new JsonArray([.. list.Value.Select(target => StubService.Item(target.Type.Name, target.Id))]),
            }))),
        })]),
    };

    private void Relate(NodeKey source, string name, NodeKey target)
    {
        if (!_lists.TryGetValue(source, out var lists)) _lists[source] = lists = new(StringComparer.Ordinal);
        if (!lists.TryGetValue(name, out var list)) lists[name] = list = [];
        if (!list.Contains(target)) list.Add(target);
    }
}

/// <summary>An emulator for the tests of a class, with worlds laid down in it.</summary>
public sealed class EmulatorFixture : IAsyncLifetime
{
    private readonly HashSet<int> _laid = [];

    internal VtTestServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await VtTestServer.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();

    internal async Task<RandomWorld> LayAsync(int seed, int files = 12, int hosts = 16, int relations = 40)
    {
        var world = new RandomWorld(seed, files, hosts, relations);
        if (_laid.Add(seed)) await SeedAsync(world.Seed());
        return world;
    }

    internal Task SeedAsync(JsonObject seed) => PostAsync("/_emulator/seed", seed);

    /// <summary>From now on requests are answered 503 by chance.</summary>
    internal Task FailAsync(double probability, int seed) => PostAsync("/_emulator/faults", new JsonObject { ["status"] = 503, ["probability"] = probability, ["seed"] = seed, ["times"] = 0 });

    /// <summary>Forgets faults and requests.</summary>
    internal async Task CalmAsync()
    {
        await Server.ClearFaultsAsync();
        await Server.ForgetRequestsAsync();
    }

    private async Task PostAsync(string path, JsonObject body)
    {
        using var admin = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await admin.PostAsync(new Uri(Server.BaseAddress, path), content);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }
}

internal static class Seen
{
    /// <summary>Nodes and links as text, sorted: equal for graphs that show the same.</summary>
    public static string Of(ThreatGraph graph) =>
        string.Join('\n', graph.Nodes.Select(node => node.ToString()).Order(StringComparer.Ordinal).Concat(graph.Links.Select(link => link.ToString()).Order(StringComparer.Ordinal)));

    /// <summary>Nodes and links in their order.</summary>
    public static string InOrder(ThreatGraph graph) => string.Join('\n', graph.Nodes.Select(node => node.ToString()).Concat(graph.Links.Select(link => link.ToString())));
}
