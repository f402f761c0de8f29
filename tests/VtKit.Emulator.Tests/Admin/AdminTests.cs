using System.Net;

namespace VtKit.Emulator.Tests;

public sealed class AdminTests
{
    private const string File = "/files/" + EmulatorFixture.EicarMd5;

    [Fact]
    public async Task The_clock_is_read_advanced_and_set()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        (await emulator.AdminAsync(HttpMethod.Get, "/clock"))["now"]!.GetValue<string>().ShouldBe("2026-01-15T12:00:00.000Z");
        (await emulator.AdminAsync(HttpMethod.Post, "/clock", """{"advance_seconds": 90.5}"""))["now"]!.GetValue<string>().ShouldBe("2026-01-15T12:01:30.500Z");
        (await emulator.AdminAsync(HttpMethod.Post, "/clock", """{"set": "2027-02-03T04:05:06Z"}"""))["now"]!.GetValue<string>().ShouldBe("2027-02-03T04:05:06.000Z");
        emulator.Clock.Advance(TimeSpan.FromSeconds(1));
        (await emulator.AdminAsync(HttpMethod.Get, "/clock"))["now"]!.GetValue<string>().ShouldBe("2027-02-03T04:05:07.000Z");
        foreach (var nonsense in new[] { "{}", """{"set": "yesterday"}""", """{"advance_seconds": 1e300}""" })
            (await AdminFailAsync(emulator, HttpMethod.Post, "/clock", nonsense)).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_log_has_method_path_and_status_and_no_secret()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await emulator.GetAsync(File);
        await emulator.GetAsync($"/users/{VtEmulatorKeys.Premium}");
        var upload = (await emulator.GetAsync("/files/upload_url"))["data"]!.GetValue<string>();
        using (await emulator.Premium.PostAsync(new Uri(upload), EmulatorFixture.Form("secret content"u8.ToArray(), "secret name"))) { }
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/files/" + new string('0', 64))).ShouldStartWith("404");
        var log = await emulator.AdminAsync(HttpMethod.Get, "/requests");
        log["requests"]!.AsArray().Select(entry => $"{entry!["method"]} {entry["path"]} {entry["status"]}").ShouldBe(
        [
            $"GET /api/v3{File} 200",
            "GET /api/v3/users/<redacted> 200",
            "GET /api/v3/files/upload_url 200",
            "POST /_ah/upload/<redacted> 200",
            $"GET /api/v3/files/{new string('0', 64)} 404",
        ]);
        var text = log.ToJsonString();
        foreach (var secret in new[] { VtEmulatorKeys.Premium, "secret", upload[^20..] }) text.ShouldNotContain(secret);
        await emulator.AdminAsync(HttpMethod.Delete, "/requests");
        (await emulator.AdminAsync(HttpMethod.Get, "/requests"))["requests"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_status_fault_strikes_the_request_it_is_for()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await emulator.AdminAsync(HttpMethod.Post, "/faults", """{"method": "GET", "path": "/api/v3/files/*", "nth": 2, "times": 2, "status": 503}""");
        await emulator.GetAsync("/ip_addresses/8.8.8.8");
        await emulator.GetAsync(File);
        (await emulator.Premium.FailAsync(HttpMethod.Get, File)).ShouldStartWith("503 TransientError");
        (await emulator.Premium.FailAsync(HttpMethod.Get, File)).ShouldStartWith("503 TransientError");
        await emulator.GetAsync(File);
        (await emulator.AdminAsync(HttpMethod.Get, "/faults"))["waiting"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task Too_many_requests_with_and_without_a_time()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await emulator.AdminAsync(HttpMethod.Post, "/faults", """{"status": 429, "code": "TooManyRequestsError", "retry_after": 7}""");
        await emulator.AdminAsync(HttpMethod.Post, "/faults", """{"status": 429, "code": "TooManyRequestsError", "retry_after": "Thu, 15 Jan 2026 12:00:30 GMT"}""");
        await emulator.AdminAsync(HttpMethod.Post, "/faults", """{"status": 429}""");
        using var seconds = await emulator.Premium.GetAsync(EmulatorFixture.Api(File));
        seconds.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(7));
        using var date = await emulator.Premium.GetAsync(EmulatorFixture.Api(File));
        date.Headers.RetryAfter!.Date.ShouldBe(new DateTimeOffset(2026, 1, 15, 12, 0, 30, TimeSpan.Zero));
        using var without = await emulator.Premium.GetAsync(EmulatorFixture.Api(File));
        without.Headers.RetryAfter.ShouldBeNull();
        (await without.Content.ReadAsStringAsync()).ShouldContain("QuotaExceededError");
        await emulator.GetAsync(File);
    }

