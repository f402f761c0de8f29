using System.Text.Json.Nodes;
using VtKit.Testing.Shared;

namespace VtKit.Emulator.Tests;

/// <summary>Recorded answers of the service, brought in and told again.</summary>
public sealed class ImportTests
{
    private const string Sha256 = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    private const string Report = """
        {"data": {"type": "file", "id": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "links": {"self": "https://elsewhere/x"},
          "attributes": {"sha256": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "size": 12, "type_description": "Win32 EXE", "names": ["b.exe", "a.exe"], "meaningful_name": "a.exe", "times_submitted": 7,
            "first_submission_date": 1500000000, "last_submission_date": 1600000000, "reputation": -5, "total_votes": {"harmless": 3, "malicious": 4}, "never_heard_of": {"deep": [1, null]},
            "last_analysis_date": 1600000100, "last_analysis_stats": {"malicious": 1}, "last_analysis_results": {"Some": {"category": "malicious", "engine_name": "Some", "result": "Bad"}}},
          "relationships": {"contacted_urls": {"data": [{"type": "url", "id": "00", "context_attributes": {"url": "http://bad.example/x"}}]},
            "contacted_domains": {"data": [{"type": "domain", "id": "bad.example", "attributes": {"registrar": "Somebody"}}]},
            "comments": {"data": [{"type": "comment", "id": "f-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-12345678", "attributes": {"text": "Seen in #phishing", "date": 1600000200}}]}}}}
        """;

    [Fact]
    public async Task A_report_is_told_as_it_came_and_lives_on()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        (await emulator.AdminAsync(HttpMethod.Post, "/import", Report)).ToJsonString().ShouldBe("""{"imported":1,"left_out":0}""");

        var attributes = (await emulator.GetAsync("/files/" + Sha256))["data"]!["attributes"]!;
        attributes["type_description"]!.GetValue<string>().ShouldBe("Win32 EXE");
        attributes["never_heard_of"]!.ToJsonString().ShouldBe("""{"deep":[1,null]}""");
        attributes["names"]!.AsArray().Select(name => name!.GetValue<string>()).ShouldBe(["a.exe", "b.exe"]);
        attributes["times_submitted"]!.GetValue<long>().ShouldBe(7);
        attributes["first_submission_date"]!.GetValue<long>().ShouldBe(1500000000);
        attributes["last_analysis_date"]!.GetValue<long>().ShouldBe(1600000100);
        attributes["last_analysis_stats"]!["malicious"]!.GetValue<int>().ShouldBe(1);
        attributes["last_analysis_results"]!["Some"]!["result"]!.GetValue<string>().ShouldBe("Bad");

