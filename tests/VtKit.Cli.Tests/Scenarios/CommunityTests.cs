using System.Text.Json.Nodes;

namespace VtKit.Cli.Tests;

public sealed class CommunityTests : EmulatorTests
{
    private const string Eicar = "44d88612fea8a8f36de82e1278abb02f";

    [Fact]
    public async Task A_comment_is_written_listed_and_removed()
    {
        var added = await Vtk.RunAsync("comment", "add", Eicar, "Only a test #eicar");
        added.Code.ShouldBe(ExitCode.Ok, added.Error);
        var id = JsonNode.Parse(added.Out)!["id"]!.GetValue<string>();

        (await Vtk.RunAsync("comment", "list", Eicar, "--select", "text")).ShouldBe(new CliResult(ExitCode.Ok, "Only a test #eicar\n", ""));
        (await Vtk.RunAsync("comment", "get", id, "--select", "tags")).ShouldBe(new CliResult(ExitCode.Ok, "eicar\n", ""));

        var unsure = await Vtk.RunAsync("comment", "delete", id);
        unsure.Code.ShouldBe(ExitCode.Usage);
        unsure.ErrorLine.ShouldBe($"vtk: Delete the comment {id}? This cannot be undone: say --yes, for nobody is here to be asked");
        (await Vtk.RunAsync("comment", "rm", id, "--yes")).ShouldBe(new CliResult(ExitCode.Ok, "", $"vtk: deleted {id}\n"));
        (await Vtk.RunAsync("comment", "ls", Eicar)).Out.ShouldBe("[]\n");
    }

    [Theory]
    [InlineData("n", 130, "vtk: nothing was changed")]
    [InlineData("y", 3, "vtk: x-1: not found")]
    public async Task Who_can_be_asked_is_asked(string answer, int code, string last)
    {
        (Vtk.CanAsk, Vtk.Input) = (true, answer + "\n");
        var result = await Vtk.RunAsync("comment", "delete", "x-1");
        ((int)result.Code).ShouldBe(code);
        result.Error.ShouldStartWith("Delete the comment x-1? [y/N] ");
        result.Error.ShouldContain(last);
    }

    [Fact]
    public async Task A_comment_may_come_from_stdin_and_be_about_a_file_here()
    {
        var path = Vtk.WriteFile("eicar.com", System.Text.Encoding.ASCII.GetBytes("""X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"""));
        Vtk.Input = "Line one\nand two\n";
        (await Vtk.RunAsync("comment", "add", path, "-")).Code.ShouldBe(ExitCode.Ok);
        (await Vtk.RunAsync("file", "comments", Eicar, "--select", "text")).Out.ShouldBe("Line one\\nand two\n");
    }

    [Fact]
    public async Task A_dry_run_says_what_would_be_sent_and_sends_nothing()
    {
        var result = await Vtk.RunAsync("comment", "add", Eicar, "Not sent", "--dry-run");
        result.ShouldBe(new CliResult(
            ExitCode.Ok,
            $$"""
            POST {{Emulator.BaseAddress}}api/v3/files/{{Eicar}}/comments
            {
              "data": {
                "type": "comment",
                "attributes": {
                  "text": "Not sent"
                }
              }
            }

            """,
            "vtk: nothing was sent\n"));
        (await Vtk.RunAsync("comment", "list", Eicar)).Out.ShouldBe("[]\n");
        (await Vtk.RunAsync("comment", "delete", "a", "b", "--dry-run")).Out.ShouldBe($"DELETE {Emulator.BaseAddress}api/v3/comments/a\nDELETE {Emulator.BaseAddress}api/v3/comments/b\n");
    }

    [Fact]
    public async Task A_vote_is_cast_once()
    {
        var vote = await Vtk.RunAsync("vote", "add", Eicar, "malicious", "--select", "verdict");
        vote.ShouldBe(new CliResult(ExitCode.Ok, "malicious\n", ""));
        (await Vtk.RunAsync("vote", "list", Eicar, "--select", "verdict")).Out.ShouldBe("malicious\n");
        var again = await Vtk.RunAsync("vote", "add", Eicar, "malicious");
        again.Code.ShouldBe(ExitCode.Error);
        var odd = await Vtk.RunAsync("vote", "add", Eicar, "good");
        odd.ShouldBe(new CliResult(ExitCode.Usage, "", "vtk: 'good' is no verdict: vote malicious or harmless\n"));
    }

    [Fact]
    public async Task What_is_known_is_analysed_anew()
    {
        var analysis = await Vtk.RunAsync("rescan", Eicar, "--select", "type");
        analysis.ShouldBe(new CliResult(ExitCode.Ok, "analysis\n", ""));
        var waited = await Vtk.RunAsync("rescan", Eicar, "--wait", "--select", "md5");
        waited.ShouldBe(new CliResult(ExitCode.Ok, Eicar + "\n", ""));

        var fresh = await Vtk.RunAsync("rescan", Eicar, "--older-than", "30d", "--select", "type");
        fresh.Out.ShouldBe("file\n");
        fresh.ErrorLine.ShouldStartWith($"vtk: {Eicar} was analysed on ");
        (await Vtk.RunAsync("rescan", Eicar, "--older-than", "soon")).Code.ShouldBe(ExitCode.Usage);

        var both = await Vtk.RunAsync("rescan", Eicar, new string('f', 32), "--dry-run");
        both.Code.ShouldBe(ExitCode.Ok, both.Error);
        both.Out.ShouldContain($"POST {Emulator.BaseAddress}api/v3/files/{Eicar}/analyse\n");
        both.Error.ShouldBe("vtk: nothing was sent\n");
    }
}
