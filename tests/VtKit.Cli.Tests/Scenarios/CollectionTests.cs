namespace VtKit.Cli.Tests;

public sealed class CollectionTests : EmulatorTests
{
    [Fact]
    public async Task A_collection_is_made_filled_emptied_and_deleted()
    {
        Vtk.Input = "hxxp://evil[.]example/x\n8.8.8.8\n";
        var id = (await OkAsync("collection", "create", "--name", "Case 7", "--description", "Phish", "evil[.]example", "-", "--select", "id")).Trim();
        (await OkAsync("collection", id, "--select", "name", "--select", "description", "--select", "urls_count")).ShouldBe("Case 7\tPhish\t1\n");
        (await OkAsync("collection", "rename", id, "Closed", "--select", "name")).ShouldBe("Closed\n");
        await OkAsync("collection", "update", id, "44d88612fea8a8f36de82e1278abb02f", "2001:4860:4860::8888");
        (await OkAsync("collection", "ip_addresses", id, "-I", "--format", "table")).Split('\n').Order().ShouldBe(["", "2001:4860:4860::8888", "8.8.8.8"]);
        (await OkAsync("collection", "owner", id, "--select", "id")).ShouldBe("premium\n");
        (await OkAsync("collection", "list", "--filter", "name:Closed", "--format", "table")).ShouldContain("Closed\n");

        var removed = await Vtk.RunAsync("collection", "remove", id, "hxxp://evil[.]example/x", "2001:4860:4860:0::8888", "8.8.8.8", "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f");
        removed.Code.ShouldBe(ExitCode.Ok, removed.Error);
        removed.Error.ShouldBe("vtk: taken out: 1 url\nvtk: taken out: 2 ip addresses\nvtk: taken out: 1 file\n");
        (await OkAsync("collection", "ip_addresses", id)).ShouldBe("[]\n");
        (await OkAsync("collection", "domains", id, "-I", "--format", "table")).ShouldBe("evil.example\n");

        (await Vtk.RunAsync("collection", "delete", id, "--yes")).Code.ShouldBe(ExitCode.Ok);
        (await Vtk.RunAsync("collection", id)).Code.ShouldBe(ExitCode.NotFound);
    }

    [Fact]
    public async Task What_is_missing_is_asked_for()
    {
        (await Vtk.RunAsync("collection", "create", "evil.example")).ErrorLine.ShouldBe("vtk: a collection needs a name: add --name");
        (await Vtk.RunAsync("collection", "update", "x")).ErrorLine.ShouldBe("vtk: what is to change? Give indicators, or --description");
        (await Vtk.RunAsync("collection", "remove", "x", "no indicator")).Code.ShouldBe(ExitCode.Usage);
        var dry = await Vtk.RunAsync("collection", "create", "--name", "N", "evil.example", "--dry-run");
        dry.Out.ShouldBe($"POST {Emulator.BaseAddress}api/v3/collections\n{{\n  \"data\": {{\n    \"type\": \"collection\",\n    \"attributes\": {{\n      \"name\": \"N\"\n    }},\n    \"raw_items\": \"evil.example\"\n  }}\n}}\n");
    }

    private async Task<string> OkAsync(params string[] arguments)
    {
        var result = await Vtk.RunAsync(arguments);
        result.Code.ShouldBe(ExitCode.Ok, result.Error);
        return result.Out;
    }
}
