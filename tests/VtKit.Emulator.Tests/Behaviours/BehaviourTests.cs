using System.Net;
using System.Text.Json.Nodes;
using ICSharpCode.SharpZipLib.BZip2;

namespace VtKit.Emulator.Tests;

public sealed class BehaviourTests
{
    private const string File = EmulatorFixture.EicarSha256;
    private const string Box = File + "_Box One", Zen = File + "_Zenbox";

    private const string Reports =
        $$$"""
        {"objects": [
            {"type": "file_behaviour", "id": "{{{Box}}}", "artefacts": {"html": "PGgxPlJ1bjwvaDE+", "pcap": "cGFja2V0cw=="},
                "attributes": {"sandbox_name": "Box One", "behash": "11", "analysis_date": 1, "has_html_report": false, "tags": ["A", "B"], "hosts_file": "localhost",
                    "files_dropped": [{"path": "/tmp/x", "sha256": "00"}], "attack_techniques": {"T1059": [{"severity": "IMPACT_SEVERITY_LOW", "description": "a shell"}]},
                    "mitre_attack_techniques": [{"id": "T1055.012", "signature_description": "hollows", "severity": "IMPACT_SEVERITY_HIGH"}, {"id": "T9999"}, {"id": 5}]}},
            {"type": "file_behaviour", "id": "{{{Zen}}}",
                "attributes": {"sandbox_name": "Zenbox", "tags": ["B", "C"], "files_dropped": [{"sha256": "00", "path": "/tmp/x"}, {"path": "/tmp/y"}],
                    "attack_techniques": {"T1059": [{"severity": "IMPACT_SEVERITY_LOW", "description": "a shell"}, {"description": "another"}]}},
                "relationships": {"contacted_domains": {"data": [{"type": "domain", "id": "example.com"}]}} },
            {"type": "attack_tactic", "id": "TA0002", "attributes": {"name": "Execution", "link": "https://example.com/TA0002"}, "relationships": {"attack_techniques": {"data": [{"type": "attack_technique", "id": "T1059"}]}} },
            {"type": "attack_technique", "id": "T1055", "attributes": {"name": "Injection"}, "relationships": {"attack_tactics": {"data": [{"type": "attack_tactic", "id": "TA0005"}]}} },
            {"type": "attack_technique", "id": "T1059", "attributes": {"name": "Interpreter"}}]}
        """;

