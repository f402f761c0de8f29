namespace VtKit.Graph.Tests;

/// <summary>Graphs as investigations draw them.</summary>
internal static class Investigation
{
    /// <summary>Samples with the hosts they touch, and addresses that several of them share.</summary>
    public static ThreatGraph Of(int nodes, int seed = 7)
    {
        var random = new Random(seed);
        var graph = new ThreatGraph("investigation");
        var shared = Enumerable.Range(0, Math.Max(2, nodes / 25)).Select(i => graph.Add(NodeType.IpAddress, $"198.51.{i / 200}.{i % 200}")).ToArray();
        var samples = Enumerable.Range(0, Math.Max(2, nodes / 50)).Select(i => graph.Add(NodeType.File, i.ToString("x64", System.Globalization.CultureInfo.InvariantCulture))).ToArray();
        for (var i = graph.Nodes.Count; i < nodes; i++)
        {
            var host = i % 3 == 0 ? graph.Add(NodeType.Url, $"https://host{i}.example/login/{i}") : graph.Add(NodeType.Domain, $"host{i}.example");
            host.SetDetections(random.Next(4));
            graph.Link(samples[random.Next(samples.Length)], host, "contacted_domains");
            if (random.Next(3) == 0) graph.Link(host, shared[random.Next(shared.Length)], "resolutions");
        }
        foreach (var sample in samples) graph.Link(sample, shared[random.Next(shared.Length)], "contacted_ips");
        return graph;
    }

    /// <summary>Twelve nodes of many types, with a group.</summary>
    public static ThreatGraph Small()
    {
        var graph = new ThreatGraph("Invoice wave");
        var mail = graph.Add(NodeType.Email, "billing@update-center.example");
        var lure = graph.Add(NodeType.File, new string('a', 64), "invoice.docm");
        var payload = graph.Add(NodeType.File, new string('b', 64));
        var link = graph.Add(NodeType.Url, "http://login.update-center.example/wp-content/x.php?id=33");
        var script = graph.Add(NodeType.Url, "https://cdn.example/lib.js");
        var domain = graph.Add(NodeType.Domain, "update-center.example");
        var first = graph.Add(NodeType.IpAddress, "198.51.100.23");
        var second = graph.Add(NodeType.IpAddress, "203.0.113.77");
        var certificate = graph.Add(NodeType.SslCert, new string('0', 40));
        var actor = graph.Add(NodeType.Actor, "TA1", "Golden Spider");
        var victim = graph.Add(NodeType.Victim, "Finance department");
        var search = graph.AddIntelligence("entity:file tag:invoice");
        lure.SetDetections(45);
        payload.SetDetections(58);
        script.SetDetections(0);
        first.SetDetections(3);
        graph.Link(mail, lure, "attachments");
        graph.Link(mail, victim);
        graph.Link(lure, payload, "dropped_files");
        graph.Link(lure, link, "contacted_urls");
        graph.Link(lure, script, "embedded_urls");
        graph.Link(payload, first, "contacted_ips");
        graph.Link(payload, second, "contacted_ips");
        graph.Link(link, domain, "network_location");
        graph.Link(domain, first, "resolutions");
        graph.Link(first, domain, "historical_resolutions");
        graph.Link(first, certificate, "historical_ssl_certificates");
        graph.Link(actor, domain);
        graph.Link(search, lure, "intelligence");
        graph.Group("Infrastructure", [domain, first, second]);
        return graph;
    }

    public static ThreatGraph Star(int leaves)
    {
        var graph = new ThreatGraph("star");
        var hub = graph.Add(NodeType.IpAddress, "198.51.100.1");
        for (var i = 0; i < leaves; i++) graph.Link(hub, graph.Add(NodeType.Domain, $"d{i}.example"), "resolutions");
        return graph;
    }
}
