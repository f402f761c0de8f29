using System.Text.Json.Nodes;
using VtKit.Testing.Shared;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace VtKit.Cli.Tests;

public sealed class FormatTests : IDisposable
{
    private const string Hash = "44d88612fea8a8f36de82e1278abb02f";
    private const string Missing = "ffffffffffffffffffffffffffffffff";
    private const string Attributes = """{"size":1.0,"names":["a,b","=1+1"],"stats":{"x":true,"y":null},"text":"say \"hi\"","list":[{"k":1}],"big":3.3e21,"neg":-1}""";

    private readonly CliRun _vtk = new();

    public void Dispose() => _vtk.Dispose();

    [Theory]
    [InlineData("json", "{\n  \"type\": \"file\",\n  \"id\": \"44d88612fea8a8f36de82e1278abb02f\",\n  \"attributes\": {\n    \"size\": 1.0,\n    \"names\": [\n      \"a,b\",\n      \"=1+1\"\n    ],\n    \"stats\": {\n      \"x\": true,\n      \"y\": null\n    },\n    \"text\": \"say \\\"hi\\\"\",\n    \"list\": [\n      {\n        \"k\": 1\n      }\n    ],\n    \"big\": 3.3e21,\n    \"neg\": -1\n  }\n}\n")]
    [InlineData("jsonl", "{\"type\":\"file\",\"id\":\"44d88612fea8a8f36de82e1278abb02f\",\"attributes\":" + Attributes + "}\n")]
    [InlineData("raw", "{\"type\":\"file\",\"id\":\"44d88612fea8a8f36de82e1278abb02f\",\"attributes\":" + Attributes + "}\n")]
    [InlineData("yaml", "type: file\nid: \"44d88612fea8a8f36de82e1278abb02f\"\nattributes:\n  size: 1.0\n  names:\n  - \"a,b\"\n  - \"=1+1\"\n  stats:\n    x: true\n    \"y\": null\n  text: \"say \\\"hi\\\"\"\n  list:\n  - k: 1\n  big: 3.3e21\n  neg: -1\n")]
    [InlineData("csv", "type,id,big,list,names,neg,size,stats.x,text\r\nfile,44d88612fea8a8f36de82e1278abb02f,3.3e21,\"[{\"\"k\"\":1}]\",\"a,b,=1+1\",-1,1.0,true,\"say \"\"hi\"\"\"\r\n")]
    public async Task One_object_is_written_by_itself(string format, string expected)
    {
        await using var service = Service();
        var result = await _vtk.At(service.Address).RunAsync("file", Hash, "--format", format);
        result.ShouldBe(new CliResult(ExitCode.Ok, expected, ""));
    }

    [Theory]
    [InlineData("json", "[\n  {\n    \"type\": \"ip_address\",\n    \"id\": \"8.8.8.8\",\n    \"attributes\": {}\n  },\n  {\n    \"type\": \"ip_address\",\n    \"id\": \"9.9.9.9\",\n    \"error\": {\n      \"code\": \"NotFoundError\",\n      \"message\": \"not found: the service has never seen it\"\n    }\n  }\n]\n")]
    [InlineData("jsonl", "{\"type\":\"ip_address\",\"id\":\"8.8.8.8\",\"attributes\":{}}\n{\"type\":\"ip_address\",\"id\":\"9.9.9.9\",\"error\":{\"code\":\"NotFoundError\",\"message\":\"not found: the service has never seen it\"}}\n")]
    [InlineData("yaml", "- type: ip_address\n  id: \"8.8.8.8\"\n  attributes: {}\n- type: ip_address\n  id: \"9.9.9.9\"\n  error:\n    code: NotFoundError\n    message: \"not found: the service has never seen it\"\n")]
    [InlineData("csv", "type,id,error\r\nip_address,8.8.8.8,\r\nip_address,9.9.9.9,NotFoundError\r\n")]
    [InlineData("raw", "{\"type\":\"ip_address\",\"id\":\"8.8.8.8\",\"attributes\":{}}\n")]
    [InlineData("table", "-           8.8.8.8\n")]
    public async Task Several_are_a_list_with_those_that_failed_at_their_place(string format, string expected)
    {
        await using var service = Service();
        var result = await _vtk.At(service.Address).RunAsync("ip", "8.8.8.8", "9.9.9.9", "--format", format);
        result.ShouldBe(new CliResult(ExitCode.Partial, expected, "vtk: 9.9.9.9: not found: the service has never seen it\n"));
    }

    [Theory]
    [Trait("seed", "62")]
    [InlineData("table", "8.8.8.8\n1.1.1.1\n")]
    [InlineData("json", "[\n  \"8.8.8.8\",\n  \"1.1.1.1\"\n]\n")]
    [InlineData("jsonl", "\"8.8.8.8\"\n\"1.1.1.1\"\n")]
    [InlineData("yaml", "- \"8.8.8.8\"\n- \"1.1.1.1\"\n")]
    [InlineData("csv", "8.8.8.8\n1.1.1.1\n")]
    public async Task Ids_alone_are_what_the_next_command_reads(string format, string expected)
    {
        await using var service = Service();
        var result = await _vtk.At(service.Address).RunAsync("ip", "8.8.8.8", "1.1.1.1", "-I", "--format", format);
        result.ShouldBe(new CliResult(ExitCode.Ok, expected, ""));
    }

