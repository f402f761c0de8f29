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
    public void A_MISP_event_has_an_attribute_for_each_node_and_is_read_back() => Generated.That(Gen.Choose(0, int.MaxValue), seed =>
    {
        var graph = Generated.Model(seed);
        graph.Add(NodeType.ThreatActor, "actor--1", "APT 0");
        var again = GraphImport.FromMisp(graph.ToMisp(Day));
        Facts(again).ShouldBe(Facts(graph), ignoreOrder: true);
        again.Name.ShouldBe(graph.Name ?? "Threat graph");
        return true;

        static IEnumerable<string> Facts(ThreatGraph of) => of.Nodes.Select(node => $"{node} {node.Label}")
            // A link that an analyst drew may have no type or this one.
            .Concat(of.Links.Select(link => link.Type.Length == 0 ? $"{link.Source} -manual-> {link.Target}" : link.ToString()).Distinct());
    }, runs: 100);

    /// <summary>The members that MISP's core format demands, the pairs of category and type that it allows, and references that lead somewhere.</summary>
    [Fact]
    public void A_MISP_event_has_the_documented_shape() => Generated.That(Gen.Choose(0, int.MaxValue), seed =>
    {
        var @event = JsonElement.Parse(Generated.Model(seed).ToMisp(Day)).GetProperty("Event");
        foreach (var name in (ReadOnlySpan<string>)["uuid", "info", "date", "timestamp", "threat_level_id", "analysis", "distribution"]) @event.GetProperty(name).ValueKind.ShouldBe(JsonValueKind.String);
        @event.GetProperty("date").GetString().ShouldBe("2026-01-02");
        var objects = @event.GetProperty("Object").EnumerateArray().ToList();
        var attributes = @event.GetProperty("Attribute").EnumerateArray().Concat(objects.SelectMany(one => one.GetProperty("Attribute").EnumerateArray())).ToList();
        var uuids = attributes.Concat(objects).Select(one => one.GetProperty("uuid").GetString()!).ToList();
        foreach (var uuid in uuids) Guid.TryParseExact(uuid, "D", out _).ShouldBeTrue(uuid);
        uuids.Distinct().Count().ShouldBe(uuids.Count);
        foreach (var attribute in attributes)
        {
            attribute.GetProperty("to_ids").ValueKind.ShouldBeOneOf(JsonValueKind.True, JsonValueKind.False);
            (attribute.GetProperty("category").GetString(), attribute.GetProperty("type").GetString()).ShouldBeOneOf(
                ("Payload delivery", "md5"), ("Payload delivery", "sha1"), ("Payload delivery", "sha256"), ("Payload delivery", "filename"), ("Network activity", "domain"), ("Network activity", "ip-dst"),
                ("Network activity", "url"), ("Attribution", "threat-actor"), ("Targeting data", "target-user"), ("Targeting data", "target-email"), ("Other", "text"));
        }
        foreach (var one in objects)
        {
            foreach (var name in (ReadOnlySpan<string>)["name", "meta-category", "template_uuid", "template_version", "timestamp", "distribution"]) one.GetProperty(name).ValueKind.ShouldBe(JsonValueKind.String);
            one.GetProperty("Attribute").EnumerateArray().ShouldAllBe(attribute => attribute.GetProperty("object_relation").GetString()!.Length > 0);
            foreach (var reference in one.GetProperty("ObjectReference").EnumerateArray())
            {
                reference.GetProperty("object_uuid").GetString().ShouldBe(one.GetProperty("uuid").GetString());
                uuids.ShouldContain(reference.GetProperty("referenced_uuid").GetString()!);
            }
        }
        return true;
    }, runs: 50);

    [Fact]
    public void A_MISP_event_of_others_is_read()
    {
        var graph = GraphImport.FromMisp("""
            {"Event":{"info":"case","Attribute":[{"uuid":"u1","type":"ip-dst","value":"nonsense"},{"uuid":"u2","type":"hostname","value":"a.example","comment":"c2"}],
            "Object":[{"uuid":"o1","Attribute":[{"type":"filename|md5","value":"a.exe|44d88612fea8a8f36de82e1278abb02f"},{"type":"domain|ip","value":"b.example|1.1.1.1"}],
            "ObjectReference":[{"referenced_uuid":"U2","relationship_type":"connects-to"},{"referenced_uuid":"nobody"}]}]}}
            """);
        graph.Nodes.Select(node => node.ToString()).ShouldBe(["domain:a.example", "file:44d88612fea8a8f36de82e1278abb02f", "domain:b.example", "ip_address:1.1.1.1"]);
        graph.Links.Single().ToString().ShouldBe("file:44d88612fea8a8f36de82e1278abb02f -connects_to-> domain:a.example");
    }

    // The library of the system's own Python.
    [ToolTheory("/usr/bin/python3", "/usr/lib/python3/dist-packages/networkx")]
    [InlineData("read_graphml", "g.graphml")]
    [InlineData("read_gexf", "g.gexf")]
    public async Task Networkx_reads_it(string reader, string name)
    {
        var graph = Generated.Model(4);
        using var folder = new TempFolder();
        var file = folder.Write(name, reader == "read_gexf" ? graph.ToGexf() : graph.ToGraphMl());
        var program = $"import networkx, sys; g = networkx.{reader}(sys.argv[1]); print(g.number_of_nodes(), g.number_of_edges())";
        (await Tool.RunAsync("/usr/bin/python3", "-c", program, file)).Trim().ShouldBe($"{graph.Nodes.Count} {graph.Links.Count}");
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
