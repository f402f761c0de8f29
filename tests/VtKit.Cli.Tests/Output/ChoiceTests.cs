namespace VtKit.Cli.Tests;

public sealed class ChoiceTests : IDisposable
{
    private const string Hash = "44d88612fea8a8f36de82e1278abb02f";
    private const string Other = "00000000000000000000000000000001";
    private const string Attributes = """{"size":1.0,"names":["a|b","c\td"],"pe":{"sections":[{"name":".text"},{"name":".data"}]},"none":null,"ok":true}""";

    private readonly CliRun _vtk = new();

    public void Dispose() => _vtk.Dispose();

    [Theory]
    [InlineData("json", "{\n  \"type\": \"file\",\n  \"id\": \"44d88612fea8a8f36de82e1278abb02f\",\n  \"attributes\": {\n    \"size\": 1.0\n  }\n}\n")]
    [InlineData("jsonl", "{\"type\":\"file\",\"id\":\"44d88612fea8a8f36de82e1278abb02f\",\"attributes\":{\"size\":1.0}}\n")]
    [InlineData("csv", "type,id,size\r\nfile,44d88612fea8a8f36de82e1278abb02f,1.0\r\n")]
    [InlineData("md", "| type | id | size |\n| --- | --- | --- |\n| file | 44d88612fea8a8f36de82e1278abb02f | 1.0 |\n")]
    [InlineData("yaml", "type: file\nid: \"44d88612fea8a8f36de82e1278abb02f\"\nattributes:\n  size: 1.0\n")]
    public async Task What_is_included_is_written_in_any_format(string format, string expected) =>
        (await RunAsync(Hash, "-i", "size", "--format", format)).ShouldBe(new CliResult(ExitCode.Ok, expected, ""));

    [Theory]
    [InlineData("names", null, "a|b\nc\\td\n")]
    [InlineData("pe.sections.name", null, ".text\n.data\n")]
    [InlineData("$.attributes.pe.sections[1].name", null, ".data\n")]
    [InlineData("id", null, Hash + "\n")]
    [InlineData("nothing.here", null, "")]
    [InlineData("names", "json", "[\n  [\n    \"a|b\",\n    \"c\\td\"\n  ]\n]\n")]
    [InlineData("pe.sections.name", "jsonl", "\".text\"\n\".data\"\n")]
    [InlineData("pe.sections.name", "yaml", "- \".text\"\n- \".data\"\n")]
    [InlineData("nothing", "json", "[]\n")]
    [InlineData("size", "csv", "size\r\n1.0\r\n")]
    [InlineData("names", "md", "| names |\n| --- |\n| a\\|b,c\\\\td |\n")]
    public async Task A_path_gives_its_values(string path, string? format, string expected)
    {
        string[] more = format is null ? [] : ["--format", format];
        var result = await RunAsync([Hash, "--select", path, .. more]);
        // A list of plain values is one value, and on lines it is one line.
        if (path == "names" && format is null) expected = "a|b,c\\td\n";
        result.ShouldBe(new CliResult(ExitCode.Ok, expected, ""));
    }

    [Theory]
    [InlineData(null, "1.0\t\ttrue\n1.0\t\ttrue\n")]
    [InlineData("csv", "size,none,ok\r\n1.0,,true\r\n1.0,,true\r\n")]
    [InlineData("jsonl", "{\"size\":1.0,\"none\":null,\"ok\":true}\n{\"size\":1.0,\"none\":null,\"ok\":true}\n")]
    public async Task Several_paths_make_rows(string? format, string expected)
    {
        string[] more = format is null ? [] : ["--format", format];
        (await RunAsync([Hash, Other, "--select", "size", "--select", "none", "--select", "ok", .. more])).ShouldBe(new CliResult(ExitCode.Ok, expected, ""));
    }

    [Fact]
    public async Task Markdown_shows_what_a_list_shows()
    {
        var result = await RunAsync(Hash, Other, "--format", "md");
        result.ShouldBe(new CliResult(ExitCode.Ok, $"|  | Object | About |\n| --- | --- | --- |\n| - | {Hash} | 1 B · a\\|b |\n| - | {Other} | 1 B · a\\|b |\n", ""));
    }

    [Theory]
    [InlineData("vtk: --include: 'a[' is no pattern: a [ is not closed.", "-i", "a[")]
    [InlineData("vtk: --select '..' is no path:", "--select", "..")]
    [InlineData("vtk: --select: No JSONPath, at character", "--select", "$[")]
    [InlineData("vtk: --select stands alone:", "--select", "a", "-I")]
    [InlineData("vtk: --select stands alone:", "--select", "a", "-x", "b")]
    public async Task What_cannot_be_meant_is_said_before_anything_is_asked(string expected, params string[] options)
    {
        await using var service = new StubService(_ => StubAnswer.Error(500, "None", "Nothing may be asked."));
        var result = await _vtk.At(service.Address).RunAsync(["file", Hash, .. options]);
        result.Code.ShouldBe(ExitCode.Usage);
        result.ErrorLine.ShouldStartWith(expected);
        service.Requests.ShouldBeEmpty();
    }

    private async Task<CliResult> RunAsync(params string[] arguments)
    {
        await using var service = new StubService(request => StubAnswer.Object("file", request.Target.Split('/')[^1], Attributes));
        return await _vtk.At(service.Address).RunAsync(["file", .. arguments]);
    }
}
