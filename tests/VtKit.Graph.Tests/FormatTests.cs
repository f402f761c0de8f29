using System.Text.Json;
using FsCheck.Fluent;

namespace VtKit.Graph.Tests;

public sealed class FormatTests
{
    private static readonly DateTimeOffset Day = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static TheoryData<string> Importable => ["graphml", "gexf", "cytoscape", "csv", "stix"];

    [Theory]
    [MemberData(nameof(Importable))]
    public void What_is_written_is_read_back_equal(string format) => Generated.That(Gen.Choose(0, int.MaxValue), seed =>
    {
        var graph = Generated.Model(seed);
        CodecTests.ShouldMeanTheSame(graph, new GraphReadResult(RoundTrip(graph, format), []));
        return true;
    }, runs: 100);

    [Theory]
    [MemberData(nameof(Importable))]
    public void Hostile_text_stays_text(string format)
    {
        foreach (var text in (ReadOnlySpan<string>)["</data><node id=\"x\"/>", "=HYPERLINK(\"http://x\")", "'=1", "a\r\nb,\"c\"", "]]>&lt;", "<script>alert(1)</script>", "\u2028\u202E"])
        {
            var graph = new ThreatGraph();
            graph.Add(NodeType.Actor, "x", text);
            RoundTrip(graph, format).Nodes.Single().Label.ShouldBe(text);
        }
        var odd = new ThreatGraph();
        odd.Add(NodeType.Actor, "x", "nul \0 esc \u001B half \uD800");
        RoundTrip(odd, format).Nodes.Single().Id.ShouldBe("x");
    }

    [Theory]
    [InlineData("<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><graphml>&a;</graphml>")]
    [InlineData("<graphml")]
    [InlineData("")]
    public void XML_that_is_broken_or_reaches_outside_is_refused(string text)
    {
        Should.Throw<GraphException>(() => GraphImport.FromGraphMl(text)).Error.ShouldBe(GraphError.Unreadable);
        Should.Throw<GraphException>(() => GraphImport.FromGexf(text)).Error.ShouldBe(GraphError.Unreadable);
    }

    [Fact]
    public void A_formula_in_a_table_is_defused()
    {
        var graph = new ThreatGraph();
        graph.Add(NodeType.Actor, "=cmd|' /C calc'!A0", "+1+1");
        var rows = graph.ToCsv().Nodes;
        rows.ShouldContain(",'=cmd|");
        rows.ShouldContain(",'+1+1,");
    }

    [Fact]
    public void Drawings_break_out_of_no_quotes()
    {
        var graph = new ThreatGraph("a\" ; b");
        var (a, b) = (graph.Add(NodeType.Actor, "x", "a\"]; evil [\\"), graph.Add(NodeType.Actor, "y", "\"]\nend\nclick n0 javascript:x"));
        graph.Link(a, b, "t\"|");
        graph.ToDot().ShouldContain("label=\"a\\\"]; evil [\\\\\"");
        var mermaid = graph.ToMermaid();
        mermaid.ShouldContain("n0[\"a#34;#93;#59; evil #91;#92;\"]");
        mermaid.Split('\n').ShouldNotContain(line => line.TrimStart().StartsWith("click", StringComparison.Ordinal) || line.Trim() == "end");
    }

    [Fact]
    public void Ids_of_STIX_follow_from_what_things_are()
    {
        // What another implementation of UUID version 5 (Python's) makes of the standard's namespace and {"value":"198.51.100.3"}.
        var graph = new ThreatGraph();
        graph.Add(NodeType.IpAddress, "198.51.100.3");
        graph.ToStix(Day).ShouldContain("ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4");
        graph.ToStix(Day).ShouldBe(graph.ToStix(Day));
    }

    [Fact]
    public void A_bundle_keeps_the_rules_of_STIX() => Generated.That(Gen.Choose(0, int.MaxValue), seed =>
    {
        var bundle = JsonElement.Parse(Generated.Model(seed).ToStix(Day));
        bundle.GetProperty("type").GetString().ShouldBe("bundle");
        var objects = bundle.GetProperty("objects").EnumerateArray().ToList();
        var ids = objects.Select(one => one.GetProperty("id").GetString()!).ToList();
        ids.Distinct().Count().ShouldBe(ids.Count);
        foreach (var one in objects)
        {
            var type = one.GetProperty("type").GetString()!;
            one.GetProperty("spec_version").GetString().ShouldBe("2.1");
            one.GetProperty("id").GetString()!.ShouldMatch($"^{type}--[0-9a-f]{{8}}-[0-9a-f]{{4}}-5[0-9a-f]{{3}}-[89ab][0-9a-f]{{3}}-[0-9a-f]{{12}}$");
            if (type is "relationship" or "threat-actor" or "identity" or "extension-definition") one.GetProperty("created").GetString().ShouldBe("2026-01-02T03:04:05.000Z");
            if (type == "relationship") ids.ShouldContain(one.GetProperty("source_ref").GetString()!);
            if (type == "relationship") ids.ShouldContain(one.GetProperty("target_ref").GetString()!);
            if (type == "file") (one.TryGetProperty("hashes", out _) || one.TryGetProperty("name", out _)).ShouldBeTrue();
        }
        return true;
    }, runs: 50);

