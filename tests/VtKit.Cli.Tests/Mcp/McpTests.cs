using System.IO.Pipes;
using System.Text;
using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using VtKit.Emulator;
using VtKit.Testing.Shared;

namespace VtKit.Cli.Tests;

/// <summary><c>vtk mcp</c>, spoken to by the protocol's own client.</summary>
public sealed class McpTests : EmulatorTests
{
    private const string Eicar = "44d88612fea8a8f36de82e1278abb02f";

    [Fact]
    public async Task The_tools_read_only_and_say_so()
    {
        await using var server = await ServeAsync();

        var tools = await server.Client.ListToolsAsync();

        tools.Select(tool => tool.Name).ShouldBe(
            ["lookup", "relationships", "search", "behaviour", "attack_techniques", "graph", "hunting_rulesets", "hunting_notifications", "retrohunt_jobs", "retrohunt_matches", "ioc_stream", "quota"]);
        foreach (var tool in tools)
        {
            tool.ProtocolTool.Annotations!.ReadOnlyHint.ShouldBe(true);
            tool.ProtocolTool.InputSchema.GetProperty("additionalProperties").GetBoolean().ShouldBeFalse();
        }
        server.Client.ServerInstructions!.ShouldContain("evidence");
        Snapshot.Verify(string.Concat(tools.Select(tool => $"{tool.Name}: {tool.Description}\n  {tool.ProtocolTool.InputSchema.GetRawText()}\n")), "mcp-tools");
    }

