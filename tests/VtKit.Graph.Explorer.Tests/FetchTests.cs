using System.Net;
using System.Text.Json.Nodes;
using VtKit.Testing;

namespace VtKit.Graph.Explorer.Tests;

public sealed class FetchTests(EmulatorFixture emulator) : IClassFixture<EmulatorFixture>
{
    private const string Sha256 = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", Md5 = "cccccccccccccccccccccccccccccccc";
    private const string Sha1 = "dddddddddddddddddddddddddddddddddddddddd";
    private readonly ThreatGraph _graph = new();

    [Fact]
    [Trait("seed", "4")]
    [Trait("seed", "7")]
    [Trait("seed", "10")]
    [Trait("seed", "13")]
    public async Task Nodes_are_looked_up_and_filled_in_as_the_editor_does()
    {
        await emulator.Server.AddFileAsync(Sha256, VtTestVerdict.Malicious(4, of: 70, suspicious: 1), md5: Md5, sha1: Sha1, name: "dropper.exe");
        await emulator.Server.AddDomainAsync("evil.example", VtTestVerdict.Malicious(2, of: 70));
        await emulator.Server.AddUrlAsync("http://evil.example/x", VtTestVerdict.Clean());
        await emulator.CalmAsync();
        var nodes = _graph.AddMany([new(NodeType.File, Md5), new(NodeType.File, Sha1), new(NodeType.Domain, "evil.example"), new(NodeType.Url, "http://evil.example/x"), new(NodeType.IpAddress, "8.8.8.8"), new(NodeType.Domain, "unknown.example"), new(NodeType.Victim, "us")]);
        _graph.Link(nodes[0], nodes[2], "contacted_domains");
        var explorer = new GraphExplorer(emulator.Server.Client);
        explorer.EstimateFetch(_graph).Calls.ShouldBe(6);

        var report = await explorer.FetchAllAsync(_graph);

        report.Calls.ShouldBe(6);
        emulator.Server.Requests.Count.ShouldBe(6);
        report.Failures.ShouldBeEmpty();
        report.Absent.ShouldHaveSingleItem().Id.ShouldBe("unknown.example");
        var file = _graph[NodeKey.Create(NodeType.File, Md5)];
        file.Id.ShouldBe(Sha256);
        _graph[NodeKey.Create(NodeType.File, Sha1)].ShouldBe(file);
        file.Detections.ShouldBe(5);
        _graph.Nodes.Count.ShouldBe(6);
        file.Outgoing.ShouldHaveSingleItem().Target.ShouldBe(nodes[2]);
        nodes[2].Detections.ShouldBe(2);
        nodes[3].Detections.ShouldBe(0);
        nodes[3].Label.ShouldBe("http://evil.example/x");
        nodes[6].Attributes.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_only_a_report_tells_is_filled_in()
    {
        var service = new StubService()
            .Object($"/files/{Sha256}", StubService.Item("file", Sha256, new JsonObject { ["type_tag"] = "peexe", ["last_analysis_stats"] = new JsonObject { ["malicious"] = 1 } }))
            .Object("/ip_addresses/8.8.8.8", StubService.Item("ip_address", "8.8.8.8", new JsonObject { ["country"] = "US" }))
            .Object("/collections/c1", StubService.Item("collection", "c1", new JsonObject { ["name"] = "A campaign" }));
        var nodes = _graph.AddMany([new(NodeType.File, Sha256), new(NodeType.IpAddress, "8.8.8.8"), new(NodeType.Collection, "c1")]);

        var report = await new GraphExplorer(service.Client()).FetchAsync(_graph, nodes.Select(node => node.Key));

        report.FetchedNodes.ShouldBe(nodes);
        nodes[0].TypeTag.ShouldBe("peexe");
        nodes[1].Country.ShouldBe("US");
        nodes[2].Label.ShouldBe("A campaign");
    }

    [Fact]
    [Trait("seed", "11")]
    [Trait("defect", "B23")]
    public async Task B23_A_file_is_found_by_its_name_when_one_file_has_it_and_the_name_is_no_query()
    {
        const string name = "inv & co #1 \"final\" OR size:1+.exe";
        var service = new StubService();
        service.List("/intelligence/search", StubService.Item("file", Sha256, new JsonObject { ["type_tag"] = "peexe" }));
        var node = _graph.Add(NodeType.File, name);

        var report = await new GraphExplorer(service.Client(), new ExploreOptions { FindNames = true }).FetchAsync(_graph, node.Key);

        report.Calls.ShouldBe(1);
        node.Id.ShouldBe(Sha256);
        node.Label.ShouldBe(name);
        _graph.Find(NodeKey.Create(NodeType.File, name)).ShouldBe(node);
        service.Requests[0].ShouldBe("GET /api/v3/intelligence/search?query=" + Uri.EscapeDataString("name:\"inv & co #1 \\\"final\\\" OR size:1+.exe\"") + "&limit=2");
    }

    [Fact]
    [Trait("seed", "11")]
    public async Task A_name_that_several_files_have_or_none_stays_a_name_and_nothing_is_searched_unasked()
    {
        var service = new StubService();
        var node = _graph.Add(NodeType.File, "setup.exe");
        var explorer = new GraphExplorer(service.Client(), new ExploreOptions { FindNames = true });

        service.List("/intelligence/search", StubService.Item("file", Sha256), StubService.Item("file", new string('e', 64)));
        (await explorer.FetchAsync(_graph, node.Key)).Absent.ShouldHaveSingleItem().ShouldBe(node.Key);
        service.List("/intelligence/search", StubService.Item("url", new string('e', 64)));
        (await explorer.FetchAsync(_graph, node.Key)).Absent.ShouldHaveSingleItem();
        node.Id.ShouldBe("setup.exe");

        var unasked = await new GraphExplorer(service.Client()).FetchAsync(_graph, node.Key);
        unasked.Calls.ShouldBe(0);
        unasked.Failures.ShouldHaveSingleItem().Code.ShouldBe("NameOnly");
        service.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_emulator_finds_a_file_by_its_name()
    {
        await emulator.Server.AddFileAsync(new string('7', 64), name: "a name of its own.exe");
        var node = _graph.Add(NodeType.File, "a name of its own.exe");

        await new GraphExplorer(emulator.Server.Client, new ExploreOptions { FindNames = true }).FetchAllAsync(_graph);

        node.Id.ShouldBe(new string('7', 64));
    }

    [Fact]
    [Trait("defect", "B19")]
    public async Task B19_The_same_thing_asked_for_twenty_times_at_once_is_asked_once()
    {
        var gate = new TaskCompletionSource();
        var service = new StubService { Before = (_, token) => gate.Task.WaitAsync(token) };
        service.Object("/domains/a.example", StubService.Item("domain", "a.example", new JsonObject { ["last_analysis_stats"] = new JsonObject { ["malicious"] = 3 } }));
        var node = _graph.Add(NodeType.Domain, "a.example");
        var explorer = new GraphExplorer(service.Client());

        var runs = Enumerable.Range(0, 20).Select(_ => explorer.FetchAsync(_graph, node.Key)).ToArray();
        gate.SetResult();
        var reports = await Task.WhenAll(runs);

        service.Requests.ShouldHaveSingleItem();
        explorer.Calls.ShouldBe(1);
        reports.Sum(report => report.Calls).ShouldBe(1);
        reports.ShouldAllBe(report => report.FetchedNodes.Count == 1);
        node.Detections.ShouldBe(3);
    }

    [Fact]
    public async Task Who_waits_for_one_that_gives_up_asks_for_itself()
    {
        var asked = 0;
        using var cancelling = new CancellationTokenSource();
        var service = new StubService { Before = (_, token) => Interlocked.Increment(ref asked) == 1 ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token) : Task.CompletedTask };
        service.Object("/domains/a.example", StubService.Item("domain", "a.example"));
        var node = _graph.Add(NodeType.Domain, "a.example");
        var explorer = new GraphExplorer(service.Client());

        var first = explorer.FetchAsync(_graph, node.Key, cancelling.Token);
        var second = explorer.FetchAsync(_graph, node.Key);
        await cancelling.CancelAsync();

        (await first).StoppedBecause.ShouldBe(ExploreStop.Cancelled);
        (await second).FetchedNodes.ShouldHaveSingleItem();
        explorer.Calls.ShouldBe(2);
    }

    [Fact]
    [Trait("defect", "B13")]
    [Trait("defect", "B14")]
    public async Task B14_Look_ups_that_fail_are_told_of_and_those_that_were_stopped_go_on()
    {
        var service = new StubService { Instead = path => path.EndsWith("d1.example", StringComparison.Ordinal) ? StubService.Error(HttpStatusCode.Forbidden, "ForbiddenError") : null };
        for (var i = 0; i < 5; i++)
        {
            _graph.Add(NodeType.Domain, $"d{i}.example").IsDetected.ShouldBeNull();
            service.Object($"/domains/d{i}.example", StubService.Item("domain", $"d{i}.example"));
        }
        var explorer = new GraphExplorer(service.Client(), new ExploreOptions { MaxCalls = 3 });

        var report = await explorer.FetchAllAsync(_graph);
        report.StoppedBecause.ShouldBe(ExploreStop.Calls);
        report.Calls.ShouldBe(3);
        report.Failures.ShouldHaveSingleItem().Status.ShouldBe(HttpStatusCode.Forbidden);
        report = await explorer.ResumeAsync(_graph, report.Resume!);

        report.StoppedBecause.ShouldBe(ExploreStop.Done);
        report.FetchedNodes.Select(node => node.Id).ShouldBe(["d3.example", "d4.example"]);
        service.Requests.Count.ShouldBe(5);
    }

    [Fact]
    [Trait("seed", "5")]
    [Trait("seed", "6")]
    public async Task Nodes_of_your_own_types_are_not_looked_up()
    {
        var own = _graph.Add(NodeType.Custom("squad"), "blue");
        (await Should.ThrowAsync<GraphException>(() => new GraphExplorer(new StubService().Client()).FetchAsync(_graph, own.Key))).Error.ShouldBe(GraphError.NotExpandable);
    }
}
