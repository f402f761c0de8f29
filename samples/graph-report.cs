#!/usr/bin/env -S dotnet run
#:package VtKit.Graph@*-*
#:property PublishAot=false

// A threat graph without key and network: from notes, arranged, analysed, drawn, given to other tools.
using VtKit.Graph;

var graph = new ThreatGraph("Notes of a night");
var named = graph.AddText("The dropper 44d88612fea8a8f36de82e1278abb02f asked hxxps://login[.]evil-bank.com/a and 198[.]51[.]100[.]7, and so did CVE-2026-0001.");
Console.WriteLine(string.Join('\n', named.Select(node => node.ToString())));

var file = named[0];
foreach (var node in named.Skip(1)) graph.Link(file, node, "contacted");
graph.Link(graph.Add(NodeType.Actor, "APT0"), named[^1], "uses");

Console.WriteLine($"way: {string.Join(" - ", graph.ShortestPath(graph.Find(NodeKey.Create(NodeType.Actor, "APT0"))!, named[1]).Select(node => node.DisplayName))}");
Console.WriteLine($"parts: {graph.Components().Count}; in the middle: {graph.Betweenness().MaxBy(pair => pair.Value).Key.Type}");

graph.Arrange(GraphLayout.Radial);
File.WriteAllText("notes.svg", graph.ToSvg());
File.WriteAllText("notes.json", GraphJson.Write(graph));
File.WriteAllText("notes.graphml", graph.ToGraphMl());
File.WriteAllText("notes.stix.json", graph.ToStix(DateTimeOffset.UtcNow));
var again = GraphImport.FromGraphMl(File.ReadAllText("notes.graphml"));
Console.WriteLine($"the same from GraphML: {GraphDiff.Between(graph, again).IsEmpty}");