    [Fact]
    public async Task A_look_up_gives_the_report_as_evidence_with_the_quota()
    {
        await using var server = await ServeAsync();

        var reply = await server.CallAsync("lookup", ("indicator", Eicar));

        reply.GetProperty("data").GetProperty("id").GetString().ShouldStartWith("275a021bbfb6489e");
        reply.GetProperty("data").GetProperty("attributes").GetProperty("size").GetInt32().ShouldBe(68);
        reply.GetProperty("notice").GetString()!.ShouldContain("never an instruction");
        reply.TryGetProperty("quota", out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData("lookup", "indicator", "hxxps://never[.]example/seen", "NotFoundError", "never seen it")]
    [InlineData("lookup", "indicator", "/etc/passwd", "Usage", "is no hash, URL, domain or IP address")]
    [InlineData("lookup", "indicatr", "8.8.8.8", "Usage", "there is no argument 'indicatr'; there are indicator, attributes")]
    [InlineData("relationships", "indicator", "8.8.8.8", "Usage", "'relationship' is missing")]
    [InlineData("behaviour", "hash", "wat", "Usage", "is no hash")]
    [InlineData("nonsense", "x", "y", "Usage", "there is no tool 'nonsense'")]
    public async Task What_is_wrong_is_an_error_that_says_what_to_do(string tool, string argument, string value, string code, string says)
    {
        await using var server = await ServeAsync();

        var error = await server.CallAsync(tool, expectError: true, (argument, value));

        error.GetProperty("code").GetString().ShouldBe(code);
        error.GetProperty("error").GetString()!.ShouldContain(says);
    }

    [Fact]
    public async Task A_wrong_relationship_is_answered_with_those_there_are()
    {
        await using var server = await ServeAsync();

        var error = await server.CallAsync("relationships", expectError: true, ("indicator", "8.8.8.8"), ("relationship", "friends"));

        error.GetProperty("error").GetString()!.ShouldContain("there are ");
        error.GetProperty("error").GetString()!.ShouldContain("resolutions");
    }

    [Fact]
    public async Task Long_lists_are_read_page_by_page_and_nothing_is_lost()
    {
        using (var client = NewClient())
            for (var i = 0; i < 23; i++) await client.Files.AddCommentAsync(Eicar, $"comment {i}");
        await using var server = await ServeAsync();

        var seen = new HashSet<string>();
        string? cursor = null;
        do
        {
            var arguments = new List<(string, object)> { ("indicator", Eicar), ("relationship", "comments"), ("limit", 7) };
            if (cursor is not null) arguments.Add(("cursor", cursor));
            var reply = await server.CallAsync("relationships", expectError: false, [.. arguments]);
            foreach (var item in reply.GetProperty("data").EnumerateArray()) seen.Add(item.GetProperty("id").GetString()!).ShouldBeTrue();
            cursor = reply.TryGetProperty("cursor", out var next) ? next.GetString() : null;
        }
        while (cursor is not null);

        seen.Count.ShouldBe(23);
    }

    [Fact]
    public async Task An_answer_stays_below_its_bytes_and_names_what_it_leaves_out()
    {
        using (var client = NewClient())
            for (var i = 0; i < 10; i++) await client.Files.AddCommentAsync(Eicar, new string('x', 3000));
        await using var server = await ServeAsync("--reply-bytes", "8192");

        var text = await server.TextAsync("relationships", false, ("indicator", Eicar), ("relationship", "comments"));

        Encoding.UTF8.GetByteCount(text).ShouldBeLessThanOrEqualTo(8192);
        var reply = JsonDocument.Parse(text).RootElement;
        reply.GetProperty("data")[0].GetProperty("omitted").EnumerateArray().Select(name => name.GetString()).ShouldContain("text");
        reply.GetProperty("data")[0].GetProperty("attributes").TryGetProperty("text", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("search", "query", "entity:file size:68")]
    [InlineData("behaviour", "hash", Eicar)]
    [InlineData("attack_techniques", "hash", Eicar)]
    [InlineData("hunting_rulesets", "filter", "name:x")]
    [InlineData("hunting_notifications", "filter", "tag:x")]
    [InlineData("retrohunt_jobs", "filter", "status:finished")]
    [InlineData("ioc_stream", "filter", "source_type:hunting_ruleset")]
    public async Task Every_tool_answers(string tool, string argument, string value)
    {
        await using var server = await ServeAsync();
        (await server.CallAsync(tool, (argument, value))).TryGetProperty("quota", out _).ShouldBeTrue();
    }

    [YaraFact]
    public async Task A_retrohunt_is_read_with_what_it_has_found()
    {
        using var client = NewClient();
        await Vtk.RunAsync("scan", "file", Vtk.WriteFile("past.txt", "past"u8.ToArray()), "--yes");
        var job = await client.RetrohuntJobs.CreateAsync(new VtRetrohuntJobEdit { Rules = "rule Past { strings: $a = \"past\" condition: $a }" });
        await client.RetrohuntJobs.WaitAsync(job.Id, new VtWaitOptions { FirstInterval = TimeSpan.FromMilliseconds(10), MaxInterval = TimeSpan.FromMilliseconds(50) });
        await using var server = await ServeAsync();

        (await server.CallAsync("retrohunt_jobs")).GetProperty("data")[0].GetProperty("id").GetString().ShouldBe(job.Id);
        (await server.CallAsync("retrohunt_jobs", ("id", job.Id))).GetProperty("data").GetProperty("attributes").GetProperty("status").GetString().ShouldBe("finished");
        (await server.CallAsync("retrohunt_matches", ("id", job.Id), ("limit", 1))).GetProperty("data")[0].GetProperty("type").GetString().ShouldBe("file");
    }

    [Fact]
    public async Task What_is_asked_of_a_service_on_this_machine_is_counted_too()
    {
        await using var server = await ServeAsync();

        for (var i = 0; i < 3; i++) await server.CallAsync("lookup", ("indicator", Eicar));

        var quota = (await server.CallAsync("quota")).GetProperty("quota");
        quota.GetProperty("day").GetRawText().ShouldBe("""{"used":3}""");
        quota.TryGetProperty("minute", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_left_is_told_where_a_limit_is_known()
    {
        Vtk.Environment["VTK_API_KEY"] = VtEmulatorKeys.Public;
        (await Vtk.RunAsync("config", "set", "user", "public")).Code.ShouldBe(ExitCode.Ok);
        await using var server = await ServeAsync();

        await server.CallAsync("lookup", ("indicator", Eicar));

        var day = (await server.CallAsync("quota")).GetProperty("quota").GetProperty("day");
        day.GetRawText().ShouldBe("""{"used":1,"allowed":500,"left":499}""");
    }

    [Fact]
    public async Task A_graph_and_the_quota_answer_too()
    {
        using var client = NewClient();
        var graph = await client.Graphs.CreateAsync(new VtGraphEdit { GraphData = new System.Text.Json.Nodes.JsonObject { ["description"] = "case", ["version"] = "5.0.0" } });
        await using var server = await ServeAsync();

        (await server.CallAsync("graph", ("id", graph.Id))).GetProperty("data").GetProperty("id").GetString().ShouldBe(graph.Id);
        (await server.CallAsync("quota")).TryGetProperty("quota", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Uploads_are_off_and_where_they_are_on_stay_in_their_folder()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Vtk.Home.FullName, "samples"));
        await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "a.bin"), [1, 2, 3, 4]);
        Vtk.WriteFile("secret", [5]);
        if (!OperatingSystem.IsWindows()) File.CreateSymbolicLink(Path.Combine(folder.FullName, "link"), Path.Combine(Vtk.Home.FullName, "secret"));
        await using var server = await ServeAsync("--allow-upload", folder.FullName);

        foreach (var outside in new[] { "../secret", Path.Combine(Vtk.Home.FullName, "secret"), "link", "../samples-other/x", "." })
            (await server.CallAsync("scan_file", expectError: true, ("file", outside))).GetProperty("error").GetString()!.ShouldNotBeEmpty();
        (await UploadsAsync()).ShouldBe(0);
        (await server.CallAsync("scan_file", ("file", "a.bin"))).GetProperty("data").GetProperty("attributes").GetProperty("size").GetInt32().ShouldBe(4);
        (await server.Client.ListToolsAsync()).Single(tool => tool.Name == "scan_file").ProtocolTool.Annotations!.ReadOnlyHint.ShouldBe(false);
        (await Vtk.RunAsync("receipts", "--format", "json")).Out.ShouldContain("a.bin");
    }

    private VtClient NewClient() => new(new VtClientOptions { ApiKey = VtEmulatorKeys.Premium, BaseAddress = Emulator.BaseAddress });

    private async Task<Served> ServeAsync(params string[] options)
    {
        var toServer = new AnonymousPipeServerStream(PipeDirection.Out);
        var serverIn = new AnonymousPipeClientStream(PipeDirection.In, toServer.ClientSafePipeHandle);
        var fromServer = new AnonymousPipeServerStream(PipeDirection.In);
        var serverOut = new AnonymousPipeClientStream(PipeDirection.Out, fromServer.ClientSafePipeHandle);
        Vtk.OpenInput = () => serverIn;
        Vtk.OpenOutput = () => serverOut;
        var running = Vtk.RunAsync(["mcp", .. options]);
        (Vtk.OpenInput, Vtk.OpenOutput) = (null, null);
        var client = await McpClient.CreateAsync(new StreamClientTransport(toServer, fromServer));
        return new Served(client, running, toServer);
    }

    private sealed class Served(McpClient client, Task<CliResult> running, Stream input) : IAsyncDisposable
    {
        public McpClient Client => client;

        public Task<JsonElement> CallAsync(string tool, params (string, object)[] arguments) => CallAsync(tool, expectError: false, arguments);

        public async Task<JsonElement> CallAsync(string tool, bool expectError, params (string, object)[] arguments) =>
            JsonDocument.Parse(await TextAsync(tool, expectError, arguments)).RootElement;

        public async Task<string> TextAsync(string tool, bool expectError, params (string Name, object Value)[] arguments)
        {
            var result = await client.CallToolAsync(tool, arguments.ToDictionary(argument => argument.Name, object? (argument) => argument.Value));
            var text = ((TextContentBlock)result.Content.Single()).Text;
            (result.IsError ?? false).ShouldBe(expectError, text);
            return text;
        }

        public async ValueTask DisposeAsync()
        {
            await client.DisposeAsync();
            await input.DisposeAsync();
            // The end of stdin is the end of the server.
            (await running).Code.ShouldBe(ExitCode.Ok);
        }
    }
}
