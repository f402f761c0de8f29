using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace VtKit.StaticAnalysis.Tests;

public class ZipTests
{
    private static readonly byte[] Pe = new PeBuilder().Section(".text", Samples.Random(1, 100_000)).Build();

    [Fact]
    public async Task Children_are_listed_with_hash_size_and_type()
    {
        var zip = new ZipBuilder().Add("dir/", [], deflate: false).Add("dir/run.exe", Pe).Add("plain.txt", "hello\n"u8.ToArray(), deflate: false).Build();
        var facts = await Samples.AnalyzeAsync(zip);
        var bundle = facts.Bundle!;
        facts.Type.Tag.ShouldBe("zip");
        facts.Tags.ShouldBe(["zip", "contains-pe"]);
        facts.Problems.ShouldBeEmpty();
        bundle.Type.ShouldBe("ZIP");
        bundle.EntryCount.ShouldBe(3);
        bundle.UncompressedSize.ShouldBe((UInt128)(Pe.Length + 6));
        bundle.Children.Select(c => (c.Name, c.Size, c.Sha256, c.Type?.Tag, c.IsDirectory)).ShouldBe(
        [
            ("dir/", 0, null, null, true),
            ("dir/run.exe", Pe.Length, Sha256(Pe), "peexe", false),
            ("plain.txt", 6, Sha256("hello\n"u8), "text", false),
        ]);
        bundle.Extensions.ShouldBe(new Dictionary<string, int> { ["exe"] = 1, ["txt"] = 1 }, ignoreOrder: true);
        bundle.FileTypes.ShouldBe(new Dictionary<string, int> { ["directory"] = 1, ["Portable Executable"] = 1, ["unknown"] = 1 }, ignoreOrder: true);
    }

    [Fact]
    public async Task Time_stamps_are_written_as_the_archive_has_them()
    {
        var zip = new ZipBuilder()
            .Add("a", [1], lie: e => e with { Stamp = Stamp(2019, 9, 27, 22, 49, 32) })
            .Add("b", [1], lie: e => e with { Stamp = Stamp(1980, 0, 0, 0, 0, 0) })
            .Add("c", [1], lie: e => e with { Stamp = Stamp(2018, 12, 31, 23, 59, 58) }).Build();
        var bundle = (await Samples.AnalyzeAsync(zip)).Bundle!;
        bundle.LowestDateTime.ShouldBe("1980-00-00 00:00:00");
        bundle.HighestDateTime.ShouldBe("2019-09-27 22:49:32");

        static uint Stamp(uint year, uint month, uint day, uint hour, uint minute, uint second) =>
            (year - 1980) << 25 | month << 21 | day << 16 | hour << 11 | minute << 5 | second / 2;
    }

    [Fact]
    public async Task The_callback_gets_each_child_once_with_exactly_its_bytes()
    {
        var zip = new ZipBuilder().Add("d/", []).Add("a.exe", Pe).Add("b", Samples.Random(2, 300_000), deflate: false)
            .Add("locked", [1, 2], lie: e => e with { Flags = 1 }).Add("empty", []).Build();
        var seen = new List<(string Name, string Sha256)>();
        await Samples.AnalyzeAsync(zip, new AnalysisOptions
        {
            OnChild = async (child, content, token) =>
            {
                var copy = new MemoryStream();
                await content.CopyToAsync(copy, token);
                copy.Length.ShouldBe(child.Size);
                Sha256(copy.ToArray()).ShouldBe(child.Sha256);
                seen.Add((child.Name, child.Sha256!));
            },
        });
        seen.ShouldBe([("a.exe", Sha256(Pe)), ("b", Sha256(Samples.Random(2, 300_000))), ("empty", Sha256([]))]);
    }

    [Fact]
    public async Task A_callback_need_not_read_and_what_it_throws_reaches_the_caller()
    {
        var zip = new ZipBuilder().Add("a", Pe).Add("b", Pe).Build();
        var calls = 0;
        await Samples.AnalyzeAsync(zip, new AnalysisOptions { OnChild = (_, _, _) => { calls++; return ValueTask.CompletedTask; } });
        calls.ShouldBe(2);
        var thrown = await Should.ThrowAsync<InvalidDataException>(
            () => Samples.AnalyzeAsync(zip, new AnalysisOptions { OnChild = (_, _, _) => throw new InvalidDataException("disk full") }));
        thrown.Message.ShouldBe("disk full");
    }

    [Fact]
    public async Task Names_are_data_whatever_they_say()
    {
        string[] names = ["../../etc/passwd", "/etc/shadow", "C:\\windows\\evil.dll", "", "a\nb", new string('n', 300)];
        var zip = new ZipBuilder();
        foreach (var name in names) zip.Add(name, [1]);
        var bundle = (await Samples.AnalyzeAsync(zip.Build())).Bundle!;
        bundle.Children.Select(c => c.Name).ShouldBe(names);
        bundle.Children.ShouldAllBe(c => c.Sha256 != null);
        bundle.Extensions.ShouldBe(new Dictionary<string, int> { ["dll"] = 1 });
    }

    [Fact]
    public async Task Names_that_are_not_UTF8_are_read_as_code_page_437()
    {
        var zip = new ZipBuilder().Add("x", [1], lie: e => e with { Name = [0x81, 0x62, 0x94, 0xE1] });
        (await Samples.AnalyzeAsync(zip.Build())).Bundle!.Children[0].Name.ShouldBe("übößß"[..3] + "ß");
    }

