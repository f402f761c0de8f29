using System.Text;

namespace VtKit.StaticAnalysis.Tests;

[Collection(MemoryCollection.Name)]
public class ZipBombTests
{
    private static readonly byte[] TenMegabytes = ZipBuilder.Deflate(new byte[10 << 20]);

    [Fact]
    public async Task An_entry_that_packs_too_well_is_left_out()
    {
        var facts = await AnalyzeBounded(new ZipBuilder().AddPacked("zeros", TenMegabytes, 10 << 20).Build());
        facts.Bundle!.Children.Single().Sha256.ShouldBeNull();
        facts.Bundle.Children.Single().Size.ShouldBe(10 << 20);
        facts.Problems.Single().ShouldContain("300 times");
    }

    [Fact]
    public async Task An_entry_that_claims_to_be_small_is_stopped_where_it_grows()
    {
        var facts = await AnalyzeBounded(new ZipBuilder().AddPacked("small.txt", TenMegabytes, 100).Build());
        facts.Bundle!.Children.Single().Sha256.ShouldBeNull();
        facts.Bundle.UncompressedSize.ShouldBe((UInt128)100);
    }

    [Fact]
    public async Task An_entry_may_not_buy_itself_ratio_with_a_packed_size_that_the_file_does_not_have()
    {
        var zip = new ZipBuilder().AddPacked("zeros", TenMegabytes, 10 << 20, e => e with { PackedSize = uint.MaxValue });
        (await AnalyzeBounded(zip.Build())).Bundle!.Children.Single().Sha256.ShouldBeNull();
    }

    [Fact]
    public async Task The_size_of_one_entry_ends_at_its_limit()
    {
        var content = Samples.Random(1, 200_000);
        var zip = new ZipBuilder().Add("a", content, deflate: false).Add("b", [1]).Build();
        var facts = await Samples.AnalyzeAsync(zip, new AnalysisOptions { MaxChildBytes = 100_000 });
        facts.Bundle!.Children.Select(c => c.Sha256 is null).ShouldBe([true, false]);
        facts.Problems.Single().ShouldContain("100000 bytes");
    }

    [Fact]
    public async Task Entries_that_share_one_kernel_spend_one_budget()
    {
        // Ten thousand entries point at the same megabyte: ten gigabytes, if one believed them.
        var content = Samples.Random(1, 1 << 20);
        var zip = new ZipBuilder().Add("kernel", content, deflate: false);
        for (var i = 0; i < 10_000; i++) zip.AddEntry(zip.Last with { Name = Encoding.ASCII.GetBytes($"copy{i}") });
        var unpacked = 0L;
        var facts = await Samples.AnalyzeAsync(zip.Build(), new AnalysisOptions
        {
            MaxUnpackedBytes = 16 << 20,
            OnChild = (child, _, _) => { unpacked += child.Size; return ValueTask.CompletedTask; },
        });
        facts.Bundle!.EntryCount.ShouldBe(10_001);
        unpacked.ShouldBe(16 << 20);
        facts.Problems.ShouldContain(problem => problem.Contains("16777216"));
    }

    [Fact]
    public async Task A_hundred_thousand_entries_are_counted_and_a_thousand_looked_at()
    {
        var zip = new ZipBuilder().Add("0.e0", [1]);
        for (var i = 1; i < 100_000; i++) zip.AddEntry(new ZipBuilder.Entry(Encoding.ASCII.GetBytes($"{i}.e{i}")) { Offset = uint.MaxValue });
        var facts = await AnalyzeBounded(zip.Build());
        facts.Bundle!.EntryCount.ShouldBe(100_000);
        facts.Bundle.Children.Count.ShouldBe(1000);
        facts.Bundle.Extensions.Count.ShouldBe(1000);
    }

    [Fact]
    public async Task An_archive_that_claims_more_entries_than_it_has_is_not_believed()
    {
        var facts = await AnalyzeBounded(new ZipBuilder().Add("a", [1]).Build(claimedCount: 60_000));
        facts.Bundle!.EntryCount.ShouldBe(1);
        facts.Problems.Single().ShouldContain("claims 60000 entries");
    }

