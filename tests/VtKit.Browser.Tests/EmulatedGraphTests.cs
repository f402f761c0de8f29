using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using VtKit.Emulator;
using VtKit.Graph;
using VtKit.Graph.Samples;

namespace VtKit.Browser.Tests;

/// <summary>The viewer as the emulator serves it: a page of its own, in the frame of another page, with expansion from the store.</summary>
public sealed class EmulatedGraphTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [ToolFact("chromium", "node")]
    public async Task A_saved_graph_has_a_page_on_which_a_node_can_be_expanded()
    {
        await PostAsync("/_emulator/seed", """{"urls": ["http://www.grow.example/one", "http://www.grow.example/two"]}""");
        var id = await SaveAsync(Host("www.grow.example"));
        await using var opened = await OpenedPage.OpenAsync(fixture.Browser, new Uri(fixture.Address, "/graph/" + id).AbsoluteUri);
        await opened.Page.Keyboard.PressAsync(".");
        await opened.Page.ClickAsync("#expand");
        await opened.Page.GetByRole(AriaRole.Menuitem, new() { Name = "urls" }).ClickAsync();
        await opened.Page.WaitForFunctionAsync("() => document.getElementById('status').textContent.startsWith('2 nodes added')");

        (await opened.AskAsync<string[]>("cy.nodes().map(n => n.id())")).Length.ShouldBe(3);
        (await opened.Page.Locator("#details").InnerTextAsync()).ShouldContain("http://www.grow.example/two");
        (await opened.AskAsync<int>(ViewerPictureTests.Overlaps)).ShouldBe(0);

        // What came in is in the file that is saved.
        var read = GraphJson.Read(Encoding.UTF8.GetString(await opened.DownloadAsync("JSON, as VirusTotal has it")));
        read.Warnings.ShouldBeEmpty();
        read.Graph.Nodes.Count.ShouldBe(3);
        read.Graph.Links.Select(link => link.Type).ShouldBe(["urls", "urls"]);

        // The links of nodes lead to the emulator's own pages.
        await opened.Page.Locator("#details .actions a").EvaluateAsync("a => a.removeAttribute('target')");
        await opened.Page.Locator("#details .actions a").ClickAsync();
        (await opened.Page.TextContentAsync("h1")).ShouldBe("www.grow.example");
    }

    [ToolFact("chromium", "node")]
    public async Task The_right_button_and_E_offer_what_is_related()
    {
        await PostAsync("/_emulator/seed", """{"urls": ["http://menu.example/"]}""");
        var id = await SaveAsync(Host("menu.example"));
        await using var opened = await OpenedPage.OpenAsync(fixture.Browser, new Uri(fixture.Address, "/graph/" + id).AbsoluteUri);
        var (x, y) = await opened.PlaceOfAsync("domain:menu.example");
        await opened.Page.Mouse.ClickAsync(x, y, new() { Button = MouseButton.Right });
        (await opened.Page.GetByRole(AriaRole.Menuitem, new() { Name = "urls" }).InnerTextAsync()).ShouldContain("1");
        await opened.Page.Keyboard.PressAsync("Escape");
        await opened.Page.Keyboard.PressAsync("e");
        await opened.Page.GetByRole(AriaRole.Menuitem, new() { Name = "urls" }).WaitForAsync();
        await opened.Page.Keyboard.PressAsync("Enter");
        await opened.Page.WaitForFunctionAsync("() => document.getElementById('status').textContent.startsWith('1 node added')");
    }

    [ToolFact("chromium", "node")]
    public async Task What_the_store_does_not_know_is_said()
    {
        var graph = new ThreatGraph("Unknown");
        graph.Add(NodeType.File, new string('b', 64));
        await using var opened = await OpenedPage.OpenAsync(fixture.Browser, new Uri(fixture.Address, "/graph/" + await SaveAsync(graph)).AbsoluteUri);
        opened.IsExpected = text => text.Contains("404", StringComparison.Ordinal);
        await opened.Page.Keyboard.PressAsync(".");
        await opened.Page.ClickAsync("#expand");
        (await opened.Page.Locator("#menu .note").InnerTextAsync()).ShouldContain("not found");
    }

    /// <summary>The code for a frame, as the clients of the service make it, 800 by 600.</summary>
    [ToolFact("chromium", "node")]
    public async Task The_code_for_a_frame_shows_the_graph_and_other_pages_refuse_frames()
    {
        var id = await SaveAsync(SampleGraph.Create(12));
        var context = await fixture.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        using var folder = new TempFolder();
        var report = folder.Write("report.html", $"""<h1>Report</h1><iframe src="{fixture.Address}graph/embed/{id}" width="800" height="600"></iframe><iframe id="other" src="{fixture.Address}graph/{id}"></iframe>""");
        await page.GotoAsync(new Uri(report).AbsoluteUri);

        var frame = page.FrameLocator("iframe:not([id])");
        await frame.Locator("#graph[data-layout=done]").WaitForAsync();
        (await frame.Locator("#status").InnerTextAsync()).ShouldStartWith("12 nodes");
        (await frame.Locator("#filters").IsVisibleAsync()).ShouldBeFalse();
        (await page.FrameLocator("#other").Locator("#graph").CountAsync()).ShouldBe(0);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(AppContext.BaseDirectory, "pictures", "viewer-frame.png") });
        await context.DisposeAsync();
    }

    [ToolFact("chromium", "node")]
    public async Task Who_may_not_see_a_graph_sees_no_page_of_it()
    {
        var id = await SaveAsync(new ThreatGraph("Hidden") { IsPrivate = true });
        using var client = new HttpClient { BaseAddress = fixture.Address };
        foreach (var path in (string[])["graph/" + id, "graph/embed/" + id, "graph/nothing", "graph", "graph/embed"])
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
            ((int)answer.StatusCode).ShouldBe(404, path);
            (await answer.Content.ReadAsStringAsync()).ShouldNotContain("Hidden");
        }
    }

    private static ThreatGraph Host(string name)
    {
        var graph = new ThreatGraph("Host " + name);
        graph.Add(NodeType.Domain, name, position: new GraphPoint(10, 10));
        return graph;
    }

    private async Task<string> SaveAsync(ThreatGraph graph)
    {
        using var answer = JsonDocument.Parse(await PostAsync("/api/v3/graphs", GraphJson.Write(graph, new GraphWriteOptions { ForService = true })));
        return answer.RootElement.GetProperty("data").GetProperty("id").GetString()!;
    }

    private async Task<string> PostAsync(string path, string json)
    {
        using var client = new HttpClient { BaseAddress = fixture.Address };
        client.DefaultRequestHeaders.Add("x-apikey", VtEmulatorKeys.Premium);
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), new StringContent(json, Encoding.UTF8, "application/json"));
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync();
    }
}
