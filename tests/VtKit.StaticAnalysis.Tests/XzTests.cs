using System.Security.Cryptography;
using System.Text;

namespace VtKit.StaticAnalysis.Tests;

/// <summary>What lies in xz files, as xz itself packs it.</summary>
public class XzTests
{
    // Long enough for matches far back, chunks that are not worth packing, and more than one block.
    private static readonly byte[] Content =
        [.. Samples.Random(1, 150_000), .. new byte[100_000], .. Samples.Random(1, 100_000), .. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i} lines\n")))];

    [Fact]
    public async Task The_content_is_a_child()
    {
        var facts = await Samples.AnalyzeAsync(PackedSamples.Xz);
        facts.Problems.ShouldBeEmpty();
        var bundle = facts.Bundle.ShouldNotBeNull();
        bundle.Type.ShouldBe("XZ");
        (bundle.EntryCount, bundle.UncompressedSize, bundle.LowestDateTime).ShouldBe((1, (UInt128)1510, null));
        bundle.Children.ShouldHaveSingleItem().Size.ShouldBe(1510);
        bundle.Beginning.ShouldStartWith("line 0 of a text");
    }

    [ToolTheory("xz")]
    [InlineData("-0")]
    [InlineData("-6")]
    [InlineData("-9e")]
    [InlineData("--block-size=100000", "-T2")]
    [InlineData("--block-list=1000,70000,3,0")]
    [InlineData("--check=none")]
    [InlineData("--check=crc32")]
    [InlineData("--check=crc64")]
    [InlineData("--check=sha256", "--block-size=50000")]
    [InlineData("--lzma2=dict=4KiB,lc=0,lp=4,pb=0")]
    [InlineData("--lzma2=dict=64KiB,lc=4,lp=0,pb=4,mode=fast,nice=5")]
    public async Task The_content_is_what_went_in(params string[] switches)
    {
        using var folder = new TempFolder();
        var path = folder.Write("a", Content);
        await Tool.RunAsync("xz", ["-k", .. switches, path]);
        var facts = await FileAnalyzer.AnalyzeFileAsync(path + ".xz");
        facts.Problems.ShouldBeEmpty();
        facts.Children.ShouldBe([new FileChild(FileChildKind.Bundled, "", Content.Length, Convert.ToHexStringLower(SHA256.HashData(Content))) { Type = facts.Bundle!.Children[0].Type }]);
    }

    [ToolFact("xz", "bash")]
    public async Task Streams_follow_each_other_and_what_is_empty_is_empty()
    {
        using var folder = new TempFolder();
        await Tool.RunAsync("bash", "-ec", """
            cd "$1"; printf 'first ' | xz > a.xz; printf '' | xz > none.xz; printf second | xz -C crc32 > b.xz; head -c 8 /dev/zero > gap
            cat a.xz gap none.xz b.xz gap > all.xz; cat a.xz <(echo rest) > rest.xz; printf 'delta' | xz --delta=dist=4 --lzma2 > delta.xz
            """, "bash", folder.Root);
        var facts = await FileAnalyzer.AnalyzeFileAsync(folder.File("all.xz"));
        facts.Bundle!.Beginning.ShouldBe("first second");
        facts.Bundle.Children.Single().Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData("first second"u8)));
        (await FileAnalyzer.AnalyzeFileAsync(folder.File("none.xz"))).Bundle!.Children.Single().Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData([])));
        (await FileAnalyzer.AnalyzeFileAsync(folder.File("rest.xz"))).Bundle!.Beginning.ShouldBe("first ");
        var delta = await FileAnalyzer.AnalyzeFileAsync(folder.File("delta.xz"));
        delta.Bundle!.Children.Single().Sha256.ShouldBeNull();
        delta.Problems.ShouldBe(["'' is packed with filters that are not read: it is left out."]);
    }

    [ToolFact("xz", "tar")]
    public async Task Entries_of_a_tar_archive_inside_are_children_of_it()
    {
        using var folder = new TempFolder();
        folder.Write("a.txt", "hello");
        await Tool.RunAsync("tar", "-C", folder.Root, "-cJf", folder.File("a.tar.xz"), "a.txt");
        var bundle = (await FileAnalyzer.AnalyzeFileAsync(folder.File("a.tar.xz"))).Bundle!;
        bundle.FileTypes.ShouldBe(new Dictionary<string, int> { ["TAR"] = 1 });
        bundle.Children[0].Children.Single().Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData("hello"u8)));
    }

    [Fact]
    public async Task Any_changed_byte_is_noticed()
    {
        // All is covered by one checksum or another, but for the flags and the size at the end, which nothing is read by.
        for (var at = 0; at < PackedSamples.Xz.Length - 12; at++)
        {
            var changed = PackedSamples.Xz.ToArray();
            changed[at] ^= 0x10;
            var facts = await Samples.AnalyzeAsync(changed);
            if (at >= 6 && at < PackedSamples.Xz.Length - 28) facts.Problems.ShouldNotBeEmpty($"byte {at}");
        }
    }

    [Fact]
    public async Task A_file_that_ends_early_is_noticed()
    {
        for (var length = 12; length < PackedSamples.Xz.Length; length++)
        {
            var facts = await Samples.AnalyzeAsync(PackedSamples.Xz[..length]);
            facts.Bundle!.Children.Single().Sha256.ShouldBeNull();
            facts.Problems.ShouldBe(["'' is damaged: it does not unpack."]);
        }
    }
}
