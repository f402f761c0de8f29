using System.Security.Cryptography;
using System.Text;

namespace VtKit.Cli.Tests;

public sealed class PrivateTests : EmulatorTests
{
    private static readonly byte[] Sample = Encoding.UTF8.GetBytes("Not for everybody.\n");
    private static readonly string Sha256 = Convert.ToHexStringLower(SHA256.HashData(Sample));

    [Fact]
    public async Task A_private_file_is_seen_where_it_was_asked_for()
    {
        var path = Vtk.WriteFile("contract.txt", Sample);
        (await OkAsync("private", "scan", "file", path, "--retention-days", "2", "--select", "sha256")).ShouldBe(Sha256 + "\n");

        (await Vtk.RunAsync("file", Sha256)).Code.ShouldBe(ExitCode.NotFound);
        (await OkAsync("file", Sha256, "--private", "--select", "type")).ShouldBe("private_file\n");
        (await OkAsync("file", "44d88612fea8a8f36de82e1278abb02f", "-P", "--select", "type")).ShouldBe("file\n");
        (await OkAsync("file", "analyses", Sha256, "-P", "--select", "type")).ShouldBe("private_analysis\n");
        (await OkAsync("private", "file", Sha256, "--format", "table")).ShouldStartWith("no ");
        (await OkAsync("private", "file", "list", "-I", "--format", "table")).ShouldBe(Sha256 + "\n");

        var analysis = (await OkAsync("private", "analysis", "list", "-I", "--format", "table")).Trim();
        (await OkAsync("private", "analysis", analysis, "--select", "status")).ShouldBe("completed\n");
        (await OkAsync("private", "analysis", "item", analysis, "--select", "id")).ShouldBe(Sha256 + "\n");
        (await OkAsync("private", "file", "rescan", Sha256, "--no-sandbox", "--select", "type")).ShouldBe("private_analysis\n");
        (await Vtk.RunAsync("private", "file", "delete", Sha256, "--yes")).Code.ShouldBe(ExitCode.Ok);
        (await Vtk.RunAsync("private", "file", Sha256)).Code.ShouldBe(ExitCode.NotFound);
    }

    [Fact]
    public async Task A_private_url_is_seen_where_it_was_asked_for()
    {
        const string Url = "http://intranet.example/x";
        (await OkAsync("private", "scan", "url", Url, "--select", "url")).ShouldBe(Url + "\n");
        (await Vtk.RunAsync("url", Url)).Code.ShouldBe(ExitCode.NotFound);
        (await OkAsync("url", Url, "-P", "--select", "type")).ShouldBe("private_url\n");
        (await OkAsync("private", "url", Url, "--select", "url")).ShouldBe(Url + "\n");
        (await OkAsync("private", "url", "analyses", Url, "--select", "type")).ShouldBe("private_analysis\n");
    }

    [Fact]
    public async Task Nothing_leaves_without_consent()
    {
        var path = Vtk.WriteFile("contract.txt", Sample);
        (await Vtk.RunAsync("private", "scan", "file", path, "--retention-days", "29")).ShouldBe(new CliResult(ExitCode.Usage, "", "vtk: --retention-days is between 1 and 28\n"));
        var dry = await Vtk.RunAsync("private", "scan", "file", path, "--dry-run");
        dry.Out.ShouldMatch(@"^POST http://[^\n]+/private/files\n\(\d+ bytes of multipart/form-data\)\n$");
        using var vtk = new CliRun();
        vtk.Environment["VTK_API_KEY"] = CliRun.Key;
        vtk.CanAsk = true;
        vtk.Input = "n\n";
        // A service elsewhere: what goes there leaves this machine.
        var refused = await vtk.RunAsync("private", "scan", "file", path, "--base-url", "http://elsewhere.example");
        refused.Code.ShouldBe(ExitCode.NotFound);
        refused.Error.ShouldContain("Your team can see and download what is uploaded there. Upload it?");
    }

    private async Task<string> OkAsync(params string[] arguments)
    {
        var result = await Vtk.RunAsync(arguments);
        result.Code.ShouldBe(ExitCode.Ok, result.Error);
        return result.Out;
    }
}
