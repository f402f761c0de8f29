using System.Security.Cryptography;
using System.Text;

namespace VtKit.Cli.Tests;

public sealed class SearchTests : EmulatorTests
{
    private static readonly byte[] Sample = Encoding.ASCII.GetBytes("A harmless text for the search, with 'quoted' words and a marker: QX77-marker. It ends here.\n");
    private static readonly string Sha256 = Convert.ToHexStringLower(SHA256.HashData(Sample));

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        (await Vtk.RunAsync("scan", "file", Vtk.WriteFile("sample.txt", Sample), "--yes")).Code.ShouldBe(ExitCode.Ok);
    }

    [Fact]
    [Trait("seed", "90")]
    public async Task What_is_found_comes_as_rows() =>
        (await Vtk.RunAsync("search", "type:text", "--select", "id", "--select", "size", "--format", "csv")).Out.ShouldContain($"{Sha256},{Sample.Length}\r\n");

    [Fact]
    [Trait("seed", "89")]
    public async Task Modifiers_find_files()
    {
        (await Vtk.RunAsync("search", "type:text", "-I", "--format", "table")).ShouldBe(new CliResult(ExitCode.Ok, Sha256 + "\n", ""));
        (await Vtk.RunAsync("search", "type:text", "size:1mb+", "--format", "table")).ShouldBe(new CliResult(ExitCode.Ok, "(none)\n", ""));
        (await Vtk.RunAsync("search", "type:text", "--descriptors-only", "--format", "jsonl")).Out.ShouldNotContain("attributes");
        var ordered = await Vtk.RunAsync("search", "entity:file", "--order", "size+", "--select", "size");
        ordered.Out.ShouldBe($"68\n{Sample.Length}\n");
        (await Vtk.RunAsync("search")).Code.ShouldBe(ExitCode.Usage);
    }

    [Fact]
    public async Task Content_is_shown_around_its_match()
    {
        var result = await Vtk.RunAsync("search", "content", "QX77-marker", "--format", "table");
        result.Code.ShouldBe(ExitCode.Ok, result.Error);
        result.Out.ShouldContain("QX77-marker");
        (await Vtk.RunAsync("search", "content", "{51 58 37 37}", "--no-snippets", "--format", "table")).Out.Split('\n').Length.ShouldBe(3);
        (await Vtk.RunAsync("search", "content", "QX77", "'quoted'", "-I", "--format", "table")).Out.ShouldBe(Sha256 + "\n");
        (await Vtk.RunAsync("search", "content", "not \"in\" there", "--format", "table")).Out.ShouldBe("(none)\n");
    }

    [Fact]
    public async Task What_is_found_can_be_saved()
    {
        var folder = Path.Combine(Vtk.Home.FullName, "samples");
        var result = await Vtk.RunAsync("search", "type:text", "--download", "-o", folder);
        result.ShouldBe(new CliResult(ExitCode.Ok, Path.Join(folder, Sha256) + "\n", ""));
        File.ReadAllBytes(Path.Join(folder, Sha256)).ShouldBe(Sample);
    }

    [Fact]
    public async Task Files_are_saved_whole_and_cannot_be_run()
    {
        var folder = Path.Combine(Vtk.Home.FullName, "samples");
        Vtk.Input = $"{Sha256}\n{new string('e', 64)}\nno hash\n";
        var result = await Vtk.RunAsync("download", "-", "-o", folder);
        result.Code.ShouldBe(ExitCode.Partial);
        result.Out.ShouldBe(Path.Join(folder, Sha256) + "\n");
        result.Error.ShouldContain($"vtk: {new string('e', 64)}: not found");
        result.Error.ShouldContain("vtk: 'no hash' is no hash");
        Directory.GetFiles(folder).ShouldBe([Path.Join(folder, Sha256)]);
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(Path.Join(folder, Sha256)).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var again = await Vtk.RunAsync("dl", Sha256, "-o", folder);
        again.ShouldBe(new CliResult(ExitCode.Ok, Path.Join(folder, Sha256) + "\n", $"vtk: {Path.Join(folder, Sha256)} is there already\n"));
        File.WriteAllText(Path.Join(folder, Sha256), "half");
        (await Vtk.RunAsync("dl", Sha256, "-o", folder)).Code.ShouldBe(ExitCode.Ok);
        File.ReadAllBytes(Path.Join(folder, Sha256)).ShouldBe(Sample);
    }

    [Fact]
    public async Task What_comes_damaged_is_not_kept()
    {
        await using var service = new StubService(_ => new StubAnswer("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nevil"u8.ToArray()));
        using var vtk = new CliRun().At(service.Address);
        var folder = Path.Combine(vtk.Home.FullName, "samples");
        var result = await vtk.RunAsync("download", Sha256, "-o", folder);
        result.Code.ShouldBe(ExitCode.Error);
        result.ErrorLine.ShouldContain("is not the file that was asked for");
        Directory.GetFileSystemEntries(folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task Files_come_as_one_archive_with_a_password()
    {
        var path = Path.Combine(Vtk.Home.FullName, "all.zip");
        var result = await Vtk.RunAsync("download", Sha256, "44d88612fea8a8f36de82e1278abb02f", "--zip", "--password", "infected", "-o", path);
        result.ShouldBe(new CliResult(ExitCode.Ok, path + "\n", ""));
        using var zip = new ICSharpCode.SharpZipLib.Zip.ZipFile(path) { Password = "infected" };
        zip.Count.ShouldBe(2);
        var entry = zip.Cast<ICSharpCode.SharpZipLib.Zip.ZipEntry>().Single(entry => entry.Name.Contains(Sha256, StringComparison.Ordinal));
        using var content = new MemoryStream();
        using (var stream = zip.GetInputStream(entry)) stream.CopyTo(content);
        content.ToArray().ShouldBe(Sample);
        (await Vtk.RunAsync("download", Sha256, "--password", "x")).Code.ShouldBe(ExitCode.Usage);
    }
}
