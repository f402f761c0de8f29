using VtKit.Indicators;
using static VtKit.Tests.Clients.WireDifference;
using static VtKit.Tests.Clients.WireParity;

namespace VtKit.Tests.Clients;

/// <summary>Whoever comes from vt-py asks the service for the same: our requests beside those that vt-py 0.22.0 was recorded to send.</summary>
public sealed class VtPyWireTests
{
    private const string Client = "vt-py-0.22.0";
    private const string Rules = "rule x { condition: true }";

    private static readonly DateTimeOffset Minute = new(2026, 1, 15, 10, 30, 0, TimeSpan.Zero);

    private static readonly OurCall[] All =
    [
        new("get_object", vt => vt.GetObjectAsync<VtFile>($"/files/{Sha256}")),
        new("get_object with relationships", vt => vt.Files.GetAsync(Sha256, new VtReadOptions { Relationships = ["contacted_domains", "contacted_ips"] }), QueryEncoding),
        new("get_object with params", vt => vt.Urls.GetAsync(UrlText, new VtReadOptions { Relationships = ["network_location"] })),
        new("get_json", vt => vt.Metadata.GetAsync()),
        new("get_data", vt => vt.Files.GetUploadUrlAsync()),
        new("get", vt => vt.Users.OverallQuotasAsync("jane")),
        new("post", vt => vt.RetrohuntJobs.AbortAsync("jane-1"), EmptyType),
        new("post of a collection's items", vt => vt.Collections.AddRelatedAsync("c1", VtRelationships.Collection.Domains, [new VtRef(VtObjectTypes.Domain, "example.com")])),
        new("post_object of a ruleset", vt => vt.HuntingRulesets.CreateAsync(new VtHuntingRulesetEdit { Name = "mine", Rules = Rules, Enabled = true })),
        new("post_object of a job", vt => vt.RetrohuntJobs.CreateAsync(new VtRetrohuntJobEdit { Rules = Rules, Corpus = RetrohuntCorpus.Main })),
        new("post_object of a collection", vt => vt.Collections.CreateAsync(new VtCollectionEdit { Name = "n", Description = "d", RawItems = "example.com 8.8.8.8" })),
        new("patch_object of a collection", vt => vt.Collections.UpdateAsync("c1", new VtCollectionEdit { RawItems = "example.net" })),
        new("patch_object", vt => vt.HuntingRulesets.UpdateAsync("123", new VtHuntingRulesetEdit { Enabled = true }), ChangedId),
        new("patch_async", vt => vt.PatchAsync($"/comments/{"f-1-2"}", """{"data":{"type":"comment","attributes":{"text":"a"}}}"""u8.ToArray())),
        new("delete", vt => vt.Comments.DeleteAsync("f-1-2")),
        new("delete with a body", vt => vt.Collections.RemoveRelatedAsync("c1", VtRelationships.Collection.Domains, [new VtRef(VtObjectTypes.Domain, "example.com")])),
        new("iterator", vt => vt.Domains.CommentsAsync("example.com").ToListAsync().AsTask()),
        new("iterator with batch_size", vt => vt.Intelligence.SearchAsync("type:peexe entropy:7+ \"a b\"", options: new VtListOptions { PageSize = 300, Max = 1000 }).ToListAsync().AsTask(), QueryEncoding),
        new("iterator with order", vt => vt.Intelligence.SearchAsync("p:5+", "last_submission_date-", descriptorsOnly: true, new VtListOptions { PageSize = 10 }).ToListAsync().AsTask(), QueryEncoding),
        new("iterator of the IoC stream", vt => vt.IocStream.ListAsync(filter: "date:2026-01-01+ source_type:hunting_ruleset", options: new VtListOptions { PageSize = 40 }).ToListAsync().AsTask(), QueryEncoding),
        new("iterator from a cursor", vt => vt.Domains.CommentsAsync("example.com", new VtListOptions { PageSize = 10, ResumeFrom = new VtResumeToken("CmsKDwoEZGF0ZRIHCP==", 0) }).ToListAsync().AsTask(), QueryOrder),
        new("scan_file", vt => vt.Files.GetUploadUrlAsync()),
        new("scan_file #2", vt => vt.Files.UploadAsync(WireParity.File, new VtUploadOptions { FileName = "/samples/my samples/evil \"1\".exe" }), Address, FileName, PartType),
        new("scan_file #3", vt => vt.Analyses.WaitAsync("y")),
        new("scan_url", vt => vt.Urls.SubmitAsync(OddUrl), FormEncoding),
        new("scan_url_private", vt => vt.PrivateUrls.SubmitAsync(UrlText)),
        new("scan_file_private", vt => vt.PrivateFiles.GetUploadUrlAsync()),
        new("scan_file_private #2", vt => vt.PrivateFiles.UploadAsync(WireParity.File, new VtUploadOptions { FileName = "sam ple.bin" }), Address, FileName),
        new("scan_file_private #3", vt => vt.PrivateAnalyses.WaitAsync("y")),
        new("download_file", vt => vt.DownloadAsync($"/files/{Sha256}/download", new MemoryStream())),
        new("download_zip_files", vt => vt.ZipFiles.CreateAsync([Sha256], "infected"), BodyType),
        new("download_zip_files #2", vt => vt.ZipFiles.OpenReadAsync("5705184527384576")),
        new("feed", vt => vt.Feeds.FilesMinuteAsync(Minute).ToListAsync().AsTask()),
        new("feed of behaviours", vt => vt.Feeds.FileBehavioursMinuteAsync(Minute).ToListAsync().AsTask(), FeedName),
    ];

    public static TheoryData<string> Calls() => [.. All.Select(call => call.Theirs)];

    [Theory]
    [MemberData(nameof(Calls))]
    [Trait("seed", "68")]
    [Trait("seed", "69")]
    [Trait("seed", "70")]
    [Trait("seed", "71")]
    [Trait("seed", "76")]
    [Trait("seed", "78")]
    [Trait("seed", "79")]
    [Trait("seed", "83")]
    [Trait("seed", "88")]
    public Task It_is_asked_for_as_vt_py_does(string call) => CheckAsync(Client, All.Single(ours => ours.Theirs == call));

    [Fact]
    public void The_docs_name_each_difference() => CheckPage(Client, All, "from-vt-py.md", UserAgent, Accept, AcceptEncoding);

    [Fact]
    public void The_id_of_a_URL_is_that_of_vt_py() => UrlId.FromUrl(UrlText).LookupId.ShouldBe("aHR0cDovL3d3dy5leGFtcGxlLmNvbS9hP2I9Yw");
}
