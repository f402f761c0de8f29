namespace VtKit.StaticAnalysis.Tests;

/// <summary>Tests that count allocations of the whole process run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class MemoryCollection
{
    public const string Name = "memory";
}

[Collection(MemoryCollection.Name)]
public class MemoryTests
{
    [Fact]
    public async Task A_large_file_is_analysed_in_constant_memory()
    {
        using var folder = new TempFolder();
        var path = folder.File("large.exe");
        var pe = new PeBuilder { Imports = [("kernel32.dll", ["ExitProcess"])] }.Section(".text", Samples.Random(1, 4096)).Build();
        const long size = 128L << 20;
        await using (var file = File.Create(path))
        {
            await file.WriteAsync(pe);
            // A hole: it takes no room on the disk.
            file.SetLength(size);
        }
        await Samples.AnalyzeAsync(pe);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var facts = await FileAnalyzer.AnalyzeFileAsync(path);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        facts.Size.ShouldBe(size);
        facts.Pe!.Overlay!.Size.ShouldBe(size - pe.Length);
        allocated.ShouldBeLessThan(4L << 20);
    }

    [Fact]
    public async Task A_large_entry_is_unpacked_in_constant_memory()
    {
        var zip = new ZipBuilder().Add("a.bin", Samples.Random(1, 64 << 20), deflate: false).Build();
        await Samples.AnalyzeAsync(new ZipBuilder().Add("a", [1]).Build());
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var facts = await Samples.AnalyzeAsync(zip);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        facts.Bundle!.Children.Single().Sha256.ShouldNotBeNull();
        allocated.ShouldBeLessThan(4L << 20);
    }

    [LongFact]
    public async Task A_hole_of_two_gigabytes_is_analysed_in_constant_memory()
    {
        using var folder = new TempFolder();
        var path = folder.File("hole.bin");
        const long size = (2L << 30) + 1;
        await using (var file = File.Create(path)) file.SetLength(size);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var facts = await FileAnalyzer.AnalyzeFileAsync(path);
        (GC.GetTotalAllocatedBytes(precise: true) - before).ShouldBeLessThan(16L << 20);
        facts.Size.ShouldBe(size);
        facts.Entropy.ShouldBe(0);
        facts.Tlsh.ShouldBeNull();
        // As the program says: among zeros there is nothing to cut at.
        facts.Ssdeep.ShouldBe("3::");
        facts.Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task Streams_of_a_PDF_bomb_are_not_unpacked()
    {
        // 64 MB of zeros, packed twice over: a few hundred bytes. Words are counted as they stand, so nothing in there counts.
        var bomb = ZipBuilder.Deflate(ZipBuilder.Deflate([.. "/JavaScript /Launch "u8, .. new byte[64 << 20]]));
        byte[] pdf =
        [
            .. "%PDF-1.7\n1 0 obj\n<< /Filter [ /FlateDecode /FlateDecode ] >>\nstream\n"u8, .. bomb,
            .. "\nendstream\nendobj\ntrailer << /Size 2 >>\nstartxref\n0\n%%EOF\n"u8,
        ];
        await Samples.AnalyzeAsync(DocumentTests.Pdf);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var facts = await Samples.AnalyzeAsync(pdf);
        (GC.GetTotalAllocatedBytes(precise: true) - before).ShouldBeLessThan(4L << 20);
        facts.Type.Tag.ShouldBe("pdf");
        facts.Tags.ShouldNotContain("js-embedded");
        facts.Tags.ShouldNotContain("launch-action");
        facts.Problems.ShouldBeEmpty();
    }
}
