#!/usr/bin/env -S dotnet run
#:package VtKit.Graph.Explorer@*-*
#:package VtKit.Testing@*-*
#:property PublishAot=false

// A threat graph from nothing: nodes, links, a group; then saved, where everybody can find it.
using VtKit;
using VtKit.Graph;
using VtKit.Graph.Explorer;
using VtKit.Testing;

var key = Environment.GetEnvironmentVariable("VT_API_KEY") is { Length: > 0 } set ? set : null;
await using var emulator = key is null ? await VtTestServer.StartAsync() : null;
using var vt = emulator?.CreateClient() ?? new VtClient(key!);

// Until it is saved, nothing here asks anybody anything.
var graph = new ThreatGraph("My graph") { IsPrivate = false };
var host = graph.Add(NodeType.Domain, "www.example.com", label: "mynode");
var victim = graph.Add(NodeType.Victim, "badguy");
graph.AddMany([new NodeSpec(NodeType.IpAddress, "198[.]51[.]100[.]7", Position: new GraphPoint(10, 20)), new NodeSpec(NodeType.Url, "hxxp://www.example.com/login")]);
graph.Link(victim, host, "opened");
graph.Link(graph[NodeKey.Create(NodeType.IpAddress, "198.51.100.7")], host, "resolutions");
graph.Group("Wave 1", [host, victim]);

// Evil spelling, same node; and what is not there is not there.
Console.WriteLine(graph.Contains(NodeType.Domain, "WWW[.]Example.COM."));
try
{
    graph.Remove(NodeKey.Create(NodeType.Domain, "gone.example"));
}
catch (GraphException e) when (e.Error == GraphError.NodeNotFound)
{
    Console.WriteLine(e.Message);
}

var saved = await new GraphService(vt).SaveAsync(graph);
Console.WriteLine($"saved as {saved.Id[..1]}..., with {graph.Nodes.Count} nodes and {graph.Links.Count} links");
Console.WriteLine(GraphPages.Iframe(graph)[..56]);
