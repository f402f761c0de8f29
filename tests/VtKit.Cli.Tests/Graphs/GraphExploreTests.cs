using System.Text.Json;

namespace VtKit.Cli.Tests.Graphs;

/// <summary>The commands of <c>vtk graph</c> that grow a graph, against an emulator that knows one file which names hosts.</summary>
public sealed class GraphExploreTests : EmulatorTests
{
    private string Graph => Path.Combine(Vtk.Home.FullName, "case.json");

    private string _sample = "";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _sample = Vtk.WriteFile("notes.txt", "see http://one.example.com/a and http://two.example.com/b, or 198.51.100.7"u8.ToArray());
        await Ok("scan", "file", _sample, "--yes");
        await Ok("graph", "new", Graph);
        await Ok("graph", "add", Graph, _sample, "actor:APT0");
    }

    [Fact]
    [Trait("seed", "16")]
    [Trait("seed", "28")]
    public async Task A_node_is_expanded_by_one_relationship_for_one_request()
    {
        var result = await Ok("graph", "expand", Graph, "notes.txt", "--relationship", "embedded_domains");
        result.Error.ShouldBe($"vtk: at most 1 request\nvtk: {Graph}: 2 nodes and 2 links added for 1 request\n");
        (await Ok("graph", "path", Graph, "notes.txt", "one.example.com")).Out.ShouldBe("notes.txt -embedded_domains-> one.example.com\n");
    }

    [Fact]
    [Trait("seed", "17")]
    [Trait("seed", "20")]
    public async Task A_budget_holds_and_the_rest_is_resumed()
    {
        var first = await Vtk.RunAsync("graph", "expand", Graph, "notes.txt", "--budget", "2", "--format", "json");
        first.Code.ShouldBe(ExitCode.Partial);
        JsonElement.Parse(first.Out).GetProperty("calls").GetInt32().ShouldBe(2);
        first.Error.ShouldContain("--resume goes on");
        File.Exists(Graph + ".resume").ShouldBeTrue();
        var second = await Vtk.RunAsync("graph", "expand", Graph, "--resume", "--format", "json");
        second.Code.ShouldBe(ExitCode.Ok, second.Error);
        File.Exists(Graph + ".resume").ShouldBeFalse();
        var stepped = await File.ReadAllTextAsync(Graph);

        var whole = Path.Combine(Vtk.Home.FullName, "whole.json");
        await Ok("graph", "new", whole, "--name", "case");
        await Ok("graph", "add", whole, _sample, "actor:APT0");
        var atOnce = await Ok("graph", "expand", whole, "notes.txt", "--format", "json");
        (await File.ReadAllTextAsync(whole)).ShouldBe(stepped);
        JsonElement.Parse(atOnce.Out).GetProperty("calls").GetInt32().ShouldBe(2 + JsonElement.Parse(second.Out).GetProperty("calls").GetInt32());
    }

    [Fact]
    [Trait("seed", "10")]
    public async Task Nodes_are_looked_up_when_asked_and_never_before()
    {
        (await Ok("graph", "show", Graph, "notes.txt")).Out.ShouldNotContain("Detected");
        (await Ok("graph", "fetch", Graph, "--dry-run")).Error.ShouldBe("vtk: at most 1 request\n");
        (await Ok("graph", "fetch", Graph)).Error.ShouldEndWith("1 node looked up, 0 nodes and 0 links added for 1 request\n");
        (await Ok("graph", "show", Graph, "notes.txt")).Out.ShouldContain("Detected");
    }

    [Fact]
    public async Task Two_nodes_are_connected_by_expanding_them()
    {
        await Ok("graph", "add", Graph, "two.example.com");
        var result = await Ok("graph", "connect", Graph, "notes.txt", "two.example.com", "--max-hops", "2", "-r", "embedded_domains", "-r", "siblings");
        result.Out.ShouldBe("notes.txt -embedded_domains-> two.example.com\n");
        result.Error.ShouldContain("1 path found");
    }

    [Theory]
    [InlineData(ExitCode.Usage, "cannot be expanded", "expand", "APT0")]
    [InlineData(ExitCode.Usage, "embedded_domains", "expand", "notes.txt", "--relationship", "embeded_domain")]
    [InlineData(ExitCode.Usage, "no node of this graph has a relationship 'x'", "expand", "--relationship", "x")]
    [InlineData(ExitCode.NotFound, "nothing to resume", "expand", "--resume")]
    [InlineData(ExitCode.NotFound, "no node 'nobody'", "fetch", "nobody")]
    [InlineData(ExitCode.Usage, "--budget is at least 1", "expand", "--budget", "0")]
    public async Task What_cannot_be_asked_costs_nothing(object code, string says, params string[] arguments)
    {
        var before = await File.ReadAllTextAsync(Graph);
        var result = await Vtk.RunAsync(["graph", arguments[0], Graph, .. arguments[1..]]);
        result.Code.ShouldBe((ExitCode)code);
        result.ErrorLine.ShouldContain(says);
        (await File.ReadAllTextAsync(Graph)).ShouldBe(before);
    }

    [Fact]
    public async Task A_key_that_is_refused_is_no_empty_answer()
    {
        Vtk.Environment["VTK_API_KEY"] = new string('9', 64);
        var result = await Vtk.RunAsync("graph", "expand", Graph, "notes.txt");
        result.Code.ShouldBe(ExitCode.Auth);
        result.Error.ShouldContain("does not take the key");
    }

    private async Task<CliResult> Ok(params string[] arguments)
    {
        var result = await Vtk.RunAsync(arguments);
        result.Code.ShouldBe(ExitCode.Ok, result.Error);
        return result;
    }
}
