#!/usr/bin/env -S dotnet run
#:package VtKit.Graph.Explorer@*-*
#:package VtKit.Testing@*-*
#:property PublishAot=false

// A graph grows by what VirusTotal knows, within a budget: look-ups, one relationship, all of them, several levels, paths.
using System.Security.Cryptography;
using System.Text;
using VtKit;
using VtKit.Graph;
using VtKit.Graph.Explorer;
using VtKit.Testing;

var key = Environment.GetEnvironmentVariable("VT_API_KEY") is { Length: > 0 } set ? set : null;
await using var emulator = key is null ? await VtTestServer.StartAsync() : null;
using var vt = emulator?.CreateClient() ?? new VtClient(key!);
var hash = args.FirstOrDefault();
if (hash is null)
{
    // Something to find: a text that names two hosts.
    var notes = Encoding.UTF8.GetBytes("see http://one.example.com/a and http://two.example.com/b");
    await vt.Files.ScanAndWaitAsync(new MemoryStream(notes), new VtUploadOptions { FileName = "notes.txt" });
    hash = Convert.ToHexStringLower(MD5.HashData(notes));
}

var graph = new ThreatGraph("Notes");
var file = graph.Add(NodeType.File, hash, "notes.txt");
var explorer = new GraphExplorer(vt, new ExploreOptions { MaxCalls = 40, MaxNodes = 100, MaxPerRelationship = 10 });

// A look-up finds the SHA-256 of an MD5. Adding the node did not.
Console.WriteLine($"a look-up costs {explorer.EstimateFetch(graph).Calls}");
await explorer.FetchAsync(graph, file.Key);
Console.WriteLine($"{file.Id.Length} digits, {file.Detections ?? 0} detections");

var one = await explorer.ExpandAsync(graph, file.Key, "embedded_domains");
Console.WriteLine($"embedded_domains: {one.AddedNodes.Count} nodes for {one.Calls} request");
Console.WriteLine($"all relationships: at most {explorer.Estimate(graph, file.Key).Calls} requests");

var level = await explorer.ExpandAsync(graph, file.Key);
Console.WriteLine($"one level: {level.AddedNodes.Count} nodes more");

// The budget ends the run, and the next one goes on.
var part = await explorer.ExpandAllAsync(graph, levels: 2);
Console.WriteLine($"{part.Calls} requests, stopped because of {part.StoppedBecause}");
if (part.Resume is not null) Console.WriteLine($"going on: {(await explorer.ResumeAsync(graph, part.Resume)).Calls} more");
foreach (var failure in part.Failures.Take(3)) Console.WriteLine($"failed: {failure.Relationship} ({failure.Code})");

var path = await explorer.FindPathAsync(graph, NodeKey.Create(NodeType.Domain, "one.example.com"), NodeKey.Create(NodeType.Domain, "two.example.com"));
Console.WriteLine(string.Join(" - ", path.Paths[0].Nodes.Select(node => node.DisplayName)));
// A file of which only the name is known: an Intelligence search finds it, where exactly one bears it (premium).
var unknown = new ThreatGraph();
unknown.Add(NodeType.File, "notes.txt");
var named = await new GraphExplorer(vt, new ExploreOptions { MaxCalls = 2, FindNames = true }).FetchAllAsync(unknown);
Console.WriteLine($"by its name: {(named.FetchedNodes.Count == 1 && unknown.Nodes.First().Id == file.Id ? "found" : "not found")}");
Console.WriteLine($"{explorer.Calls} requests in all, {graph.Nodes.Count} nodes");
