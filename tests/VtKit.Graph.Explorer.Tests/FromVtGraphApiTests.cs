using VtKit.Testing;

namespace VtKit.Graph.Explorer.Tests;

/// <summary>The example of <c>docs/from-vt-graph-api.md</c>, line by line.</summary>
public sealed class FromVtGraphApiTests(EmulatorFixture emulator) : IClassFixture<EmulatorFixture>
{
    [Fact]
    public async Task The_example_runs()
    {
        await emulator.CalmAsync();
        var vt = emulator.Server.Client;
        await vt.Urls.SubmitAsync("http://www.example.com/");
        using var output = new StringWriter();

        var explorer = new GraphExplorer(vt, new ExploreOptions { MaxCalls = 200, MaxNodes = 2_000 });

        var graph = new ThreatGraph("My graph") { IsPrivate = false };
        var host = graph.Add(NodeType.Domain, "www.example.com", label: "mynode");
        var actor = graph.Add(NodeType.Actor, "badguy");
        graph.Link(actor, host);
        await explorer.FetchAsync(graph, host.Key);
        var report = await explorer.ExpandAsync(graph, host.Key, "urls");
        await new GraphService(vt).SaveAsync(graph);
        output.WriteLine($"{graph.Nodes.Count} nodes for {explorer.Calls} requests; {GraphPages.Iframe(graph)}");

        report.AddedNodes.Count.ShouldBe(1);
        output.ToString().ShouldBe($"3 nodes for 2 requests; <iframe src=\"https://www.virustotal.com/graph/embed/{graph.Id}\" width=\"800\" height=\"600\"></iframe>{Environment.NewLine}");
    }
}
