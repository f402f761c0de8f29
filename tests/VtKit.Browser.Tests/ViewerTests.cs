using System.Text;
using System.Xml.Linq;
using Microsoft.Playwright;
using VtKit.Graph;
using VtKit.Graph.Samples;

namespace VtKit.Browser.Tests;

/// <summary>The viewer, as an analyst uses it who was sent one file.</summary>
public sealed class ViewerTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    private const string Chosen = "cy.$('.chosen').map(e => e.id())";

    /// <summary>A dropper that contacts two hosts, one of which resolves, and a victim that nothing links.</summary>
    private static ThreatGraph Small()
    {
        var graph = new ThreatGraph("Small case");
        var file = graph.Add(NodeType.File, new string('a', 64), "dropper.exe", position: new GraphPoint(0, 0));
        file.SetDetections(31);
        file.SetAttribute("type_tag", "peexe");
        file.Note = "Came by mail";
        var domain = graph.Add(NodeType.Domain, "drop.example", position: new GraphPoint(200, 0));
        domain.SetDetections(0);
        var address = graph.Add(NodeType.IpAddress, "198.51.100.7", position: new GraphPoint(400, 0));
        var other = graph.Add(NodeType.Domain, "spare.example", position: new GraphPoint(200, 150));
        graph.Add(NodeType.Victim, "desk-4", "Front desk", position: new GraphPoint(0, 150));
        graph.Link(file, domain, "contacted_domains");
        graph.Link(file, other, "contacted_domains");
        graph.Link(domain, address, "resolutions");
        graph.Group("Hosts", [domain, other]);
        return graph;
    }

    private Task<OpenedPage> OpenAsync(ThreatGraph graph, HtmlOptions? options = null) => OpenedPage.OfAsync(fixture.Browser, graph.ToHtml(options));

    [ToolFact("chromium", "node")]
    public async Task Nodes_stand_where_the_graph_has_them()
    {
        await using var opened = await OpenAsync(Small());

        (await opened.Page.TitleAsync()).ShouldBe("Small case");
        var places = await opened.AskAsync<double[]>("[...cy.nodes(':childless')].map(n => n.position('x'))");
        places.ShouldBe([0, 200, 400, 200, 0]);
        (await opened.Page.TextContentAsync("#status")).ShouldBe("5 nodes, 3 links");
    }

    [ToolFact("chromium", "node")]
    public async Task A_search_leads_from_hit_to_hit()
    {
        await using var opened = await OpenAsync(Small());
        await opened.Page.FillAsync("#search", "example");
        (await opened.Page.TextContentAsync("#hit-count")).ShouldBe("2");
        await opened.Page.PressAsync("#search", "Enter");
        (await opened.AskAsync<string[]>(Chosen)).ShouldBe(["domain:drop.example"]);
        await opened.Page.ClickAsync("#hit-next");
        (await opened.AskAsync<string[]>(Chosen)).ShouldBe(["domain:spare.example"]);
        await opened.Page.PressAsync("#search", "Shift+Enter");
        (await opened.AskAsync<string[]>(Chosen)).ShouldBe(["domain:drop.example"]);

        // Attributes and notes are found, too.
        foreach (var text in (string[])["peexe", "by MAIL"])
        {
            await opened.Page.FillAsync("#search", text);
            (await opened.Page.TextContentAsync("#hit-count")).ShouldBe("1");
        }
    }

    [ToolFact("chromium", "node")]
    public async Task Filters_hide_by_verdict_type_and_relationship()
    {
        await using var opened = await OpenAsync(Small());
        await opened.Page.GetByLabel("Detected", new() { Exact = false }).First.UncheckAsync();
        (await opened.AskAsync<int>("cy.nodes(':childless').length")).ShouldBe(4);
        (await opened.Page.TextContentAsync("#status")).ShouldBe("4 nodes, 1 link · 1 hidden by filters");
        await opened.Page.GetByRole(AriaRole.Group, new() { Name = "Verdict" }).GetByText("show all").ClickAsync();

        await opened.Page.Locator("label", new() { HasText = "victim" }).ClickAsync();
        (await opened.AskAsync<int>("cy.nodes(':childless').length")).ShouldBe(4);
        await opened.Page.Locator("label", new() { HasText = "contacted domains" }).ClickAsync();
        (await opened.AskAsync<int>("cy.edges().length")).ShouldBe(1);
    }

    [ToolFact("chromium", "node")]
    public async Task A_node_that_is_clicked_tells_all_about_itself()
    {
        await using var opened = await OpenedPage.OfAsync(fixture.Browser, Small().ToHtml(), permissions: ["clipboard-read", "clipboard-write"]);
        var (x, y) = await opened.PlaceOfAsync("file:" + new string('a', 64));
        await opened.Page.Mouse.ClickAsync(x, y);

        var details = opened.Page.Locator("#details");
        var text = await details.InnerTextAsync();
        text.ShouldContain("dropper.exe");
        text.ShouldContain("Detected by 31");
        text.ShouldContain("peexe");
        text.ShouldContain("Came by mail");
        text.ShouldContain("contacted domains → (2)", Case.Insensitive);
        (await details.GetByRole(AriaRole.Link).GetAttributeAsync("href")).ShouldBe("https://www.virustotal.com/gui/file/" + new string('a', 64));
        (await details.GetByText("Expand…").CountAsync()).ShouldBe(0);

        await opened.Page.ClickAsync("#copy");
        (await opened.Page.InnerTextAsync("#status")).ShouldBe("Copied");
        await details.GetByRole(AriaRole.Button, new() { Name = "drop.example" }).ClickAsync();
        (await details.InnerTextAsync()).ShouldContain("resolutions → (1)", Case.Insensitive);
    }

    [ToolFact("chromium", "node")]
    public async Task The_shortest_path_between_two_nodes_is_shown_with_its_steps()
    {
        await using var opened = await OpenAsync(Small());
        await ClickNodeAsync(opened, "ip_address:198.51.100.7");
        await opened.Page.GetByRole(AriaRole.Button, new() { Name = "Path from here" }).ClickAsync();
        await ClickNodeAsync(opened, "file:" + new string('a', 64));
        await opened.Page.GetByRole(AriaRole.Button, new() { Name = "Path to here" }).ClickAsync();

        (await opened.Page.Locator("#path").InnerTextAsync()).ShouldContain("Path, 2 steps", Case.Insensitive);
        (await opened.Page.Locator("#path .via").AllInnerTextsAsync()).ShouldBe(["↑ resolutions", "↑ contacted domains"]);
        (await opened.AskAsync<int>("cy.edges('.on-path').length")).ShouldBe(2);
        (await opened.AskAsync<int>("cy.nodes('.on-path').length")).ShouldBe(3);

        // What is filtered away leads nowhere.
        await opened.Page.Locator("label", new() { HasText = "resolutions" }).ClickAsync();
        (await opened.Page.Locator("#path").InnerTextAsync()).ShouldContain("does not link");
    }

    [ToolFact("chromium", "node")]
    public async Task A_group_is_folded_into_one_node_and_opened_again()
    {
        await using var opened = await OpenAsync(Small());
        var before = await opened.AskAsync<double[]>("[...cy.nodes(':childless')].flatMap(n => [n.position('x'), n.position('y')])");
        await opened.Page.ClickAsync("#groups");
        await opened.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Collapse Hosts" }).ClickAsync();
        (await opened.AskAsync<int>("cy.nodes().length")).ShouldBe(4);
        // Two links of one kind to the same group are one.
        (await opened.AskAsync<int>("cy.edges().length")).ShouldBe(2);

        // A search opens the group that hides what it finds.
        await opened.Page.FillAsync("#search", "drop.example");
        await opened.Page.PressAsync("#search", "Enter");
        (await opened.AskAsync<int>("cy.nodes(':childless').length")).ShouldBe(5);
        (await opened.AskAsync<double[]>("[...cy.nodes(':childless')].sort((a, b) => 0).flatMap(n => [n.position('x'), n.position('y')])")).Order().ShouldBe(before.Order());
    }

    [ToolTheory("chromium", "node")]
    [InlineData("Force")]
    [InlineData("Tree")]
    [InlineData("Radial")]
    [InlineData("Grid")]
    public async Task A_layout_leaves_pinned_nodes_and_puts_no_node_over_another(string name)
    {
        var graph = SampleGraph.Create(60);
        var pinned = graph.Nodes.First();
        pinned.Pin = new GraphPoint(-40, 25);
        await using var opened = await OpenAsync(graph);
        await opened.Page.EvaluateAsync("() => { document.getElementById('graph').dataset.layout = 'done' }");
        await opened.Page.ClickAsync("#layout");
        await opened.Page.GetByRole(AriaRole.Menuitem, new() { Name = name }).ClickAsync();
        await opened.Page.WaitForFunctionAsync("() => !document.getElementById('status').textContent.startsWith('Laying')");

        var place = await opened.AskAsync<double[]>($"(() => {{ const p = cy.getElementById('{pinned.Key}').position(); return [p.x, p.y]; }})()");
        place.ShouldBe([-40, 25]);
        (await opened.AskAsync<int>(ViewerPictureTests.Overlaps)).ShouldBe(0);
    }

    [ToolFact("chromium", "node")]
    public async Task Exports_are_a_picture_a_drawing_and_the_graph_with_its_new_places()
    {
        var graph = Small();
        await using var opened = await OpenAsync(graph);
        var (x, y) = await opened.PlaceOfAsync("custom:victim:desk-4");
        await opened.Page.Mouse.MoveAsync(x, y);
        await opened.Page.Mouse.DownAsync();
        await opened.Page.Mouse.MoveAsync(x + 20, y + 40, new() { Steps = 4 });
        await opened.Page.Mouse.UpAsync();

        (await opened.DownloadAsync("PNG picture")).Take(8).ShouldBe(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A });
        var drawing = XDocument.Parse(Encoding.UTF8.GetString(await opened.DownloadAsync("SVG drawing")));
        drawing.Descendants("{http://www.w3.org/2000/svg}text").Select(text => text.Value).ShouldContain("dropper.exe");
        var json = Encoding.UTF8.GetString(await opened.DownloadAsync("JSON, as VirusTotal has it"));

        var read = GraphJson.Read(json);
        read.Warnings.ShouldBeEmpty();
        read.Graph.Nodes.Select(node => node.Key).ShouldBe(graph.Nodes.Select(node => node.Key));
        read.Graph.Links.Select(link => link.ToString()).Order().ShouldBe(graph.Links.Select(link => link.ToString()).Order());
        read.Graph.Groups.ShouldHaveSingleItem().Members.Count.ShouldBe(2);
        var moved = read.Graph[NodeKey.Create(NodeType.Victim, "desk-4")];
        moved.Position.ShouldNotBe(new GraphPoint(0, 150));
        moved.Position!.Value.Y.ShouldBeGreaterThan(150);
        read.Graph[NodeKey.Create(NodeType.Domain, "drop.example")].Position.ShouldBe(new GraphPoint(200, 0));
        read.Graph.Nodes.First().Note.ShouldBe("Came by mail");
    }

    [ToolFact("chromium", "node")]
    public async Task Everything_can_be_done_by_keyboard()
    {
        await using var opened = await OpenAsync(Small());
        var keys = opened.Page.Keyboard;
        await keys.PressAsync("/");
        await keys.TypeAsync("desk");
        await keys.PressAsync("Enter");
        (await opened.AskAsync<string[]>(Chosen)).ShouldBe(["custom:victim:desk-4"]);
        await keys.PressAsync("Escape");
        await keys.PressAsync("Escape");
        (await FocusedAsync(opened)).ShouldBe("graph");

        // From node to node, and to the nearest one on a side.
        await keys.PressAsync("Escape");
        await keys.PressAsync(".");
        (await opened.AskAsync<string[]>(Chosen)).ShouldBe(["file:" + new string('a', 64)]);
        await keys.PressAsync("p");
        await keys.PressAsync("Alt+ArrowRight");
        (await opened.AskAsync<string[]>(Chosen)).ShouldBe(["domain:drop.example"]);
        await keys.PressAsync("Alt+ArrowRight");
        await keys.PressAsync("p");
        (await opened.Page.Locator("#path .via").CountAsync()).ShouldBe(2);
        await keys.PressAsync("Escape");
        (await opened.Page.Locator("#path").CountAsync()).ShouldBe(0);

        await keys.PressAsync("Enter");
        (await FocusedAsync(opened)).ShouldBe("details");
        await keys.PressAsync("Escape");
        (await FocusedAsync(opened)).ShouldBe("graph");

        var before = await opened.AskAsync<double[]>("[cy.pan('x'), cy.zoom()]");
        await keys.PressAsync("ArrowLeft");
        await keys.PressAsync("+");
        var after = await opened.AskAsync<double[]>("[cy.pan('x'), cy.zoom()]");
        after[0].ShouldNotBe(before[0]);
        after[1].ShouldBeGreaterThan(before[1]);

        await keys.PressAsync("Alt+ArrowLeft");
        await keys.PressAsync("g");
        (await opened.AskAsync<int>("cy.nodes('.folded').length")).ShouldBe(1);
        await keys.PressAsync("l");
        await keys.PressAsync("ArrowUp");
        await keys.PressAsync("Enter");
        (await opened.Page.InnerTextAsync("#status")).ShouldBe("Grid layout");
        await keys.PressAsync("?");
        (await opened.Page.Locator("#keys").IsVisibleAsync()).ShouldBeTrue();
        await keys.PressAsync("Escape");
        (await opened.Page.Locator("#keys").IsVisibleAsync()).ShouldBeFalse();
    }

    [ToolFact("chromium", "node")]
    public async Task Every_control_has_a_name()
    {
        await using var opened = await OpenAsync(Small());
        await ClickNodeAsync(opened, "domain:drop.example");
        (await opened.Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('button, input, [role=listbox], [role=application], aside')].filter(e => !(e.getAttribute('aria-label') || e.textContent.trim() || e.closest('label')?.textContent.trim())).map(e => e.outerHTML)")).ShouldBeEmpty();
    }

    [ToolFact("chromium", "node")]
    public async Task The_theme_follows_the_system_the_option_and_the_button()
    {
        const string IsDark = "() => document.documentElement.classList.contains('dark')";
        await using (var dark = await OpenedPage.OfAsync(fixture.Browser, Small().ToHtml(), dark: true))
        {
            (await dark.Page.EvaluateAsync<bool>(IsDark)).ShouldBeTrue();
            await dark.Page.ClickAsync("#theme");
            (await dark.Page.EvaluateAsync<bool>(IsDark)).ShouldBeFalse();
        }
        await using var light = await OpenedPage.OfAsync(fixture.Browser, Small().ToHtml(new HtmlOptions { Theme = HtmlTheme.Light }), dark: true);
        (await light.Page.EvaluateAsync<bool>(IsDark)).ShouldBeFalse();
    }

    [ToolFact("chromium", "node")]
    public async Task Hostile_words_are_words()
    {
        string[] hostile = ["</script><script>alert(1)</script>", "<img src=x onerror=alert(2)>", "<!--<script>", "\u2028\u2029\u202Egpj.exe", "]]>&amp;\"'`${alert(3)}", "@@DATA@@", "a\0b\uD800", "__proto__"];
        var graph = new ThreatGraph(hostile[0]);
        foreach (var (index, text) in hostile.Index())
        {
            var node = graph.Add(NodeType.Custom(text), text, text);
            node.Note = text;
            node.SetAttribute(text, text);
            if (index > 0) graph.Link(graph.Nodes.First(), node, text);
        }
        graph.Group(hostile[1], graph.Nodes.Take(2));
        await using var opened = await OpenAsync(graph);

        for (var i = 0; i < hostile.Length; i++) await opened.Page.Keyboard.PressAsync(".");
        await opened.Page.FillAsync("#search", "alert");
        await opened.Page.PressAsync("#search", "Enter");
        (await opened.Page.QuerySelectorAllAsync("body img")).ShouldBeEmpty();
        (await opened.Page.QuerySelectorAllAsync("script")).Count.ShouldBe(2);
        (await opened.Page.TitleAsync()).ShouldBe(hostile[0]);
        XDocument.Parse(Encoding.UTF8.GetString(await opened.DownloadAsync("SVG drawing"))).Root.ShouldNotBeNull();
        GraphJson.Read(Encoding.UTF8.GetString(await opened.DownloadAsync("JSON, as VirusTotal has it"))).Graph.Nodes.Count.ShouldBe(hostile.Length);
    }

    private static async Task ClickNodeAsync(OpenedPage opened, string key)
    {
        var (x, y) = await opened.PlaceOfAsync(key);
        await opened.Page.Mouse.ClickAsync(x, y);
    }

    /// <summary>What has the focus: the panel it is in, or itself.</summary>
    private static Task<string> FocusedAsync(OpenedPage opened) =>
        opened.Page.EvaluateAsync<string>("() => document.activeElement.closest('aside')?.id ?? document.activeElement.id");
}
