using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using VtKit.Emulator;
using VtKit.Testing;

namespace VtKit.Graph.Explorer.Tests;

/// <summary>Graphs at the service, over real HTTP.</summary>
public sealed class ServiceTests(EmulatorFixture emulator) : IClassFixture<EmulatorFixture>, IAsyncLifetime
{
    private static readonly VtRef Other = new(VtObjectTypes.User, "other");
    private VtClient _mine = null!, _others = null!, _public = null!;
    private GraphService _service = null!;

    public async Task InitializeAsync()
    {
        _mine = emulator.Server.Client;
        _others = emulator.Server.CreateClient(options => options.ApiKey = VtEmulatorKeys.OtherGroup);
        _public = emulator.Server.CreateClient(options => options.ApiKey = VtEmulatorKeys.Public);
        _service = new GraphService(_mine);
        await emulator.CalmAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    [Trait("seed", "1")]
    [Trait("seed", "5")]
    [Trait("seed", "21")]
    [Trait("defect", "B2")]
    [Trait("defect", "B26")]
    public async Task B26_A_graph_is_made_once_and_then_only_what_changed_is_sent()
    {
        var graph = Sample("First");
        graph.AddIntelligence("p:5+");

        var saved = await _service.SaveAsync(graph);
        saved.IsNew.ShouldBeTrue();
        graph.Id.ShouldBe(saved.Id);
        saved.Sent.ShouldBe(["graph_data", "nodes", "links"], ignoreOrder: true);
        (await _service.SaveAsync(graph)).Sent.ShouldBeEmpty();
        emulator.Server.Requests.Count.ShouldBe(1);

        graph.Name = "Second";
        (await _service.SaveAsync(graph)).Sent.ShouldBe(["graph_data"]);
        graph.Nodes.First().Label = "here";
        (await _service.SaveAsync(graph)).Sent.ShouldBe(["nodes"]);
        graph.Unlink(graph.Links.First());
        (await _service.SaveAsync(graph)).Sent.ShouldContain("links");
        graph.IsPrivate = true;
        (await _service.SaveAsync(graph)).Sent.ShouldBe(["private"]);
        emulator.Server.Requests.Select(request => request.Method).ShouldBe(["POST", "PATCH", "PATCH", "PATCH", "PATCH"]);

        var back = (await _service.LoadAsync(saved.Id)).Graph;
        back.Name.ShouldBe("Second");
        back.IsPrivate.ShouldBe(true);
        Seen.Of(back).ShouldBe(Seen.Of(graph));
    }

    [Fact]
    [Trait("defect", "B3")]
    [Trait("defect", "B12")]
    public async Task B12_A_loaded_graph_is_saved_without_a_request_until_something_changes_and_keeps_what_it_does_not_know()
    {
        var made = await _mine.Graphs.CreateAsync(new VtGraphEdit
        {
            Nodes = new JsonArray(
                new JsonObject { ["type"] = "domain", ["entity_id"] = "a.example", ["index"] = 0, ["fx"] = 1.5, ["fy"] = 2, ["later"] = true },
                new JsonObject { ["type"] = "custom", ["entity_id"] = "bear", ["index"] = 1 }),
            GraphLinks = new JsonArray(),
            More = new JsonObject { ["position"] = new JsonObject { ["x"] = 1, ["y"] = 2, ["scale"] = "0.5" } },
        });

        var loaded = await _service.LoadAsync(made.Id);
        loaded.Warnings.ShouldContain(warning => warning.Kind == GraphWarningKind.NoDescription);
        await emulator.CalmAsync();
        (await _service.SaveAsync(loaded.Graph)).Sent.ShouldBeEmpty();
        emulator.Server.Requests.ShouldBeEmpty();

        loaded.Graph.Nodes.First().Label = "A";
        (await _service.SaveAsync(loaded.Graph)).Sent.ShouldBe(["nodes"]);
        var node = (await _mine.Graphs.GetAsync(made.Id))["nodes"][0];
        node["later"].AsBoolean().ShouldBe(true);
        node["fx"].AsDouble().ShouldBe(1.5);
        node["text"].AsString().ShouldBe("A");
    }

    [Fact]
    public async Task A_graph_out_of_a_file_is_sent_whole()
    {
        var id = (await _service.SaveAsync(Sample("From a file"))).Id;
        var file = GraphJson.Read(GraphJson.Write((await _service.LoadAsync(id)).Graph)).Graph;
        (await _service.SaveAsync(file)).Sent.ShouldBe(["graph_data", "links", "nodes", "private"], ignoreOrder: true);
    }

    [Fact]
    [Trait("seed", "2")]
    [Trait("seed", "3")]
    public async Task A_graph_is_private_only_by_choice_and_who_may_not_is_told_what_that_takes()
    {
        var graph = Sample("Public");
        await _service.SaveAsync(graph);
        (await _others.Graphs.GetAsync(graph.Id!)).Private.ShouldNotBe(true);

        var secret = Sample("Secret");
        secret.IsPrivate = true;
        await _service.SaveAsync(secret);
        await Should.ThrowAsync<VtNotFoundException>(() => _others.Graphs.GetAsync(secret.Id!));

        var refused = Sample("Refused");
        refused.IsPrivate = true;
        var refusal = await Should.ThrowAsync<GraphException>(() => new GraphService(_public).SaveAsync(refused));
        refusal.Error.ShouldBe(GraphError.PrivateNotAllowed);
        refusal.Message.ShouldContain("the privilege and the quota intelligence_graphs_private");
        refused.Id.ShouldBeNull();
    }

    [Fact]
    [Trait("seed", "23")]
    [Trait("seed", "24")]
    [Trait("seed", "26")]
    public async Task Viewers_and_editors_load_a_private_graph_and_only_editors_save_it()
    {
        var graph = Sample("Shared");
        graph.IsPrivate = true;
        var saved = await _service.SaveAsync(graph, new GraphSharing { Viewers = [Other] });
        saved.SharingFailures.ShouldBeEmpty();
        (await _mine.Graphs.IsViewerAsync(saved.Id, "other")).ShouldBeTrue();
        (await _mine.Graphs.IsEditorAsync(saved.Id, "other")).ShouldBeFalse();

        var others = new GraphService(_others);
        var theirs = (await others.LoadAsync(saved.Id)).Graph;
        theirs.Name = "Theirs";
        var refusal = await Should.ThrowAsync<GraphException>(() => others.SaveAsync(theirs));
        refusal.Error.ShouldBe(GraphError.NotEditor);
        refusal.Message.ShouldContain("ask its owner to make you an editor");
        (await Should.ThrowAsync<GraphException>(() => others.DeleteAsync(theirs))).Error.ShouldBe(GraphError.NotEditor);

        await _service.SaveAsync(graph, new GraphSharing { Editors = [new VtRef(VtObjectTypes.Group, "other-group")] });
        (await others.SaveAsync(theirs)).Sent.ShouldBe(["graph_data"]);
        (await _service.LoadAsync(saved.Id)).Graph.Name.ShouldBe("Theirs");
        await _mine.Graphs.RemoveEditorAsync(saved.Id, "other-group");
        await _mine.Graphs.RemoveViewerAsync(saved.Id, "other");
        await Should.ThrowAsync<VtNotFoundException>(() => others.LoadAsync(saved.Id));
    }

    [Fact]
    [Trait("defect", "B26")]
    public async Task B26_A_graph_that_was_stored_but_not_shared_says_so()
    {
        var graph = Sample("Partly");

        var saved = await _service.SaveAsync(graph, new GraphSharing { Viewers = [new VtRef(VtObjectTypes.User, "nobody-of-this-name")], Editors = [Other] });

        graph.Id.ShouldBe(saved.Id);
        var failure = saved.SharingFailures.ShouldHaveSingleItem();
        failure.Relationship.ShouldBe("viewers");
        failure.Who.ShouldHaveSingleItem().Id.ShouldBe("nobody-of-this-name");
        failure.Status.ShouldNotBeNull();
        failure.Code.ShouldNotBeEmpty();
        (await _mine.Graphs.IsEditorAsync(saved.Id, "other")).ShouldBeTrue();
    }

    [Fact]
    [Trait("defect", "B21")]
    [Trait("seed", "26")]
    public async Task B21_Viewers_and_editors_are_listed_to_the_last_page()
    {
        var service = new StubService();
        for (var i = 0; i < 1; i++) service.List("/graphs/g1/relationships/viewers", [.. Enumerable.Range(0, 25).Select(n => StubService.Item("user", $"u{n}"))]);
        (await service.Client().Graphs.ViewersAsync("g1").CountAsync()).ShouldBe(25);
    }

    [Fact]
    [Trait("seed", "25")]
    public async Task A_clone_has_no_id_viewers_or_editors_and_is_unsaved_until_it_is_saved()
    {
        var original = Sample("Original");
        original.IsPrivate = true;
        await _service.SaveAsync(original, new GraphSharing { Viewers = [Other] });

        var clone = (await _service.CloneAsync(original.Id!)).Graph;
        clone.Id.ShouldBeNull();
        clone.Name.ShouldBe("Original");
        clone.IsPrivate.ShouldBe(true);
        Seen.Of(clone).ShouldBe(Seen.Of(original));
        Should.Throw<GraphException>(() => GraphPages.Link(clone)).Error.ShouldBe(GraphError.NotSaved);
        var named = (await _service.CloneAsync(original.Id!, "Mine", isPrivate: false)).Graph;

        var saved = await _service.SaveAsync(named);
        saved.IsNew.ShouldBeTrue();
        saved.Id.ShouldNotBe(original.Id);
        (await _mine.Graphs.ViewersAsync(saved.Id).CountAsync()).ShouldBe(0);
        (await _mine.Graphs.GetAsync(saved.Id)).GraphData.Description.ShouldBe("Mine");
        (await _mine.Graphs.GetAsync(original.Id!)).GraphData.Description.ShouldBe("Original");
    }

    [Fact]
    [Trait("seed", "22")]
    public async Task A_public_graph_is_found_by_others_commented_on_and_deleted()
    {
        var graph = Sample("Found by its very own name");
        await _service.SaveAsync(graph);

        (await _others.Graphs.ListAsync("name:\"Found by its very own name\"").ToListAsync()).ShouldHaveSingleItem().Id.ShouldBe(graph.Id);
        await _others.Graphs.AddCommentAsync(graph.Id!, "Well drawn");
        (await _mine.Graphs.CommentsAsync(graph.Id!).ToListAsync()).ShouldHaveSingleItem().Text.ShouldBe("Well drawn");
        (await _others.Graphs.GetOwnerAsync(graph.Id!))!.Id.ShouldBe("premium");

        var id = graph.Id!;
        await _service.DeleteAsync(graph);
        graph.Id.ShouldBeNull();
        await Should.ThrowAsync<VtNotFoundException>(() => _service.LoadAsync(id));
        (await _service.SaveAsync(graph)).IsNew.ShouldBeTrue();
    }

    [Fact]
    [Trait("seed", "27")]
    public void The_code_for_other_pages_is_exact_and_its_host_and_size_can_be_chosen()
    {
        var graph = new ThreatGraph { Id = "g1" };
        GraphPages.Iframe(graph).ShouldBe("""<iframe src="https://www.virustotal.com/graph/embed/g1" width="800" height="600"></iframe>""");
        GraphPages.Link(graph).AbsoluteUri.ShouldBe("https://www.virustotal.com/graph/g1");
        GraphPages.Iframe(graph, 640, 480, new Uri("http://127.0.0.1:8080/api/v3")).ShouldBe("""<iframe src="http://127.0.0.1:8080/graph/embed/g1" width="640" height="480"></iframe>""");
        GraphPages.Iframe(new ThreatGraph { Id = "\"><script>" }).ShouldNotContain("<script>");
        Should.Throw<GraphException>(() => GraphPages.Iframe(new ThreatGraph())).Error.ShouldBe(GraphError.NotSaved);
    }

    [Fact]
    public async Task A_picture_comes_as_it_is_and_a_service_that_has_none_says_so()
    {
        var service = new StubService { Instead = _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent([0x89, 0x50]) } };
        (await new GraphService(service.Client()).GetScreenshotAsync(new ThreatGraph { Id = "g1" })).ShouldBe([0x89, 0x50]);
        service.Requests.ShouldBe(["GET /api/v3/graphs/g1/screenshot"]);
        service.Instead = _ => StubService.Error(HttpStatusCode.NotFound, "NotFoundError");
        await Should.ThrowAsync<VtNotFoundException>(() => new GraphService(service.Client()).GetScreenshotAsync(new ThreatGraph { Id = "g1" }));
    }

