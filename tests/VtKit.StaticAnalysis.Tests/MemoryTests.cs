using System.Buffers.Binary;
using System.Text;

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

    [Theory]
    [InlineData("")]
    [InlineData("/Type /EmbeddedFile")]
    public async Task Streams_of_a_PDF_bomb_are_unpacked_in_constant_memory(string entries)
    {
        // 320 MB of zeros, packed twice over: a few hundred bytes.
        var bomb = PdfBuilder.Zlib(PdfBuilder.Zlib([.. "/JavaScript /Launch "u8, .. new byte[320 << 20]]));
        var pdf = new PdfBuilder().Stream(1, $"{entries} /Filter [ /FlateDecode /FlateDecode ]", bomb).Build();
        await Samples.AnalyzeAsync(DocumentTests.Pdf);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var facts = await Samples.AnalyzeAsync(pdf);
        (GC.GetTotalAllocatedBytes(precise: true) - before).ShouldBeLessThan(4L << 20);
        facts.Type.Tag.ShouldBe("pdf");
        // Words in streams count in streams of objects alone.
        facts.Tags.ShouldNotContain("js-embedded");
        facts.Problems.ShouldContain(problem => problem.Contains("unpacks to more than"));
        facts.Children.ShouldAllBe(child => child.Sha256 == null);
    }

    [Fact]
    public async Task Chains_of_sectors_that_bite_their_own_tail_give_no_more_than_the_file_has()
    {
        var doc = DocumentTests.Doc.ToArray();
        var directory = (BinaryPrimitives.ReadInt32LittleEndian(doc.AsSpan(48)) + 1) * 512;
        var table = (BinaryPrimitives.ReadInt32LittleEndian(doc.AsSpan(76)) + 1) * 512;
        // The root claims a gigabyte, which lies in its first sector again and again.
        BinaryPrimitives.WriteInt32LittleEndian(doc.AsSpan(directory + 116), 0);
        BinaryPrimitives.WriteInt32LittleEndian(doc.AsSpan(directory + 120), 1 << 30);
        BinaryPrimitives.WriteInt32LittleEndian(doc.AsSpan(table), 0);
        await Samples.AnalyzeAsync(DocumentTests.Doc);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        (await Samples.AnalyzeAsync(doc)).Problems.ShouldBeEmpty();
        (GC.GetTotalAllocatedBytes(precise: true) - before).ShouldBeLessThan(4L << 20);
    }

    [Fact]
    public async Task Attachments_are_decoded_without_a_copy_of_their_text()
    {
        byte[] mail =
        [
            .. "From: a@example.com\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\nContent-Type: application/octet-stream; name=a.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n"u8,
            .. Encoding.ASCII.GetBytes(Convert.ToBase64String(new byte[12 << 20], Base64FormattingOptions.InsertLineBreaks)), .. "\r\n--B--\r\n"u8,
        ];
        await Samples.AnalyzeAsync(DocumentTests.Mail);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var facts = await Samples.AnalyzeAsync(mail);
        // The message, and what is attached.
        (GC.GetTotalAllocatedBytes(precise: true) - before).ShouldBeLessThan(mail.Length + (16L << 20));
        facts.Attachments.Single().Size.ShouldBe(12 << 20);
    }
}
