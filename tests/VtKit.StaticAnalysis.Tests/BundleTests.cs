using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace VtKit.StaticAnalysis.Tests;

/// <summary>Archives other than ZIP: made by their own programs and by the runtime, and lying ones made by hand.</summary>
public class BundleTests
{
    internal static byte[] Tar { get; } = MakeTar(("a.txt", "hello"u8.ToArray()), ("d/b.bin", Samples.Random(1, 700)));

    internal static byte[] Gzip { get; } = Pack(Tar);

    /// <summary>Two files and a folder, stored by 7-Zip with its header as it is.</summary>
    internal static byte[] SevenZip { get; } = MakeSevenZip();

    [Fact]
    public async Task Entries_of_a_tar_archive_are_children()
    {
        var facts = await Samples.AnalyzeAsync(Tar);
        facts.Type.Tag.ShouldBe("tar");
        facts.Problems.ShouldBeEmpty();
        var bundle = facts.Bundle.ShouldNotBeNull();
        bundle.Type.ShouldBe("TAR");
        bundle.EntryCount.ShouldBe(2);
        bundle.UncompressedSize.ShouldBe((UInt128)705);
        bundle.LowestDateTime.ShouldBe("2024-01-02 03:04:05");
        bundle.Extensions.ShouldBe(new Dictionary<string, int> { ["txt"] = 1, ["bin"] = 1 }, ignoreOrder: true);
        bundle.Children[0].Sha256.ShouldBe(Hash("hello"u8));
        bundle.Children[1].Name.ShouldBe("d/b.bin");
    }

    [Fact]
    public async Task What_lies_in_a_gzip_file_is_its_child_and_the_entries_of_that_its_children()
    {
        var named = Pack("plain text\n"u8.ToArray(), "notes.txt");
        var facts = await Samples.AnalyzeAsync(named);
        var bundle = facts.Bundle!;
        bundle.Type.ShouldBe("GZIP");
        bundle.Beginning.ShouldBe("plain text\n");
        bundle.EntryCount.ShouldBe(1);
        bundle.UncompressedSize.ShouldBe((UInt128)11);
        bundle.LowestDateTime.ShouldBe("2024-01-02 03:04:05");
        facts.Children.ShouldBe([new FileChild(FileChildKind.Bundled, "notes.txt", 11, Hash("plain text\n"u8)) { Type = facts.Bundle!.Children[0].Type }]);

        var packed = (await Samples.AnalyzeAsync(Gzip)).Bundle!;
        packed.FileTypes.ShouldBe(new Dictionary<string, int> { ["TAR"] = 1 });
        packed.Beginning.ShouldBeNull();
        packed.Children[0].Children.Select(child => child.Name).ShouldBe(["a.txt", "d/b.bin"]);
    }

