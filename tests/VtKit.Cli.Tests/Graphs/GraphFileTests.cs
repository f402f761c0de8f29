using System.Text;
using System.Text.Json;

namespace VtKit.Cli.Tests.Graphs;

/// <summary>The commands of <c>vtk graph</c> that need neither key nor network. There is none of either here.</summary>
public sealed class GraphFileTests : IDisposable
{
    private readonly CliRun _vtk = new();

    public void Dispose() => _vtk.Dispose();

    [Fact]
    public async Task A_case_is_drawn_told_and_searched()
    {
        var (file, sample) = (Path("case.json"), _vtk.WriteFile("invoice.pdf", "not a PDF"u8.ToArray()));
        (await Ok("graph", "new", file, "--name", "Case 7")).Error.ShouldContain("an empty graph");
        (await Ok("graph", "add", file, sample, "hxxp://evil[.]example/a", "198.51.100.7", "actor:APT0", "Evil.Example.")).Error.ShouldEndWith("5 nodes added, 5 in all\n");
        (await Ok("graph", "add", file, "evil[.]example")).Error.ShouldEndWith("0 nodes added, 5 in all\n");
        await Ok("graph", "link", file, "invoice.pdf", "198.51.100.7", "contacted ips");
        await Ok("graph", "link", file, "evil.example", "198[.]51[.]100[.]7", "resolutions");
        await Ok("graph", "link", file, "APT0", "domain:evil.example");
        await Ok("graph", "group", file, "Wave 1", "198.51.100.7", "evil.example");
        await Ok("graph", "add", file, "victim:Ana", "--label", "Ana from accounts", "--note", "called twice");

        (await Ok("graph", "show", file)).Out.ShouldContain("Wave 1: 2 nodes");
        (await Ok("graph", "path", file, "invoice.pdf", "APT0")).Out.ShouldBe("invoice.pdf -contacted_ips-> 198.51.100.7 <-resolutions- evil.example <-manual- APT0\n");
        (await Ok("graph", "path", file, "invoice.pdf", "APT0", "--all", "--max-length", "3")).Out.Split('\n').Length.ShouldBe(2);
        var json = JsonElement.Parse((await Ok("graph", "show", file, "Ana from accounts", "--format", "json")).Out);
        (json.GetProperty("node").GetString(), json.GetProperty("note").GetString()).ShouldBe(("custom:victim:Ana", "called twice"));

        await Ok("graph", "unlink", file, "APT0", "evil.example");
        await Ok("graph", "ungroup", file, "Wave 1");
        (await Ok("graph", "remove", file, "198.51.100.7")).Error.ShouldEndWith("1 node and 2 links removed\n");
        (await _vtk.RunAsync("graph", "path", file, "invoice.pdf", "APT0")).Code.ShouldBe(ExitCode.NotFound);
    }

    [Fact]
    public async Task Nodes_come_from_stdin_too()
    {
        await Ok("graph", "new", Path("g.json"));
        _vtk.Input = "8.8.8.8\n\n  hxxps://a[.]example/ \n8[.]8[.]8[.]8\n";
        (await Ok("graph", "add", Path("g.json"), "-")).Error.ShouldEndWith("2 nodes added, 2 in all\n");
    }

    [Theory]
    [InlineData("graphml")]
    [InlineData("gexf")]
    [InlineData("cytoscape")]
    [InlineData("csv")]
    [InlineData("stix")]
    [InlineData("vt")]
    [InlineData("misp")]
    public async Task What_is_exported_is_imported_without_a_difference(string format)
    {
        await Ok("graph", "new", Path("a.json"));
        await Ok("graph", "add", Path("a.json"), "8.8.8.8", "dns.example", "actor:APT0");
        await Ok("graph", "link", Path("a.json"), "dns.example", "8.8.8.8", "resolutions");
        await Ok("graph", "export", Path("a.json"), "--format", format, "-o", Path("out." + format));
        await Ok("graph", "import", Path("b.json"), Path("out." + format), "--format", format);
        var result = await Ok("graph", "diff", Path("a.json"), Path("b.json"));
        (result.Out, result.Error).ShouldBe(("", "vtk: nothing differs\n"));
    }

    [Theory]
    [InlineData("dot", "digraph")]
    [InlineData("mermaid", "flowchart")]
    public async Task Drawings_go_to_stdout_or_to_the_file_that_tells_their_format(string format, string begins)
    {
        await Ok("graph", "new", Path("a.json"));
        var text = (await Ok("graph", "export", Path("a.json"), "--format", format)).Out;
        text.ShouldStartWith(begins);
        var file = Path(format == "dot" ? "x.gv" : "x.mmd");
        (await Ok("graph", "export", Path("a.json"), "-o", file)).Out.ShouldBeEmpty();
        (await File.ReadAllTextAsync(file)).ShouldBe(text);
    }