    [Fact]
    public async Task The_default_is_a_table_on_a_terminal_and_json_elsewhere()
    {
        await using var service = Service();
        (await _vtk.At(service.Address).RunAsync("file", Hash)).Out.ShouldStartWith("{\n");
        _vtk.OutIsTerminal = true;
        (await _vtk.RunAsync("file", Hash)).Out.ShouldStartWith("no engine verdicts");
        await _vtk.RunAsync("config", "set", "format", "jsonl");
        (await _vtk.RunAsync("file", Hash)).Out.ShouldStartWith("{\"type\"");
        (await _vtk.RunAsync("file", Hash, "--format", "yaml")).Out.ShouldStartWith("type: file");
    }

    [Fact]
    public async Task Colour_is_for_terminals_that_want_it()
    {
        await using var service = new StubService(_ => StubAnswer.Object("file", Hash, """{"last_analysis_stats":{"malicious":1}}"""));
        _vtk.At(service.Address);
        (await _vtk.RunAsync("file", Hash, "--format", "table")).Out.ShouldNotContain("\e");
        _vtk.OutIsTerminal = true;
        (await _vtk.RunAsync("file", Hash)).Out.ShouldStartWith("\e[31mmalicious 1/1\e[0m");
        _vtk.Environment["NO_COLOR"] = "1";
        (await _vtk.RunAsync("file", Hash)).Out.ShouldNotContain("\e");
    }

    [Fact]
    public async Task Nothing_found_is_an_empty_list_and_not_nothing()
    {
        await using var service = Service();
        _vtk.Input = "\n \n";
        (await _vtk.At(service.Address).RunAsync("file", "-")).ShouldBe(new CliResult(ExitCode.Ok, "[]\n", ""));
        (await _vtk.RunAsync("file", "-", "--format", "yaml")).Out.ShouldBe("[]\n");
        (await _vtk.RunAsync("file", "-", "--format", "csv")).Out.ShouldBe("");
        (await _vtk.RunAsync("file", "-", "--format", "table")).Out.ShouldBe("(none)\n");
    }

    [Theory]
    [InlineData("no: yes", "null", "~", "1", "1.5", "0x1", "1e3", ".5", "true", "No", "on", "2020-01-01", "12:30", "-", "- a", "a: b", "a #b", "[a", "{a", "*a", "&a", "!a", "%a", "@a", "`a", "'a", "\"a", "|", ">", "", " a", "a ", "a\nb\n", "\t", "\u0007\u001b", "\u202e", "ü 漢", "a\\b", "? a", "=", "<<", "...", "---")]
    public void A_string_stays_a_string_in_yaml(params string[] texts)
    {
        var json = new JsonObject { ["type"] = "x", ["id"] = "y", ["attributes"] = new JsonObject { ["texts"] = new JsonArray([.. texts.Select(text => (JsonNode?)text)]) } };
        var written = Write(Samples.Parse(json.ToJsonString()), console => new YamlObjectWriter(console, list: false));
        written.EnumerateRunes().Where(TerminalText.IsHidden).ShouldAllBe(rune => rune.Value == '\n');
        JsonNode.DeepEquals(ReadYaml(written), json).ShouldBeTrue(written);
    }

    [SharedFact]
    public void Every_real_object_reads_back_from_yaml_and_json_as_it_was()
    {
        var count = 0;
        foreach (var path in Directory.EnumerateFiles(SharedMaterial.Fixtures!, "*.json", SearchOption.AllDirectories))
        {
            foreach (var item in ReportTests.Objects(File.ReadAllBytes(path)))
            {
                var original = JsonNode.Parse(item.Utf8Json, documentOptions: new() { MaxDepth = 1000 })!;
                var json = Write(item, console => new JsonObjectWriter(console, list: false));
                JsonNode.DeepEquals(JsonNode.Parse(json, documentOptions: new() { MaxDepth = 1000 }), original).ShouldBeTrue(path);
                var yaml = Write(item, console => new YamlObjectWriter(console, list: false));
                JsonNode.DeepEquals(ReadYaml(yaml), original).ShouldBeTrue(path);
                count++;
            }
        }
        count.ShouldBeGreaterThan(300);
    }

    private static string Write(VtObject item, Func<CliConsole, ObjectWriter> make)
    {
        using var stdout = new MemoryStream();
        using (var writer = make(new CliConsole { Out = stdout, Error = TextWriter.Null, OpenIn = () => Stream.Null })) writer.Write(item);
        return System.Text.Encoding.UTF8.GetString(stdout.ToArray());
    }

    // A plain scalar is read as JSON reads it: that is the part of YAML that is written.
    private static JsonNode? ReadYaml(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return Convert(stream.Documents.Single().RootNode);

        static JsonNode? Convert(YamlNode node) => node switch
        {
            YamlMappingNode mapping => new JsonObject(mapping.Children.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, Convert(pair.Value)))),
            YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(Convert)]),
            YamlScalarNode { Style: ScalarStyle.Plain, Value: { } text } when text is "null" or "true" or "false" || char.IsAsciiDigit(text[0]) || text[0] == '-' => JsonNode.Parse(text),
            YamlScalarNode scalar => scalar.Value,
            _ => throw new InvalidOperationException(),
        };
    }

    private static StubService Service() => new(request =>
        request.Target.EndsWith("9.9.9.9", StringComparison.Ordinal) || request.Target.EndsWith(Missing, StringComparison.Ordinal) ? StubAnswer.Error(404, "NotFoundError", "no")
        : request.Target.Contains("ip_addresses", StringComparison.Ordinal) ? StubAnswer.Object("ip_address", request.Target.Split('/')[^1])
        : StubAnswer.Object("file", Hash, Attributes));
}
