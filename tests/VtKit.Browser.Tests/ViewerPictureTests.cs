using VtKit.Graph;
using VtKit.Graph.Samples;

namespace VtKit.Browser.Tests;

/// <summary>Pictures of the viewer, for people to look at, and what can be measured about them.</summary>
public sealed class ViewerPictureTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [ToolTheory("chromium", "node")]
    [InlineData(0, 1400, 900, false)]
    [InlineData(1, 800, 600, false)]
    [InlineData(12, 1400, 900, false)]
    [InlineData(12, 800, 600, true)]
    [InlineData(300, 1400, 900, false)]
    [InlineData(300, 1400, 900, true)]
    [InlineData(300, 800, 600, false)]
    [InlineData(5000, 1400, 900, false)]
    [InlineData(5000, 1400, 900, true)]
    public async Task A_graph_is_drawn_whole_and_without_overlap(int nodes, int width, int height, bool dark)
    {
        await using var opened = await OpenedPage.OfAsync(fixture.Browser, SampleGraph.Create(nodes).ToHtml(), width, height, dark);

        (await opened.AskAsync<int>("cy.nodes(':childless').length")).ShouldBe(nodes);
        (await opened.AskAsync<int>(Overlaps)).ShouldBe(0);
        (await opened.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth && document.documentElement.scrollHeight <= innerHeight")).ShouldBeTrue();
        await opened.SaveAsync($"viewer-{nodes}-{width}x{height}-{(dark ? "dark" : "light")}");
    }

    /// <summary>How many pairs of nodes are drawn over each other.</summary>
    internal const string Overlaps =
        """
        (() => {
          const boxes = cy.nodes(':childless').map(n => ({ x: n.position('x'), y: n.position('y'), r: n.width() / 2 })).sort((a, b) => a.x - b.x);
          let count = 0;
          for (let i = 0; i < boxes.length; i++)
            for (let j = i + 1; j < boxes.length && boxes[j].x - boxes[i].x < 60; j++)
              if (Math.hypot(boxes[j].x - boxes[i].x, boxes[j].y - boxes[i].y) < boxes[i].r + boxes[j].r) count++;
          return count;
        })()
        """;
}