    [ToolTheory("tar")]
    [InlineData("gnu")]
    [InlineData("pax")]
    [InlineData("ustar")]
    [InlineData("v7")]
    public async Task Every_dialect_of_tar_is_read_as_tar_lists_it(string dialect)
    {
        using var folder = new TempFolder();
        var longName = dialect is "gnu" or "pax" ? new string('n', 200) + ".txt" : "first.txt";
        Directory.CreateDirectory(folder.File("d"));
        File.WriteAllText(folder.File($"d/{longName}"), "content");
        File.WriteAllText(folder.File("d/grün.txt"), "more");
        File.CreateSymbolicLink(folder.File("d/link"), "nowhere");
        var path = folder.File("a.tar");
        await Tool.RunAsync("tar", "--format", dialect, "-C", folder.Root, "-cf", path, "d");
        var facts = await FileAnalyzer.AnalyzeFileAsync(path);
        // The oldest dialect has no mark: file(1) knows it by its checksum.
        facts.Type.Tag.ShouldBe("tar");
        var listed = (await Tool.RunAsync("tar", "--quoting-style=literal", "-tf", path)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        facts.Bundle!.Children.Select(child => child.Name).ShouldBe(listed);
        facts.Bundle.Children.Single(child => child.Name.EndsWith(longName, StringComparison.Ordinal)).Sha256.ShouldBe(Hash("content"u8));
        facts.Bundle.Children.Count(child => child.IsDirectory).ShouldBe(1);
    }

    [Fact]
    public async Task A_7z_file_made_by_hand_is_read()
    {
        var facts = await Samples.AnalyzeAsync(SevenZip);
        facts.Problems.ShouldBeEmpty();
        facts.Bundle!.Children.Select(child => (child.Name, child.Size, child.IsDirectory)).ShouldBe([("a", 2L, false), ("b.txt", 3L, false), ("d", 0L, true)]);
        facts.Bundle.Children.Select(child => child.Sha256).ShouldBe([Hash("12"u8), Hash("345"u8), null]);
    }

    [Fact]
    public async Task A_gzip_bomb_is_left_out_at_the_limits()
    {
        var bomb = Pack(new byte[20 << 20]);
        var facts = await Samples.AnalyzeAsync(bomb, new AnalysisOptions { MaxChildBytes = 4 << 20 });
        facts.Bundle!.Children[0].Sha256.ShouldBeNull();
        facts.Problems.ShouldHaveSingleItem().ShouldContain("unpacks to more than");
        (await Samples.AnalyzeAsync(bomb)).Problems.ShouldHaveSingleItem().ShouldContain("times its packed size");
    }

    [Fact]
    public async Task Archives_in_archives_end_at_the_depth()
    {
        var nested = "core"u8.ToArray();
        for (var i = 0; i < 10; i++) nested = Pack(nested);
        var children = (await Samples.AnalyzeAsync(nested)).Bundle!.Children;
        for (var depth = 1; depth < 3; depth++) children = children.ShouldHaveSingleItem().Children;
        children.ShouldHaveSingleItem().Children.ShouldBeEmpty();
    }

    [Fact]
    public async Task Sizes_that_lie_end_a_tar_archive()
    {
        foreach (var size in new byte[][] { "77777777777\0"u8.ToArray(), [0x80, 0, 0, 0, 0x7F, 255, 255, 255, 255, 255, 255, 255], [255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255] })
        {
            byte[] tar = [.. Tar];
            size.CopyTo(tar, 124);
            var sum = tar.Take(512).Where((_, i) => i is < 148 or >= 156).Sum(b => b) + 8 * ' ';
            Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(tar, 148);
            var facts = await Samples.AnalyzeAsync(tar);
            facts.Type.Tag.ShouldBe("tar");
            facts.Bundle!.EntryCount.ShouldBeLessThan(2);
            facts.Problems.ShouldNotBeEmpty();
        }
    }

    [Fact]
    public async Task An_extended_header_may_claim_any_length()
    {
        // The claim of a name of 2 GB takes no memory: what is there is read, up to a limit.
        var header = new byte[512];
        "long"u8.CopyTo(header);
        Encoding.ASCII.GetBytes("17777777777\0").CopyTo(header, 124);
        header[156] = (byte)'L';
        "ustar\0"u8.CopyTo(header.AsSpan(257));
        var sum = header.Where((_, i) => i is < 148 or >= 156).Sum(b => b) + 8 * ' ';
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
        (await Samples.AnalyzeAsync([.. header, .. new byte[1024]])).Bundle!.EntryCount.ShouldBe(0);
    }

    [Fact]
    public async Task Children_of_a_tar_archive_are_handed_out_like_those_of_a_zip_file()
    {
        var seen = new List<(string, long)>();
        await Samples.AnalyzeAsync(Tar, new AnalysisOptions
        {
            OnChild = async (child, content, token) =>
            {
                var copy = new MemoryStream();
                await content.CopyToAsync(copy, token);
                seen.Add((child.Name, copy.Length));
            },
        });
        seen.ShouldBe([("a.txt", 5L), ("d/b.bin", 700L)]);
    }

    private static string Hash(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static byte[] MakeTar(params (string Name, byte[] Content)[] files)
    {
        var bytes = new MemoryStream();
        using (var tar = new System.Formats.Tar.TarWriter(bytes, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (name, content) in files)
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content), ModificationTime = new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero) });
        }
        return bytes.ToArray();
    }

    /// <summary>A gzip file with a time, and a name where one is given.</summary>
    private static byte[] Pack(byte[] content, string? name = null)
    {
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(content);
        var packed = bytes.ToArray();
        BitConverter.TryWriteBytes(packed.AsSpan(4), (uint)new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero).ToUnixTimeSeconds());
        if (name is null) return packed;
        packed[3] = 8;
        return [.. packed[..10], .. Samples.Bytes(name), 0, .. packed[10..]];
    }

    private static byte[] MakeSevenZip()
    {
        // One folder of one coder (no packing) with two files, and an empty folder, in the numbers of the format.
        var names = Encoding.Unicode.GetBytes("a\0b.txt\0d\0");
        byte[] header =
        [
            1, 4, 6, 0, 1, 9, 5, 0, 7, 11, 1, 0, 1, 1, 0, 12, 5, 0, 8, 13, 2, 9, 2, 10, 1, .. BitConverter.GetBytes(Crc32.Of("12"u8)), .. BitConverter.GetBytes(Crc32.Of("345"u8)), 0, 0,
            5, 3, 14, 1, 0x20, 17, (byte)(names.Length + 1), 0, .. names, 20, 11, 0, 0x80, 0, .. new byte[8], 0, 0,
        ];
        byte[] start = [(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C, 0, 4, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, (byte)header.Length, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        return [.. start, .. "12345"u8, .. header];
    }
}