        // A vote counts from here on; nobody's votes of elsewhere are made up.
        await emulator.PostAsync($"/files/{Sha256}/votes", Bodies.Vote("harmless"));
        (await emulator.GetAsync("/files/" + Sha256))["data"]!["attributes"]!["total_votes"]!["harmless"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task What_it_was_related_to_comes_along()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await emulator.AdminAsync(HttpMethod.Post, "/import", Report);

        (await emulator.GetAsync($"/files/{Sha256}/contacted_urls"))["data"]![0]!["attributes"]!["url"]!.GetValue<string>().ShouldBe("http://bad.example/x");
        (await emulator.GetAsync($"/files/{Sha256}/contacted_domains"))["data"]![0]!["attributes"]!["registrar"]!.GetValue<string>().ShouldBe("Somebody");
        (await emulator.GetAsync($"/files/{Sha256}/comments"))["data"]![0]!["attributes"]!["text"]!.GetValue<string>().ShouldBe("Seen in #phishing");
        (await emulator.GetAsync("/comments?filter=tag:phishing"))["data"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Imported_links_stand_beside_those_that_the_store_can_tell()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await emulator.AdminAsync(HttpMethod.Post, "/seed", """{"urls": ["http://example.com/1", "http://example.com/2"]}""");
        await emulator.AdminAsync(HttpMethod.Post, "/import",
            """{"data": {"type": "domain", "id": "example.com", "relationships": {"urls": {"data": [{"type": "url", "id": "x", "context_attributes": {"url": "http://other.example/"}},{"type": "url", "id": "x", "context_attributes": {"url": "http://example.com/1"}}]}}}}""");

        var seen = new List<string>();
        for (var path = "/domains/example.com/urls?limit=1"; ;)
        {
            var page = await emulator.GetAsync(path);
            seen.Add(page["data"]![0]!["attributes"]!["url"]!.GetValue<string>());
            if (page["meta"]?["cursor"] is not { } cursor) break;
            path = "/domains/example.com/urls?limit=1&cursor=" + cursor;
        }
        seen.ShouldBe(["http://example.com/1", "http://example.com/2", "http://other.example/"], ignoreOrder: true);
    }

    [Fact]
    public async Task Users_and_their_keys_stay_out()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        (await emulator.AdminAsync(HttpMethod.Post, "/import",
            """
            {"data": [{"type": "user", "id": "somebody", "attributes": {"apikey": "secret"}},
              {"type": "monitor_event", "id": "e", "attributes": {"action": "a", "creator_id": "somebody", "owner_id": "somebody"}},
              {"type": "attack_tactic", "id": "TA1", "attributes": {"name": "x", "apikey": "secret", "email": "a@b.example"}, "relationships": {"owner": {"data": {"type": "user", "id": "somebody"}}}}]}
            """)).ToJsonString().ShouldBe("""{"imported":2,"left_out":1}""");
        (await emulator.GetAsync("/attack_tactics/TA1"))["data"]!["attributes"]!.ToJsonString().ShouldBe("""{"name":"x"}""");
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/users/somebody")).ShouldStartWith("404");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"data": [{"id": "x"}]}""")]
    [InlineData("""{"data": {"type": "file", "id": "no hash"}}""")]
    [InlineData("""{"data": {"type": "url", "id": "00"}}""")]
    [InlineData("""{"data": {"type": "comment", "id": "c"}}""")]
    public async Task What_is_no_recorded_answer_is_refused_whole(string body)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        using var answer = await emulator.Admin.PostAsync(new Uri("/_emulator/import", UriKind.Relative), new StringContent(body));
        ((int)answer.StatusCode).ShouldBe(400);
    }

    [SharedFact]
    public async Task Every_recorded_report_of_a_file_domain_or_address_reads_back_equal()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var checkedCount = 0;
        foreach (var (folder, path) in new[] { ("files", "/files/"), ("domains", "/domains/"), ("ip_addresses", "/ip_addresses/") })
            foreach (var file in Directory.GetFiles(Path.Combine(SharedMaterial.Fixtures!, folder), "*.json").Order(StringComparer.Ordinal))
            {
                var text = await File.ReadAllTextAsync(file);
                if (JsonNode.Parse(text) is not JsonObject recorded || recorded["data"] is not JsonObject data || data["attributes"] is not JsonObject attributes) continue;
                await emulator.AdminAsync(HttpMethod.Post, "/reset");
                await emulator.AdminAsync(HttpMethod.Post, "/import", text);
                var told = (await emulator.GetAsync(path + data["id"]!.GetValue<string>()))["data"]!["attributes"]!.AsObject();
                foreach (var (name, value) in attributes)
                    if (!KeptByTheStore.Contains(name)) JsonNode.DeepEquals(told[name], value).ShouldBeTrue($"{Path.GetFileName(file)}: {name}");
                checkedCount++;
            }
        checkedCount.ShouldBeGreaterThan(50);
    }

    /// <summary>What follows from other things that came in, and changes with what happens here.</summary>
    private static readonly string[] KeptByTheStore =
    [
        "last_analysis_date", "last_analysis_stats", "last_modification_date", "total_votes", "names", "meaningful_name", "unique_sources", "downloadable",
        "times_submitted", "first_submission_date", "last_submission_date", "last_analysis_results", "sha256", "md5", "sha1", "size",
    ];
}
