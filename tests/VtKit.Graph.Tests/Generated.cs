using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace VtKit.Graph.Tests;

/// <summary>Graphs made by chance from a fixed seed: text as a service might write it with every irregularity, and models.</summary>
internal static class Generated
{
    private static readonly string[] Ids =
    [
        "a.com", "A.com", "b.example", "1.11.1.1", "11.1.1.1", "2001:db8::1", new('a', 64), new('B', 64), new('c', 32), "Fancy Bear", "relationship of mine", "relationships_contacted_ips_x", "relationships_resolutions_acom",
        "relationships_group_1", "relationships_group_2", "relationships_commonality_7", "relationships_retrohunt_u1", "", "nonsense <&\"'>", "\uD83D\uDE00",
    ];

    private static readonly string[] Types = ["file", "url", "domain", "ip_address", "whois", "ssl_cert", "collection", "reference", "threat_actor", "custom", "relationship", "relationship", "", "new_type"];

    private static readonly string[] LinkTypes = ["contacted_ips", "resolutions", "manual", "", "group", "commonality", "my type", "my_type"];

    private static readonly string[] Scales = ["\"0.4829681504149977\"", "1", "0.50", "\"x\"", "null"];

    private static readonly string[] Details =
    [
        "", ",\"x\":1,\"y\":2", ",\"x\":1.50,\"y\":-2e3,\"fx\":1.0,\"fy\":2", ",\"x\":\"7\",\"y\":null", ",\"text\":\"Root \\u003c\\n Node\"", ",\"text\":5", ",\"index\":3,\"index\":4", ",\"odd\":{\"a\":[1,null]}",
        ",\"entity_attributes\":{\"has_detections\":true}", ",\"entity_attributes\":{\"has_detections\":45,\"type_tag\":\"docx\"}", ",\"entity_attributes\":null", ",\"entity_attributes\":{\"custom_type\":\"actor\"}",
        ",\"entity_attributes\":{\"relationship_type\":\"group\",\"grouped_node_ids\":[\"a.com\",\"Fancy Bear\",7]}", ",\"entity_attributes\":{\"relationship_type\":\"intelligence\",\"intelligence_query\":\"q\"}",
        ",\"entity_attributes\":{\"a\":1,\"a\":2}", ",\"vtkit\":{\"note\":\"n\"}", ",\"vtkit\":3",
    ];

    public static Gen<string> Json { get; } =
        from name in Gen.Elements("", "\"graph_data\":{\"description\":\"d\",\"version\":\"5.0.0\"},", "\"graph_data\":{},", "\"graph_data\":null,")
        from scale in Gen.Elements(Scales)
        from facts in Gen.Elements("", "\"private\":true,\"creation_date\":1,", "\"private\":null,\"representation\":\"tree\",", $"\"position\":{{\"x\":897,\"y\":388,\"scale\":{scale}}},")
        from nodes in Node.ListOf()
        from links in LinkText.ListOf()
        from envelope in Gen.Elements("{\"data\":{\"id\":\"g1\",\"type\":\"graph\",\"attributes\":{*}},\"meta\":{}}", "{\"attributes\":{*},\"id\":\"g2\"}", "{*}", "{\"data\":{\"attributes\":{*}}}")
        select envelope.Replace("*", $"{name}{facts}\"nodes\":[{string.Join(',', nodes)}],\"links\":[{string.Join(',', links)}]", StringComparison.Ordinal);

    private static Gen<string> Node =>
        Gen.Frequency(
            (20, from type in Gen.Elements(Types) from id in Gen.Elements(Ids) from detail in Gen.Elements(Details) select $"{{\"type\":{Quote(type)},\"entity_id\":{Quote(id)}{detail}}}"),
            (1, Gen.Elements("1", "null", "{}", "{\"entity_id\":4}", "[]")));

