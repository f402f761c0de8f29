namespace VtKit.Graph.Tests;

public sealed class LayoutTests
{
    /// <summary>Nodes are drawn with this radius at the default spacing.</summary>
    private const double Radius = 18;

    public static TheoryData<GraphLayout> Layouts => [.. Enum.GetValues<GraphLayout>()];

    [Theory]
    [MemberData(nameof(Layouts))]
    public void The_same_seed_gives_the_same_places_to_the_last_bit(GraphLayout layout)
    {
        var (one, other) = (Investigation.Of(1500), Investigation.Of(1500));
        one.Arrange(layout);
        other.Arrange(layout);
        Places(one).ShouldBe(Places(other));
        other.Arrange(layout);
        Places(one).ShouldBe(Places(other), "Where nodes stood before plays no part.");
    }

    [Fact]
    public void Another_seed_gives_another_drawing()
    {
        var (one, other) = (Investigation.Of(60), Investigation.Of(60));
        one.Arrange(GraphLayout.Force);
        other.Arrange(GraphLayout.Force, new LayoutOptions { Seed = 2 });
        Places(one).ShouldNotBe(Places(other));
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Nodes_do_not_overlap_at_300(GraphLayout layout)
    {
        var graph = Investigation.Of(300);
        graph.Arrange(layout);
        graph.Nodes.Count.ShouldBe(300);
        ShouldBeApart(graph, 2 * Radius);
    }

    [Theory]
    [InlineData(GraphLayout.Force)]
    [InlineData(GraphLayout.Tree)]
    [InlineData(GraphLayout.Layered)]
    [InlineData(GraphLayout.Grid)]
    public void Labels_do_not_overlap_at_300(GraphLayout layout)
    {
        var graph = Investigation.Of(300);
        graph.Arrange(layout);
        var rooms = graph.Nodes.Select(node => new Rectangle(
            node.Position!.Value.X - (LabelText.Width(LabelText.Of(node), 11) / 2), node.Position.Value.Y - Radius,
            node.Position.Value.X + (LabelText.Width(LabelText.Of(node), 11) / 2), node.Position.Value.Y + Radius + 15)).ToList();
        for (var i = 0; i < rooms.Count; i++)
            for (var j = i + 1; j < rooms.Count; j++) rooms[i].Overlaps(rooms[j]).ShouldBeFalse($"{graph.Nodes.ElementAt(i)} and {graph.Nodes.ElementAt(j)}");
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Pinned_nodes_stay_where_they_are_pinned(GraphLayout layout)
    {
        var graph = Investigation.Of(120);
        var pins = new Dictionary<GraphNode, GraphPoint>();
        foreach (var (node, i) in graph.Nodes.Where((_, i) => i % 17 == 0).Select((node, i) => (node, i))) pins[node] = new GraphPoint((i * 333.25) - 700.125, (i % 3 * 412.5) + 1.0 / 3);
        foreach (var (node, place) in pins) node.Pin = place;

        graph.Arrange(layout);

        foreach (var (node, place) in pins) (node.Pin, node.Position).ShouldBe((place, place));
        ShouldBeApart(graph, 2 * Radius);
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Positions_are_kept_where_that_is_asked_for(GraphLayout layout)
    {
        var graph = Investigation.Of(60);
        graph.Arrange(GraphLayout.Force);
        var before = graph.Nodes.ToDictionary(node => node, node => node.Position);
        var added = graph.Add(NodeType.Domain, "new.example");
        graph.Link(graph.Nodes.First(), added);

        graph.Arrange(layout, new LayoutOptions { KeepPositions = true });

        foreach (var (node, place) in before) node.Position.ShouldBe(place);
        added.Position.ShouldNotBeNull();
        ShouldBeApart(graph, 2 * Radius);
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Odd_graphs_are_arranged_too(GraphLayout layout)
    {
        new ThreatGraph().Arrange(layout);
        foreach (var graph in (ThreatGraph[])[Investigation.Star(0), Investigation.Star(1), Investigation.Star(2), Investigation.Star(4999), Path(3000), Cycle(5), Loose(40), OneGroup()])
        {
            graph.Arrange(layout);
            graph.Nodes.ShouldAllBe(node => node.Position != null && double.IsFinite(node.Position.Value.X) && double.IsFinite(node.Position.Value.Y));
            Places(graph).Distinct().Count().ShouldBe(graph.Nodes.Count);
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Parts_stand_next_to_each_other(GraphLayout layout)
    {
        if (layout == GraphLayout.Grid) return; // one grid for all
        var graph = new ThreatGraph();
        var parts = new List<List<GraphNode>>();
        for (var part = 0; part < 9; part++)
        {
            var hub = graph.Add(NodeType.IpAddress, $"198.51.100.{part}");
            parts.Add([hub]);
            for (var i = 0; i < part * 4; i++)
            {
                parts[^1].Add(graph.Add(NodeType.Domain, $"d{part}-{i}.example"));
                graph.Link(hub, parts[^1][^1], "resolutions");
            }
        }
        graph.Arrange(layout);
        var boxes = parts.ConvertAll(part => part.Aggregate(Rectangle.Empty, (box, node) => box.With(node.Position!.Value.X, node.Position.Value.Y, Radius)));
        for (var i = 0; i < boxes.Count; i++)
            for (var j = i + 1; j < boxes.Count; j++) boxes[i].Overlaps(boxes[j]).ShouldBeFalse($"{i} and {j}");
    }

    [Fact]
    public void Linked_nodes_stand_nearer_than_others()
    {
        var graph = Investigation.Of(300);
        graph.Arrange(GraphLayout.Force);
        var linked = graph.Links.Average(link => Distance(link.Source, link.Target));
        var nodes = graph.Nodes.ToArray();
        nodes.Zip(nodes.Reverse()).Where(pair => pair.First != pair.Second).Average(pair => Distance(pair.First, pair.Second)).ShouldBeGreaterThan(2 * linked);
    }

    [Fact]
    public void Members_of_a_group_stand_near_each_other()
    {
        var (plain, grouped) = (Investigation.Of(100), Investigation.Of(100));
        var members = Enumerable.Range(0, 6).Select(i => 10 + (i * 15)).ToArray();
        grouped.Group("together", members.Select(i => grouped.Nodes.ElementAt(i)));
        plain.Arrange(GraphLayout.Force);
        grouped.Arrange(GraphLayout.Force);
        Spread(grouped).ShouldBeLessThan(0.7 * Spread(plain));

        double Spread(ThreatGraph graph) => members.SelectMany(_ => members, (i, j) => Distance(graph.Nodes.ElementAt(i), graph.Nodes.ElementAt(j))).Average();
    }

    [Fact]
    public void A_tree_grows_downwards_from_a_source()
    {
        var graph = Tree(3, 4);
        graph.Arrange(GraphLayout.Tree);
        graph.Nodes.MinBy(node => node.Position!.Value.Y).ShouldBe(graph.Nodes.First());
        graph.Links.ShouldAllBe(link => link.Target.Position!.Value.Y > link.Source.Position!.Value.Y + Radius);
    }

    [Fact]
    public void Layers_follow_the_links_from_left_to_right()
    {
        var graph = Investigation.Of(200);
        graph.Arrange(GraphLayout.Layered);
        graph.Links.ShouldAllBe(link => link.Target.Position!.Value.X > link.Source.Position!.Value.X + Radius);
    }

    [Fact]
    public void Only_the_links_that_close_a_cycle_lead_back()
    {
        var graph = Cycle(5);
        graph.Arrange(GraphLayout.Layered);
        graph.Links.Count(link => link.Target.Position!.Value.X < link.Source.Position!.Value.X).ShouldBe(1);
    }

    [Fact]
    public void Rings_are_one_outside_the_other()
    {
        var graph = Tree(5, 3);
        var centre = graph.Nodes.MaxBy(node => node.Outgoing.Count + node.Incoming.Count)!;
        graph.Arrange(GraphLayout.Radial);
        var rings = graph.Nodes.GroupBy(node => graph.ShortestPath(centre, node).Count).OrderBy(ring => ring.Key)
            .Select(ring => (Inner: ring.Min(node => Distance(centre, node)), Outer: ring.Max(node => Distance(centre, node)))).ToList();
        rings.Count.ShouldBeGreaterThan(3);
        rings[0].Outer.ShouldBe(0);
        foreach (var (inner, outer) in rings.Zip(rings.Skip(1))) outer.Inner.ShouldBeGreaterThan(inner.Outer + Radius);
    }

    [Fact]
    public void A_small_ring_is_a_circle()
    {
        var graph = Investigation.Star(10);
        graph.Arrange(GraphLayout.Radial);
        var distances = graph.Links.Select(link => Distance(link.Source, link.Target)).ToList();
        (distances.Max() - distances.Min()).ShouldBeLessThan(0.1);
    }

    [Fact]
    public void Spacing_is_a_scale()
    {
        var (one, two) = (Investigation.Of(50), Investigation.Of(50));
        one.Arrange(GraphLayout.Force);
        two.Arrange(GraphLayout.Force, new LayoutOptions { Spacing = 200 });
        foreach (var (a, b) in Places(one).Zip(Places(two))) (Math.Abs(b.X - (2 * a.X)) + Math.Abs(b.Y - (2 * a.Y))).ShouldBeLessThan(0.1);
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        var graph = Investigation.Star(3);
        foreach (var spacing in (double[])[0, -1, double.NaN, double.PositiveInfinity])
            Should.Throw<ArgumentOutOfRangeException>(() => graph.Arrange(GraphLayout.Force, new LayoutOptions { Spacing = spacing })).Message.ShouldContain("positive");
        Should.Throw<ArgumentOutOfRangeException>(() => graph.Arrange((GraphLayout)99));
        Should.Throw<OperationCanceledException>(() => graph.Arrange(GraphLayout.Force, null, new CancellationToken(true)));
        graph.Nodes.ShouldAllBe(node => node.Position == null);
    }

    private static GraphPoint[] Places(ThreatGraph graph) => [.. graph.Nodes.Select(node => node.Position!.Value)];

    private static double Distance(GraphNode one, GraphNode other) =>
        Math.Sqrt(Math.Pow(one.Position!.Value.X - other.Position!.Value.X, 2) + Math.Pow(one.Position.Value.Y - other.Position.Value.Y, 2));

    private static void ShouldBeApart(ThreatGraph graph, double least)
    {
        var nodes = graph.Nodes.ToArray();
        for (var i = 0; i < nodes.Length; i++)
            for (var j = i + 1; j < nodes.Length; j++)
                Distance(nodes[i], nodes[j]).ShouldBeGreaterThanOrEqualTo(least, $"{nodes[i]} and {nodes[j]}");
    }

    private static ThreatGraph Tree(int children, int depth)
    {
        var graph = new ThreatGraph();
        var level = new List<GraphNode> { graph.Add(NodeType.Actor, "root") };
        for (var d = 0; d < depth; d++)
        {
            var next = new List<GraphNode>();
            foreach (var parent in level)
                for (var c = 0; c < children; c++)
                {
                    next.Add(graph.Add(NodeType.Actor, $"{parent.Id}.{c}"));
                    graph.Link(parent, next[^1]);
                }
            level = next;
        }
        return graph;
    }

    private static ThreatGraph Path(int nodes)
    {
        var graph = new ThreatGraph();
        for (var i = 0; i < nodes; i++)
            if (graph.Add(NodeType.Port, $"p{i}") is var node && i > 0) graph.Link(graph[new NodeKey(NodeType.Port, $"p{i - 1}")], node);
        return graph;
    }

    private static ThreatGraph Cycle(int nodes)
    {
        var graph = Path(nodes);
        graph.Link(graph.Nodes.Last(), graph.Nodes.First());
        return graph;
    }

    private static ThreatGraph Loose(int nodes)
    {
        var graph = new ThreatGraph();
        for (var i = 0; i < nodes; i++) graph.Add(NodeType.Wallet, $"w{i}");
        return graph;
    }

    private static ThreatGraph OneGroup()
    {
        var graph = Loose(8);
        graph.Group("all", graph.Nodes.ToList());
        return graph;
    }
}
