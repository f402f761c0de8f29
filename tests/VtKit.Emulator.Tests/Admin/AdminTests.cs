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
        var deadline = TimeProvider.System.GetTimestamp();
        while (emulator.Clock.Waiting == 0 && TimeProvider.System.GetElapsedTime(deadline) < TimeSpan.FromSeconds(30)) await Task.Yield();
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
