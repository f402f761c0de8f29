using System.Text;
using VtKit.Emulator;

namespace VtKit.Cli.Tests;

public sealed class AccountTests : EmulatorTests
{
    [Fact]
    public async Task A_user_and_a_group_are_shown_with_what_is_theirs()
    {
        (await OkAsync("user", "premium", "--select", "id", "--select", "$.relationships.groups.data[0].type")).ShouldBe("premium\tgroup\n");
        var group = (await OkAsync("user", "groups", "premium", "-I", "--format", "table")).Trim();
        (await OkAsync("group", group, "--select", "type")).ShouldBe("group\n");
        (await OkAsync("group", "users", group, "--select", "id")).ShouldContain("premium\n");
        var key = await Vtk.RunAsync("user", VtEmulatorKeys.Premium);
        key.Code.ShouldBe(ExitCode.Usage);
        key.ErrorLine.ShouldContain("this looks like a key");
        key.Error.ShouldNotContain(VtEmulatorKeys.Premium);
    }

    [Fact]
    public async Task Privileges_are_granted_and_revoked()
    {
        var grant = await Vtk.RunAsync("user", "privileges", "grant", "ana", "intelligence", "--expiration", "2026-12-31", "--dry-run");
        grant.Code.ShouldBe(ExitCode.Ok, grant.Error);
        grant.Out.ShouldStartWith($"PATCH {Emulator.BaseAddress}api/v3/users/ana\n");
        grant.Out.ShouldContain("\"granted\": true,\n          \"expiration_date\": 1798675200");
        var revoke = await Vtk.RunAsync("group", "privileges", "revoke", "soc", "intelligence", "private", "--dry-run");
        revoke.Out.ShouldStartWith($"PATCH {Emulator.BaseAddress}api/v3/groups/soc\n");
        revoke.Out.ShouldContain("\"private\": {\n          \"granted\": false,");
    }

    [Fact]
    public async Task The_quota_is_told()
    {
        Vtk.Environment["VTK_API_KEY"] = VtEmulatorKeys.Public;
        (await Vtk.RunAsync("file", "44d88612fea8a8f36de82e1278abb02f")).Code.ShouldBe(ExitCode.Ok);
        Snapshot.Verify(await OkAsync("quota", "public", "--format", "md"), "quota-md");
        (await OkAsync("quota", "public", "--format", "csv")).ShouldStartWith("Quota,Used,Allowed,Left\r\napi_requests_daily,1,500,499\r\n");
        (await OkAsync("quota", "public", "--format", "json")).ShouldContain("\"allowed\": 500");

        var whose = await Vtk.RunAsync("quota");
        (whose.Code, whose.ErrorLine).ShouldBe((ExitCode.Usage, "vtk: whose? give the name of the key's user, or keep it: vtk config set user <name>"));
        await OkAsync("config", "set", "user", "public");
        (await OkAsync("quota", "--format", "csv")).ShouldContain("api_requests_daily,1,500,499\r\n");
    }

    [Fact]
    public async Task The_service_tells_of_itself()
    {
        (await OkAsync("meta", "--format", "table")).ShouldStartWith("metadata\n");
        (await OkAsync("meta", "--format", "yaml", "-i", "relationships.user.name")).ShouldStartWith("relationships:\n  user:\n  - name: ");
        (await OkAsync("meta", "--select", "$.relationships.file[?@.name == 'comments'].name")).ShouldBe("comments\n");
        (await Vtk.RunAsync("meta", "--format", "csv")).Code.ShouldBe(ExitCode.Usage);
    }

    [Fact]
    public async Task A_threat_profile_is_made_changed_and_deleted()
    {
        var id = (await OkAsync("threatprofile", "create", "--name", "Ours", "--targeted-industry", "Energy,Finance", "--source-region", "AQ", "--select", "id")).Trim();
        (await OkAsync("threatprofile", id, "--select", "name", "--select", "interests.INTEREST_TYPE_TARGETED_INDUSTRY")).ShouldBe("Ours\tEnergy,Finance\n");
        (await OkAsync("threatprofile", "update", id, "--name", "Theirs", "--max-days-since-last-seen", "90", "--select", "name", "--select", "recommendation_config.max_days_since_last_seen")).ShouldBe("Theirs\t90\n");
        (await OkAsync("threatprofile", "list", "--format", "table")).ShouldBe($"            Theirs\n            {id}\n");
        (await OkAsync("threatprofile", "recommendations", id)).ShouldBe("[]\n");
        (await Vtk.RunAsync("threatprofile", "update", id)).Code.ShouldBe(ExitCode.Usage);
        (await Vtk.RunAsync("threatprofile", "create")).Code.ShouldBe(ExitCode.Usage);
        (await Vtk.RunAsync("threatprofile", "delete", id, "--yes")).Code.ShouldBe(ExitCode.Ok);
        (await Vtk.RunAsync("threatprofile", id)).Code.ShouldBe(ExitCode.NotFound);
    }