    private static Gen<string> LinkText =>
        Gen.Frequency(
            (20, from source in Gen.Elements(Ids) from target in Gen.Elements(Ids) from type in Gen.Elements(LinkTypes) select $"{{\"connection_type\":{Quote(type)},\"source\":{Quote(source)},\"target\":{Quote(target)}}}"),
            (1, Gen.Elements("1", "{}", "{\"source\":\"a.com\"}", "{\"source\":1,\"target\":2,\"connection_type\":3}", "{\"source\":\"a.com\",\"target\":\"b.example\"}")));

    public static void That<T>(Gen<T> values, Func<T, bool> property, int runs = 1000)
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(runs).WithQuietOnSuccess(true).WithReplay(20260115UL, 1UL);
        Check.One(config, Prop.ForAll(values.ToArbitrary(), property));
    }

    public static bool SameJson(string one, string other) => JsonElement.DeepEquals(JsonElement.Parse(one), JsonElement.Parse(other));

    /// <summary>A model with every kind of thing in it, and ids that no other type has.</summary>
    public static ThreatGraph Model(int seed)
    {
        var random = new Random(seed);
        var graph = new ThreatGraph(random.Next(5) == 0 ? null : $"graph <{seed}> & \"co\"");
        var count = random.Next(1, 25);
        for (var i = 0; i < count; i++)
        {
            var node = random.Next(8) switch
            {
                0 => graph.Add(NodeType.File, Hex(random, 32)),
                1 => graph.Add(NodeType.Domain, $"h{random.Next(30)}.example"),
                2 => graph.Add(NodeType.IpAddress, $"{random.Next(1, 12)}.{random.Next(12)}.1.1"),
                3 => graph.Add(NodeType.Url, $"http://h{random.Next(30)}.example/a?b=<{i}>&c=\"'"),
                4 => graph.Add(NodeType.Actor, $"Actor {i} <script>"),
                5 => graph.Add(NodeType.Custom("thing"), $"relationship {i}"),
                6 => graph.AddIntelligence($"name:\"x{i}\" and size:1+"),
                _ => graph.Add(NodeType.File, Hex(random, 16)),
            };
            if (random.Next(2) == 0) node.Label = $"l{i} \u00e9 \"|\n;";
            if (random.Next(2) == 0) node.Position = new GraphPoint(random.Next(-500, 500) / 4.0, random.Next(-500, 500));
            if (random.Next(4) == 0) node.Pin = node.Position;
            if (random.Next(3) == 0) node.SetDetections(random.Next(70));
            if (random.Next(5) == 0) node.SetAttribute("tag", $"t{random.Next(3)}");
            if (random.Next(6) == 0) node.Note = "n & <b>";
        }
        var nodes = graph.Nodes.ToArray();
        for (var i = random.Next(3 * count); i > 0; i--)
        {
            var (a, b) = (nodes[random.Next(nodes.Length)], nodes[random.Next(nodes.Length)]);
            if (a != b) graph.Link(a, b, LinkTypes[random.Next(3)]);
        }
        if (random.Next(2) == 0 && nodes.Length > 3) graph.Group("g <1>", nodes[..2]);
        return graph;
    }

    /// <summary>A plain graph of so many nodes in which each pair is linked with the given chance.</summary>
    public static ThreatGraph Plain(int nodes, double chance, int seed)
    {
        var random = new Random(seed);
        var graph = new ThreatGraph();
        var all = Enumerable.Range(0, nodes).Select(i => graph.Add(NodeType.Actor, "n" + i)).ToArray();
        foreach (var a in all)
            foreach (var b in all)
                if (a != b && random.NextDouble() < chance) graph.Link(a, b);
        return graph;
    }

    private static string Hex(Random random, int bytes)
    {
        var data = new byte[bytes];
        random.NextBytes(data);
        return Convert.ToHexStringLower(data);
    }

    private static string Quote(string text) => "\"" + JsonEncodedText.Encode(text) + "\"";
}
