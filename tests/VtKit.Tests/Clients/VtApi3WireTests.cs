using VtKit.Indicators;
using static VtKit.Tests.Clients.WireDifference;
using static VtKit.Tests.Clients.WireParity;

namespace VtKit.Tests.Clients;

/// <summary>Whoever comes from vtapi3 asks the service for the same: our requests beside those that vtapi3 1.2.1 was recorded to send.</summary>
public sealed class VtApi3WireTests
{
    private const string Client = "vtapi3-1.2.1";
    private const string AnalysisId = "NjY0MjRlOTFjMDIyYTkyNWM0NjU2NWQzYWNlMzFmZmI6MTQ3NTA0ODI3Nw==";

    private static readonly VtListOptions Ten = new() { PageSize = 10 };
    private static readonly VtListOptions Twenty = new() { PageSize = 20, ResumeFrom = new VtResumeToken("CmsKDwoEZGF0ZRIHCP==", 0) };

    private static readonly OurCall[] All =
    [
        new("Files.upload", vt => vt.Files.UploadAsync(WireParity.File, new VtUploadOptions { FileName = "samples/a b.bin" }), FileName, PartType),
        new("Files.get_upload_url", vt => vt.Files.GetUploadUrlAsync()),
        new("Files.get_report", vt => vt.Files.GetAsync(Sha256)),
        new("Files.analyse", vt => vt.Files.AnalyseAsync(Sha256)),
        new("Files.get_comments", vt => vt.Files.CommentsAsync(Sha256, Ten).ToListAsync().AsTask(), FirstCursor),
        new("Files.get_comments from a cursor", vt => vt.Files.CommentsAsync(Sha256, Twenty).ToListAsync().AsTask()),
        new("Files.put_comments", vt => vt.Files.AddCommentAsync(Sha256, "Lorem #ipsum \"dolor\" ü")),
        new("Files.get_votes", vt => vt.Files.VotesAsync(Sha256, Ten).ToListAsync().AsTask(), FirstCursor),
        new("Files.put_votes", vt => vt.Files.AddVoteAsync(Sha256, VoteVerdict.Harmless)),
        new("Files.put_votes malicious", vt => vt.Files.AddVoteAsync(Sha256, VoteVerdict.Malicious)),
        new("Files.get_relationship", vt => vt.Files.BehavioursAsync(Sha256, Ten).ToListAsync().AsTask(), FirstCursor),
        new("Files.get_behaviours", vt => vt.FileBehaviours.OpenPcapAsync(Sha256 + "_Dr.Web vxCube")),
        new("Files.get_download_url", vt => vt.Files.GetDownloadUrlAsync(Sha256)),
        new("Files.get_download", vt => vt.DownloadAsync($"/files/{Sha256}/download", new MemoryStream())),
        new("Urls.upload", vt => vt.Urls.SubmitAsync(OddUrl), FormEncoding),
        new("Urls.get_report", vt => vt.Urls.GetAsync(UrlText)),
        new("Urls.analyse", vt => vt.Urls.AnalyseAsync(UrlText)),
        new("Urls.get_comments", vt => vt.Urls.CommentsAsync(UrlText, Ten).ToListAsync().AsTask(), FirstCursor),
        new("Urls.put_comments", vt => vt.Urls.AddCommentAsync(UrlText, "a")),
        new("Urls.get_votes", vt => vt.Urls.VotesAsync(UrlText, Ten).ToListAsync().AsTask(), FirstCursor),
        new("Urls.put_votes", vt => vt.Urls.AddVoteAsync(UrlText, VoteVerdict.Malicious)),
        new("Urls.get_network_location", vt => vt.Urls.GetNetworkLocationAsync(UrlText)),
        new("Urls.get_relationship", vt => vt.Urls.GetLastServingIpAddressAsync(UrlText), FirstCursor, LimitOfOne),
        new("Domains.get_report", vt => vt.Domains.GetAsync("example.com")),
        new("Domains.get_comments", vt => vt.Domains.CommentsAsync("example.com", Ten).ToListAsync().AsTask(), FirstCursor),
        new("Domains.put_comments", vt => vt.Domains.AddCommentAsync("example.com", "a")),
        new("Domains.get_relationship", vt => vt.Domains.ResolutionsAsync("example.com", Ten).ToListAsync().AsTask(), FirstCursor),
        new("Domains.get_votes", vt => vt.Domains.VotesAsync("example.com", Ten).ToListAsync().AsTask(), FirstCursor),
        new("Domains.put_votes", vt => vt.Domains.AddVoteAsync("example.com", VoteVerdict.Harmless)),
        new("IPAddresses.get_report", vt => vt.IpAddresses.GetAsync("8.8.8.8")),
        new("IPAddresses.get_report of IPv6", vt => vt.IpAddresses.GetAsync("2001:db8::1"), PathEncoding),
        new("IPAddresses.get_comments", vt => vt.IpAddresses.CommentsAsync("8.8.8.8", Ten).ToListAsync().AsTask(), FirstCursor),
        new("IPAddresses.put_comments", vt => vt.IpAddresses.AddCommentAsync("8.8.8.8", "a")),
        new("IPAddresses.get_relationship", vt => vt.IpAddresses.ResolutionsAsync("8.8.8.8", Ten).ToListAsync().AsTask(), FirstCursor),
        new("IPAddresses.get_votes", vt => vt.IpAddresses.VotesAsync("8.8.8.8", Ten).ToListAsync().AsTask(), FirstCursor),
        new("IPAddresses.put_votes", vt => vt.IpAddresses.AddVoteAsync("8.8.8.8", VoteVerdict.Harmless)),
        new("Analyses.get_report", vt => vt.Analyses.GetAsync(AnalysisId), PathEncoding),
    ];

    public static TheoryData<string> Calls() => [.. All.Select(call => call.Theirs)];

    [Theory]
    [MemberData(nameof(Calls))]
    [Trait("seed", "30")]
    [Trait("seed", "31")]
    [Trait("seed", "32")]
    [Trait("seed", "33")]
    [Trait("seed", "48")]
    [Trait("seed", "51")]
    public Task It_is_asked_for_as_vtapi3_does(string call) => CheckAsync(Client, All.Single(ours => ours.Theirs == call));

    [Fact]
    public void The_docs_name_each_difference() => CheckPage(Client, All, "from-vtapi3.md", UserAgent, Accept, AcceptEncoding, Connection);

    [Fact]
    [Trait("seed", "54")]
    [Trait("seed", "55")]
    public void The_ids_of_a_URL_are_those_of_vtapi3()
    {
        UrlId.FromUrl(UrlText).LookupId.ShouldBe("aHR0cDovL3d3dy5leGFtcGxlLmNvbS9hP2I9Yw");
        // It hashes the text as given; a canonical one gives the same.
        UrlId.CanonicalSha256(UrlText).ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("http://www.example.com/a?b=c"u8)));
    }
}
