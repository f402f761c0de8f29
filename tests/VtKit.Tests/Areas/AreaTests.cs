using System.Net;
using VtKit.Indicators;

namespace VtKit.Tests;

/// <summary>Each call of vtapi3 has its equivalent, and asks for what the service documents.</summary>
public sealed class AreaTests
{
    private const string Sha256 = "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f";
    private const string UrlText = "http://www.example.com/a?b=c";
    private const string UrlId64 = "aHR0cDovL3d3dy5leGFtcGxlLmNvbS9hP2I9Yw";
    private const string Sandbox = Sha256 + "_Dr.Web vxCube";

    private static readonly VtListOptions Ten = new() { PageSize = 10 };

    public static TheoryData<string, string, string> Calls()
    {
        var rows = new TheoryData<string, string, string>();
        foreach (var (name, _, request) in All) rows.Add(name, request, "");
        return rows;
    }

    private static readonly (string Name, Func<VtClient, Task> Call, string Request)[] All =
    [
        ("files.get", vt => vt.Files.GetAsync(Sha256), $"GET /files/{Sha256}"),
        ("files.get md5", vt => vt.Files.GetAsync("44D88612FEA8A8F36DE82E1278ABB02F"), "GET /files/44d88612fea8a8f36de82e1278abb02f"),
        ("files.get sha1", vt => vt.Files.GetAsync(FileHash.Parse("3395856ce81f2b7382dee72602f798b642f14140")), "GET /files/3395856ce81f2b7382dee72602f798b642f14140"),
        ("files.get related", vt => vt.Files.GetAsync(Sha256, new VtReadOptions { Relationships = [VtRelationships.File.ContactedDomains.Name, "contacted_ips"] }), $"GET /files/{Sha256}?relationships=contacted_domains%2Ccontacted_ips"),
        ("files.analyse", vt => vt.Files.AnalyseAsync(Sha256), $"POST /files/{Sha256}/analyse"),
        ("files.comments", vt => vt.Files.CommentsAsync(Sha256, Ten).ToListAsync().AsTask(), $"GET /files/{Sha256}/comments?limit=10"),
        ("files.add comment", vt => vt.Files.AddCommentAsync(Sha256, "Lorem #ipsum \"x\""), $"POST /files/{Sha256}/comments {{\"data\":{{\"type\":\"comment\",\"attributes\":{{\"text\":\"Lorem #ipsum \\u0022x\\u0022\"}}}}}}"),
        ("files.votes", vt => vt.Files.VotesAsync(Sha256, Ten).ToListAsync().AsTask(), $"GET /files/{Sha256}/votes?limit=10"),
        ("files.add vote", vt => vt.Files.AddVoteAsync(Sha256, VoteVerdict.Malicious), $"POST /files/{Sha256}/votes {{\"data\":{{\"type\":\"vote\",\"attributes\":{{\"verdict\":\"malicious\"}}}}}}"),
        ("files.relationship", vt => vt.Files.RelatedAsync<VtFileBehaviour>(Sha256, VtRelationships.DefaultFor("file")!, Ten).ToListAsync().AsTask(), $"GET /files/{Sha256}/behaviours?limit=10"),
        ("files.relationship ids", vt => vt.Files.RelatedIdsAsync(Sha256, VtRelationships.File.BundledFiles).ToListAsync().AsTask(), $"GET /files/{Sha256}/relationships/bundled_files"),
        ("files.relationship one", vt => vt.Files.RelatedOneAsync<VtObject>(Sha256, "author"), $"GET /files/{Sha256}/author"),
        ("files.relationship one id", vt => vt.Files.RelatedOneIdAsync(Sha256, "author"), $"GET /files/{Sha256}/relationships/author"),
        ("files.behaviours", vt => vt.Files.BehavioursAsync(Sha256).ToListAsync().AsTask(), $"GET /files/{Sha256}/behaviours"),
        ("files.behaviour summary", vt => vt.Files.BehaviourSummaryAsync(Sha256), $"GET /files/{Sha256}/behaviour_summary"),
        ("files.mitre", vt => vt.Files.BehaviourMitreTreesAsync(Sha256), $"GET /files/{Sha256}/behaviour_mitre_trees"),
        ("behaviours.pcap", vt => vt.FileBehaviours.OpenPcapAsync(Sandbox), $"GET /file_behaviours/{Sha256}_Dr.Web%20vxCube/pcap"),
        ("behaviours.evtx", vt => vt.FileBehaviours.OpenEvtxAsync(Sandbox), $"GET /file_behaviours/{Sha256}_Dr.Web%20vxCube/evtx"),
        ("behaviours.memdump", vt => vt.FileBehaviours.OpenMemdumpAsync(Sandbox), $"GET /file_behaviours/{Sha256}_Dr.Web%20vxCube/memdump"),
        ("behaviours.html", vt => vt.FileBehaviours.OpenHtmlAsync(Sandbox), $"GET /file_behaviours/{Sha256}_Dr.Web%20vxCube/html"),
        ("behaviours.get", vt => vt.FileBehaviours.GetAsync(Sandbox), $"GET /file_behaviours/{Sha256}_Dr.Web%20vxCube"),
        ("urls.submit", vt => vt.Urls.SubmitAsync("http://x/?a=1&b=ü+c"), "POST /urls url=http%3A%2F%2Fx%2F%3Fa%3D1%26b%3D%C3%BC%2Bc"),
        ("urls.get", vt => vt.Urls.GetAsync(UrlText), $"GET /urls/{UrlId64}"),
        ("urls.get base64", vt => vt.Urls.GetAsync(UrlId64), $"GET /urls/{UrlId64}"),
        ("urls.get sha256", vt => vt.Urls.GetAsync(Sha256), $"GET /urls/{Sha256}"),
        ("urls.get id", vt => vt.Urls.GetAsync(UrlId.FromUrl(UrlText)), $"GET /urls/{UrlId64}"),
        ("urls.analyse", vt => vt.Urls.AnalyseAsync(UrlText), $"POST /urls/{UrlId64}/analyse"),
        ("urls.comments", vt => vt.Urls.CommentsAsync(UrlText, Ten).ToListAsync().AsTask(), $"GET /urls/{UrlId64}/comments?limit=10"),
        ("urls.add comment", vt => vt.Urls.AddCommentAsync(UrlText, "a"), $"POST /urls/{UrlId64}/comments {{\"data\":{{\"type\":\"comment\",\"attributes\":{{\"text\":\"a\"}}}}}}"),
        ("urls.votes", vt => vt.Urls.VotesAsync(UrlText, Ten).ToListAsync().AsTask(), $"GET /urls/{UrlId64}/votes?limit=10"),
        ("urls.add vote", vt => vt.Urls.AddVoteAsync(UrlText, VoteVerdict.Harmless), $"POST /urls/{UrlId64}/votes {{\"data\":{{\"type\":\"vote\",\"attributes\":{{\"verdict\":\"harmless\"}}}}}}"),
        ("urls.network location", vt => vt.Urls.GetNetworkLocationAsync(UrlText), $"GET /urls/{UrlId64}/network_location"),
        ("urls.relationship", vt => vt.Urls.RelatedOneAsync<VtIpAddress>(UrlText, VtRelationships.DefaultFor("url")!), $"GET /urls/{UrlId64}/last_serving_ip_address"),
        ("domains.get", vt => vt.Domains.GetAsync("Example.COM."), "GET /domains/example.com"),
        ("domains.get idn", vt => vt.Domains.GetAsync("bücher.example"), "GET /domains/xn--bcher-kva.example"),
        ("domains.analyse", vt => vt.Domains.AnalyseAsync("example.com"), "POST /domains/example.com/analyse"),
        ("domains.comments", vt => vt.Domains.CommentsAsync("example.com", Ten).ToListAsync().AsTask(), "GET /domains/example.com/comments?limit=10"),
        ("domains.add comment", vt => vt.Domains.AddCommentAsync("example.com", "a"), "POST /domains/example.com/comments {\"data\":{\"type\":\"comment\",\"attributes\":{\"text\":\"a\"}}}"),
        ("domains.votes", vt => vt.Domains.VotesAsync("example.com", Ten).ToListAsync().AsTask(), "GET /domains/example.com/votes?limit=10"),
        ("domains.add vote", vt => vt.Domains.AddVoteAsync("example.com", VoteVerdict.Harmless), "POST /domains/example.com/votes {\"data\":{\"type\":\"vote\",\"attributes\":{\"verdict\":\"harmless\"}}}"),
        ("domains.relationship", vt => vt.Domains.RelatedAsync<VtResolution>("example.com", VtRelationships.DefaultFor("domain")!, Ten).ToListAsync().AsTask(), "GET /domains/example.com/resolutions?limit=10"),
        ("ips.get", vt => vt.IpAddresses.GetAsync("8.8.8.8"), "GET /ip_addresses/8.8.8.8"),
        ("ips.get v6", vt => vt.IpAddresses.GetAsync("2A00:1450:4009:080A::2001"), "GET /ip_addresses/2a00%3A1450%3A4009%3A80a%3A%3A2001"),
        ("ips.comments", vt => vt.IpAddresses.CommentsAsync("8.8.8.8", Ten).ToListAsync().AsTask(), "GET /ip_addresses/8.8.8.8/comments?limit=10"),
        ("ips.add comment", vt => vt.IpAddresses.AddCommentAsync("8.8.8.8", "a"), "POST /ip_addresses/8.8.8.8/comments {\"data\":{\"type\":\"comment\",\"attributes\":{\"text\":\"a\"}}}"),
        ("ips.votes", vt => vt.IpAddresses.VotesAsync("8.8.8.8", Ten).ToListAsync().AsTask(), "GET /ip_addresses/8.8.8.8/votes?limit=10"),
        ("ips.add vote", vt => vt.IpAddresses.AddVoteAsync("8.8.8.8", VoteVerdict.Malicious), "POST /ip_addresses/8.8.8.8/votes {\"data\":{\"type\":\"vote\",\"attributes\":{\"verdict\":\"malicious\"}}}"),
        ("ips.relationship", vt => vt.IpAddresses.RelatedAsync<VtResolution>("8.8.8.8", VtRelationships.DefaultFor("ip_address")!, Ten).ToListAsync().AsTask(), "GET /ip_addresses/8.8.8.8/resolutions?limit=10"),
        ("analyses.get", vt => vt.Analyses.GetAsync("NjY0MjRl=="), "GET /analyses/NjY0MjRl%3D%3D"),
        ("analyses.item", vt => vt.Analyses.GetItemAsync("u-1"), "GET /analyses/u-1/item"),
        ("comments.latest", vt => vt.Comments.LatestAsync("tag:emotet").ToListAsync().AsTask(), "GET /comments?filter=tag%3Aemotet"),
        ("comments.get", vt => vt.Comments.GetAsync("f-1-2", new VtReadOptions { Relationships = ["author"] }), "GET /comments/f-1-2?relationships=author"),
        ("comments.delete", vt => vt.Comments.DeleteAsync("f-1-2"), "DELETE /comments/f-1-2"),
        ("comments.vote", vt => vt.Comments.VoteAsync("f-1-2", VtCommentRating.Abuse), "POST /comments/f-1-2/vote {\"data\":\"abuse\"}"),
        ("votes.get", vt => vt.Votes.GetAsync("i-8.8.8.8-1"), "GET /votes/i-8.8.8.8-1"),
    ];

