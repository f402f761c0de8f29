namespace VtKit.Graph.Explorer.Tests;

/// <summary>Budgets over real HTTP: what is reported is what the server counted, and never more than was allowed.</summary>
public sealed class BudgetTests(EmulatorFixture emulator) : IClassFixture<EmulatorFixture>
{
    public static TheoryData<int, int> SeedsAndBudgets
    {
        get
        {
            var data = new TheoryData<int, int>();
            foreach (var seed in new[] { 1, 2, 3, 4, 5 })
                foreach (var budget in new[] { 0, 1, 2, 7, 19, 60, 500 })
                    data.Add(seed, budget);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(SeedsAndBudgets))]
    [Trait("defect", "B15")]
    [Trait("defect", "B17")]
    [Trait("defect", "B20")]
    [Trait("seed", "28")]
    public async Task B17_No_budget_is_exceeded_when_three_in_ten_requests_fail_and_the_server_counts_the_same(int seed, int budget)
    {
        var world = await emulator.LayAsync(seed);
        await emulator.CalmAsync();
        await emulator.FailAsync(0.3, (seed * 1000) + budget);
        var explorer = new GraphExplorer(emulator.Server.Client, new ExploreOptions { MaxCalls = budget, MaxNodes = 15, Relationships = RandomWorld.Followed, MaxPerRelationship = 3 });
        var graph = new ThreatGraph();
        graph.Add(world.Files[0]);

        var report = (seed % 3) switch
        {
            0 => await explorer.ExpandAsync(graph, world.Files[0], levels: 3),
            1 => await explorer.FindPathAsync(graph, world.Files[0], graph.Add(world.Files[^1]).Key, maxHops: 4),
            _ => await explorer.FetchAsync(graph, world.All.Select(key => graph.Add(key).Key)),
        };

        emulator.Server.Requests.Count.ShouldBe(report.Calls);
        explorer.Calls.ShouldBe(report.Calls);
        report.Calls.ShouldBeLessThanOrEqualTo(budget);
        report.AddedNodes.Count.ShouldBeLessThanOrEqualTo(15);
        if (report.StoppedBecause == ExploreStop.Calls) report.Calls.ShouldBe(budget);
        report.Failures.ShouldAllBe(failure => failure.Status == System.Net.HttpStatusCode.ServiceUnavailable);
        (report.Resume is null).ShouldBe(report.StoppedBecause == ExploreStop.Done);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(3, 10)]
    [InlineData(4, 7)]
    [Trait("defect", "B15")]
    public async Task Runs_that_are_stopped_and_resumed_find_what_one_run_finds_and_pay_no_more(int seed, int slice)
    {
        var world = await emulator.LayAsync(seed);
        await emulator.CalmAsync();
        var options = new ExploreOptions { Relationships = RandomWorld.Followed, MaxPerRelationship = 3 };
        var whole = new ThreatGraph();
        whole.Add(world.Files[0]);
        var once = await new GraphExplorer(emulator.Server.Client, options).ExpandAsync(whole, world.Files[0], levels: 3);
        once.StoppedBecause.ShouldBe(ExploreStop.Done);

        var parts = new ThreatGraph();
        parts.Add(world.Files[0]);
        var explorer = new GraphExplorer(emulator.Server.Client, options with { MaxCalls = slice });
        var report = await explorer.ExpandAsync(parts, world.Files[0], levels: 3);
        while (report.Resume is { } place)
        {
            report.Calls.ShouldBe(slice);
            report = await explorer.ResumeAsync(parts, place);
        }

        Seen.Of(parts).ShouldBe(Seen.Of(whole));
        explorer.Calls.ShouldBe(once.Calls);
    }

    [Theory]
    [InlineData(5, 4)]
    [InlineData(6, 11)]
    public async Task Stopped_runs_find_the_same_when_the_server_fails_now_and_then(int seed, int slice)
    {
        var world = await emulator.LayAsync(seed);
        await emulator.CalmAsync();
        var client = emulator.Server.CreateClient(options => options.Retry.MaxAttempts = 30);
        var options = new ExploreOptions { Relationships = RandomWorld.Followed };
        var whole = new ThreatGraph();
        whole.Add(world.Files[0]);
        await new GraphExplorer(client, options).ExpandAsync(whole, world.Files[0], levels: 3);

        await emulator.FailAsync(0.3, seed);
        var parts = new ThreatGraph();
        parts.Add(world.Files[0]);
        var explorer = new GraphExplorer(client, options with { MaxCalls = slice });
        var report = await explorer.ExpandAsync(parts, world.Files[0], levels: 3);
        while (report.Resume is { } place) report = await explorer.ResumeAsync(parts, place);

        report.Failures.ShouldBeEmpty();
        Seen.Of(parts).ShouldBe(Seen.Of(whole));
    }

    [Fact]
    public async Task The_order_of_the_graph_does_not_depend_on_which_answers_come_first()
    {
        var world = await emulator.LayAsync(7);
        await emulator.CalmAsync();
        var seen = new List<string>();
        foreach (var concurrency in new[] { 1, 8, 32 })
        {
            var graph = new ThreatGraph();
            graph.Add(world.Files[0]);
            await new GraphExplorer(emulator.Server.Client, new ExploreOptions { Relationships = RandomWorld.Followed, Concurrency = concurrency, MaxNodes = 12 })
                .ExpandAsync(graph, world.Files[0], levels: 4);
            graph.Nodes.Count.ShouldBe(13);
            seen.Add(Seen.InOrder(graph));
        }
        seen.Distinct().ShouldHaveSingleItem();
    }
}