    [Fact]
    public async Task Archives_in_archives_in_archives_end()
    {
        // As in 42.zip: sixteen archives, in each of which are sixteen archives, in each of which are ...
        var content = new ZipBuilder().AddPacked("zeros", TenMegabytes, 10 << 20).Build();
        for (var level = 0; level < 5; level++)
        {
            var zip = new ZipBuilder();
            for (var i = 0; i < 16; i++) zip.Add($"lib {i}.zip", content);
            content = zip.Build();
        }
        var facts = await AnalyzeBounded(content);
        Depth(facts.Bundle!.Children).ShouldBe(3);

        static int Depth(IReadOnlyList<BundleChild> children) => children.Count == 0 ? 0 : 1 + children.Max(child => Depth(child.Children));
    }

    [Fact]
    public async Task Entries_of_archives_inside_do_not_multiply()
    {
        var inner = new ZipBuilder();
        for (var i = 0; i < 500; i++) inner.Add($"{i}", [1]);
        var outer = new ZipBuilder();
        for (var i = 0; i < 100; i++) outer.Add($"{i}.zip", inner.Build());
        var facts = await AnalyzeBounded(outer.Build());
        facts.Bundle!.Children.Count.ShouldBe(100);
        facts.Bundle.Children.Sum(child => child.Children.Count).ShouldBe(1000);
    }

    [Fact]
    public async Task An_archive_that_holds_itself_ends()
    {
        // The only entry is the whole file, stored: each level starts again at the same bytes.
        var zip = new ZipBuilder().Add("r/r.zip", new byte[100], deflate: false);
        var file = zip.Build();
        var itself = new ZipBuilder().Add("r/r.zip", file, deflate: false, lie: e => e with { PackedSize = uint.MaxValue, Size = uint.MaxValue }).Build();
        var facts = await AnalyzeBounded(itself);
        facts.Type.Tag.ShouldBe("zip");
        facts.Bundle!.EntryCount.ShouldBe(1);
    }

    [Fact]
    public async Task Claims_beyond_64_bits_are_added_up_like_the_service_does()
    {
        var zip = new ZipBuilder().Add("first", []);
        byte[] huge = [1, 0, 8, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];
        for (var i = 0; i < 4; i++) zip.AddEntry(new ZipBuilder.Entry([(byte)('a' + i)]) { Size = uint.MaxValue, Extra = huge, Offset = uint.MaxValue });
        var bundle = (await AnalyzeBounded(zip.Build())).Bundle!;
        bundle.UncompressedSize.ShouldBe(4 * (UInt128)ulong.MaxValue);
        bundle.Children[1].Size.ShouldBe(long.MaxValue);
    }

    [Fact]
    public async Task Damaged_entries_are_reported_and_the_others_kept()
    {
        var zip = new ZipBuilder()
            .AddPacked("garbage", Samples.Random(3, 500), 500)
            .Add("wrong sum", [1, 2, 3], lie: e => e with { Crc = 7 })
            .Add("nowhere", [1], lie: e => e with { Offset = 0x7FFF_FFFF })
            .Add("good", [4, 5, 6]);
        var facts = await AnalyzeBounded(zip.Build());
        facts.Bundle!.Children.Select(c => c.Sha256 is not null).ShouldBe([false, true, false, true]);
        facts.Problems.Count.ShouldBe(3);
        facts.Problems[1].ShouldContain("checksum");
        facts.Problems[2].ShouldContain("no header");
    }

    /// <summary>Analyses with the default limits, and fails when that takes more memory than the limits explain.</summary>
    private static async Task<FileFacts> AnalyzeBounded(byte[] zip)
    {
        var before = GC.GetTotalAllocatedBytes();
        var facts = await Samples.AnalyzeAsync(zip);
        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(600L << 20);
        return facts;
    }
}