    [Theory]
    [MemberData(nameof(Calls))]
    [Trait("seed", "30")]
    [Trait("seed", "31")]
    [Trait("seed", "32")]
    [Trait("seed", "33")]
    [Trait("seed", "46")]
    [Trait("seed", "47")]
    [Trait("seed", "48")]
    [Trait("seed", "49")]
    [Trait("seed", "50")]
    [Trait("seed", "51")]
    [Trait("seed", "52")]
    [Trait("seed", "54")]
    public async Task It_asks_for_what_the_service_documents(string name, string request, string _)
    {
        var stub = new StubHandler().Always(asked => StubHandler.Answer(HttpStatusCode.OK, asked.PathAndQuery.Contains("limit=", StringComparison.Ordinal) || name.Contains("ids", StringComparison.Ordinal) || name is "files.behaviours" or "comments.latest"
            ? """{"data":[]}"""
            : """{"data":{"type":"x","id":"y","attributes":{}}}"""));
        using var client = Make.Client(stub);

        await All.Single(c => c.Name == name).Call(client);

        var asked = stub.Requests.Single();
        $"{asked.Method} {asked.PathAndQuery["/api/v3".Length..]} {asked.Text}".TrimEnd().ShouldBe(request);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("")]
    [InlineData("275a021b")]
    public async Task Text_that_is_no_hash_is_refused_before_anything_is_sent(string text)
    {
        var stub = new StubHandler();
        using var client = Make.Client(stub);

        await Should.ThrowAsync<FormatException>(async () => await client.Files.GetAsync(text));

        stub.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_of_a_call_without_an_id_is_sent()
    {
        var stub = new StubHandler();
        using var client = Make.Client(stub);

        await Should.ThrowAsync<ArgumentException>(async () => await client.Files.GetAsync((string)null!));
        await Should.ThrowAsync<ArgumentException>(async () => await client.Files.GetAsync(default(FileHash)));
        await Should.ThrowAsync<ArgumentException>(async () => await client.Analyses.GetAsync(""));
        await Should.ThrowAsync<ArgumentException>(async () => await client.Files.RelatedAsync<VtObject>(Sha256, "").ToListAsync());
        await Should.ThrowAsync<ArgumentException>(async () => await client.Files.AddCommentAsync(Sha256, " "));
        await Should.ThrowAsync<ArgumentException>(async () => await client.Files.AddVoteAsync(Sha256, default));

        stub.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"data":null}""")]
    [InlineData("""{"data":[]}""")]
    [InlineData("{}")]
    public async Task A_relationship_to_one_may_lead_to_none(string body)
    {
        using var client = Make.Client(new StubHandler().Always(HttpStatusCode.OK, body));

        (await client.Urls.GetNetworkLocationAsync(UrlText)).ShouldBeNull();
    }

    [Fact]
    [Trait("seed", "31")]
    public async Task A_network_location_is_a_domain_or_an_address()
    {
        using var client = Make.Client(new StubHandler()
            .Then(HttpStatusCode.OK, """{"data":{"type":"domain","id":"example.com"}}""")
            .Then(HttpStatusCode.OK, """{"data":{"type":"ip_address","id":"8.8.8.8"}}"""));

        (await client.Urls.GetNetworkLocationAsync(UrlText)).ShouldBeOfType<VtDomain>();
        (await client.Urls.GetNetworkLocationAsync(UrlText)).ShouldBeOfType<VtIpAddress>();
    }

    [Fact]
    [Trait("seed", "83")]
    public async Task Relationships_that_were_asked_for_are_read_back()
    {
        using var client = Make.Client(new StubHandler().Then(HttpStatusCode.OK,
            """{"data":{"type":"file","id":"a","relationships":{"contacted_urls":{"data":[{"type":"url","id":"u","context_attributes":{"url":"http://x/"}}],"meta":{"count":1}}}}}"""));

        var file = await client.Files.GetAsync(Sha256, new VtReadOptions { Relationships = ["contacted_urls"] });

        var url = file.Relationships["contacted_urls"].Objects.Single();
        (url.Type, url.Id, url.ContextAttributes["url"].AsString()).ShouldBe(("url", "u", "http://x/"));
    }

    [Fact]
    [Trait("seed", "75")]
    public async Task Many_look_ups_can_be_under_way_at_once()
    {
        using var client = Make.Client(new StubHandler().Always(HttpStatusCode.OK, """{"data":{"type":"file","id":"a"}}"""));

        var files = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => client.Files.GetAsync(Sha256)));

        files.ShouldAllBe(f => f.Id == "a");
    }
}
