using System.Text.Json;
using VtKit.Indicators;

namespace VtKit.Graph.Tests;

public sealed class ModelTests
{
    private const string Md5 = "44d88612fea8a8f36de82e1278abb02f";
    private const string Sha256 = "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f";

    [Theory]
    [Trait("seed", "4")]
    [InlineData("domain", "Evil.COM.", "evil[.]com")]
    [InlineData("domain", "bücher.example", "xn--bcher-kva.example")]
    [InlineData("ip_address", "2001:DB8:0::1", "2001:db8::1")]
    [InlineData("ip_address", "1[.]2.3.4", "1.2.3.4")]
    [InlineData("url", "hxxp://Evil.com", "http://evil.com/")]
    [InlineData("url", "http://evil.com/", "aHR0cDovL2V2aWwuY29t")]
    [InlineData("file", "44D88612FEA8A8F36DE82E1278ABB02F", Md5)]
    public void Two_spellings_are_one_node(string type, string one, string other)
    {
        var graph = new ThreatGraph();
        var node = graph.Add(NodeType.Object(type), one);

        graph.Add(NodeType.Object(type), other).ShouldBeSameAs(node);
        graph.Contains(NodeType.Object(type), other).ShouldBeTrue();
        graph.Nodes.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("domain", "not a domain")]
    [InlineData("ip_address", "999.1.1.1")]
    [InlineData("url", "http://")]
    [InlineData("file", " ")]
    public void What_is_no_id_of_its_type_is_refused(string type, string id)
    {
        var graph = new ThreatGraph();
        Should.Throw<FormatException>(() => graph.Add(NodeType.Object(type), id));
        Should.Throw<FormatException>(() => graph.AddMany([new NodeSpec(NodeType.Domain, "ok.example"), new NodeSpec(NodeType.Object(type), id)]));
        graph.Nodes.ShouldBeEmpty();
    }

    [Fact]
    [Trait("seed", "5")]
    public void The_same_id_of_two_types_is_two_nodes()
    {
        var graph = new ThreatGraph();
        var nodes = graph.AddMany([new NodeSpec(NodeType.File, Sha256), new NodeSpec(NodeType.Url, Sha256), new NodeSpec(NodeType.Actor, Sha256), new NodeSpec(NodeType.Custom("file"), Sha256)]);
        nodes.Distinct().Count().ShouldBe(4);
        graph.Nodes.ShouldBe(nodes);
    }

    [Fact]
    [Trait("seed", "9")]
    public void Adding_again_fills_in_what_is_missing_and_keeps_what_is_there()
    {
        var graph = new ThreatGraph();
        graph.Add(NodeType.Domain, "evil.com");
        var node = graph.Add(NodeType.Domain, "evil.com", "C2", [new("tag", JsonText.Element("a"))], new GraphPoint(1, 2));
        graph.Add(NodeType.Domain, "evil.com", "other", [new("tag", JsonText.Element("b")), new("more", JsonText.Element(1))], new GraphPoint(9, 9));

        (node.Label, node.Position).ShouldBe(("C2", new GraphPoint(1, 2)));
        node.Attributes["tag"].GetString().ShouldBe("a");
        node.Attributes["more"].GetInt64().ShouldBe(1);
    }

    [Fact]
    [Trait("seed", "14")]
    [Trait("seed", "15")]
    public void Links_go_with_their_node_and_a_missing_node_is_an_error()
    {
        var graph = new ThreatGraph();
        var (a, b, c) = (graph.Add(NodeType.Domain, "a.example"), graph.Add(NodeType.Domain, "b.example"), graph.Add(NodeType.Domain, "c.example"));
        graph.Link(a, b, "my type").Type.ShouldBe("my_type");
        graph.Link(a, b, "my type").ShouldBeSameAs(graph.FindLink(a, b, "my_type"));
        graph.Link(b, c);
        graph.Link(c, a);

        graph.Remove(b);
        graph.Links.Select(link => (link.Source, link.Target)).ShouldBe([(c, a)]);
        Should.Throw<GraphException>(() => graph.Remove(b)).Error.ShouldBe(GraphError.NodeNotFound);
        Should.Throw<GraphException>(() => graph.Link(a, b)).Error.ShouldBe(GraphError.NodeNotFound);
        Should.Throw<GraphException>(() => graph.Link(a, a)).Error.ShouldBe(GraphError.SameNode);
        Should.Throw<GraphException>(() => graph.Unlink(a, c)).Error.ShouldBe(GraphError.LinkNotFound);
        Should.Throw<GraphException>(() => graph[new NodeKey(NodeType.Domain, "x.example")]).Message.ShouldContain("x.example");
        graph.Unlink(c, a);
        graph.Links.ShouldBeEmpty();
    }

    [Fact]
    [Trait("seed", "12")]
    public void Many_nodes_are_added_all_or_none()
    {
        var graph = new ThreatGraph();
        graph.AddMany([]).ShouldBeEmpty();
        var nodes = graph.AddMany([
            new NodeSpec(NodeType.Domain, "www.example.com", "mynode", [new("has_detections", JsonElement.Parse("3"))], new GraphPoint(1, 2)), new NodeSpec(NodeType.Actor, "APT0"), new NodeSpec(NodeType.Domain, "WWW[.]example.com"),
        ]);
        (nodes.Count, graph.Nodes.Count, nodes[0] == nodes[2]).ShouldBe((3, 2, true));
        (nodes[0].Label, nodes[0].Detections, nodes[0].Position).ShouldBe(("mynode", 3L, new GraphPoint(1, 2)));
        Should.Throw<FormatException>(() => graph.AddMany([new NodeSpec(NodeType.Actor, "APT1"), new NodeSpec(NodeType.IpAddress, "999.1.1.1")]));
        graph.Nodes.Count.ShouldBe(2);
    }

