namespace VtKit.StaticAnalysis.Tests;

/// <summary>Files of 7-Zip and xz that unpack to far more than anybody wants.</summary>
[Collection(MemoryCollection.Name)]
public class PackedBombTests
{
    [ToolFact("xz", "bash")]
    public async Task A_gigabyte_of_zeros_in_xz_ends_at_the_limits()
    {
        using var folder = new TempFolder();
        // Sixteen streams of 64 MB, one after the other.
        await RunAsync(folder, "head -c 64M /dev/zero | xz -9 > one.xz; for i in {1..16}; do cat one.xz; done > bomb.xz");
        var bomb = await File.ReadAllBytesAsync(folder.File("bomb.xz"));
        var facts = await AnalyzeBounded(bomb, 200L << 20);
        facts.Bundle!.Children.Single().Sha256.ShouldBeNull();
        facts.Problems.Single().ShouldContain("300 times its packed size");
        // Without a ratio it ends at the size, and at the size of all together.
        (await Samples.AnalyzeAsync(bomb, new AnalysisOptions { MaxRatio = int.MaxValue, MaxChildBytes = 100 << 20 })).Problems.Single().ShouldContain("104857600 bytes");
        (await Samples.AnalyzeAsync(bomb, new AnalysisOptions { MaxRatio = int.MaxValue, MaxUnpackedBytes = 50 << 20 })).Problems.Single().ShouldContain("52428800 bytes");
    }

    [ToolFact("7z", "bash")]
    public async Task Many_files_of_zeros_packed_together_share_one_ratio()
    {
        using var folder = new TempFolder();
        // Each is below the size that is exempt: together they are 100 MB from some 15 KB.
        await RunAsync(folder, "mkdir d; for i in {1..100}; do head -c 1000000 /dev/zero > d/$i; done; 7z a -mx=5 -ms=on bomb.7z d");
        var bomb = await File.ReadAllBytesAsync(folder.File("bomb.7z"));
        var given = 0L;
        var facts = await AnalyzeBounded(bomb, 200L << 20, new AnalysisOptions { OnChild = (child, _, _) => { given += child.Size; return ValueTask.CompletedTask; } });
        facts.Bundle!.EntryCount.ShouldBe(101);
        facts.Bundle.UncompressedSize.ShouldBe((UInt128)100_000_000);
        given.ShouldBeInRange(1_000_000, 301L * bomb.Length);
        facts.Problems.Count.ShouldBe(2);
        facts.Problems[0].ShouldContain("300 times its packed size");
        facts.Problems[1].ShouldContain("packed behind");
    }

    [ToolFact("7z", "bash")]
    public async Task What_is_passed_over_counts_too()
    {
        using var folder = new TempFolder();
        await RunAsync(folder, "mkdir d; head -c 4000000 /dev/urandom > d/1; head -c 4000000 /dev/urandom > d/2; echo end > d/3; 7z a -m0=LZMA2 -ms=on a.7z ./d/*");
        var file = await File.ReadAllBytesAsync(folder.File("a.7z"));
        // Two files too large, and the third one behind them.
        var options = new AnalysisOptions { MaxChildBytes = 1 << 20 };
        (await Samples.AnalyzeAsync(file, options)).Bundle!.Children.Select(child => child.Sha256 is null).ShouldBe([true, true, false]);
        var limited = await Samples.AnalyzeAsync(file, options with { MaxUnpackedBytes = 6_000_000 });
        limited.Bundle!.Children.Select(child => child.Sha256 is null).ShouldBe([true, true, true]);
        limited.Problems.ShouldContain(problem => problem.Contains("6000000"));
    }

    [ToolFact("xz", "bash")]
    public async Task A_list_of_entries_that_unpacks_to_too_much_is_not_read()
    {
        using var folder = new TempFolder();
        foreach (var size in (int[])[1 << 20, 17 << 20])
        {
            await RunAsync(folder, $"head -c {size} /dev/zero | xz --format=raw --lzma1=dict=1MiB > list");
            var packed = await File.ReadAllBytesAsync(folder.File("list"));
            var facts = await AnalyzeBounded(WithList(packed, size), 64L << 20);
            facts.Bundle.ShouldBeNull();
            facts.Problems.ShouldBe(["The 7z file's header cannot be read."]);
        }
    }

    [ToolTheory("xz", "bash")]
    [InlineData(400_000, true)]
    [InlineData(600_000, false)]
    public async Task A_list_of_very_many_entries_is_not_believed(int count, bool isRead)
    {
        using var folder = new TempFolder();
        // Each has a name of no letters: two bytes.
        byte[] list = [1, 5, .. Number(count), 17, .. Number(2 * count + 1), 0, .. new byte[2 * count], 0, 0];
        // Something that packs badly, or the ratio would end it.
        byte[] padded = [.. list, .. Samples.Random(1, 20_000)];
        folder.Write("list.bin", padded);
        await RunAsync(folder, "xz --format=raw --lzma1=dict=1MiB < list.bin > list");
        var facts = await AnalyzeBounded(WithList(await File.ReadAllBytesAsync(folder.File("list")), padded.Length), 200L << 20);
        facts.Bundle?.EntryCount.ShouldBe(count);
        facts.Problems.ShouldBe([isRead ? "The archive has 400000 entries: 1000 were looked at." : "The 7z file's header cannot be read."]);

        static byte[] Number(int value) => [0xE0, .. BitConverter.GetBytes(value)[..3]];
    }

    /// <summary>A 7z file that has nothing but a packed list.</summary>
    private static byte[] WithList(byte[] packed, int size)
    {
        byte[] header =
        [
            23, 6, 0, 1, 9, 0xF0, .. BitConverter.GetBytes(packed.Length), 0, 7, 11, 1, 0, 1, 0x23, 3, 1, 1, 5, 93, 0, 0, 16, 0, 12, 0xF0, .. BitConverter.GetBytes(size), 0, 0,
        ];
        return
        [
            (byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C, 0, 4, 0, 0, 0, 0, .. BitConverter.GetBytes((long)packed.Length), .. BitConverter.GetBytes((long)header.Length), 0, 0, 0, 0,
            .. packed, .. header,
        ];
    }

    /// <summary>Analyses, and fails when that takes more memory than the limits explain.</summary>
    private static async Task<FileFacts> AnalyzeBounded(byte[] content, long allocated, AnalysisOptions? options = null)
    {
        var before = GC.GetTotalAllocatedBytes();
        var facts = await Samples.AnalyzeAsync(content, options);
        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(allocated);
        return facts;
    }

    private static Task<string> RunAsync(TempFolder folder, string script) => Tool.RunAsync("bash", "-ec", "cd \"$1\"; " + script, "bash", folder.Root);
}
