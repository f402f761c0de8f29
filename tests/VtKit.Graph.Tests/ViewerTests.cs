using System.Text.Json;
using System.Text.RegularExpressions;

namespace VtKit.Graph.Tests;

/// <summary>The page of a graph, as text; what it does is tested in a browser.</summary>
public sealed partial class ViewerTests
{
    private const string Hostile = "</script><script>alert(1)</script><!-- \u2028 & @@DATA@@ \uD800";

    [ToolFact("node")]
    public void A_page_names_no_address_but_that_of_the_service_in_its_data()
    {
        var page = Sample().ToHtml();

        External().Matches(page).Select(match => match.Value).ShouldBeEmpty();
        Data(page).GetProperty("site").GetString().ShouldBe("https://www.virustotal.com");
        page.ShouldContain("default-src 'none'");
        page.ShouldContain("connect-src 'none'");
        page.ShouldNotContain("unsafe");
    }

    [ToolFact("node")]
    public void Only_a_page_that_can_be_expanded_may_ask_its_own_server()
    {
        var page = Sample().ToHtml(new HtmlOptions { ExpandEndpoint = "/expand", Site = new Uri("http://127.0.0.1:8080/x") });

        page.ShouldContain("connect-src 'self'");
        Data(page).GetProperty("expand").GetString().ShouldBe("/expand");
        Data(page).GetProperty("site").GetString().ShouldBe("http://127.0.0.1:8080");
    }

    [ToolFact("node")]
    public void Whatever_a_graph_holds_it_ends_no_element()
    {
        var graph = new ThreatGraph(Hostile);
        var node = graph.Add(NodeType.Custom(Hostile), Hostile, Hostile);
        node.Note = node.Provenance = Hostile;
        node.SetAttribute(Hostile, Hostile);
        graph.Link(node, graph.Add(NodeType.Actor, "a"), Hostile);
        graph.Group(Hostile, [node]);
        var page = graph.ToHtml();

        Script().Count(page).ShouldBe(2);
        page.ShouldNotContain("alert(1)</script>");
        page.ShouldNotContain("<!-- \u2028");
        page.ShouldNotContain('\u2028');
        Data(page).GetProperty("nodes")[0].GetProperty("label").GetString().ShouldBe(Hostile.Replace('\uD800', '\uFFFD'));
    }

    [ToolFact("node")]
    public void The_document_in_a_page_is_the_graph()
    {
        var graph = Sample();
        var document = Data(graph.ToHtml()).GetProperty("document");

        JsonElement.DeepEquals(document.GetProperty("root"), JsonElement.Parse(GraphJson.Write(graph))).ShouldBeTrue();
        var entry = Data(graph.ToHtml()).GetProperty("nodes")[1].GetProperty("entry").GetInt32();
        document.GetProperty("root").GetProperty("data").GetProperty("attributes").GetProperty("nodes")[entry].GetProperty("entity_id").GetString().ShouldBe("a.example");
    }

    [ToolTheory("node")]
    [InlineData(HtmlTheme.Auto, "auto")]
    [InlineData(HtmlTheme.Light, "light")]
    [InlineData(HtmlTheme.Dark, "dark")]
    public void A_page_has_its_theme_and_title(HtmlTheme theme, string name)
    {
        var page = new ThreatGraph().ToHtml(new HtmlOptions { Theme = theme, Title = "A & B" });
        page.ShouldContain($"data-theme=\"{name}\"");
        page.ShouldContain("<title>A &amp; B</title>");
    }

    private static ThreatGraph Sample()
    {
        var graph = new ThreatGraph("Sample");
        var file = graph.Add(NodeType.File, new string('a', 64));
        graph.Link(file, graph.Add(NodeType.Domain, "a.example"), "contacted_domains");
        return graph;
    }

    private static JsonElement Data(string page)
    {
        const string Start = "<script type=\"application/json\" id=\"data\">";
        var from = page.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        return JsonElement.Parse(page[from..page.IndexOf("</script>", from, StringComparison.Ordinal)]);
    }

    [GeneratedRegex("""(src|href|action|srcset|data|poster)\s*=\s*["']?\s*(https?:)?//|url\(\s*["']?\s*(https?:)?//|@import""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex External();

    [GeneratedRegex("<script", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Script();
}
