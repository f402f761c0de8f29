using System.Xml.Linq;

namespace VtKit.Graph.Tests;

public sealed class DrawingTests
{
    private static readonly string[] Hostile =
    [
        "<script>alert(1)</script>", "]]>", "\"/><image href=\"file:///etc/passwd\"/>", "nul \0 esc \u001B half \uD800", "\u202Egpj.exe\u2066", "&lt;&#0;", "'; url(http://evil.example)", new string('W', 100_000), "\u2028\n\t",
    ];

    [Fact]
    public void A_small_graph_is_drawn_as_it_was_approved()
    {
        var svg = Investigation.Small().ToSvg();
        var file = Path.Combine(SharedMaterial.RepositoryRoot, "tests", "VtKit.Graph.Tests", "Rendering", "small.verified.svg");
        if (Environment.GetEnvironmentVariable("VTKIT_ACCEPT") == "1") File.WriteAllText(file, svg);
        svg.ShouldBe(File.ReadAllText(file), "Look at the new drawing; if it is meant, run with VTKIT_ACCEPT=1.");
    }

    [Fact]
    public void Drawing_changes_nothing_and_gives_the_same_text_again()
    {
        var graph = Investigation.Of(80);
        var before = GraphJson.Write(graph);
        var svg = graph.ToSvg();
        graph.ToSvg().ShouldBe(svg);
        graph.ToSvg(new SvgOptions { Layout = GraphLayout.Radial }).ShouldNotBe(svg);
        GraphJson.Write(graph).ShouldBe(before);
    }

    [Fact]
    public void Each_type_has_an_icon_of_its_own()
    {
        var types = typeof(NodeType).GetProperties(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Static).Select(property => (NodeType)property.GetValue(null)!).ToList();
        types.Count.ShouldBeGreaterThan(20);
        types.ConvertAll(Glyphs.Name).ShouldBeUnique();
        types.ConvertAll(Glyphs.Name).ShouldNotContain(Glyphs.Other);
        types.ConvertAll(type => Glyphs.Path(Glyphs.Name(type))).ShouldBeUnique();
        Glyphs.Name(NodeType.Custom("anything <else>")).ShouldBe(Glyphs.Other);
    }

    [Fact]
    public void Colours_tell_the_verdict_and_the_legend_only_what_occurs()
    {
        var graph = new ThreatGraph();
        graph.Add(NodeType.Domain, "bad.example").SetDetections(3);
        graph.Add(NodeType.Domain, "good.example").SetDetections(0);
        graph.Add(NodeType.Domain, "new.example");
        var texts = Texts(graph.ToSvg());
        texts.ShouldContain("detected (1)");
        texts.ShouldContain("clean (1)");
        texts.ShouldContain("no verdict known (1)");
        texts.ShouldContain("domain (3)");
        texts.ShouldNotContain(text => text.StartsWith("context", StringComparison.Ordinal) || text.StartsWith("drawn by hand", StringComparison.Ordinal) || text.StartsWith("file", StringComparison.Ordinal));
        Circles(graph).ShouldBe(["#d63939", "#2f9e44", "#868e96"]);

        static List<string> Circles(ThreatGraph graph) => [.. XElement.Parse(graph.ToSvg()).Descendants().Where(e => e.Name.LocalName == "circle" && e.Attribute("r")!.Value == "18").Select(e => e.Attribute("fill")!.Value)];
    }

    [Fact]
    public void Themes_differ_in_colours_only()
    {
        var graph = Investigation.Small();
        var (light, dark) = (graph.ToSvg(), graph.ToSvg(new SvgOptions { Theme = GraphTheme.Dark }));
        dark.ShouldContain("fill=\"#14181f\"");
        light.ShouldNotContain("#14181f");
        XElement.Parse(dark).Descendants().Count().ShouldBe(XElement.Parse(light).Descendants().Count());
    }

