using System.Text.Json;
using VtKit.Indicators;

namespace VtKit.Graph.Tests;

public sealed class CodecTests
{
    private const string A = "5504e04083d6146a67cb0d671d8ad5885315062c9ee08a62e40e264c2d5eab91";

    [SharedFact]
    public void Every_graph_of_the_fixtures_comes_back_as_it_was()
    {
        var files = Directory.GetFiles(Path.Combine(SharedMaterial.Fixtures!, "graphs"), "*.json");
        foreach (var file in files)
        {
            var text = File.ReadAllText(file);
            JsonElement.DeepEquals(JsonElement.Parse(text), JsonElement.Parse(GraphJson.Write(GraphJson.Read(text).Graph))).ShouldBeTrue(Path.GetFileName(file));
        }
        files.Length.ShouldBeGreaterThan(3);
    }

    [SharedFact]
    public void The_real_graph_means_what_its_editor_drew()
    {
        var (graph, warnings) = GraphJson.Read(File.ReadAllText(Path.Combine(SharedMaterial.Fixtures!, "graphs", "graph_virustotal.json")));
        warnings.ShouldBeEmpty();
        graph.Name.ShouldBe("First Graph API test");
        graph.Nodes.Count.ShouldBe(10);
        var ip = graph[NodeKey.Create(NodeType.IpAddress, "178.62.125.244")];
        ip.Incoming.Count(link => link.Type == "contacted_ips").ShouldBe(5);
        ip.Outgoing.Count(link => link.Type == "communicating_files").ShouldBe(2);
        ip.Attributes["country"].GetString().ShouldBe("GB");
        graph.Groups.Single().Members.Single().Id.ShouldBe(A);
        graph.Nodes.Where(node => node.Type.Kind == NodeTypeKind.Special).Select(node => node.Type).ShouldBe([NodeType.Commonality, NodeType.Retrohunt]);
        graph[NodeKey.Create(NodeType.File, A)].Detections.ShouldBe(45);
    }

    [Theory]
    [InlineData("{}", GraphWarningKind.NoGraph)]
    [InlineData("[1,2]", GraphWarningKind.NoGraph)]
    [InlineData("""{"data":{"attributes":{"nodes":[]}}}""", GraphWarningKind.NoDescription)]
    [InlineData("""{"nodes":[1,{"x":"a"}]}""", GraphWarningKind.OddEntry)]
    [InlineData("""{"nodes":[],"links":{}}""", GraphWarningKind.OddEntry)]
    [InlineData("""{"nodes":[{"type":"domain","entity_id":"A.com"},{"type":"domain","entity_id":"a.com","x":1}]}""", GraphWarningKind.DuplicateNode)]
    [InlineData("""{"nodes":[{"type":"domain","entity_id":"a.com"},{"type":"custom","entity_id":"a.com"}]}""", GraphWarningKind.AmbiguousId)]
    [InlineData("""{"nodes":[{"type":"ip_address","entity_id":"nonsense"}]}""", GraphWarningKind.OddId)]
    [InlineData("""{"nodes":[{"type":"domain","entity_id":""}]}""", GraphWarningKind.OddId)]
    [InlineData("""{"nodes":[{"type":"domain","entity_id":"a.com"}],"links":[{"source":"relationships_urls_x","target":"a.com","connection_type":"urls"}]}""", GraphWarningKind.UndeclaredRelationship)]
    [InlineData("""{"nodes":[{"type":"relationship","entity_id":"relationships_urls_x"}]}""", GraphWarningKind.LooseRelationship)]
    [InlineData("""{"nodes":[{"type":"domain","entity_id":"a.com"}],"links":[{"source":"a.com","target":"b.com","connection_type":"x"}]}""", GraphWarningKind.DanglingLink)]
    [InlineData("""{"nodes":[{"type":"domain","entity_id":"a.com"}],"links":[{"source":"a.com","target":"a.com","connection_type":"x"}]}""", GraphWarningKind.SelfLink)]
    [InlineData("""{"nodes":[{"type":"relationship","entity_id":"g","entity_attributes":{"relationship_type":"group","grouped_node_ids":["x"]}}]}""", GraphWarningKind.OddGroup)]
    [InlineData("""{"nodes":[{"type":"domain","entity_id":"a.com","text":"\ud800"}]}""", GraphWarningKind.BrokenText)]
    public void What_is_irregular_gives_a_warning_and_is_kept(string json, GraphWarningKind kind)
    {
        var (graph, warnings) = GraphJson.Read(json);
        warnings.ShouldContain(warning => warning.Kind == kind);
        var mended = json.Replace("\\ud800", "\\ufffd", StringComparison.Ordinal);
        JsonElement.DeepEquals(JsonElement.Parse(mended), JsonElement.Parse(GraphJson.Write(graph))).ShouldBeTrue(GraphJson.Write(graph));
    }

    [Fact]
    public void What_is_no_JSON_is_an_error() => Should.Throw<GraphException>(() => GraphJson.Read("{")).Error.ShouldBe(GraphError.Unreadable);

