using System.IO.Compression;

namespace VtKit.StaticAnalysis.Tests;

public class EicarTests
{
    private static readonly byte[] Eicar = Samples.Eicar;

    [Fact]
    public async Task The_test_file_has_the_hashes_that_everybody_knows_and_the_type_that_the_service_gives()
    {
        var facts = await Samples.AnalyzeAsync(Eicar);
        facts.Md5.ShouldBe("44d88612fea8a8f36de82e1278abb02f");
        facts.Sha1.ShouldBe("3395856ce81f2b7382dee72602f798b642f14140");
        facts.Sha256.ShouldBe("275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f");
        facts.IsEicar.ShouldBeTrue();
        facts.Type.Tag.ShouldBe("powershell");
        facts.Type.Magic.ShouldBe("EICAR virus test files");
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("\n", true)]
    [InlineData("\r\n", true)]
    [InlineData(" \t\r\n\u001a", true)]
    [InlineData("x", false)]
    [InlineData("\n.", false)]
    [InlineData("\v", false)]
    [InlineData("\0", false)]
    public async Task White_space_may_follow_and_nothing_else(string tail, bool expected) =>
        (await Samples.AnalyzeAsync([.. Eicar, .. Samples.Bytes(tail)])).IsEicar.ShouldBe(expected);

    [Theory]
    [InlineData(60, true)]
    [InlineData(61, false)]
    public async Task The_whole_file_has_at_most_128_bytes(int spaces, bool expected) =>
        (await Samples.AnalyzeAsync([.. Eicar, .. Enumerable.Repeat((byte)' ', spaces)])).IsEicar.ShouldBe(expected);

    [Fact]
    public async Task It_must_stand_at_the_very_start()
    {
        (await Samples.AnalyzeAsync([(byte)' ', .. Eicar])).IsEicar.ShouldBeFalse();
        (await Samples.AnalyzeAsync(Eicar[..67])).IsEicar.ShouldBeFalse();
    }

    [Fact]
    public async Task The_engine_finds_it_by_itself_in_an_archive_and_in_an_archive_in_an_archive()
    {
        var zip = Zip("eicar.com", Eicar);
        var twice = Zip("eicar_com.zip", zip);
        foreach (var content in new[] { Eicar, zip, twice })
        {
            var verdict = await ScanAsync(content);
            verdict.Category.ShouldBe(VerdictCategory.Malicious);
            verdict.CategoryName.ShouldBe("malicious");
            verdict.Result.ShouldBe("EICAR-Test-File");
        }
        (await Samples.AnalyzeAsync(zip)).IsEicar.ShouldBeFalse();
        (await ScanAsync("harmless"u8.ToArray())).ShouldBe(
            new EngineVerdict("EICAR", VerdictCategory.Undetected, null, "1.0", "20030501"));
        (await ScanAsync(Zip("a", "harmless"u8.ToArray()))).Category.ShouldBe(VerdictCategory.Undetected);
    }

    [Fact]
    public async Task Archives_are_opened_no_deeper_than_allowed()
    {
        var content = Eicar;
        for (var i = 0; i < 4; i++) content = Zip("a.zip", content);
        (await ScanAsync(content)).Category.ShouldBe(VerdictCategory.Undetected);
        (await ScanAsync(content, new AnalysisOptions { MaxDepth = 4 })).Category.ShouldBe(VerdictCategory.Malicious);
    }

    private static async Task<EngineVerdict> ScanAsync(byte[] content, AnalysisOptions? options = null) =>
        await new EicarEngine().ScanAsync(new MemoryStream(content), await Samples.AnalyzeAsync(content, options));

    private static byte[] Zip(string name, byte[] content)
    {
        var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = archive.CreateEntry(name).Open())
            entry.Write(content);
        return zip.ToArray();
    }
}
