using System.Net;
using System.Text.Json.Nodes;

namespace VtKit.Graph.Explorer.Tests;

public sealed class ExpandTests : IDisposable
{
    private const string Address = "1.1.1.1";
    private readonly StubService _service = new();
    private readonly ThreatGraph _graph = new();

    public void Dispose() => _service.Dispose();

    [Fact]
    [Trait("seed", "16")]
    public async Task A_relationship_is_expanded_into_nodes_and_links_with_what_the_answer_tells()
    {
        var file = _graph.Add(NodeType.File, new string('a', 64));
        _service.List($"/files/{file.Id}/contacted_ips", StubService.Item("ip_address", Address, new JsonObject
        {
            ["country"] = "AU", ["last_analysis_stats"] = new JsonObject { ["malicious"] = 3, ["suspicious"] = 2, ["harmless"] = 60 },
        }), StubService.Item("ip_address", "8.8.8.8"));

        var report = await Explorer().ExpandAsync(_graph, file.Key, "contacted_ips");

        report.AddedNodes.Select(node => node.Id).ShouldBe([Address, "8.8.8.8"]);
        report.AddedLinks.ShouldAllBe(link => link.Source == file && link.Type == "contacted_ips");
        report.AddedNodes[0].Detections.ShouldBe(5);
        report.AddedNodes[0].Country.ShouldBe("AU");
        report.AddedNodes[0].Provenance.ShouldBe($"contacted_ips of {file}");
        report.AddedNodes[1].IsDetected.ShouldBeNull();
        report.StoppedBecause.ShouldBe(ExploreStop.Done);
    }

    [Theory]
    [Trait("seed", "17")]
    [Trait("seed", "18")]
    [Trait("defect", "B16")]
    [InlineData(1, 1)]
    [InlineData(5, 1)]
    [InlineData(40, 1)]
    [InlineData(41, 2)]
    [InlineData(95, 3)]
    [InlineData(200, 3)]
    public async Task B16_As_many_results_are_taken_as_asked_for_in_pages_of_40_and_the_estimate_says_so(int most, int pages)
    {
        var file = _graph.Add(NodeType.File, new string('a', 64));
        _service.List($"/files/{file.Id}/contacted_domains", StubService.Domains(100));
        var explorer = Explorer(new ExploreOptions { MaxPerRelationship = most });

        var report = await explorer.ExpandAsync(_graph, file.Key, "contacted_domains");

        report.AddedNodes.Count.ShouldBe(Math.Min(most, 100));
        report.Calls.ShouldBe(pages);
        explorer.Estimate(_graph, file.Key, "contacted_domains").Calls.ShouldBe((most + 39) / 40);
        _service.Requests[0].ShouldEndWith($"?limit={Math.Min(most, 40)}");
    }

    [Fact]
    [Trait("defect", "B23")]
    public async Task B23_A_cursor_is_sent_as_it_came()
    {
        var file = _graph.Add(NodeType.File, new string('a', 64));
        _service.List($"/files/{file.Id}/contacted_domains", StubService.Domains(50));

        await Explorer(new ExploreOptions { MaxPerRelationship = 50 }).ExpandAsync(_graph, file.Key, "contacted_domains");

        _service.Requests[1].ShouldEndWith("?limit=10&cursor=%2Bc40");
    }

    [Fact]
    [Trait("seed", "19")]
    public async Task One_level_follows_each_relationship_of_the_table_that_leads_to_nodes_once()
    {
        var domain = _graph.Add(NodeType.Domain, "a.example");

        var report = await Explorer().ExpandAsync(_graph, domain.Key);

        var names = _service.Requests.Select(request => request.Split('/')[^1].Split('?')[0]).ToArray();
        names.ShouldBe(GraphRelationships.Of(NodeType.Domain).Select(relationship => relationship.Name));
        names.ShouldContain("resolutions");
        names.ShouldNotContain("comments");
        names.ShouldNotContain("user_votes");
        report.Calls.ShouldBe(names.Length);
        Explorer().Estimate(_graph, domain.Key).FirstLevel.ShouldBe(names.Length);
    }

