using System.IO.Compression;
using System.Text.Json;
using VtKit.StaticAnalysis.Tests;

namespace VtKit.Cli.Tests;

/// <summary><c>vtk inspect</c>: facts without a service. There is none here, and no key.</summary>
public sealed class InspectTests : IDisposable
{
    private readonly CliRun _vtk = new();

    public void Dispose() => _vtk.Dispose();

    private string Archive()
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            void Add(string name, string content)
            {
                var entry = archive.CreateEntry(name, CompressionLevel.NoCompression);
                entry.LastWriteTime = new DateTimeOffset(2026, 1, 2, 3, 4, 6, TimeSpan.Zero);
                using var stream = entry.Open();
                stream.Write(CliConsole.Utf8.GetBytes(content));
            }
            Add("note.txt", "beacons to http://c2.example.com/gate.php\n");
            Add("bin/\e[31mred.js", "var x = 1;\n");
        }
        return _vtk.WriteFile("case.zip", bytes.ToArray());
    }

    [Fact]
    public async Task What_others_wrote_is_shown_and_not_acted_on()
    {
        _vtk.OutIsTerminal = true;
        _vtk.Environment["NO_COLOR"] = "1";

        var result = await _vtk.RunAsync("inspect", Archive());

        result.Code.ShouldBe(ExitCode.Ok, result.Error);
        result.Out.ShouldContain("bin/\\u{1b}[31mred.js");
        result.Out.ShouldNotContain("\e");
    }

    [Fact]
    public async Task For_programs_it_has_the_shape_of_the_services_own_report_and_the_rest_beside()
    {
        var root = JsonDocument.Parse((await _vtk.RunAsync("inspect", Archive())).Out).RootElement;

        root.GetProperty("type").GetString().ShouldBe("file");
        root.GetProperty("id").GetString().ShouldBe(root.GetProperty("attributes").GetProperty("sha256").GetString());
        root.GetProperty("attributes").GetProperty("bundle_info").GetProperty("num_children").GetInt32().ShouldBe(2);
        root.GetProperty("inspection").GetProperty("indicators").EnumerateArray().Select(one => one.GetProperty("value").GetString())
            .ShouldBe(["http://c2.example.com/gate.php", "c2.example.com"], ignoreOrder: true);
        root.GetProperty("inspection").GetProperty("children").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task What_an_archive_holds_is_told_with_its_type_and_whether_it_needs_a_password()
    {
        var inner = new ZipBuilder().Add("run.sh", "#!/bin/sh\necho 1\n"u8.ToArray()).Build();
        var path = _vtk.WriteFile("case.zip", new ZipBuilder().Add("docs/", [], deflate: false).Add("inner.zip", inner)
            .Add("secret.doc", "whatever this is"u8.ToArray(), lie: entry => entry with { Flags = 1 }).Build());

        var children = JsonDocument.Parse((await _vtk.RunAsync("inspect", path)).Out).RootElement.GetProperty("inspection").GetProperty("children").EnumerateArray().ToList();
        children.Select(child => child.GetProperty("kind").GetString()).ShouldBe(["folder", "bundled", "bundled"]);
        children[1].GetProperty("type").GetString().ShouldBe("ZIP");
        children[1].GetProperty("children")[0].GetProperty("type").GetString().ShouldBe("Shell script");
        children[2].GetProperty("encrypted").GetBoolean().ShouldBeTrue();
        children[2].TryGetProperty("type", out _).ShouldBeFalse();
        children[1].TryGetProperty("encrypted", out _).ShouldBeFalse();

        _vtk.OutIsTerminal = true;
        _vtk.Environment["NO_COLOR"] = "1";
        var text = (await _vtk.RunAsync("inspect", path)).Out;
        text.ShouldMatch(@"folder\s+0\s+docs/");
        text.ShouldMatch(@"bundled\s+17\s+[0-9a-f]{12}\s+Shell script\s+inner.zip > run.sh");
        text.ShouldMatch(@"bundled\s+16\s+encrypted\s+secret.doc");
    }

    [Fact]
    public async Task Of_many_files_one_that_cannot_be_read_spoils_nothing()
    {
        Archive();
        _vtk.WriteFile("empty", []);

        var result = await _vtk.RunAsync("inspect", Path.Combine(_vtk.Home.FullName, "*"), Path.Combine(_vtk.Home.FullName, "gone"), "--format", "jsonl");

        result.Code.ShouldBe(ExitCode.Partial);
        result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
        result.ErrorLine.ShouldContain("gone does not exist: check the path");
    }

    [Fact]
    public async Task Ids_feed_the_next_command()
    {
        (await _vtk.RunAsync("inspect", _vtk.WriteFile("abc", "abc"u8.ToArray()), "-I", "--format", "csv")).Out
            .ShouldBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n");
    }
}