    [Fact]
    public void A_graph_takes_no_node_of_another()
    {
        var stranger = new ThreatGraph().Add(NodeType.Domain, "a.example");
        var graph = new ThreatGraph();
        var own = graph.Add(NodeType.Domain, "a.example");
        graph.Add(NodeType.Domain, "b.example");
        Should.Throw<GraphException>(() => graph.Remove(stranger));
        graph.Contains(own.Key).ShouldBeTrue();
    }

    [Fact]
    public void Groups_hold_a_node_once_and_vanish_when_empty()
    {
        var graph = new ThreatGraph();
        var (a, b) = (graph.Add(NodeType.Domain, "a.example"), graph.Add(NodeType.Domain, "b.example"));
        Should.Throw<GraphException>(() => graph.Group("g", [])).Error.ShouldBe(GraphError.EmptyGroup);
        var group = graph.Group("g", [a, b, a]);
        group.Members.ShouldBe([a, b]);
        Should.Throw<GraphException>(() => graph.Group("h", [b])).Error.ShouldBe(GraphError.AlreadyGrouped);

        graph.Remove(a);
        group.Members.ShouldBe([b]);
        graph.RemoveFromGroup(b);
        graph.Groups.ShouldBeEmpty();
        graph.Ungroup(graph.Group("again", [b]));
        b.Group.ShouldBeNull();
    }

    [Fact]
    public void A_text_gives_a_node_for_each_indicator_once()
    {
        var graph = new ThreatGraph();
        var known = graph.Add(NodeType.Domain, "evil.example", "C2");
        const string Report = "invoice.exe (44d88612fea8a8f36de82e1278abb02f, CVE-2021-44228) asks hxxps://evil[.]example/a, then evil[.]example and 8.8.8.8:53; EVIL.EXAMPLE again. Range 192.0.2.0/24. Mail bob@evil.example";
        var nodes = graph.AddText(Report);
        nodes.Select(node => node.ToString()).ShouldBe([
            "file:44d88612fea8a8f36de82e1278abb02f", "collection:vulnerability--cve-2021-44228", $"url:{UrlId.FromUrl("https://evil.example/a").LocalIdentity}",
            "domain:evil.example", "ip_address:8.8.8.8", "custom:email:bob@evil.example"]);
        nodes[3].ShouldBeSameAs(known);
        known.Label.ShouldBe("C2");
        nodes[2].Label.ShouldBe("https://evil.example/a");
        graph.Nodes.Count.ShouldBe(6);
        graph.Links.ShouldBeEmpty();
        graph.AddText(Report).ShouldBe(nodes);
        graph.AddText("nothing here").ShouldBeEmpty();
    }

    [Fact]
    [Trait("seed", "7")]
    public void A_hash_that_is_learnt_makes_two_nodes_one()
    {
        var graph = new ThreatGraph();
        var (old, real, ip) = (graph.Add(NodeType.File, Md5, "by md5"), graph.Add(NodeType.File, Sha256), graph.Add(NodeType.IpAddress, "1.2.3.4"));
        graph.Link(old, ip, "contacted_ips");
        graph.Link(ip, real, "communicating_files");
        graph.Link(old, real, "similar_files");

        graph.Learn(FileHash.Parse(Md5), FileHash.Parse(Sha256)).ShouldBeSameAs(real);
        graph.Nodes.ShouldBe([real, ip]);
        real.Label.ShouldBe("by md5");
        graph.Links.Select(link => link.Type).Order().ShouldBe(["communicating_files", "contacted_ips"]);
        graph.Add(NodeType.File, Md5.ToUpperInvariant()).ShouldBeSameAs(real);
        Should.Throw<GraphException>(() => graph.Learn(FileHash.Parse(Md5), FileHash.Parse(new string('a', 64)))).Error.ShouldBe(GraphError.DifferentFiles);
    }

    [Fact]
    public void A_lone_node_gets_its_real_id_when_it_is_learnt()
    {
        var graph = new ThreatGraph();
        var node = graph.Add(NodeType.File, Md5);
        node.SetAttribute("sha256", Sha256);
        graph.LearnFromAttributes().ShouldBe(1);
        node.Id.ShouldBe(Sha256);
        graph.Find(node.Key).ShouldBeSameAs(node);
    }

    [Fact]
    public void Special_nodes_say_what_they_search()
    {
        var graph = new ThreatGraph();
        var file = graph.Add(NodeType.File, Sha256);
        graph.AddIntelligence("type:peexe positives:5+").Type.ShouldBe(NodeType.Intelligence);
        graph.AddRetrohunt("user-1626193170").Id.ShouldBe("relationships_retrohunt_user1626193170");
        graph.AddHunting("123").Attributes["ruleset_id"].GetString().ShouldBe("123");
        graph.AddCommonality("type_tag", "peexe", [file]).Outgoing.Single().Target.ShouldBe(file);
        graph.AddIntelligence("type:peexe positives:5+");
        graph.Nodes.Count.ShouldBe(5);
    }

    [Fact]
    public void Many_nodes_are_removed_and_the_rest_keep_their_order()
    {
        var graph = new ThreatGraph();
        for (var i = 0; i < 1000; i++) graph.Add(NodeType.Actor, "a" + i);
        foreach (var node in graph.Nodes.Where((_, i) => i % 3 != 0).ToArray()) graph.Remove(node);
        graph.Nodes.Select(node => node.Id).ShouldBe(Enumerable.Range(0, 1000).Where(i => i % 3 == 0).Select(i => "a" + i));
        graph.Nodes.ShouldAllBe(node => graph.Find(node.Key) == node);
    }
}
