using System.Net;

namespace VtKit.Tests;

/// <summary>What has no method of its own yet is within reach of the generic verbs.</summary>
public sealed class AnyPathTests
{
    [Fact]
    [Trait("seed", "92")]
    public async Task The_first_example_reads_EICAR_by_its_hash()
    {
        var stub = new StubHandler().Then(HttpStatusCode.OK, """{"data":{"type":"file","id":"275a021b","attributes":{"last_analysis_stats":{"malicious":66}}}}""");
        using var client = Make.Client(stub);

        var eicar = await client.GetObjectAsync<VtFile>($"/files/{"44d88612fea8a8f36de82e1278abb02f"}");

        eicar.LastAnalysisStats.Malicious.ShouldBe(66);
    }

    [Fact]
    [Trait("seed", "70")]
    public async Task A_retrohunt_job_is_started_and_aborted()
    {
        var stub = new StubHandler().Always(HttpStatusCode.OK, """{"data":{"type":"retrohunt_job","id":"jane-1","attributes":{"status":"starting"}}}""");
        using var client = Make.Client(stub);

        var job = (await client.PostAsync("/intelligence/retrohunt_jobs", VtRequest.Json(w =>
        {
            w.WriteStartObject();
            w.WriteStartObject("data");
            w.WriteString("type", "retrohunt_job");
            w.WriteStartObject("attributes");
            w.WriteString("rules", "rule x { condition: true }");
            w.WriteEndObject();
            w.WriteEndObject();
            w.WriteEndObject();
        }))).ToObject<VtRetrohuntJob>();
        await client.PostAsync($"/intelligence/retrohunt_jobs/{job.Id}/abort");

        job.Status.ShouldBe(RetrohuntStatus.Starting);
        stub.Requests.Select(r => r.PathAndQuery).ShouldBe(["/api/v3/intelligence/retrohunt_jobs", "/api/v3/intelligence/retrohunt_jobs/jane-1/abort"]);
        stub.Requests[0].Text.ShouldBe("""{"data":{"type":"retrohunt_job","attributes":{"rules":"rule x { condition: true }"}}}""");
    }

    [Fact]
    [Trait("seed", "71")]
    public async Task A_livehunt_ruleset_is_created_and_then_changed_in_one_attribute()
    {
        var stub = new StubHandler().Always(HttpStatusCode.OK, """{"data":{"type":"hunting_ruleset","id":"123","attributes":{"name":"mine","enabled":false}}}""");
        using var client = Make.Client(stub);

        var ruleset = (await client.PostAsync("/intelligence/hunting_rulesets", Bodies.Create(VtObjectTypes.HuntingRuleset, w =>
        {
            w.WriteString("name", "mine");
            w.WriteString("rules", "rule x { condition: true }");
        }))).ToObject<VtHuntingRuleset>();
        await client.PatchAsync($"/intelligence/hunting_rulesets/{ruleset.Id}", Bodies.Create(VtObjectTypes.HuntingRuleset, w => w.WriteBoolean("enabled", true)));

        ruleset.Enabled.ShouldBe(false);
        stub.Requests.Select(r => $"{r.Method} {r.PathAndQuery} {r.Text}").ShouldBe(
        [
            """POST /api/v3/intelligence/hunting_rulesets {"data":{"type":"hunting_ruleset","attributes":{"name":"mine","rules":"rule x { condition: true }"}}}""",
            """PATCH /api/v3/intelligence/hunting_rulesets/123 {"data":{"type":"hunting_ruleset","attributes":{"enabled":true}}}""",
        ]);
    }

    [Fact]
    [Trait("seed", "78")]
    [Trait("seed", "81")]
    [Trait("seed", "88")]
    [Trait("seed", "91")]
    public async Task A_stream_of_indicators_is_iterated_and_told_apart()
    {
        var stub = new StubHandler().Then(HttpStatusCode.OK,
            """{"data":[{"type":"file","id":"aa","context_attributes":{"notification_date":1700000000}},{"type":"domain","id":"example.com"},{"type":"url","id":"u","context_attributes":{"url":"http://x/"}},{"type":"unheard","id":"z"}]}""");
        using var client = Make.Client(stub);

        var lines = new List<string>();
        await foreach (var item in client.IterateAsync<VtObject>("/ioc_stream", new VtListOptions { PageSize = 40, Query = [KeyValuePair.Create("filter", "date:2026-01-01+")] }))
            lines.Add(VtObjectTypes.Narrow(item) switch
            {
                VtFile file => $"FILE: {file.Id} {file.ContextAttributes["notification_date"].AsDate():yyyy}",
                VtUrl url => $"URL: {url.ContextAttributes["url"].AsString()}",
                VtDomain domain => $"DOMAIN: {domain.Id}",
                var other => other.ToString(),
            });

        lines.ShouldBe(["FILE: aa 2023", "DOMAIN: example.com", "URL: http://x/", "unheard z"]);
        stub.Requests.Single().PathAndQuery.ShouldBe("/api/v3/ioc_stream?filter=date%3A2026-01-01%2B&limit=40");
    }

    [Fact]
    public async Task A_request_may_have_headers_and_bodies_of_its_own()
    {
        var stub = new StubHandler().Then(HttpStatusCode.OK);
        using var client = Make.Client(stub);

        await client.SendAsync(new VtRequest(HttpMethod.Delete, "/intelligence/hunting_rulesets")
        {
            Headers = [KeyValuePair.Create("x-confirm-delete", "jane"), KeyValuePair.Create("x-apikey", "other")],
            Body = "x"u8.ToArray(),
            ContentType = "text/plain; charset=utf-8",
        });

        var asked = stub.Requests.Single();
        asked.Headers["x-confirm-delete"].ShouldBe("jane");
        asked.Headers["Content-Type"].ShouldBe("text/plain; charset=utf-8");
        asked.Key.ShouldBe(Make.Key);
    }

    [Fact]
    public async Task A_submission_without_an_id_is_no_submission()
    {
        using var client = Make.Client(new StubHandler().Always(HttpStatusCode.OK, """{"data":{"type":"analysis"}}"""));

        await Should.ThrowAsync<VtProtocolException>(client.Urls.ScanAndWaitAsync("http://x/"));
    }
}
