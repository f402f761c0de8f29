using VtKit.Emulator;

namespace VtKit.Cli.Tests;

public sealed class RelationshipTests : EmulatorTests
{
    private const string Eicar = "44d88612fea8a8f36de82e1278abb02f";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        using var vt = new VtClient(new VtClientOptions { ApiKey = VtEmulatorKeys.Premium, BaseAddress = Emulator.BaseAddress });
        for (var i = 0; i < 25; i++) await vt.Files.AddCommentAsync(Eicar, $"comment {i} #tag{i}");
    }

    [Theory]
    [InlineData("file", "comments", Eicar)]
    [InlineData("file", Eicar, "comments")]
    public async Task The_relationship_stands_before_or_after_the_id(params string[] arguments)
    {
        var result = await Vtk.RunAsync([.. arguments, "--format", "table"]);
        result.Code.ShouldBe(ExitCode.Ok, result.Error);
        result.Out.ShouldContain("comment 24 #tag24");
        result.ErrorLine.ShouldStartWith("vtk: there are more; go on with: --cursor vt1.");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10)]
    [InlineData(24)]
    [InlineData(25)]
    [InlineData(100)]
    public async Task A_list_can_be_taken_in_steps_without_loss(int step)
    {
        var all = (await IdsAsync("--limit", "0")).Ids;
        all.Count.ShouldBe(25);
        List<string> collected = [];
        string? cursor = null;
        do
        {
            string[] more = cursor is null ? [] : ["--cursor", cursor];
            (var ids, cursor) = await IdsAsync([.. more, "--limit", $"{step}"]);
            ids.Count.ShouldBeLessThanOrEqualTo(step);
            collected.AddRange(ids);
        }
        while (cursor is not null);
        collected.ShouldBe(all);
    }

    [Fact]
    public async Task A_list_is_a_list_also_when_it_is_empty()
    {
        (await Vtk.RunAsync("file", "votes", Eicar)).ShouldBe(new CliResult(ExitCode.Ok, "[]\n", ""));
        (await Vtk.RunAsync("file", "votes", Eicar, "--format", "table")).Out.ShouldBe("(none)\n");
    }

    [Fact]
    public async Task What_the_service_lacks_is_an_error_of_its_own()
    {
        var missing = await Vtk.RunAsync("file", "comments", new string('f', 64));
        missing.Code.ShouldBe(ExitCode.NotFound);
        missing.ErrorLine.ShouldBe($"vtk: {new string('f', 64)}: not found: the service has never seen it");
        missing.Out.ShouldBeEmpty();
    }

    private async Task<(List<string> Ids, string? Cursor)> IdsAsync(params string[] more)
    {
        var result = await Vtk.RunAsync(["file", "comments", Eicar, "-I", "--format", "table", .. more]);
        result.Code.ShouldBe(ExitCode.Ok, result.Error);
        var cursor = result.Error.Length == 0 ? null : result.ErrorLine.Split("--cursor ")[1];
        return ([.. result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)], cursor);
    }
}
