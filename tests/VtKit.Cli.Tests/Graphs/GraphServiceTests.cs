using System.Text.Json;

namespace VtKit.Cli.Tests.Graphs;

/// <summary>Graphs at the service, which is an emulator here.</summary>
public sealed class GraphServiceTests : EmulatorTests
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Ok("graph", "new", At("case.json"), "--name", "Case 7");
        await Ok("graph", "add", At("case.json"), "8.8.8.8", "dns.example");
        await Ok("graph", "link", At("case.json"), "dns.example", "8.8.8.8", "resolutions");
    }

    [Fact]
    [Trait("seed", "21")]
    [Trait("seed", "22")]
    [Trait("seed", "23")]
    [Trait("seed", "25")]
    public async Task A_graph_is_saved_found_loaded_cloned_and_deleted()
    {
        var id = (await Ok("graph", "save", At("case.json"))).Out.Trim();
        JsonElement.Parse(await File.ReadAllTextAsync(At("case.json"))).GetProperty("data").GetProperty("id").GetString().ShouldBe(id);
        (await Ok("graph", "list", "-I", "--format", "raw", "--filter", "name:Case")).Out.Trim().ShouldBe(id);

        (await Ok("graph", "load", At("loaded.json"), id)).Error.ShouldEndWith("2 nodes, 1 link\n");
        (await Ok("graph", "diff", At("case.json"), At("loaded.json"))).Error.ShouldBe("vtk: nothing differs\n");
        (await Ok("graph", "load", At("page.json"), $"https://www.virustotal.com/graph/{id}")).Error.ShouldEndWith("2 nodes, 1 link\n");

        (await Ok("graph", "clone", At("clone.json"), id, "--name", "My view")).Error.ShouldEndWith("not saved yet\n");
        (await Ok("graph", "show", At("clone.json"))).Out.ShouldContain("My view");
        (await Ok("graph", "save", At("clone.json"))).Out.Trim().ShouldNotBe(id);

        await Ok("graph", "add", At("case.json"), "9.9.9.9");
        (await Ok("graph", "save", At("case.json"))).Out.Trim().ShouldBe(id);
        await Ok("graph", "delete", At("case.json"), "--yes");
        (await Vtk.RunAsync("graph", "load", At("gone.json"), id)).Code.ShouldBe(ExitCode.NotFound);
        File.Exists(At("gone.json")).ShouldBeFalse();
        (await Ok("graph", "show", At("case.json"))).Out.ShouldNotContain(id);
    }

    [Fact]
    public async Task A_dry_run_shows_what_would_be_saved_and_shared_and_does_neither()
    {
        var before = await File.ReadAllTextAsync(At("case.json"));
        var first = await Ok("graph", "save", At("case.json"), "--viewer", "ana", "--dry-run");
        first.Out.ShouldStartWith($"POST {Emulator.BaseAddress}api/v3/graphs\n");
        first.Out.ShouldContain("dns.example");
        first.Error.ShouldBe("vtk: and, once the service has given it an id, it would be shared with ana\nvtk: nothing was sent\n");
        (await File.ReadAllTextAsync(At("case.json"))).ShouldBe(before);
        (await UploadsAsync()).ShouldBe(0);

        var id = (await Ok("graph", "save", At("case.json"))).Out.Trim();
        await Ok("graph", "add", At("case.json"), "9.9.9.9");
        before = await File.ReadAllTextAsync(At("case.json"));
        var again = await Ok("graph", "save", At("case.json"), "--viewer", "ana", "--editor", "eve", "--dry-run");
        foreach (var line in new[] { $"PATCH {Emulator.BaseAddress}api/v3/graphs/{id}\n", $"graphs/{id}/relationships/viewers\n", $"graphs/{id}/relationships/editors\n", "9.9.9.9", "\"ana\"", "\"eve\"" }) again.Out.ShouldContain(line);
        (await File.ReadAllTextAsync(At("case.json"))).ShouldBe(before);

        var shared = await Ok("graph", "share", At("case.json"), "--viewer", "ana", "--editor-group", "soc", "--dry-run");
        shared.Out.Split("POST ").Length.ShouldBe(3);
        shared.Error.ShouldBe("vtk: nothing was sent\n");
        (await Ok("graph", "share", id, "--viewer", "ana", "--remove", "--dry-run")).Out.ShouldBe($"DELETE {Emulator.BaseAddress}api/v3/graphs/{id}/relationships/viewers/ana\n");
        (await UploadsAsync()).ShouldBe(1, "the graph itself");
        (await Ok("graph", "share", id)).Out.ShouldNotContain("ana");
    }

    [Fact]
    [Trait("seed", "2")]
    public async Task A_graph_is_private_only_by_choice()
    {
        (await Ok("graph", "save", At("case.json"))).Error.ShouldStartWith("vtk: public: http");
        (await Ok("graph", "save", At("case.json"), "--private")).Error.ShouldStartWith("vtk: private: http");
        (await Ok("graph", "save", At("case.json"))).Error.ShouldStartWith("vtk: private: http");
        (await Ok("graph", "save", At("case.json"), "--public")).Error.ShouldStartWith("vtk: public: http");
    }

    [Fact]
    [Trait("seed", "3")]
    public async Task A_key_that_may_make_none_is_told_which_quota_is_missing()
    {
        Vtk.Environment["VTK_API_KEY"] = VtKit.Emulator.VtEmulatorKeys.Public;
        var result = await Vtk.RunAsync("graph", "save", At("case.json"), "--private");
        result.Code.ShouldBe(ExitCode.Auth);
        result.ErrorLine.ShouldContain("intelligence_graphs_private");
    }

    [Fact]
    [Trait("seed", "26")]
    public async Task Rights_are_given_listed_and_taken_away()
    {
        const string User = "other";
        var save = await Ok("graph", "save", At("case.json"), "--viewer", User);
        save.Error.ShouldNotContain("got no right");
        (await Ok("graph", "share", At("case.json"), "--editor", User)).Out.ShouldBe($"viewer  user  {User}\neditor  user  {User}\n");
        (await Ok("graph", "share", At("case.json"), "--viewer", User, "--remove")).Out.ShouldBe($"editor  user  {User}\n");
        (await Ok("graph", "share", At("case.json"))).Out.ShouldBe($"editor  user  {User}\n");
    }

    [Fact]
    public async Task A_graph_is_stored_even_where_it_cannot_be_shared()
    {
        var result = await Vtk.RunAsync("graph", "save", At("case.json"), "--viewer", "nobody-of-this-name");
        result.Code.ShouldBe(ExitCode.Partial);
        result.Error.ShouldContain("saved, but nobody-of-this-name got no right");
        (await Ok("graph", "load", At("again.json"), result.Out.Trim())).Code.ShouldBe(ExitCode.Ok);
    }

    [Theory]
    [InlineData(ExitCode.Usage, "exclude each other", "save", "case.json", "--private", "--public")]
    [InlineData(ExitCode.Usage, "no id of a graph", "load", "x.json", "not an id")]
    [InlineData(ExitCode.NotFound, "not found", "load", "x.json", "g0000")]
    [InlineData(ExitCode.Error, "there already", "load", "case.json", "g0000")]
    [InlineData(ExitCode.Usage, "is not saved", "share", "case.json")]
    [InlineData(ExitCode.Usage, "--remove needs to know", "share", "g0000", "--remove")]
    [InlineData(ExitCode.Usage, "say --yes", "delete", "g0000")]
    [InlineData(ExitCode.NotFound, "not found", "delete", "g0000", "--yes")]
    [InlineData(ExitCode.Usage, "--limit is 0 or more", "list", "--limit", "-1")]
    public async Task Bad_input_is_one_line_that_says_what_to_do(object code, string says, params string[] arguments)
    {
        var result = await Vtk.RunAsync(["graph", .. arguments.Select(argument => argument.EndsWith(".json", StringComparison.Ordinal) ? At(argument) : argument)]);
        result.Code.ShouldBe((ExitCode)code);
        result.ErrorLine.ShouldContain(says);
        File.Exists(At("x.json")).ShouldBeFalse();
    }

    [Fact]
    [Trait("seed", "24")]
    public async Task Somebody_who_may_not_change_a_graph_is_told_what_to_do()
    {
        await Ok("graph", "save", At("case.json"));
        Vtk.Environment["VTK_API_KEY"] = VtKit.Emulator.VtEmulatorKeys.OtherGroup;
        await Ok("graph", "add", At("case.json"), "9.9.9.9");
        var result = await Vtk.RunAsync("graph", "save", At("case.json"));
        result.Code.ShouldBe(ExitCode.Auth);
        result.ErrorLine.ShouldContain("make you an editor, or save a clone");
    }

    private string At(string name) => Path.Combine(Vtk.Home.FullName, name);

    private async Task<CliResult> Ok(params string[] arguments)
    {
        var result = await Vtk.RunAsync(arguments);
        result.Code.ShouldBe(ExitCode.Ok, result.Error);
        return result;
    }
}
