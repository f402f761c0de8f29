using VtKit.Graph;

namespace VtKit.Benchmarks;

/// <summary>Graphs made by chance from a seed.</summary>
internal static class SyntheticGraph
{
    /// <summary>Links between any two nodes.</summary>
    public static ThreatGraph Random(int nodes, int links, int seed)
    {
        var random = new Random(seed);
        var graph = new ThreatGraph("random");
        var all = Enumerable.Range(0, nodes).Select(i => graph.Add(NodeType.Domain, $"d{i}.example")).ToArray();
        while (graph.Links.Count < links)
            if ((random.Next(nodes), random.Next(nodes)) is var (a, b) && a != b) graph.Link(all[a], all[b], "resolutions");
        return graph;
    }

    /// <summary>
    /// What investigations look like: samples with the domains, addresses and files they touch, most of which nobody else touches, and a shared infrastructure that
    /// holds it all together, a few of its addresses being far busier than the others.
    /// </summary>
    public static ThreatGraph Threats(int nodes, int links, int seed)
    {
        var random = new Random(seed);
        var graph = new ThreatGraph("threats");
        var shared = Enumerable.Range(0, Math.Max(3, nodes / 25)).Select(i => graph.Add(NodeType.IpAddress, $"198.{18 + (i >> 16)}.{(i >> 8) & 255}.{i & 255}")).ToArray();
        var hubs = Enumerable.Range(0, Math.Max(3, nodes / 60)).Select(_ => graph.Add(NodeType.File, Hash(random))).ToArray();
        foreach (var hub in hubs)
        {
            hub.SetDetections(random.Next(20, 60));
            for (var i = 0; i < 3; i++) graph.Link(hub, Popular(shared, random), "contacted_ips");
        }
        var leaves = new List<Graph.GraphNode>();
        while (graph.Nodes.Count < nodes)
        {
            var hub = Popular(hubs, random);
            var i = graph.Nodes.Count;
            var (leaf, type) = random.Next(3) switch
            {
                0 => (graph.Add(NodeType.Domain, $"host{i}.example"), "contacted_domains"),
                1 => (graph.Add(NodeType.File, Hash(random)), "dropped_files"),
                _ => (graph.Add(NodeType.Url, $"http://host{i}.example/path/{i}"), "contacted_urls"),
            };
            if (random.Next(3) == 0) leaf.SetDetections(random.Next(30));
            graph.Link(hub, leaf, type);
            leaves.Add(leaf);
        }
        while (graph.Links.Count < links)
        {
            var leaf = leaves[random.Next(leaves.Count)];
            if (random.Next(4) == 0) graph.Link(Popular(hubs, random), leaf, "contacted_domains");
            else graph.Link(leaf, Popular(shared, random), "resolutions");
        }
        return graph;
    }

    /// <summary>One of them, the first ones far more often than the last.</summary>
    private static T Popular<T>(T[] nodes, Random random)
    {
        var chance = random.NextDouble();
        return nodes[(int)(chance * chance * nodes.Length)];
    }

    private static string Hash(Random random)
    {
        var bytes = new byte[32];
        random.NextBytes(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