    [Fact]
    public void A_bundle_of_others_is_read()
    {
        var graph = GraphImport.FromStix("""
            {"type":"bundle","objects":[{"type":"domain-name","id":"domain-name--1","value":"Evil.example"},{"type":"ipv4-addr","id":"ipv4-addr--1","value":"1.2.3.4"},{"type":"malware","id":"malware--1","name":"Emotet"},7,{},
            {"type":"relationship","id":"r","relationship_type":"resolves-to","source_ref":"domain-name--1","target_ref":"ipv4-addr--1"},{"type":"relationship","id":"r2","source_ref":"nobody","target_ref":"malware--1"}]}
            """);
        graph.Nodes.Select(node => node.ToString()).ShouldBe(["domain:evil.example", "ip_address:1.2.3.4", "malware_family:Emotet"]);
        graph.Links.Single().Type.ShouldBe("resolves_to");
    }

    [Fact]
    public void A_MISP_event_has_an_attribute_for_each_node_and_is_read_back()
    {
        var graph = new ThreatGraph("case 7");
        graph.Add(NodeType.File, "44d88612fea8a8f36de82e1278abb02f", "dropper").SetDetections(5);
        graph.Add(NodeType.Url, "http://evil.example/x");
        graph.Add(NodeType.IpAddress, "1.2.3.4");
        graph.Add(NodeType.Actor, "Fancy Bear");
        var text = graph.ToMisp(Day);
        var first = JsonElement.Parse(text).GetProperty("Event").GetProperty("Attribute")[0];
        (first.GetProperty("type").GetString(), first.GetProperty("to_ids").GetBoolean(), first.GetProperty("comment").GetString()).ShouldBe(("md5", true, "dropper"));
        var again = GraphImport.FromMisp(text);
        (again.Name, string.Join(' ', again.Nodes)).ShouldBe((graph.Name, string.Join(' ', graph.Nodes)));
        again.Nodes.Select(node => node.Label).ShouldBe(graph.Nodes.Select(node => node.Label));
        GraphImport.FromMisp("""{"Event":{"Object":[{"Attribute":[{"type":"filename|md5","value":"a.exe|44d88612fea8a8f36de82e1278abb02f"},{"type":"domain|ip","value":"a.example|1.1.1.1"},{"type":"ip-dst","value":"nonsense"}]}]}}""").Nodes.Count.ShouldBe(3);
    }

    [ToolTheory("python3")]
    [InlineData("read_graphml", "g.graphml")]
    [InlineData("read_gexf", "g.gexf")]
    public async Task Networkx_reads_it(string reader, string name)
    {
        var graph = Generated.Model(4);
        using var folder = new TempFolder();
        var file = folder.Write(name, reader == "read_gexf" ? graph.ToGexf() : graph.ToGraphMl());
        // Python may be there without the library.
        var program = "import importlib.util, sys\nif not importlib.util.find_spec('networkx'): print('absent'); sys.exit()\nimport networkx\n" + $"g = networkx.{reader}(sys.argv[1]); print(g.number_of_nodes(), g.number_of_edges())";
        (await Tool.RunAsync("python3", "-c", program, file)).Trim().ShouldBeOneOf($"{graph.Nodes.Count} {graph.Links.Count}", "absent");
    }

    [ToolFact("dot")]
    public async Task Graphviz_reads_it()
    {
        using var folder = new TempFolder();
        foreach (var seed in new[] { 4, 5, 6 })
        {
            var graph = Generated.Model(seed);
            var plain = Tool.RunAsync("dot", "-Tplain", folder.Write("g.dot", graph.ToDot()));
            (await plain).Split('\n').Count(line => line.StartsWith("node ", StringComparison.Ordinal)).ShouldBe(graph.Nodes.Count);
        }
    }

    private static ThreatGraph RoundTrip(ThreatGraph graph, string format) => format switch
    {
        "graphml" => GraphImport.FromGraphMl(graph.ToGraphMl()),
        "gexf" => GraphImport.FromGexf(graph.ToGexf()),
        "cytoscape" => GraphImport.FromCytoscape(graph.ToCytoscape()),
        "csv" => GraphImport.FromCsv(graph.ToCsv()),
        _ => GraphImport.FromStix(graph.ToStix(Day)),
    };
}
