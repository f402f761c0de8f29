using VtKit.Testing.Shared;

namespace VtKit.Graph.Tests;

/// <summary>The pictures of the guide are what the library draws. <c>VTKIT_ACCEPT=1</c> writes them anew.</summary>
public sealed class GuideTests
{
    private static readonly string Guides = Path.Combine(SharedMaterial.RepositoryRoot, "docs", "guides");

    [Theory]
    [InlineData("case-force", GraphLayout.Force)]
    [InlineData("case-radial", GraphLayout.Radial)]
    [InlineData("case-layered", GraphLayout.Layered)]
    public void A_picture_of_the_guide_is_what_is_drawn(string name, GraphLayout layout)
    {
        var file = Path.Combine(Guides, "pictures", name + ".svg");
        var drawn = Case().ToSvg(new SvgOptions { Layout = layout });
        if (Environment.GetEnvironmentVariable("VTKIT_ACCEPT") == "1") File.WriteAllText(file, drawn);
        File.ReadAllText(file).ShouldBe(drawn);
    }

    [Fact]
    public void The_example_of_the_guide_runs()
    {
        using var folder = new TempFolder();
        var (source, target) = (folder.Write("case.json", GraphJson.Write(Case())), folder.File("case.svg"));
        var said = new StringWriter();
        Example(source, target, said);
        said.ToString().ShouldContain("file dropper.exe, in 1 parts");
        File.ReadAllText(target).ShouldStartWith("<svg");
    }

    private static void Example(string source, string target, TextWriter console)
    {
        var (File, Console) = (new FileIn(source, target), console);
        var graph = GraphJson.Read(File.ReadAllText("case.json")).Graph;
        foreach (var node in graph.Nodes.Where(node => node.IsDetected == true))
            Console.WriteLine($"{node.Type.Name} {node.DisplayName}, in {graph.Components().Count} parts");
        graph.Arrange(GraphLayout.Radial, new LayoutOptions { Seed = 7 });
        File.WriteAllText("case.svg", graph.ToSvg(new SvgOptions { Theme = GraphTheme.Dark }));
    }

    /// <summary>The case that the guide tells.</summary>
    private static ThreatGraph Case()
    {
        var graph = new ThreatGraph("Case 7");
        var dropper = graph.Add(NodeType.File, "44d88612fea8a8f36de82e1278abb02f", "dropper.exe");
        dropper.SetDetections(41);
        var payload = graph.Add(NodeType.File, new string('a', 64), "payload.dll");
        payload.SetDetections(17);
        var domain = graph.Add(NodeType.Domain, "login.evil-bank.com");
        domain.SetDetections(6);
        var address = graph.Add(NodeType.IpAddress, "198.51.100.7");
        address.SetDetections(0);
        graph.Link(graph.Add(NodeType.Actor, "APT0"), dropper, "uses");
        graph.Link(dropper, payload, "dropped_files");
        graph.Link(dropper, domain, "contacted_domains");
        graph.Link(payload, address, "contacted_ips");
        graph.Link(domain, address, "resolutions");
        graph.Link(dropper, graph.Add(NodeType.Url, "http://login.evil-bank.com/a"), "contacted_urls");
        foreach (var host in (ReadOnlySpan<string>)["cdn.evil-bank.com", "mail.evil-bank.com", "pay.evil-bank.com"])
        {
            var sibling = graph.Add(NodeType.Domain, host);
            sibling.SetDetections(host[0] == 'p' ? 3 : 0);
            graph.Link(domain, sibling, "siblings");
        }
        graph.Link(graph.Add(NodeType.Victim, "Ana, accounts"), dropper, "opened");
        graph.Group("Office network", [graph[NodeKey.Create(NodeType.Victim, "Ana, accounts")], graph.Add(NodeType.Device, "PC-17")]);
        graph.Link(graph[NodeKey.Create(NodeType.Device, "PC-17")], address);
        return graph;
    }

    /// <summary>Files of the example, wherever they are here.</summary>
    private sealed class FileIn(string source, string target)
    {
        public string ReadAllText(string name) => name == "case.json" ? System.IO.File.ReadAllText(source) : throw new FileNotFoundException(name);

        public void WriteAllText(string name, string text) => System.IO.File.WriteAllText(name == "case.svg" ? target : throw new FileNotFoundException(name), text);
    }
}