    [Fact]
    public async Task Encrypted_entries_are_listed_without_content()
    {
        var zip = new ZipBuilder().Add("secret.exe", Pe, lie: e => e with { Flags = 1 }).Build();
        var facts = await Samples.AnalyzeAsync(zip);
        var child = facts.Bundle!.Children[0];
        child.Encrypted.ShouldBeTrue();
        child.Sha256.ShouldBeNull();
        child.Type.ShouldBeNull();
        facts.Tags.ShouldBe(["zip", "encrypted"]);
    }

    [Fact]
    public async Task Something_in_front_of_an_archive_moves_its_offsets()
    {
        // A self-extracting archive whose offsets were not adjusted is a program with an overlay; a plain prefix is found out.
        var zip = new ZipBuilder().Add("a.txt", "hello\n"u8.ToArray()).Build();
        var prefixed = new ZipBuilder().Add("first", [1]).Build();
        var facts = await Samples.AnalyzeAsync([.. prefixed, .. zip]);
        facts.Bundle!.Children.Single().Sha256.ShouldBe(Sha256("hello\n"u8));
    }

    [Fact]
    public async Task An_archive_with_a_comment_that_holds_another_end_record_is_read()
    {
        var empty = new ZipBuilder().Build();
        var zip = new ZipBuilder().Add("a.txt", [1]).Build(comment: empty);
        (await Samples.AnalyzeAsync(zip)).Bundle!.EntryCount.ShouldBe(1);
    }

    [Fact]
    public async Task An_empty_archive_and_one_without_a_directory_are_told_apart()
    {
        var empty = await Samples.AnalyzeAsync(new ZipBuilder().Build());
        empty.Bundle!.EntryCount.ShouldBe(0);
        empty.Problems.ShouldBeEmpty();
        var zip = new ZipBuilder().Add("a", Pe).Build();
        var cut = await Samples.AnalyzeAsync(zip[..(zip.Length / 2)]);
        cut.Type.Tag.ShouldBe("zip");
        cut.Bundle.ShouldBeNull();
        cut.Problems.ShouldContain(problem => problem.Contains("no directory"));
    }

    [ToolFact("python3")]
    public async Task An_archive_in_ZIP64_form_is_read()
    {
        using var folder = new TempFolder();
        var path = folder.File("a.zip");
        await Tool.RunAsync("python3", "-c", """
            import zipfile, sys
            with zipfile.ZipFile(sys.argv[1], 'w') as z:
                with z.open(zipfile.ZipInfo('large.txt'), 'w', force_zip64=True) as f: f.write(b'hello\n')
                for i in range(66000): z.writestr(f'{i}', b'')
            """, path);
        var facts = await FileAnalyzer.AnalyzeFileAsync(path, new AnalysisOptions { MaxChildren = 2 });
        facts.Bundle!.EntryCount.ShouldBe(66_001);
        facts.Bundle.Children.Select(c => c.Sha256).ShouldBe([Sha256("hello\n"u8), Sha256([])]);
        facts.Problems.Single().ShouldContain("66001 entries");
    }

    [ToolFact("zip")]
    public async Task What_zip_makes_is_read_with_its_encrypted_entries()
    {
        using var folder = new TempFolder();
        folder.Write("plain.txt", "hello\n");
        await Tool.RunAsync("zip", "-q", "-j", folder.File("a.zip"), folder.File("plain.txt"));
        folder.Write("secret.txt", "secret\n");
        await Tool.RunAsync("zip", "-q", "-j", "-P", "password", folder.File("a.zip"), folder.File("secret.txt"));
        var children = (await FileAnalyzer.AnalyzeFileAsync(folder.File("a.zip"))).Bundle!.Children;
        children.Select(c => (c.Name, c.Encrypted, Known: c.Sha256 is not null)).ShouldBe([("plain.txt", false, true), ("secret.txt", true, false)]);
    }

    [ToolFact("7z")]
    public async Task What_7z_makes_with_AES_and_with_other_methods_is_listed()
    {
        using var folder = new TempFolder();
        folder.Write("a.txt", new string('a', 1000));
        await Tool.RunAsync("7z", "a", "-bd", "-pinfected", "-mem=AES256", folder.File("aes.zip"), folder.File("a.txt"));
        (await FileAnalyzer.AnalyzeFileAsync(folder.File("aes.zip"))).Bundle!.Children.Single().Encrypted.ShouldBeTrue();
        await Tool.RunAsync("7z", "a", "-bd", "-mm=LZMA", folder.File("lzma.zip"), folder.File("a.txt"));
        var facts = await FileAnalyzer.AnalyzeFileAsync(folder.File("lzma.zip"));
        facts.Bundle!.Children.Single().Sha256.ShouldBeNull();
        facts.Problems.Single().ShouldContain("method 14");
    }

    [Fact]
    public async Task What_the_runtime_makes_is_read_alike()
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8))
        {
            for (var i = 0; i < 50; i++)
            {
                using var entry = archive.CreateEntry($"файл-{i}.bin").Open();
                entry.Write(Samples.Random(i, i * 1000));
            }
        }
        var facts = await Samples.AnalyzeAsync(stream.ToArray());
        facts.Problems.ShouldBeEmpty();
        facts.Bundle!.Children.Select(c => (c.Name, c.Sha256)).ShouldBe(
            Enumerable.Range(0, 50).Select(i => ($"файл-{i}.bin", (string?)Sha256(Samples.Random(i, i * 1000)))));
    }

    private static string Sha256(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