    [Fact]
    public async Task Reports_are_read_by_their_id_and_listed_by_their_file()
    {
        await using var fixture = await StartAsync();

        (await IdsAsync(fixture, $"/files/{File}/behaviours")).ShouldBe([Zen, Box]);
        ((string?)(await fixture.GetAsync($"/file_behaviours/{Uri.EscapeDataString(Box)}"))["data"]!["attributes"]!["sandbox_name"]).ShouldBe("Box One");
        ((string?)(await fixture.GetAsync($"/file_behaviours/{Zen}/file"))["data"]!["id"]).ShouldBe(File);
        (await IdsAsync(fixture, $"/file_behaviours/{Zen}/relationships/contacted_domains")).ShouldBe(["example.com"]);
        (await IdsAsync(fixture, $"/file_behaviours/{Uri.EscapeDataString(Box)}/relationships/attack_techniques")).ShouldBe(["T1055.012", "T9999", "T1059"]);
        (await fixture.Premium.FailAsync(HttpMethod.Get, $"/file_behaviours/{File}_Other")).ShouldBe($"404 NotFoundError File behaviour \"{File}_Other\" not found");
        // A report of another file begins otherwise.
        await fixture.UploadAsync("another".Utf8());
        (await IdsAsync(fixture, "/files/ae448ac86c4e8e4dec645729708ef41873ae79c6dff84eff73360989487f08e5/behaviours")).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_summary_has_what_all_sandboxes_found_once_and_nothing_of_a_single_run()
    {
        await using var fixture = await StartAsync();

        var summary = (await fixture.GetAsync($"/files/{File}/behaviour_summary"))["data"]!.AsObject();

        summary.Select(member => member.Key).ShouldBe(["tags", "hosts_file", "files_dropped", "attack_techniques", "mitre_attack_techniques"], ignoreOrder: true);
        summary["tags"]!.ToJsonString().ShouldBe("""["A","B","C"]""");
        // The order of members makes no difference.
        summary["files_dropped"]!.AsArray().Count.ShouldBe(2);
        summary["attack_techniques"]!["T1059"]!.AsArray().Count.ShouldBe(2);
        await fixture.UploadAsync("another".Utf8());
        (await fixture.GetAsync("/files/ae448ac86c4e8e4dec645729708ef41873ae79c6dff84eff73360989487f08e5/behaviour_summary"))["data"]!.AsObject().ShouldBeEmpty();
        (await fixture.Premium.FailAsync(HttpMethod.Get, $"/files/{new string('0', 64)}/behaviour_summary")).ShouldStartWith("404 NotFoundError File");
    }

    [Fact]
    public async Task Techniques_stand_under_their_tactics_per_sandbox()
    {
        await using var fixture = await StartAsync();

        var trees = (await fixture.GetAsync($"/files/{File}/behaviour_mitre_trees"))["data"]!;

        trees["Zenbox"]!.ToJsonString().ShouldBe(
            """{"tactics":[{"id":"TA0002","name":"Execution","link":"https://example.com/TA0002","techniques":[{"id":"T1059","name":"Interpreter","signatures":[{"severity":"LOW","description":"a shell"},{"description":"another"}]}]}]}""");
        // A part of a technique serves what the technique serves; one of which nothing is known has no place.
        trees["Box One"]!["tactics"]!.AsArray().Select(tactic => $"{tactic!["id"]} {tactic["techniques"]![0]!["id"]} {tactic["techniques"]![0]!["signatures"]![0]!["severity"]}")
            .ShouldBe(["TA0002 T1059 LOW", "TA0005 T1055.012 HIGH"]);
    }

    [Fact]
    public async Task What_was_brought_with_a_report_can_be_fetched_and_nothing_else()
    {
        await using var fixture = await StartAsync();
        var box = $"/file_behaviours/{Uri.EscapeDataString(Box)}";

        (await fixture.Premium.GetStringAsync(EmulatorFixture.Api(box + "/html"))).ShouldBe("<h1>Run</h1>");
        (await fixture.Premium.GetStringAsync(EmulatorFixture.Api(box + "/pcap"))).ShouldBe("packets");
        (await fixture.Premium.FailAsync(HttpMethod.Get, box + "/evtx")).ShouldBe($"404 NotFoundError EVTX \"{Box}\" not found");
        (await fixture.Premium.FailAsync(HttpMethod.Get, $"/file_behaviours/{Zen}/html")).ShouldStartWith("404 NotFoundError HTML report");
        (await fixture.Public.FailAsync(HttpMethod.Get, box + "/pcap")).ShouldStartWith("403 ForbiddenError");
        var attributes = (await fixture.GetAsync(box))["data"]!["attributes"]!;
        ((bool?)attributes["has_html_report"], (bool?)attributes["has_pcap"], (bool?)attributes["has_evtx"]).ShouldBe((true, true, null));
    }

    [Fact]
    public async Task A_line_of_the_feed_leads_to_what_was_recorded()
    {
        await using var fixture = await StartAsync();
        var minute = fixture.Clock.GetUtcNow();
        fixture.Clock.Advance(TimeSpan.FromHours(2));
        using var redirect = await fixture.Premium.GetAsync(EmulatorFixture.Api($"/feeds/file-behaviours/{minute:yyyyMMddHHmm}"));
        using var lines = new StreamReader(new BZip2InputStream(new MemoryStream(await fixture.Admin.GetByteArrayAsync(redirect.Headers.Location))));
        var context = (await lines.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)
            .ToDictionary(line => (string)line["id"]!, line => line["context_attributes"]!.AsObject());

        context.Keys.ShouldBe([Box, Zen]);
        ((string?)context[Box]["file_md5"]).ShouldBe(EmulatorFixture.EicarMd5);
        context[Zen].ContainsKey("pcap").ShouldBeFalse();
        var link = (string)context[Box]["pcap"]!;
        (await fixture.Premium.GetStringAsync(new Uri(link))).ShouldBe("packets");
        (await fixture.Premium.GetStringAsync(new Uri(link.Replace("file-behaviours", "file_behaviours", StringComparison.Ordinal).Replace("/pcap", "/html", StringComparison.Ordinal)))).ShouldBe("<h1>Run</h1>");
        using var forged = await fixture.Premium.GetAsync(new Uri(link.Replace(".", ".A", StringComparison.Ordinal).Replace("127.A0.A0.A1", "127.0.0.1", StringComparison.Ordinal)));
        forged.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Reports_of_a_private_file_are_for_its_team()
    {
        await using var fixture = await EmulatorFixture.StartAsync();
        using var other = fixture.Client(VtEmulatorKeys.OtherGroup);
        using var form = EmulatorFixture.Form("another".Utf8(), "another.txt");
        await fixture.Premium.ReadAsync(HttpMethod.Post, "/private/files", form);
        const string Sha256 = "ae448ac86c4e8e4dec645729708ef41873ae79c6dff84eff73360989487f08e5";
        await fixture.AdminAsync(HttpMethod.Post, "/seed", $$$"""{"objects": [{"type": "private_file_behaviour", "id": "{{{Sha256}}}_Zenbox", "attributes": {"tags": ["A"]}, "artefacts": {"evtx": "bG9n"}}]}""");

        (await IdsAsync(fixture, $"/private/file/{Sha256}/behaviours")).ShouldBe([$"{Sha256}_Zenbox"]);
        (await fixture.GetAsync($"/private/files/{Sha256}/behaviour_summary"))["data"]!["tags"]!.ToJsonString().ShouldBe("""["A"]""");
        (await fixture.GetAsync($"/private/files/{Sha256}/behaviour_mitre_trees"))["data"]!["Zenbox"]!["tactics"]!.AsArray().ShouldBeEmpty();
        (await fixture.Premium.GetStringAsync(EmulatorFixture.Api($"/private/file_behaviours/{Sha256}_Zenbox/evtx"))).ShouldBe("log");
        ((string?)(await fixture.GetAsync($"/private/file_behaviours/{Sha256}_Zenbox/file"))["data"]!["type"]).ShouldBe("private_file");
        (await fixture.Premium.FailAsync(HttpMethod.Get, $"/file_behaviours/{Sha256}_Zenbox")).ShouldStartWith("404");
        foreach (var path in new[] { $"/private/file_behaviours/{Sha256}_Zenbox", $"/private/file_behaviours/{Sha256}_Zenbox/evtx", $"/private/files/{Sha256}/behaviour_summary", $"/private/file_behaviours/{Sha256}_Zenbox/file" })
            (await other.FailAsync(HttpMethod.Get, path)).ShouldStartWith("404 NotFoundError");
        fixture.Clock.Advance(TimeSpan.FromDays(1));
        (await fixture.Premium.FailAsync(HttpMethod.Get, $"/private/file_behaviours/{Sha256}_Zenbox")).ShouldStartWith("404 NotFoundError");
    }

    [Theory]
    [InlineData("""{"type": "file_behaviour", "id": "Zenbox"}""")]
    [InlineData("""{"type": "file_behaviour", "id": "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f_"}""")]
    [InlineData("""{"type": "file_behaviour", "id": "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f_A", "artefacts": {"film": ""}}""")]
    [InlineData("""{"type": "file_behaviour", "id": "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f_A", "artefacts": {"pcap": "?"}}""")]
    [InlineData("""{"type": "file_behaviour", "id": "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f_A", "artefacts": []}""")]
    public async Task What_is_no_report_is_not_brought_in(string found)
    {
        await using var fixture = await EmulatorFixture.StartAsync();
        using var response = await fixture.Admin.PostAsync(new Uri("/_emulator/seed", UriKind.Relative), new StringContent($$"""{"objects": [{{found}}]}"""));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Rules_are_found_by_filter_and_order()
    {
        await using var fixture = await EmulatorFixture.StartAsync();
        await fixture.AdminAsync(HttpMethod.Post, "/seed",
            """
            {"objects": [
                {"type": "yara_rule", "id": "r1|One", "attributes": {"name": "One", "author": "An Author", "matches": 5, "enabled": true, "tags": ["apt"], "rule": "rule One {}"}, "relationships": {"yara_ruleset": {"data": {"type": "yara_ruleset", "id": "r1"}}}},
                {"type": "yara_rule", "id": "r1|Two", "attributes": {"name": "Two", "author": "Other", "matches": 9, "enabled": false, "threat_categories": ["Trojan"], "rule": "rule Two {}"}},
                {"type": "yara_rule", "id": "r1|Three", "attributes": {"name": "Three"}},
                {"type": "yara_ruleset", "id": "r1", "attributes": {"name": "set"}}]}
            """);

        (await IdsAsync(fixture, "/yara_rules?order=matches-")).ShouldBe(["r1|Two", "r1|One", "r1|Three"]);
        (await IdsAsync(fixture, "/yara_rules?order=matches%2B")).ShouldBe(["r1|Three", "r1|One", "r1|Two"]);
        (await IdsAsync(fixture, "/yara_rules?filter=" + Uri.EscapeDataString("author:\"an author\" tag:APT"))).ShouldBe(["r1|One"]);
        (await IdsAsync(fixture, "/yara_rules?filter=enabled:false")).ShouldBe(["r1|Two"]);
        (await IdsAsync(fixture, "/yara_rules?filter=threat_category:trojan")).ShouldBe(["r1|Two"]);
        (await IdsAsync(fixture, "/yara_rules?filter=" + Uri.EscapeDataString("author:' OR 1=1 --"))).ShouldBeEmpty();
        foreach (var wrong in new[] { "filter=colour:red", "filter=%22open", "order=name", "order=matches--" })
            (await fixture.Premium.FailAsync(HttpMethod.Get, "/yara_rules?" + wrong)).ShouldStartWith("400 BadRequestError");
        ((string?)(await fixture.GetAsync("/yara_rules/r1%7COne/yara_ruleset"))["data"]!["id"]).ShouldBe("r1");
    }

    private static async Task<EmulatorFixture> StartAsync()
    {
        var fixture = await EmulatorFixture.StartAsync();
        await fixture.AdminAsync(HttpMethod.Post, "/seed", Reports);
        return fixture;
    }

    private static async Task<string[]> IdsAsync(EmulatorFixture fixture, string path) =>
        [.. (await fixture.GetAsync(path))["data"]!.AsArray().Select(one => (string)one!["id"]!)];
}
