using FsCheck.Fluent;

namespace VtKit.Graph.Tests;

public sealed class AnalysisTests
{
    /// <summary>The friendships in Zachary's karate club (1977), members numbered from 0.</summary>
    private const string KarateClub =
        "0:1,2,3,4,5,6,7,8,10,11,12,13,17,19,21,31 1:2,3,7,13,17,19,21,30 2:3,7,8,9,13,27,28,32 3:7,12,13 4:6,10 5:6,10,16 6:16 8:30,32,33 9:33 13:33 14:32,33 15:32,33 18:32,33 19:33 20:32,33 22:32,33 " +
        "23:25,27,29,32,33 24:25,27,31 25:31 26:29,33 27:33 28:31,33 29:32,33 30:32,33 31:32,33 32:33";

    [Fact]
    public void Centralities_of_the_karate_club_are_those_of_networkx()
    {
        var (graph, members) = Club();
        graph.Links.Count.ShouldBe(78);
        var betweenness = graph.Betweenness();
        foreach (var (member, value) in (ReadOnlySpan<(int, double)>)[(0, 0.43763528138528146), (33, 0.30407497594997596), (32, 0.145247113997114), (2, 0.14365680615680618), (31, 0.13827561327561325), (1, 0.053936688311688304), (8, 0.05592682780182781), (7, 0)])
            betweenness[members[member]].ShouldBe(value, 1e-12);
        var degree = graph.DegreeCentrality();
        degree[members[0]].ShouldBe(0.48484848484848486, 1e-12);
        degree[members[33]].ShouldBe(0.5151515151515151, 1e-12);
        graph.Degree(members[11]).ShouldBe(1);
    }

