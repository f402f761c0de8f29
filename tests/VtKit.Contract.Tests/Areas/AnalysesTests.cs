namespace VtKit.Contract.Tests;

/// <summary>Analyses.</summary>
public sealed class AnalysesTests(AreaFixture fixture) : IClassFixture<AreaFixture>
{
    private readonly VtClient _vt = fixture.Vt;

    [Fact]
    [Trait("seed", "33")]
    [Covers("Analyses.GetAsync")]
    [Covers("Analyses.GetItemAsync")]
    public async Task An_analysis_says_what_it_is_of_and_what_was_found()
    {
        var id = (await _vt.Files.AnalyseAsync(Samples.EicarSha256)).Id;

        var analysis = await _vt.Analyses.GetAsync(id);

        (analysis.Id, analysis.IsCompleted).ShouldBe((id, true));
        analysis.Stats.Malicious.ShouldBe(1);
        analysis.Results.Count.ShouldBe(1);
        analysis.Date.ShouldBe(fixture.Service.Clock.GetUtcNow());
        (analysis.Subject.FileInfo.Sha256, analysis.Subject.FileInfo.Size).ShouldBe((Samples.EicarSha256, Samples.EicarSize));
        analysis.Links.Item.ShouldNotBeNull().ShouldEndWith($"/files/{Samples.EicarSha256}");
        (await _vt.Analyses.GetItemAsync(id)).ShouldBeOfType<VtFile>().Md5.ShouldBe(Samples.EicarMd5);
        (await _vt.Analyses.GetItemAsync(fixture.UrlAnalysis)).ShouldBeOfType<VtUrl>().Url.ShouldBe(AreaFixture.Url);
    }

    [Fact]
    [Covers("Analyses.GetAsync")]
    [Covers("Analyses.GetItemAsync")]
    [Covers("Analyses.WaitAsync")]
    public async Task An_analysis_that_is_none_is_not_found()
    {
        await Should.ThrowAsync<VtNotFoundException>(() => _vt.Analyses.GetAsync("nothing"));
        await Should.ThrowAsync<VtNotFoundException>(() => _vt.Analyses.GetItemAsync("nothing"));
        // Waiting does not cure it.
        (await Should.ThrowAsync<VtNotFoundException>(() => _vt.Analyses.WaitAsync("nothing"))).AnalysisId.ShouldBe("nothing");
    }
}
