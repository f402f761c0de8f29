#!/usr/bin/env -S dotnet run
#:package VtKit.Graph.Explorer@*-*
#:package VtKit.Testing@*-*
#:property PublishAot=false

// A graph at the service: who may see it, loading, cloning, a collection of it, deleting.
using VtKit;
using VtKit.Graph;
using VtKit.Graph.Explorer;
using VtKit.Testing;

var key = Environment.GetEnvironmentVariable("VT_API_KEY") is { Length: > 0 } set ? set : null;
await using var emulator = key is null ? await VtTestServer.StartAsync() : null;
using var vt = emulator?.CreateClient() ?? new VtClient(key!);
var colleague = args.FirstOrDefault() ?? "other";
var graphs = new GraphService(vt);

var graph = new ThreatGraph("Case 7") { IsPrivate = true };
graph.Link(graph.Add(NodeType.Domain, "evil.example.com"), graph.Add(NodeType.IpAddress, "198.51.100.7"), "resolutions");
try
{
    var saved = await graphs.SaveAsync(graph, new GraphSharing { Viewers = [new VtRef(VtObjectTypes.User, colleague)] });
    foreach (var failure in saved.SharingFailures) Console.WriteLine($"not shared: {failure.Message}");
}
catch (GraphException e) when (e.Error == GraphError.PrivateNotAllowed)
{
    Console.WriteLine(e.Message);
    return;
}
Console.WriteLine($"viewer: {await vt.Graphs.IsViewerAsync(graph.Id!, colleague)}, editor: {await vt.Graphs.IsEditorAsync(graph.Id!, colleague)}");

// What is loaded and saved untouched is the same, and costs no request.
var loaded = await graphs.LoadAsync(graph.Id!);
Console.WriteLine($"loaded: {loaded.Graph.Nodes.Count} nodes, {loaded.Warnings.Count} oddities; sent again: {(await graphs.SaveAsync(loaded.Graph)).Sent.Count} attributes");

var clone = (await graphs.CloneAsync(graph.Id!, "Case 7, my view")).Graph;
Console.WriteLine($"clone: id {clone.Id ?? "none"} until it is saved");
await graphs.SaveAsync(clone);

var collection = await graphs.CreateCollectionAsync(graph);
var back = await graphs.FromCollectionAsync(collection.Id);
Console.WriteLine($"collection and back: {back.Graph.Nodes.Count(node => node.Type != NodeType.Collection)} indicators");

await graphs.DeleteAsync(clone);
await graphs.DeleteAsync(graph);
Console.WriteLine("deleted");