    [Fact]
    public async Task All_relationships_cost_one_request()
    {
        (await Vtk.RunAsync("comment", "add", "44d88612fea8a8f36de82e1278abb02f", "Hello #there")).Code.ShouldBe(ExitCode.Ok);
        var table = await OkAsync("file", "relationships", "44d88612fea8a8f36de82e1278abb02f", "--format", "table");
        table.ShouldContain("\ncomments (1)\n  f-275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f-");
        (await OkAsync("file", "relationships", "44d88612fea8a8f36de82e1278abb02f", "--select", "$.relationships.comments.data[*].type")).ShouldBe("comment\n");
    }

    [Fact]
    public async Task Software_is_put_into_monitor_described_saved_and_deleted()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Vtk.Home.FullName, "dist"));
        Directory.CreateDirectory(Path.Combine(folder.FullName, "sub"));
        var (one, two) = (Encoding.UTF8.GetBytes("one"), Encoding.UTF8.GetBytes("two"));
        File.WriteAllBytes(Path.Combine(folder.FullName, "one.bin"), one);
        File.WriteAllBytes(Path.Combine(folder.FullName, "sub", "two.bin"), two);
        (await Vtk.RunAsync("monitor", "upload", folder.FullName, "/r/1.2")).Code.ShouldBe(ExitCode.Usage);
        var dry = await Vtk.RunAsync("monitor", "upload", Path.Combine(folder.FullName, "one.bin"), "/r/one.bin", "--dry-run");
        dry.Out.ShouldMatch(@"^POST http://[^\n]+/monitor/items\n\(\d+ bytes of multipart/form-data\)\n$");
        (await OkAsync("monitor", "upload", folder.FullName, "/r/1.2", "--yes", "--select", "path")).ShouldBe("/r/1.2/one.bin\n/r/1.2/sub/two.bin\n");

        (await OkAsync("monitor", "list", "--format", "table")).ShouldContain("0 engines   /r/1.2/sub/two.bin\n");
        var id = (await OkAsync("monitor", "list", "--filter", "path:/r/1.2/sub/two.bin", "-I", "--format", "table")).Trim();
        Vtk.Input = "The second\n";
        (await OkAsync("monitor", "setdetails", id, "--select", "details")).ShouldBe("The second\n");
        (await OkAsync("monitor", id, "--select", "path")).ShouldBe("/r/1.2/sub/two.bin\n");
        (await OkAsync("monitor", "delete-details", id, "--select", "details")).ShouldBe("");
        (await OkAsync("monitor", "analyses", id, "--select", "type")).ShouldBe("monitor_analysis\n");
        (await OkAsync("monitor", "owner", id, "--select", "id")).ShouldBe("premium\n");

        var saved = Path.Combine(Vtk.Home.FullName, "saved");
        var path = Path.Join(saved, "r", "1.2", "sub", "two.bin");
        (await OkAsync("monitor", "download", id, "-o", saved)).ShouldBe(path + "\n");
        File.ReadAllBytes(path).ShouldBe(two);
        (await Vtk.RunAsync("monitor", "delete", id, "--yes")).Code.ShouldBe(ExitCode.Ok);
        (await Vtk.RunAsync("monitor", id)).Code.ShouldBe(ExitCode.NotFound);
    }

    [Fact]
    public async Task Engine_vendors_see_what_is_detected()
    {
        var eicar = Encoding.ASCII.GetBytes("""X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*""");
        await OkAsync("monitor", "upload", Vtk.WriteFile("eicar.com", eicar), "/eicar.com");
        Vtk.Environment["VTK_API_KEY"] = VtEmulatorKeys.OtherGroup;
        var hash = (await OkAsync("monitorpartner", "list", "-I", "--format", "table")).Trim();
        (await OkAsync("monitorpartner", "items", hash, "--select", "path")).ShouldBe("/eicar.com\n");
        var saved = Path.Combine(Vtk.Home.FullName, "saved");
        (await OkAsync("monitorpartner", "download", hash, "-o", saved)).ShouldBe(Path.Join(saved, hash) + "\n");
        File.ReadAllBytes(Path.Join(saved, hash)).ShouldBe(eicar);
    }

    [Theory]
    [InlineData("/../evil")]
    [InlineData("a/../../evil")]
    [InlineData("C:\\evil")]
    [InlineData("")]
    [InlineData("/")]
    public void A_path_of_others_stays_in_its_folder(string remote) => Should.Throw<CliException>(() => CheckedDownload.PathBelow("x", remote));

    private async Task<string> OkAsync(params string[] arguments)
    {
        var result = await Vtk.RunAsync(arguments);
        result.Code.ShouldBe(ExitCode.Ok, result.Error);
        return result.Out;
    }
}