    [Fact]
    public async Task Graphs_are_compared_and_merged()
    {
        await Ok("graph", "new", Path("a.json"));
        await Ok("graph", "add", Path("a.json"), "8.8.8.8", "--label", "mine");
        await Ok("graph", "new", Path("b.json"));
        await Ok("graph", "add", Path("b.json"), "8.8.8.8", "--label", "theirs");
        await Ok("graph", "add", Path("b.json"), "9.9.9.9");
        await Ok("graph", "link", Path("b.json"), "8.8.8.8", "9.9.9.9", "resolutions");
        var before = await File.ReadAllTextAsync(Path("a.json"));
        (await Ok("graph", "diff", Path("a.json"), Path("b.json"))).Out.ShouldBe(
            "+ ip_address:9.9.9.9\n+ ip_address:8.8.8.8 -resolutions-> ip_address:9.9.9.9\n~ ip_address:8.8.8.8 label: mine -> theirs\n");
        (await Ok("graph", "merge", Path("a.json"), Path("b.json"), "-o", Path("c.json"))).Error.ShouldBe(
            $"vtk: {Path("c.json")}: 1 node and 1 link added\nvtk: kept ip_address:8.8.8.8 label: mine, and not theirs\n");
        (await File.ReadAllTextAsync(Path("a.json"))).ShouldBe(before);
        await Ok("graph", "merge", Path("a.json"), Path("b.json"));
        (await File.ReadAllTextAsync(Path("a.json"))).ShouldBe(await File.ReadAllTextAsync(Path("c.json")));
    }

    [Theory]
    [InlineData(ExitCode.Usage, "is no hash", "add", "a.json", "8.8.4.4", "nonsense")]
    [InlineData(ExitCode.Error, "check the path", "add", "a.json", "folder/none.exe")]
    [InlineData(ExitCode.Usage, "at least one indicator", "add", "a.json")]
    [InlineData(ExitCode.Usage, "--label is for one node", "add", "a.json", "1.1.1.1", "2.2.2.2", "--label", "x")]
    [InlineData(ExitCode.Error, "check the path", "add", "none.json", "8.8.8.8")]
    [InlineData(ExitCode.Error, "vtk graph import", "show", "no-graph.json")]
    [InlineData(ExitCode.Error, "vtk graph import", "show", "no-json.json")]
    [InlineData(ExitCode.Error, "there already", "new", "a.json")]
    [InlineData(ExitCode.Error, "folder that does not exist", "new", "nowhere/a.json")]
    [InlineData(ExitCode.NotFound, "`vtk graph add` adds one", "link", "a.json", "8.8.8.8", "9.9.9.9")]
    [InlineData(ExitCode.Usage, "two different nodes", "link", "a.json", "8.8.8.8", "8.8.8.8")]
    [InlineData(ExitCode.NotFound, "no link", "unlink", "a.json", "8.8.8.8", "dns.example", "urls")]
    [InlineData(ExitCode.NotFound, "no group", "ungroup", "a.json", "x")]
    [InlineData(ExitCode.NotFound, "no node", "remove", "a.json", "8.8.8.8", "nobody")]
    [InlineData(ExitCode.Usage, "there is no format 'x'", "export", "a.json", "--format", "x")]
    [InlineData(ExitCode.Usage, "give --format", "export", "a.json")]
    [InlineData(ExitCode.Usage, "two tables", "export", "a.json", "--format", "csv")]
    [InlineData(ExitCode.Usage, "there is no format 'dot'", "import", "b.json", "a.json", "--format", "dot")]
    [InlineData(ExitCode.Error, "check --format", "import", "b.json", "no-json.json", "--format", "stix")]
    [InlineData(ExitCode.Error, "check --format", "import", "b.json", "no-graph.json", "--format", "stix")]
    [InlineData(ExitCode.NotFound, "no way leads", "path", "a.json", "8.8.8.8", "dns.example")]
    [InlineData(ExitCode.Usage, "at least 1", "path", "a.json", "8.8.8.8", "dns.example", "--all", "--limit", "0")]
    [InlineData(ExitCode.Usage, "two formats", "show", "a.json", "--format", "csv")]
    public async Task Bad_input_is_one_line_that_says_what_to_do_and_changes_nothing(object code, string says, params string[] arguments)
    {
        _vtk.WriteFile("no-json.json", "MZ\0"u8.ToArray());
        _vtk.WriteFile("no-graph.json", "{\"a\":1}"u8.ToArray());
        await Ok("graph", "new", Path("a.json"));
        await Ok("graph", "add", Path("a.json"), "8.8.8.8", "dns.example");
        var before = Files();
        var result = await _vtk.RunAsync(["graph", .. arguments.Select(argument => argument.EndsWith(".json", StringComparison.Ordinal) ? Path(argument) : argument)]);
        (result.Code, result.Out).ShouldBe(((ExitCode)code, ""));
        result.ErrorLine.ShouldContain(says);
        Files().ShouldBe(before);
    }

    [Fact]
    public async Task What_came_from_the_service_is_kept_as_it_was()
    {
        const string Odd = """{"data":{"attributes":{"graph_data":{"version":"3.1"},"nodes":[{"entity_id":"a.example","type":"domain","new_member":[1]}],"links":[],"position":{"x":1,"y":2,"scale":"0.5"}},"id":"g1","links":{"self":"x"}}}""";
        var file = _vtk.WriteFile("odd.json", Encoding.UTF8.GetBytes(Odd));
        (await Ok("graph", "add", file, "8.8.8.8")).Error.ShouldContain("no description");
        await Ok("graph", "remove", file, "8.8.8.8");
        JsonElement.DeepEquals(JsonElement.Parse(await File.ReadAllTextAsync(file)), JsonElement.Parse(Odd)).ShouldBeTrue();
    }

    private string Path(string name) => System.IO.Path.Combine(_vtk.Home.FullName, name);

    private Dictionary<string, string> Files() => _vtk.Home.EnumerateFiles("*", SearchOption.AllDirectories).ToDictionary(file => file.FullName, file => Convert.ToBase64String(File.ReadAllBytes(file.FullName)));

    private async Task<CliResult> Ok(params string[] arguments)
    {
        var result = await _vtk.RunAsync(arguments);
        result.Code.ShouldBe(ExitCode.Ok, result.Error);
        return result;
    }
}