    [Fact]
    public async Task A_delay_waits_on_the_clock_and_then_answers()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await emulator.GetAsync(File);
        await emulator.AdminAsync(HttpMethod.Post, "/faults", """{"delay_ms": 60000}""");
        var waiting = emulator.GetAsync(File);
        await emulator.SomebodyWaitsAsync();
        waiting.IsCompleted.ShouldBeFalse();
        emulator.Clock.Advance(TimeSpan.FromMinutes(1));
        (await waiting)["data"]!["id"]!.GetValue<string>().ShouldBe(EmulatorFixture.EicarSha256);
    }

    [Fact]
    public async Task Answers_that_break_off_are_damaged_or_never_come()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await emulator.AdminAsync(HttpMethod.Post, "/faults", """{"kind": "truncate"}""");
        await Should.ThrowAsync<HttpRequestException>(() => emulator.Premium.GetStringAsync(EmulatorFixture.Api(File)));
        await emulator.AdminAsync(HttpMethod.Post, "/faults", """{"kind": "reset"}""");
        await Should.ThrowAsync<HttpRequestException>(() => emulator.Premium.GetStringAsync(EmulatorFixture.Api(File)));
        await emulator.AdminAsync(HttpMethod.Post, "/faults", """{"kind": "corrupt"}""");
        var damaged = await emulator.Premium.GetStringAsync(EmulatorFixture.Api(File));
        Should.Throw<System.Text.Json.JsonException>(() => System.Text.Json.Nodes.JsonNode.Parse(damaged));
        await emulator.AdminAsync(HttpMethod.Post, "/faults", """{"status": 200, "body": "<html>a proxy's page</html>"}""");
        using var page = await emulator.Premium.GetAsync(EmulatorFixture.Api(File));
        page.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        await emulator.GetAsync(File);
    }

    [Fact]
    public async Task Faults_can_stay_and_be_cleared_and_nonsense_is_refused()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await emulator.AdminAsync(HttpMethod.Post, "/faults", """{"status": 504, "times": 0}""");
        for (var i = 0; i < 5; i++) (await emulator.Premium.FailAsync(HttpMethod.Get, File)).ShouldStartWith("504 DeadlineExceededError");
        await emulator.AdminAsync(HttpMethod.Delete, "/faults");
        await emulator.GetAsync(File);
        (await AdminFailAsync(emulator, HttpMethod.Post, "/faults", """{"kind": "earthquake"}""")).ShouldBe(HttpStatusCode.BadRequest);
        (await AdminFailAsync(emulator, HttpMethod.Post, "/faults", "{}")).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Coverage_lists_every_row_and_what_is_emulated()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var coverage = await emulator.AdminAsync(HttpMethod.Get, "/coverage");
        coverage["endpoints"]!.GetValue<int>().ShouldBe(Endpoints.All.Count);
        var rows = coverage["rows"]!.AsArray();
        rows.Count.ShouldBe(Endpoints.All.Count);
        rows.Count(row => row!["emulated"]!.GetValue<bool>()).ShouldBe(coverage["emulated"]!.GetValue<int>());
    }

    [Fact]
    public async Task Seeding_costs_nothing_and_reset_forgets_it()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await emulator.AdminAsync(HttpMethod.Post, "/seed", """{"domains": ["Seeded.example"], "urls": ["http://a.example/x"], "files": [{"name": "a.txt", "base64": "aGVsbG8="}]}""");
        await emulator.GetAsync("/domains/seeded.example");
        await emulator.GetAsync("/domains/a.example");
        var file = (await emulator.GetAsync("/files/5d41402abc4b2a76b9719d911017c592"))["data"]!["attributes"]!;
        file["meaningful_name"]!.GetValue<string>().ShouldBe("a.txt");
        file["times_submitted"].ShouldBeNull();
        await emulator.AdminAsync(HttpMethod.Post, "/clock", """{"advance_seconds": 1000}""");
        await emulator.AdminAsync(HttpMethod.Post, "/reset");
        (await emulator.AdminAsync(HttpMethod.Get, "/clock"))["offset_seconds"]!.GetValue<double>().ShouldBe(0);
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/files/5d41402abc4b2a76b9719d911017c592")).ShouldStartWith("404");
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/domains/seeded.example")).ShouldStartWith("404");
        await emulator.GetAsync(File);
        (await AdminFailAsync(emulator, HttpMethod.Post, "/seed", """{"files": [{"name": "x"}]}""")).ShouldBe(HttpStatusCode.BadRequest);
        (await AdminFailAsync(emulator, HttpMethod.Post, "/seed", """{"verdicts": [{"type": "graph", "id": "x", "results": {}}]}""")).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_file_may_only_be_described()
    {
        const string sha256 = "00000000000000000000000000000000000000000000000000000000000000aa";
        const string md5 = "000000000000000000000000000000aa";
        await using var emulator = await EmulatorFixture.StartAsync();
        await emulator.AdminAsync(HttpMethod.Post, "/seed", $$"""
            {"files": [{"sha256": "{{sha256}}", "md5": "{{md5}}", "size": 5000000000, "name": "a.exe"}, {"sha256": "{{sha256.Replace('a', 'b')}}"}],
             "verdicts": [{"type": "file", "id": "{{sha256}}", "malicious": 3, "suspicious": 1, "of": 70, "engines": [{"name": "ACME", "category": "malicious", "result": "Trojan"}]}]}
            """);

        var file = (await emulator.GetAsync($"/files/{md5}"))["data"]!;
        file["id"]!.GetValue<string>().ShouldBe(sha256);
        var attributes = file["attributes"]!;
        attributes["size"]!.GetValue<long>().ShouldBe(5_000_000_000);
        attributes["meaningful_name"]!.GetValue<string>().ShouldBe("a.exe");
        attributes["last_analysis_stats"]!.ToJsonString().ShouldBe("""{"malicious":4,"suspicious":1,"undetected":66,"harmless":0,"timeout":0,"confirmed-timeout":0,"failure":0,"type-unsupported":0}""");
        attributes["last_analysis_results"]!["ACME"]!["result"]!.GetValue<string>().ShouldBe("Trojan");
        (await emulator.PostAsync($"/files/{sha256}/analyse"))["data"]!["id"]!.GetValue<string>().ShouldNotBeNull();
        (await emulator.Premium.FailAsync(HttpMethod.Get, $"/files/{sha256.Replace('a', 'c')}")).ShouldStartWith("404");

        // The one without MD5 has an analysis, too, and no attribute that nobody knows.
        var bare = await emulator.GetAsync($"/files/{sha256.Replace('a', 'b')}");
        bare["data"]!["attributes"]!.AsObject().ContainsKey("md5").ShouldBeFalse();
        var analysis = (await emulator.PostAsync($"/files/{sha256.Replace('a', 'b')}/analyse"))["data"]!["id"]!.GetValue<string>();
        (await emulator.GetAsync($"/analyses/{analysis}"))["meta"]!["file_info"]!.ToJsonString().ShouldBe($$"""{"sha256":"{{sha256.Replace('a', 'b')}}"}""");

        foreach (var nonsense in new[] { "{}", """{"sha256": "aa"}""", $$"""{"sha256": "{{sha256}}", "md5": "{{sha256}}"}""", $$"""{"sha256": "{{sha256}}", "size": -1}""" })
            (await AdminFailAsync(emulator, HttpMethod.Post, "/seed", $$"""{"files": [{{nonsense}}]}""")).ShouldBe(HttpStatusCode.BadRequest, nonsense);
    }

    [Fact]
    public async Task A_described_file_that_comes_is_known_by_all_its_hashes()
    {
        var content = "the content comes later".Utf8();
        var sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));
        await using var emulator = await EmulatorFixture.StartAsync();
        await emulator.AdminAsync(HttpMethod.Post, "/seed", $$"""{"files": [{"sha256": "{{sha256}}"}]}""");
        await emulator.UploadAsync(content);
        var sha1 = Convert.ToHexStringLower(System.Security.Cryptography.SHA1.HashData(content));
        (await emulator.GetAsync($"/files/{sha1}"))["data"]!["attributes"]!["size"]!.GetValue<int>().ShouldBe(content.Length);
    }

    [Theory]
    [InlineData("domain", "evil.example", "/domains/evil.example")]
    [InlineData("ip_address", "203.0.113.7", "/ip_addresses/203.0.113.7")]
    [InlineData("file", EmulatorFixture.EicarSha256, "/files/" + EmulatorFixture.EicarSha256)]
    public async Task Verdicts_laid_down_again_replace_the_earlier_ones(string type, string id, string path)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        foreach (var numbers in new[] { "\"malicious\": 3, \"of\": 70", "\"malicious\": 1, \"of\": 10" })
            await emulator.AdminAsync(HttpMethod.Post, "/seed", $$"""{"verdicts": [{"type": "{{type}}", "id": "{{id}}", {{numbers}}}]}""");
        var stats = (await emulator.GetAsync(path))["data"]!["attributes"]!["last_analysis_stats"]!.AsObject();
        stats["malicious"]!.GetValue<int>().ShouldBe(1);
        stats.Sum(figure => figure.Value!.GetValue<int>()).ShouldBe(10);
        foreach (var nonsense in new[] { "\"malicious\": 3, \"of\": 2", "\"of\": 100000", "\"malicious\": -1", "\"engines\": {}", "\"engines\": [{}]", "\"results\": 1", "\"x\": 1" })
            (await AdminFailAsync(emulator, HttpMethod.Post, "/seed", $$"""{"verdicts": [{"type": "{{type}}", "id": "{{id}}", {{nonsense}}}]}""")).ShouldBe(HttpStatusCode.BadRequest, nonsense);
    }

    [Fact]
    public async Task A_request_whose_connection_broke_is_logged_without_a_status()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await emulator.AdminAsync(HttpMethod.Post, "/faults", """{"kind": "reset"}""");
        await Should.ThrowAsync<HttpRequestException>(emulator.GetAsync(File));
        await emulator.GetAsync(File);
        emulator.Emulator.Requests.Select(request => request.ToString()).ShouldBe([$"GET /api/v3{File} 0", $"GET /api/v3{File} 200"]);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Host", "evil.example")]
    public async Task Web_pages_of_other_sites_do_not_reach_the_admin_routes(string header, string value)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_emulator/reset");
        request.Headers.TryAddWithoutValidation(header, value);
        using var response = await emulator.Admin.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task<HttpStatusCode> AdminFailAsync(EmulatorFixture emulator, HttpMethod method, string path, string json)
    {
        using var request = new HttpRequestMessage(method, "/_emulator" + path) { Content = new StringContent(json) };
        using var response = await emulator.Admin.SendAsync(request);
        return response.StatusCode;
    }
}