    [Fact]
    public void A_new_graph_goes_through_relationship_nodes_that_sources_share()
    {
        var graph = new ThreatGraph("n") { IsPrivate = true };
        var (a, b, ip, actor) = (graph.Add(NodeType.File, A), graph.Add(NodeType.File, new string('b', 64)), graph.Add(NodeType.IpAddress, "1.11.1.1"), graph.Add(NodeType.Actor, "Fancy Bear", "APT28"));
        graph.Link(a, ip, "contacted_ips");
        graph.Link(b, ip, "contacted_ips");
        graph.Link(actor, ip);
        graph.Link(ip, a, "communicating_files");
        graph.Group("both", [a, b]);

        var attributes = JsonElement.Parse(GraphJson.Write(graph)).GetProperty("data").GetProperty("attributes");
        var ids = attributes.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("entity_id").GetString()).ToList();
        ids.ShouldContain("relationships_contacted_ips_" + A);
        ids.ShouldContain("relationships_communicating_files_1z11z1z1");
        ids.Count.ShouldBe(7);
        attributes.GetProperty("private").GetBoolean().ShouldBeTrue();
        var links = attributes.GetProperty("links").EnumerateArray().Select(link => (Type: link.GetProperty("connection_type").GetString(), Source: link.GetProperty("source").GetString(), Target: link.GetProperty("target").GetString())).ToList();
        links.ShouldContain(("manual", "Fancy Bear", "1.11.1.1"));
        links.Count(link => link.Type == "group").ShouldBe(2);
        links.Distinct().Count().ShouldBe(links.Count);
        ShouldMeanTheSame(graph, GraphJson.Read(GraphJson.Write(graph)));
    }

    [Fact]
    public void A_change_leaves_the_rest_as_it_was()
    {
        const string json = """
            {"data":{"id":"g1","attributes":{"graph_data":{"description":"d","version":"5"},"odd":[1.0],"nodes":[
            {"type":"domain","entity_id":"a.com","x":1.50,"y":2,"custom":null},{"type":"relationship","entity_id":"relationships_resolutions_acom","x":3,"y":4},
            {"type":"ip_address","entity_id":"1.1.1.1","entity_attributes":{"has_detections":true}},{"type":"ip_address","entity_id":"2.2.2.2"}],
            "links":[{"source":"a.com","target":"relationships_resolutions_acom","connection_type":"resolutions"},
            {"source":"relationships_resolutions_acom","target":"1.1.1.1","connection_type":"resolutions"},{"source":"relationships_resolutions_acom","target":"2.2.2.2","connection_type":"resolutions","z":1}]}}}
            """;
        var graph = GraphJson.Read(json).Graph;
        graph.Remove(NodeKey.Create(NodeType.IpAddress, "1.1.1.1"));
        var domain = graph[NodeKey.Create(NodeType.Domain, "a.com")];
        domain.Label = "new";
        graph.Link(domain, graph.Add(NodeType.IpAddress, "3.3.3.3"), "resolutions");
        graph.Name = "e";

        var expected = JsonElement.Parse("""
            {"data":{"id":"g1","attributes":{"graph_data":{"description":"e","version":"5"},"odd":[1.0],"nodes":[
            {"type":"domain","entity_id":"a.com","x":1.50,"y":2,"custom":null,"text":"new"},{"type":"relationship","entity_id":"relationships_resolutions_acom","x":3,"y":4},
            {"type":"ip_address","entity_id":"2.2.2.2"},{"type":"ip_address","entity_id":"3.3.3.3","index":1}],
            "links":[{"source":"a.com","target":"relationships_resolutions_acom","connection_type":"resolutions"},
            {"source":"relationships_resolutions_acom","target":"2.2.2.2","connection_type":"resolutions","z":1},
            {"connection_type":"resolutions","source":"relationships_resolutions_acom","target":"3.3.3.3"}]}}}
            """);
        JsonElement.DeepEquals(expected, JsonElement.Parse(GraphJson.Write(graph))).ShouldBeTrue(GraphJson.Write(graph));
    }

    [Fact]
    public void A_file_that_is_learnt_takes_the_links_of_the_wire_along()
    {
        var json = """
            {"data":{"attributes":{"graph_data":{"description":"d"},"nodes":[{"type":"file","entity_id":"44d88612fea8a8f36de82e1278abb02f","odd":1},{"type":"domain","entity_id":"a.com"}],
            "links":[{"source":"a.com","target":"44d88612fea8a8f36de82e1278abb02f","connection_type":"manual"}]}}}
            """;
        var graph = GraphJson.Read(json).Graph;
        graph.Learn(FileHash.Parse("44d88612fea8a8f36de82e1278abb02f"), FileHash.Parse(A));
        JsonElement.DeepEquals(JsonElement.Parse(json.Replace("44d88612fea8a8f36de82e1278abb02f", A, StringComparison.Ordinal)), JsonElement.Parse(GraphJson.Write(graph))).ShouldBeTrue(GraphJson.Write(graph));
    }

    [Fact]
    public void Notes_stay_in_files_and_are_not_sent()
    {
        var graph = new ThreatGraph("n");
        graph.Add(NodeType.Domain, "a.com").Note = "secret";
        graph = GraphJson.Read(GraphJson.Write(graph)).Graph;
        graph.Nodes.Single().Note.ShouldBe("secret");
        GraphJson.Write(graph, new GraphWriteOptions { ForService = true }).ShouldNotContain("secret");
    }

    internal static void ShouldMeanTheSame(ThreatGraph graph, GraphReadResult read)
    {
        read.Warnings.Where(warning => warning.Kind is not GraphWarningKind.NoDescription).ShouldBeEmpty();
        read.Graph.Nodes.Select(Facts).Order().ShouldBe(graph.Nodes.Select(Facts).Order());
        read.Graph.Links.Select(link => link.ToString()).Order().ShouldBe(graph.Links.Select(link => link.ToString()).Order());
        read.Graph.Groups.Select(Facts).Order().ShouldBe(graph.Groups.Select(Facts).Order());

        static string Facts(object thing) => thing switch
        {
            GraphNode node => $"{node} {node.Label} {node.Position} {node.Pin} {node.Note} {string.Join(',', node.Attributes.Where(one => one.Key != "custom_type").Select(one => one.Key + one.Value))}",
            GraphGroup group => $"{group.Name}: {string.Join(',', group.Members)}",
            _ => "",
        };
    }
}
