using System.Text;
using System.Text.Json;

namespace VtKit.Cli.Tests;

public sealed class ExtractTests : IDisposable
{
    private const string Report = "MD5 44d88612fea8a8f36de82e1278abb02f asks hxxps://evil[.]example/a,\nthen evil[.]example, EVIL.EXAMPLE and 8.8.8.8:53 (CVE-2021-44228). Mail bob[at]evil[.]example, readme.md\n";

    private readonly CliRun _vtk = new();

    public void Dispose() => _vtk.Dispose();

    [Theory]
    [InlineData("44d88612fea8a8f36de82e1278abb02f\nhttps://evil.example/a\nevil.example\n8.8.8.8\nCVE-2021-44228\nbob@evil.example\n")]
    [InlineData("evil.example\n8.8.8.8\n", "--kind", "domain,IP")]
    [InlineData("44d88612fea8a8f36de82e1278abb02f\nCVE-2021-44228\n", "--kind", "hash", "--kind", "cve")]
    [InlineData("hxxps[://]evil[.]example/a\nevil[.]example\n8[.]8[.]8[.]8\nbob@evil[.]example\n", "--defang", "--kind", "url,domain,ip,email")]
    [InlineData("evil.example\nreadme.md\n", "--files", "--kind", "domain")]
    public async Task A_file_stdin_and_a_text_give_lines(string expected, params string[] options)
    {
        var file = _vtk.WriteFile("report.txt", Encoding.UTF8.GetBytes(Report));
        _vtk.Input = Report;
        foreach (var source in new[] { file, "-", Report })
            (await _vtk.RunAsync(["extract", source, .. options])).ShouldBe(new CliResult(ExitCode.Ok, expected, ""));
    }

    [Fact]
    public async Task Json_tells_where_they_stand()
    {
        var json = JsonElement.Parse((await _vtk.RunAsync("extract", Report, "--format", "json")).Out);
        json.GetArrayLength().ShouldBe(6);
        foreach (var one in json.EnumerateArray()) one.GetProperty("length").GetInt32().ShouldBeGreaterThan(5);
        json[3].GetRawText().ShouldBe("""{"kind":"ip","value":"8.8.8.8","offset":106,"length":10,"port":53}""");
        var lines = (await _vtk.RunAsync("extract", Report, "--format", "jsonl")).Out.TrimEnd('\n').Split('\n');
        lines.ShouldBe(json.EnumerateArray().Select(one => one.GetRawText()));
        (await _vtk.RunAsync("extract", "nothing", "--format", "json")).Out.ShouldBe("[]\n");
    }

    [Fact]
    public async Task A_table_is_for_people() => Snapshot.Verify((await _vtk.RunAsync("extract", Report, "192.0.2.0/24", "--format", "table")).Out, "extract");

    [Fact]
    public async Task Csv_is_safe_in_a_spreadsheet_and_names_the_file()
    {
        var file = _vtk.WriteFile("a.txt", "x=evil.example 192.0.2.0/24"u8.ToArray());
        (await _vtk.RunAsync("extract", file, "evil.example 8.8.8.8", "--format", "csv")).Out.ShouldBe(
            "kind,value,offset,length,port,prefix_length,file\r\n" +
            $"domain,evil.example,2,12,,,{file}\r\nip,192.0.2.0,15,12,,24,{file}\r\nip,8.8.8.8,13,7,,,\r\n");
    }

    [Theory]
    [InlineData(2, "give a file or a text, or - to read stdin: see vtk extract --help")]
    [InlineData(2, "there is no kind 'ipv4'; there are hash, url, domain, ip, email, cve", "x", "--kind", "ipv4")]
    [InlineData(2, "there is no kind ''; there are hash, url, domain, ip, email, cve", "x", "--kind", "")]
    [InlineData(2, "there is no format 'yaml' here; there are lines, table, json, jsonl, csv", "x", "--format", "yaml")]
    [InlineData(3, "'reprot.txt' holds no indicators: it was read as text, for there is no such file", "reprot.txt")]
    [InlineData(3, "'' holds no indicators: it was read as text, for there is no such file", "")]
    [InlineData(3, "stdin holds no indicators", "-")]
    public async Task Nonsense_is_one_line(int code, string says, params string[] arguments) =>
        (await _vtk.RunAsync(["extract", .. arguments])).ShouldBe(new CliResult((ExitCode)code, "", $"vtk: {says}\n"));

    [Fact]
    public async Task A_folder_is_no_text()
    {
        var result = await _vtk.RunAsync("extract", _vtk.Home.FullName);
        (result.Code, result.Out).ShouldBe((ExitCode.Error, ""));
        result.ErrorLine.ShouldContain("is a folder");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(11)]
    public async Task Bytes_that_are_no_text_are_read_nevertheless(int seed)
    {
        var bytes = new byte[200_000];
        new Random(seed).NextBytes(bytes);
        " hxxp://evil[.]example/x "u8.CopyTo(bytes.AsSpan(150_000));
        var result = await _vtk.RunAsync("extract", _vtk.WriteFile("noise.bin", bytes), "--kind", "url");
        result.Out.ShouldContain("http://evil.example/x\n");
        result.Error.ShouldBeEmpty();
    }
}