    [Fact]
    public void Hostile_text_stays_text()
    {
        var graph = new ThreatGraph(Hostile[0]);
        foreach (var (text, i) in Hostile.Select((text, i) => (text, i)))
        {
            var node = graph.Add(NodeType.Custom("t" + text), "x" + text + i, text);
            if (i > 0) graph.Link(graph.Nodes.First(), node, text);
        }
        graph.Group(Hostile[2], graph.Nodes.Take(2).ToList());
        var names = new HashSet<string>(["svg", "title", "defs", "path", "rect", "g", "circle", "use", "text"]);

        foreach (var title in Hostile)
        {
            var svg = graph.ToSvg(new SvgOptions { Title = title });
            var root = XElement.Parse(svg);
            root.Descendants().ShouldAllBe(element => names.Contains(element.Name.LocalName));
            root.Descendants().Attributes("href").ShouldAllBe(attribute => attribute.Value.StartsWith("#vtk-", StringComparison.Ordinal));
            svg.ShouldNotContain("\u202E");
            svg.ShouldNotContain("\u2066");
            svg.ShouldNotContain("]]>");
            svg.Length.ShouldBeLessThan(100_000);
        }
    }

    [Theory]
    [InlineData("44d88612fea8a8f36de82e1278abb02f", "44d886\u202678abb02f", false)]
    [InlineData("https://a.very.long.host.example/with/a/path?and=query", "https://a.ve\u2026d=query", true)]
    [InlineData("short.example", "short.example", true)]
    [InlineData("a\u202Eb\nc", "a\uFFFDb c", true)]
    public void Labels_are_cut_in_the_middle(string text, string label, bool isExact)
    {
        var graph = new ThreatGraph();
        var cut = LabelText.Of(graph.Add(NodeType.Actor, "x", text));
        if (text.Length > 30) cut.ShouldContain("\u2026");
        cut.Length.ShouldBeLessThanOrEqualTo(24);
        cut.ShouldStartWith(label[..3]);
        if (isExact && text.Length < 30) cut.ShouldBe(label);
        cut[^3..].ShouldBe(text.Length < 30 ? label[^3..] : text[^3..]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(300)]
    [InlineData(5000)]
    public void Drawings_of_all_sizes_are_well_formed_and_finite(int nodes)
    {
        var graph = nodes == 0 ? new ThreatGraph() : nodes == 1 ? Investigation.Star(0) : Investigation.Of(nodes);
        var svg = graph.ToSvg();
        var root = XElement.Parse(svg);
        svg.ShouldNotContain("NaN");
        svg.ShouldNotContain("\u221E");
        root.Descendants().Count(element => element.Name.LocalName == "circle" && element.Attribute("r")!.Value == "18").ShouldBe(nodes);
        // Each node has its label at 300; at 5,000 those have one that are linked most.
        var labels = Texts(svg).Count(text => text.Contains("host", StringComparison.Ordinal) || text.StartsWith("198.", StringComparison.Ordinal) || text.StartsWith("00000", StringComparison.Ordinal));
        labels.ShouldBeInRange(nodes <= 300 ? nodes : 20, nodes <= 300 ? nodes : 100);
    }

    [Fact]
    public void Positions_of_the_graph_are_used_where_they_mean_something()
    {
        var graph = Investigation.Star(3);
        foreach (var (node, i) in graph.Nodes.Select((node, i) => (node, i))) node.Position = new GraphPoint(i * 150, 0);
        Spots(graph).Select(spot => spot.Y).Distinct().Count().ShouldBe(1);
        // What another client saved for nodes that it never placed.
        foreach (var node in graph.Nodes) node.Position = new GraphPoint(0, 0);
        Spots(graph).Distinct().Count().ShouldBe(4);
        foreach (var node in graph.Nodes) node.Position = new GraphPoint(double.NaN, double.MaxValue);
        Spots(graph).Distinct().Count().ShouldBe(4);

        static List<(string X, string Y)> Spots(ThreatGraph graph) => [.. XElement.Parse(graph.ToSvg()).Descendants()
            .Where(element => element.Elements().Any(child => child.Name.LocalName == "circle" && child.Attribute("r")!.Value == "18"))
            .Select(element => element.Attribute("transform")!.Value["translate(".Length..^1].Split(' ') is [var x, var y] ? (x, y) : ("", ""))];
    }

    private static List<string> Texts(string svg) => [.. XElement.Parse(svg).Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value)];
}
