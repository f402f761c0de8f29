using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using VtKit.Graph;

namespace VtKit.Benchmarks;

/// <summary>How long a graph of 100,000 nodes takes to be written and read.</summary>
internal static class GraphSave
{
    private const int Nodes = 100_000;
    private const int ChildrenOfEach = 20;
    private const int Rounds = 10;
    private const double Bar = 1.0;

    public static int Run()
    {
        var made = Make();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{made.Nodes.Count:N0} nodes, {made.Links.Count:N0} links, {made.Groups.Count} groups"));
        var text = new ArrayBufferWriter<byte>();
        GraphJson.Write(made, text);
        var isMet = Report("save a graph that was made here", Bar, () => Write(made));
        var read = GraphJson.Read(text.WrittenMemory).Graph;
        isMet &= Report("save one that was loaded", Bar, () => Write(read));
        read.Nodes.First().Label = "changed";
        isMet &= Report("save it after a change", Bar, () => Write(read));
        Report("load", null, () => GraphJson.Read(text.WrittenMemory).Graph.Nodes.Count);
        return isMet ? 0 : 1;
    }

    /// <summary>Files that contact addresses, of which some are shared, and domains that resolve to them.</summary>
    private static ThreatGraph Make()
    {
        var random = new Random(1);
        var graph = new ThreatGraph("a hundred thousand");
        var hash = new byte[32];
        var addresses = new List<GraphNode>();
        while (graph.Nodes.Count < Nodes)
        {
            random.NextBytes(hash);
            var file = graph.Add(NodeType.File, Convert.ToHexStringLower(hash), $"sample {graph.Nodes.Count}.exe");
            file.SetDetections(random.Next(60));
            for (var i = 0; i < ChildrenOfEach && graph.Nodes.Count < Nodes; i++)
            {
                var number = random.Next(4) == 0 || addresses.Count == 0 ? -1 : random.Next(addresses.Count);
                if (number >= 0 && random.Next(3) == 0)
                {
                    graph.Link(file, addresses[number], "contacted_ips");
                    continue;
                }
                var address = graph.Add(NodeType.IpAddress, new System.Net.IPAddress((uint)random.Next()).ToString(), position: new GraphPoint(random.Next(9999), random.Next(9999)));
                addresses.Add(address);
                graph.Link(file, address, "contacted_ips");
                if (i % 4 == 0) graph.Link(graph.Add(NodeType.Domain, $"host{graph.Nodes.Count}.example"), address, "resolutions");
            }
        }
        graph.Group("first", [.. addresses.Take(50)]);
        return graph;
    }

    private static int Write(ThreatGraph graph)
    {
        var buffer = new ArrayBufferWriter<byte>();
        GraphJson.Write(graph, buffer);
        return buffer.WrittenCount;
    }

    private static bool Report(string what, double? bar, Func<int> run)
    {
        run();
        var seconds = new List<double>();
        for (var i = 0; i < Rounds; i++)
        {
            GC.Collect();
            var clock = Stopwatch.StartNew();
            run();
            seconds.Add(clock.Elapsed.TotalSeconds);
        }
        var median = seconds.Order().ElementAt(Rounds / 2);
        var isMet = bar is null || median < bar;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: median {median:0.00} s of {Rounds}, slowest {seconds.Max():0.00} s{(bar is null ? "" : isMet ? $"; bar {bar} s: met" : $"; bar {bar} s: MISSED")}"));
        return isMet;
    }
}
