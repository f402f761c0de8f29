namespace VtKit.Graph.Explorer.Tests;

public sealed class PathTests(EmulatorFixture emulator) : IClassFixture<EmulatorFixture>
{
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [Trait("defect", "B6")]
    [Trait("defect", "B18")]
    public async Task B18_Paths_are_as_short_as_brute_force_finds_them_and_real_step_by_step(int seed)
    {
        var world = await emulator.LayAsync(seed, files: 8, hosts: 12, relations: 18);
        await emulator.CalmAsync();
        var explorer = new GraphExplorer(emulator.Server.Client, new ExploreOptions { Relationships = RandomWorld.Followed });
        foreach (var (from, to) in new[] { (0, 1), (0, 9), (2, 15), (9, 14), (4, 19), (10, 3) }.Select(pair => (world.All[pair.Item1], world.All[pair.Item2])))
            for (var hops = 1; hops <= 5; hops++)
            {
                var graph = new ThreatGraph();
                graph.Add(from);
                graph.Add(to);
                var report = await explorer.FindPathAsync(graph, from, to, hops);
                var distance = world.Distance(from, to);
                report.StoppedBecause.ShouldBe(ExploreStop.Done);
                if (distance is null || distance > hops)
                {
                    report.Paths.ShouldBeEmpty();
                    graph.Nodes.Count.ShouldBe(2);
                    continue;
                }
                var path = report.Paths.ShouldHaveSingleItem();
                path.Hops.ShouldBe(distance.Value, $"{from} {to} in {hops}");
                path.From.Key.ShouldBe(from);
                path.To.Key.ShouldBe(to);
                path.Links.ShouldAllBe(link => world.AreRelated(link.Source.Key, link.Type, link.Target.Key));
                // Only what is on the path is added.
                graph.Nodes.Count.ShouldBe(distance.Value + 1);
                graph.Links.Count.ShouldBe(distance.Value);
            }
    }

    [Theory]
    [InlineData(14)]
    [InlineData(15)]
    [Trait("defect", "B6")]
    public async Task B6_A_node_is_connected_with_all_that_it_can_be_each_by_a_path_of_its_own(int seed)
    {
        var world = await emulator.LayAsync(seed, files: 8, hosts: 12, relations: 18);
        var graph = new ThreatGraph();
        foreach (var key in world.All) graph.Add(key);

        var report = await new GraphExplorer(emulator.Server.Client, new ExploreOptions { Relationships = RandomWorld.Followed }).ConnectAsync(graph, world.Files[0], maxHops: 3);

        var expected = world.All.Where(key => world.Distance(world.Files[0], key) is > 0 and <= 3);
        report.Paths.Select(path => path.To.Key).Order(Comparer<NodeKey>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString())))
            .ShouldBe(expected.Order(Comparer<NodeKey>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()))));
        report.Paths.ShouldAllBe(path => path.Hops == world.Distance(path.From.Key, path.To.Key));
    }

    [Theory]
    [InlineData(11, 1)]
    [InlineData(12, 2)]
    [InlineData(13, 5)]
    public async Task A_search_for_paths_that_is_stopped_and_resumed_finds_the_same(int seed, int slice)
    {
        var world = await emulator.LayAsync(seed, files: 8, hosts: 12, relations: 18);
        var options = new ExploreOptions { Relationships = RandomWorld.Followed, Concurrency = 1 };
        var whole = Ends();
        var once = await new GraphExplorer(emulator.Server.Client, options).FindPathsAsync(whole, world.All[0], [world.All[3], world.All[11]], maxHops: 4);

        var parts = Ends();
        var explorer = new GraphExplorer(emulator.Server.Client, options with { MaxCalls = slice });
        var report = await explorer.FindPathsAsync(parts, world.All[0], [world.All[3], world.All[11]], maxHops: 4);
        while (report.Resume is { } place) report = await explorer.ResumeAsync(parts, place);

        Seen.Of(parts).ShouldBe(Seen.Of(whole));
        explorer.Calls.ShouldBe(once.Calls);

        ThreatGraph Ends()
        {
            var graph = new ThreatGraph();
            foreach (var index in new[] { 0, 3, 11 }) graph.Add(world.All[index]);
            return graph;
        }
    }

    [Fact]
    [Trait("defect", "B18")]
    public async Task B18_Links_of_the_graph_are_steps_and_no_reason_to_stop()
    {
        var service = new StubService().List("/domains/a.example/communicating_files", StubService.Item("file", new string('f', 64)));
        var graph = new ThreatGraph();
        var (a, b, c) = (graph.Add(NodeType.Domain, "a.example"), graph.Add(NodeType.Domain, "b.example"), graph.Add(NodeType.Domain, "c.example"));
        var file = graph.Add(NodeType.File, new string('f', 64));
        var own = graph.Add(NodeType.Actor, "somebody");
        graph.Link(a, own);
        graph.Link(own, b);
        graph.Link(file, c, "contacted_domains");
        var explorer = new GraphExplorer(service.Client(), new ExploreOptions { Relationships = relationship => relationship.Name == "communicating_files" });

        (await explorer.FindPathAsync(graph, a.Key, b.Key)).Paths.ShouldHaveSingleItem().Nodes.ShouldBe([a, own, b]);
        (await explorer.FindPathAsync(graph, a.Key, c.Key)).Paths.ShouldHaveSingleItem().Nodes.ShouldBe([a, file, c]);
        (await explorer.ConnectAsync(graph, a.Key)).Paths.Count.ShouldBe(3);
    }

    [Fact]
    public async Task What_cannot_be_expanded_is_reached_from_the_other_end()
    {
        var thumbprint = new string('c', 64);
        var service = new StubService()
            .List("/domains/a.example/subdomains", StubService.Item("domain", "www.a.example"))
            .List("/domains/www.a.example/historical_ssl_certificates", StubService.Item("ssl_cert", thumbprint));
        var graph = new ThreatGraph();
        var from = graph.Add(NodeType.SslCert, thumbprint);
        var to = graph.Add(NodeType.Domain, "a.example");

        var path = (await new GraphExplorer(service.Client()).FindPathAsync(graph, from.Key, to.Key, maxHops: 2)).Paths.ShouldHaveSingleItem();

        path.Nodes.Select(node => node.Id).ShouldBe([thumbprint, "www.a.example", "a.example"]);
        graph.FindLink(path.Nodes[1], from, "historical_ssl_certificates").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_path_needs_two_different_nodes_of_the_services()
    {
        var graph = new ThreatGraph();
        var domain = graph.Add(NodeType.Domain, "a.example");
        var own = graph.Add(NodeType.Victim, "somebody");
        var explorer = new GraphExplorer(new StubService().Client());

        (await Should.ThrowAsync<GraphException>(() => explorer.FindPathAsync(graph, domain.Key, domain.Key))).Error.ShouldBe(GraphError.SameNode);
        (await Should.ThrowAsync<GraphException>(() => explorer.FindPathAsync(graph, domain.Key, own.Key))).Error.ShouldBe(GraphError.NotExpandable);
        (await Should.ThrowAsync<GraphException>(() => explorer.FindPathAsync(graph, domain.Key, NodeKey.Create(NodeType.Domain, "b.example")))).Error.ShouldBe(GraphError.NodeNotFound);
    }
}