    [Fact]
    public void Communities_of_the_karate_club_fit_and_are_the_same_each_time()
    {
        var (graph, _) = Club();
        var communities = graph.Communities(seed: 7);
        graph.Modularity(communities).ShouldBeGreaterThan(0.38);
        communities.Sum(one => one.Count).ShouldBe(34);
        graph.Communities(seed: 7).Select(one => one.Select(node => node.Id)).ShouldBe(communities.Select(one => one.Select(node => node.Id)));
        // networkx.community.modularity of the two factions.
        var hi = new[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 16, 17, 19, 21 };
        var members = graph.Nodes.ToDictionary(node => int.Parse(node.Id, System.Globalization.CultureInfo.InvariantCulture));
        graph.Modularity([hi.Select(i => members[i]), Enumerable.Range(0, 34).Except(hi).Select(i => members[i])]).ShouldBe(0.3582347140039448, 1e-9);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Paths_are_those_that_brute_force_finds(bool isDirected) => Generated.That(Gen.Choose(0, int.MaxValue), seed =>
    {
        var graph = Generated.Plain(2 + seed % 6, 0.35, seed);
        var (from, to) = (graph.Nodes.First(), graph.Nodes.Last());
        var all = Brute(graph, [from], to, isDirected).ToList();
        foreach (var max in (ReadOnlySpan<int>)[0, 1, 2, 3, 10])
        {
            var found = graph.SimplePaths(from, to, max, isDirected).ToList();
            found.Select(Text).Order().ShouldBe(all.Where(path => path.Count - 1 <= max).Select(Text).Order());
            found.Select(path => path.Count).ShouldBeInOrder();
        }
        var shortest = graph.ShortestPath(from, to, isDirected);
        shortest.Count.ShouldBe(all.Count == 0 ? 0 : all.Min(path => path.Count));
        if (shortest.Count > 0) all.Select(Text).ShouldContain(Text(shortest));
        return true;
    }, runs: 200);

    [Fact]
    public void Parts_common_neighbours_and_missing_nodes()
    {
        var graph = new ThreatGraph();
        var nodes = Enumerable.Range(0, 6).Select(i => graph.Add(NodeType.Actor, "n" + i)).ToArray();
        graph.Link(nodes[3], nodes[4]);
        graph.Link(nodes[5], nodes[4], "x");
        graph.Link(nodes[1], nodes[2]);
        graph.Components().Select(part => string.Join(',', part.Select(node => node.Id))).ShouldBe(["n3,n4,n5", "n1,n2", "n0"]);
        graph.CommonNeighbours([nodes[3], nodes[5]]).ShouldBe([nodes[4]]);
        graph.CommonNeighbours([]).ShouldBeEmpty();
        graph.ShortestPath(nodes[0], nodes[1]).ShouldBeEmpty();
        graph.ShortestPath(nodes[0], nodes[0]).ShouldBe([nodes[0]]);
        graph.ShortestPath(nodes[3], nodes[5], isDirected: true).ShouldBeEmpty();
        Should.Throw<GraphException>(() => graph.ShortestPath(nodes[0], new ThreatGraph().Add(NodeType.Actor, "n1"))).Error.ShouldBe(GraphError.NodeNotFound);
        new ThreatGraph().Components().ShouldBeEmpty();
        new ThreatGraph().Communities().ShouldBeEmpty();
        new ThreatGraph().Betweenness().ShouldBeEmpty();
    }

    [Fact]
    public void A_selection_shares_attributes_items_of_lists_and_neighbours()
    {
        var graph = new ThreatGraph();
        var nodes = Enumerable.Range(0, 3).Select(i => graph.Add(NodeType.Domain, $"d{i}.example")).ToArray();
        var ip = graph.Add(NodeType.IpAddress, "1.2.3.4");
        foreach (var node in nodes) graph.Link(node, ip, "resolutions");
        nodes[0].SetAttribute("tags", System.Text.Json.JsonElement.Parse("[\"a\",\"b\"]"));
        nodes[1].SetAttribute("tags", "b");
        nodes[2].SetDetections(4);
        graph.Commonalities(nodes).Select(one => (one.Name, one.Value, one.Nodes.Count, one.Neighbour)).ShouldBe([("resolutions", "1.2.3.4", 3, ip), ("tags", "b", 2, null)]);
    }

    [Fact]
    public void Merging_keeps_its_laws() => Generated.That(Gen.Choose(0, int.MaxValue / 2), seed =>
    {
        ThreatGraph One() => Generated.Model(seed);
        ThreatGraph Other() => GraphJson.Read(GraphJson.Write(Generated.Model(seed + seed % 3))).Graph;
        var merged = One();
        var report = merged.Merge(Other());
        // Nothing is lost, a second time adds nothing, and the order does not decide what is there.
        GraphDiff.Between(One(), merged).RemovedNodes.ShouldBeEmpty();
        GraphDiff.Between(Other(), merged).RemovedLinks.ShouldBeEmpty();
        var again = merged.Merge(Other());
        (again.AddedNodes.Count, again.AddedLinks).ShouldBe((0, 0));
        again.Conflicts.Where(conflict => conflict.Fact != "group").ShouldBe(report.Conflicts.Where(conflict => conflict.Fact != "group"));
        var reverse = Other();
        reverse.Merge(One());
        var diff = GraphDiff.Between(merged, reverse);
        (diff.AddedNodes.Count + diff.RemovedNodes.Count + diff.AddedLinks.Count + diff.RemovedLinks.Count).ShouldBe(0);
        diff.Changed.Where(change => change.Fact != "group").Select(change => change.Fact).Distinct().Order().ShouldBe(report.Conflicts.Where(conflict => conflict.Fact != "group").Select(conflict => conflict.Fact).Distinct().Order());
        CodecTests.ShouldMeanTheSame(merged, GraphJson.Read(GraphJson.Write(merged)));
        return true;
    }, runs: 150);

    [Fact]
    public void A_difference_tells_what_changed_and_a_conflict_keeps_ours()
    {
        var (one, other) = (new ThreatGraph(), new ThreatGraph());
        var (a, b) = (one.Add(NodeType.Domain, "a.example", "ours"), other.Add(NodeType.Domain, "a.example", "theirs"));
        b.SetAttribute("country", "GB");
        other.Link(b, other.Add(NodeType.IpAddress, "1.2.3.4"), "resolutions");
        var diff = GraphDiff.Between(one, other);
        diff.AddedNodes.Single().Id.ShouldBe("1.2.3.4");
        diff.AddedLinks.Single().Type.ShouldBe("resolutions");
        diff.Changed.ShouldBe([new GraphDifference(a.Key, "label", "ours", "theirs"), new GraphDifference(a.Key, "attributes.country", null, "GB")]);

        one.Merge(other).Conflicts.ShouldBe([new GraphDifference(a.Key, "label", "ours", "theirs")]);
        (a.Label, a.Attributes["country"].GetString()).ShouldBe(("ours", "GB"));
    }

    private static (ThreatGraph Graph, GraphNode[] Members) Club()
    {
        var graph = new ThreatGraph();
        var members = Enumerable.Range(0, 34).Select(i => graph.Add(NodeType.Actor, i.ToString(System.Globalization.CultureInfo.InvariantCulture))).ToArray();
        foreach (var row in KarateClub.Split(' '))
            foreach (var friend in row.Split(':')[1].Split(','))
                graph.Link(members[int.Parse(row.Split(':')[0], System.Globalization.CultureInfo.InvariantCulture)], members[int.Parse(friend, System.Globalization.CultureInfo.InvariantCulture)]);
        return (graph, members);
    }

    private static IEnumerable<IReadOnlyList<GraphNode>> Brute(ThreatGraph graph, List<GraphNode> path, GraphNode to, bool isDirected)
    {
        if (path[^1] == to) return [path];
        return graph.Nodes.Where(next => !path.Contains(next) && (graph.FindLink(path[^1], next) is not null || (!isDirected && graph.FindLink(next, path[^1]) is not null)))
            .SelectMany(next => Brute(graph, [.. path, next], to, isDirected));
    }

    private static string Text(IReadOnlyList<GraphNode> path) => string.Join(' ', path.Select(node => node.Id));
}
