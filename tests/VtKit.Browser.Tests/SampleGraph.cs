using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace VtKit.Graph.Samples;

/// <summary>Graphs such as investigations make, from a seed: files that contact hosts, hosts that resolve, groups, an actor in the middle.</summary>
internal static class SampleGraph
{
    private static readonly string[] Words = ["invoice", "update", "report", "setup", "viewer", "notes", "agenda", "budget", "photos", "backup", "mail", "portal", "cdn", "static", "login"];

    /// <summary>A graph with exactly that many nodes, all without a place.</summary>
    public static ThreatGraph Create(int nodes, int seed = 7)
    {
        var chance = new Random(seed);
        var graph = new ThreatGraph($"Investigation with {nodes.ToString("#,0", CultureInfo.InvariantCulture)} nodes");
        if (nodes == 0) return graph;
        var actor = graph.Add(NodeType.Actor, "actor-1", "Quiet Heron");
        actor.Note = "Named by the analyst after the bird on the lure.";
        List<GraphNode> files = [], hosts = [];
        while (graph.Nodes.Count < nodes)
        {
            var number = graph.Nodes.Count;
            var hub = AddFile(graph, chance, number);
            files.Add(hub);
            if (chance.Next(nodes < 50 ? 1 : 6) == 0) graph.Link(actor, hub, "attributed");
            if (files.Count > 1 && chance.Next(3) > 0) graph.Link(files[chance.Next(files.Count - 1)], hub, "execution_parents");
            for (var i = Fan(chance, nodes); i > 0 && graph.Nodes.Count < nodes; i--)
            {
                var child = AddChild(graph, chance, graph.Nodes.Count, out var type);
                graph.Link(hub, child, type);
                hosts.Add(child);
            }
            // What several samples share is what holds an investigation together.
            for (var i = 0; i < 3 && hosts.Count > 3; i++) graph.Link(hub, hosts[chance.Next(hosts.Count)], "contacted_domains");
        }
        while (graph.Links.Count < nodes * 3 / 2 && nodes > 100) graph.Link(files[chance.Next(files.Count)], hosts[chance.Next(hosts.Count)], "contacted_ips");
        AddGroups(graph, hosts, Math.Min(4, nodes / 12));
        return graph;
    }

    private static int Fan(Random chance, int nodes) => chance.Next(8) == 0 && nodes > 100 ? 20 + chance.Next(25) : 2 + chance.Next(7);

    private static GraphNode AddFile(ThreatGraph graph, Random chance, int number)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes("sample " + number.ToString(CultureInfo.InvariantCulture))));
        var node = graph.Add(NodeType.File, hash, chance.Next(2) == 0 ? null : $"{Words[chance.Next(Words.Length)]}-{number}.exe");
        if (chance.Next(10) < 7) node.SetDetections(chance.Next(60));
        node.SetAttribute("type_tag", "peexe");
        return node;
    }

    private static GraphNode AddChild(ThreatGraph graph, Random chance, int number, out string type)
    {
        var name = $"{Words[chance.Next(Words.Length)]}{number}";
        GraphNode node;
        switch (chance.Next(4))
        {
            case 0:
                type = "contacted_ips";
                node = graph.Add(NodeType.IpAddress, $"198.{18 + (number >> 16)}.{(number >> 8) & 255}.{number & 255}");
                node.SetAttribute("country", "NL");
                break;
            case 1:
                type = "contacted_urls";
                node = graph.Add(NodeType.Url, $"http://{name}.example/{Words[chance.Next(Words.Length)]}?id={number}");
                break;
            case 2:
                type = "dropped_files";
                return AddFile(graph, chance, number);
            default:
                type = "contacted_domains";
                node = graph.Add(NodeType.Domain, name + ".example");
                break;
        }
        if (chance.Next(3) > 0) node.SetDetections(chance.Next(3) == 0 ? chance.Next(1, 15) : 0);
        return node;
    }

    private static void AddGroups(ThreatGraph graph, List<GraphNode> hosts, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var members = hosts.Where(node => node.Group is null && node.Incoming.Count == 1).Skip(i * 5).Take(4 + i).ToList();
            if (members.Count > 1) graph.Group("Infrastructure " + (char)('A' + i), members);
        }
    }
}