    [Fact]
    public async Task Relationships_can_be_chosen()
    {
        var domain = _graph.Add(NodeType.Domain, "a.example");

        await Explorer(new ExploreOptions { Relationships = relationship => relationship.Tier == "public" && relationship.TargetTypes.Contains("file") }).ExpandAsync(_graph, domain.Key);

        _service.Requests.ShouldNotBeEmpty();
        _service.Requests.ShouldAllBe(request => request.Contains("_files", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("seed", "20")]
    [Trait("defect", "B9")]
    public async Task B9_Levels_go_on_over_certificates_and_own_types_and_expand_each_node_once()
    {
        _service.List("/domains/a.example/subdomains", StubService.Item("domain", "www.a.example"), StubService.Item("domain", "a.example"))
            .List("/domains/a.example/historical_ssl_certificates", StubService.Item("ssl_cert", new string('c', 64)))
            .List("/domains/www.a.example/subdomains", StubService.Item("domain", "deep.www.a.example"), StubService.Item("domain", "a.example"));
        _graph.Add(NodeType.Actor, "somebody");
        _graph.AddIntelligence("p:5+");
        var domain = _graph.Add(NodeType.Domain, "a.example");
        var explorer = Explorer(new ExploreOptions { Relationships = relationship => relationship.Name is "subdomains" or "historical_ssl_certificates" });

        var report = await explorer.ExpandAllAsync(_graph, levels: 3);

        report.AddedNodes.Select(node => node.Id).ShouldBe([new string('c', 64), "www.a.example", "deep.www.a.example"]);
        report.Calls.ShouldBe(6);
        _graph.Links.ShouldNotContain(link => link.Source == link.Target);
        (await explorer.ExpandAsync(_graph, report.AddedNodes[0].Key, levels: 2)).Calls.ShouldBe(0);
        (await explorer.ExpandAllAsync(new ThreatGraph())).StoppedBecause.ShouldBe(ExploreStop.Done);
        domain.Outgoing.Count.ShouldBe(2);
    }

    [Fact]
    [Trait("seed", "6")]
    public async Task Nodes_of_your_own_types_cannot_be_expanded()
    {
        foreach (var node in new[] { _graph.Add(NodeType.Actor, "somebody"), _graph.AddHunting("1"), _graph.Add(NodeType.File, "dropper.exe") })
        {
            var refusal = await Should.ThrowAsync<GraphException>(() => Explorer().ExpandAsync(_graph, node.Key));
            refusal.Error.ShouldBe(GraphError.NotExpandable);
        }
        _service.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_relationship_that_a_type_lacks_is_refused_with_the_nearest_ones()
    {
        var domain = _graph.Add(NodeType.Domain, "a.example");
        var certificate = _graph.Add(NodeType.SslCert, new string('c', 64));

        var refusal = await Should.ThrowAsync<GraphException>(() => Explorer().ExpandAsync(_graph, domain.Key, "resolution"));
        refusal.Error.ShouldBe(GraphError.UnknownRelationship);
        refusal.Message.ShouldBe("Nodes of type domain have no relationship 'resolution': try resolutions, associations, reports.");
        (await Should.ThrowAsync<GraphException>(() => Explorer().ExpandAsync(_graph, domain.Key, "comments"))).Message.ShouldContain("leads to comment, which no graph shows");
        (await Should.ThrowAsync<GraphException>(() => Explorer().ExpandAsync(_graph, certificate.Key, "files"))).Message.ShouldEndWith("they have none at all.");
    }

    [Theory]
    [Trait("defect", "B5")]
    [InlineData("ip_address", "1.1.1.1", "1.1.1.1host-1.1.1.1.example.com", "host-1.1.1.1.example.com")]
    [InlineData("domain", "host-1.1.1.1.example.com", "1.1.1.1host-1.1.1.1.example.com", "1.1.1.1")]
    [InlineData("domain", "1.example.com", "10.0.0.11.example.com", "10.0.0.1")]
    [InlineData("domain", "xn--bcher-kva.example", "2001:db8::1b\u00fccher.example", "2001:db8::1")]
    [InlineData("ip_address", "2001:db8::1", "2001:db8::1a.example", "a.example")]
    public async Task B5_A_resolution_leads_to_its_other_end_also_when_one_end_stands_in_the_other(string type, string source, string resolution, string other)
    {
        var node = _graph.Add(NodeType.Object(type), source);
        var collection = type == "domain" ? "domains" : "ip_addresses";
        _service.List($"/{collection}/{Uri.EscapeDataString(node.Id)}/resolutions", StubService.Item("resolution", resolution));
        (await Explorer().ExpandAsync(_graph, node.Key, "resolutions")).AddedNodes.ShouldHaveSingleItem().Id.ShouldBe(other);
    }

    [Fact]
    public async Task A_resolution_with_attributes_is_read_by_them()
    {
        var node = _graph.Add(NodeType.Domain, "a.example");
        _service.List("/domains/a.example/resolutions", StubService.Item("resolution", "odd", new JsonObject
        {
            ["host_name"] = "a.example", ["ip_address"] = Address, ["ip_address_last_analysis_stats"] = new JsonObject { ["malicious"] = 7 },
        }));
        (await Explorer().ExpandAsync(_graph, node.Key, "resolutions")).AddedNodes.ShouldHaveSingleItem().Detections.ShouldBe(7);
    }

    [Fact]
    public async Task A_relationship_to_one_leads_to_one_or_none_and_has_no_limit()
    {
        var domain = _graph.Add(NodeType.Domain, "www.a.example");
        _service.Object("/domains/www.a.example/immediate_parent", StubService.Item("domain", "a.example"));

        var report = await Explorer().ExpandAsync(_graph, domain.Key, "immediate_parent");
        report.AddedNodes.ShouldHaveSingleItem().Id.ShouldBe("a.example");
        _service.Requests.ShouldBe(["GET /api/v3/domains/www.a.example/immediate_parent"]);

        _service.Instead = _ => StubService.Json(HttpStatusCode.OK, new JsonObject { ["data"] = null });
        (await Explorer().ExpandAsync(_graph, domain.Key, "immediate_parent")).AddedNodes.ShouldBeEmpty();
    }

    [Fact]
    [Trait("seed", "8")]
    [Trait("defect", "B11")]
    [Trait("defect", "B22")]
    public async Task B22_A_URL_is_never_submitted_its_id_is_computed_and_its_text_looked_up()
    {
        const string text = "http://Internal.example/secret?q=1";
        var url = _graph.Add(NodeType.Url, text);
        _graph.Contains(NodeType.Url, text).ShouldBeTrue();
        var explorer = Explorer(new ExploreOptions { Relationships = relationship => relationship.Name == "contacted_ips" });

        await explorer.ExpandAsync(_graph, url.Key);
        await explorer.FetchAllAsync(_graph);
        await explorer.FindPathAsync(_graph, url.Key, _graph.Add(NodeType.Domain, "a.example").Key);

        _service.Requests.ShouldAllBe(request => request.StartsWith("GET ", StringComparison.Ordinal));
        _service.Requests[0].ShouldStartWith($"GET /api/v3/urls/{System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(text))}/contacted_ips");
    }

    [Fact]
    [Trait("defect", "B15")]
    public async Task B15_No_more_nodes_are_added_than_allowed_and_nothing_that_was_paid_is_lost()
    {
        var file = _graph.Add(NodeType.File, new string('a', 64));
        _service.List($"/files/{file.Id}/contacted_domains", StubService.Domains(120));
        var explorer = Explorer(new ExploreOptions { MaxNodes = 50, MaxPerRelationship = 120 });

        var report = await explorer.ExpandAsync(_graph, file.Key, "contacted_domains");
        report.StoppedBecause.ShouldBe(ExploreStop.Nodes);
        report.AddedNodes.Count.ShouldBe(50);
        report.Calls.ShouldBe(2);

        (await explorer.ResumeAsync(_graph, report.Resume!)).AddedNodes.Count.ShouldBe(50);
        report = await Explorer(new ExploreOptions { MaxCalls = 1 }).ResumeAsync(_graph, (await explorer.ResumeAsync(Copy(), report.Resume!)).Resume!);
        report.StoppedBecause.ShouldBe(ExploreStop.Done);
        _graph.Nodes.Select(node => node.Id).Skip(1).ShouldBe(StubService.Domains(120).Select(item => (string)item["id"]!));

        ThreatGraph Copy()
        {
            var copy = GraphJson.Read(GraphJson.Write(_graph)).Graph;
            foreach (var node in copy.Nodes.Skip(51).ToArray()) copy.Remove(node);
            return copy;
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("vtx1.")]
    [InlineData("vtx1.AAAA")]
    [InlineData("vt1.0.")]
    [InlineData("vtx1.q1bKzs_JL0pVslJKTUlPVaoFAA")]
    public async Task What_is_no_place_to_resume_from_is_refused(string text) =>
        await Should.ThrowAsync<FormatException>(() => Explorer().ResumeAsync(_graph, text));

    private GraphExplorer Explorer(ExploreOptions? options = null) => new(_service.Client(), options);
}
