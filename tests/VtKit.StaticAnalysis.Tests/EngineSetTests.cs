using VtKit.Testing.Shared;

namespace VtKit.StaticAnalysis.Tests;

public class EngineSetTests
{
    [Fact]
    public async Task EICARs_engine_is_always_there()
    {
        var engines = await EngineSet.DiscoverAsync(new EngineDiscovery { Clamd = "none" });
        engines.Engines.Single().ShouldBeOfType<EicarEngine>();
        engines.Yara.ShouldBeNull();
        engines.Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_asked_for_and_is_absent_is_named_with_a_way_out()
    {
        using var folder = new TempFolder();
        var engines = await EngineSet.DiscoverAsync(new EngineDiscovery { Clamd = folder.File("no.sock"), YaraRules = folder.File("no-rules") });
        engines.Engines.Count.ShouldBe(1);
        engines.Problems.Count.ShouldBe(2);
        engines.Problems[0].ShouldContain("VTKIT_CLAMD");
        engines.Problems[1].ShouldContain("*.yar");
        (await EngineSet.DiscoverAsync(new EngineDiscovery { Clamd = "not an address" })).Problems.Single().ShouldContain("host:port");
    }

    [Fact]
    public async Task A_clamd_that_answers_is_found()
    {
        await using var clamd = new FakeClamd { Reply = "stream: Found.It FOUND" };
        var engines = await EngineSet.DiscoverAsync(new EngineDiscovery { Clamd = clamd.EndPoint.ToString() });
        var verdicts = await engines.ScanAsync(new MemoryStream([1]), await Samples.AnalyzeAsync([1]));
        verdicts.Select(v => (v.EngineName, v.CategoryName, v.Method)).ShouldBe([("EICAR", "undetected", "blacklist"), ("ClamAV", "malicious", "blacklist")]);
    }

    [ToolFact("yara")]
    public async Task A_folder_of_rules_brings_YARA()
    {
        using var folder = new TempFolder();
        folder.Write("a.yar", "rule A { condition: true }");
        folder.Write("b.yar", "broken");
        var engines = await EngineSet.DiscoverAsync(new EngineDiscovery { Clamd = "none", YaraRules = folder.Root });
        engines.Yara.ShouldNotBeNull();
        engines.Engines.Count.ShouldBe(1);
        engines.Problems.Single().ShouldStartWith("b: ");
    }

    [Theory]
    [InlineData(VerdictCategory.Undetected, "undetected")]
    [InlineData(VerdictCategory.Malicious, "malicious")]
    [InlineData(VerdictCategory.Suspicious, "suspicious")]
    [InlineData(VerdictCategory.Harmless, "harmless")]
    [InlineData(VerdictCategory.Timeout, "timeout")]
    [InlineData(VerdictCategory.Failure, "failure")]
    [InlineData(VerdictCategory.TypeUnsupported, "type-unsupported")]
    public void Categories_have_the_services_words(VerdictCategory category, string word) =>
        new EngineVerdict("x", category, null, null, null).CategoryName.ShouldBe(word);
}