    [Fact]
    public async Task A_collection_is_made_of_a_graph_and_a_graph_of_a_collection_all_of_it()
    {
        var graph = new ThreatGraph("Campaign");
        for (var i = 0; i < 95; i++) graph.Add(NodeType.Domain, $"c{i}.campaign.example");
        graph.Add(NodeType.File, new string('9', 64));
        graph.Add(NodeType.File, "only a name.exe");
        graph.Add(NodeType.IpAddress, "198.51.100.9");
        graph.Add(NodeType.Actor, "bear");

        var collection = await _service.CreateCollectionAsync(graph);
        collection.Name.ShouldBe("Campaign");
        await emulator.CalmAsync();
        var (back, report) = await _service.FromCollectionAsync(collection.Id);

        back.Name.ShouldBe("Campaign");
        back.Nodes.Select(node => node.Key).Where(key => key.Type != NodeType.Collection).Order(Comparer<NodeKey>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString())))
            .ShouldBe(graph.Nodes.Select(node => node.Key).Where(key => key.Type != NodeType.Actor && key.Id != "only a name.exe").Order(Comparer<NodeKey>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()))));
        back.Links.Count.ShouldBe(97);
        report.StoppedBecause.ShouldBe(ExploreStop.Done);
        report.Calls.ShouldBe(emulator.Server.Requests.Count);

        (await Should.ThrowAsync<GraphException>(() => _service.CreateCollectionAsync(new ThreatGraph("Empty")))).Error.ShouldBe(GraphError.NoIndicators);
        (await _service.FromCollectionAsync("no-such-collection")).Report.Absent.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_graph_is_made_of_a_search()
    {
        await emulator.Server.AddFileAsync(new string('5', 64), VtTestVerdict.Malicious(9, of: 70), name: "searched for.exe");
        var graph = await _service.FromSearchAsync("name:\"searched for.exe\"");
        var search = graph.Nodes.First();
        search.Type.ShouldBe(NodeType.Intelligence);
        search.Outgoing.ShouldHaveSingleItem().Target.ShouldSatisfyAllConditions(node => node.Id.ShouldBe(new string('5', 64)), node => node.Detections.ShouldBe(9));
        (await _service.SaveAsync(graph)).IsNew.ShouldBeTrue();
    }

    [Fact]
    public void A_graph_is_made_of_a_text()
    {
        var graph = new ThreatGraph();
        graph.AddText("""
            The dropper (44d88612fea8a8f36de82e1278abb02f) fetches hxxp://evil[.]example/a?b=1, then <https://c2.example:8443/x>.
            It talks to 198[.]51[.]100[.]7; and to "2001:db8::1". See CVE-2021-44228, evil[.]example and evil.example!
            """).Select(node => node.ToString()).ShouldBe(
            [
                "file:44d88612fea8a8f36de82e1278abb02f", NodeKey.Create(NodeType.Url, "http://evil.example/a?b=1").ToString(), NodeKey.Create(NodeType.Url, "https://c2.example:8443/x").ToString(),
                "ip_address:198.51.100.7", "ip_address:2001:db8::1", "collection:vulnerability--cve-2021-44228", "domain:evil.example",
            ]);
        graph.Nodes.Count.ShouldBe(7);
    }

    private static ThreatGraph Sample(string name)
    {
        var graph = new ThreatGraph(name);
        var domain = graph.Add(NodeType.Domain, "one.example.com", position: new GraphPoint(1, 2));
        graph.Link(domain, graph.Add(NodeType.IpAddress, "8.8.8.8"), "resolutions");
        graph.Link(graph.Add(NodeType.Actor, "bear", label: "A bear"), domain);
        return graph;
    }
}
