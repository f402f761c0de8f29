using System.Data;
using System.Globalization;
using System.Net;

namespace VtKit.Tests;

/// <summary>What the talk on vt-py hunts with, by its methods here.</summary>
public sealed class HuntingTests
{
    private const string Rules = "rule x { condition: true }";

    [Fact]
    [Trait("seed", "70")]
    public async Task A_retrohunt_job_is_started_and_aborted()
    {
        var stub = new StubHandler()
            .Then(HttpStatusCode.OK, Job("starting"))
            .Then(HttpStatusCode.OK, Job("aborting"))
            .Then(HttpStatusCode.OK, Job("aborting"))
            .Then(HttpStatusCode.OK, Job("aborted"))
            .Then(HttpStatusCode.OK, """{"data":[{"type":"file","id":"aa","context_attributes":{"rule_name":"x"}}]}""");
        using var vt = Make.Client(stub);

        var job = await vt.RetrohuntJobs.CreateAsync(new VtRetrohuntJobEdit { Rules = Rules, NotificationEmail = "jane@example.com" });
        await vt.RetrohuntJobs.AbortAsync(job.Id);
        var ended = await vt.RetrohuntJobs.WaitAsync(job.Id);
        var matches = await vt.RetrohuntJobs.MatchingFilesAsync(job.Id).ToListAsync();

        job.Status.ShouldBe(RetrohuntStatus.Starting);
        ended.Status.ShouldBe(RetrohuntStatus.Aborted);
        matches.ShouldHaveSingleItem().ContextAttributes["rule_name"].AsString().ShouldBe("x");
        stub.Requests.Select(Shown).ShouldBe(
        [
            """POST /intelligence/retrohunt_jobs {"data":{"type":"retrohunt_job","attributes":{"notification_email":"jane@example.com","rules":"rule x { condition: true }"}}}""",
            "POST /intelligence/retrohunt_jobs/jane-1/abort",
            "GET /intelligence/retrohunt_jobs/jane-1",
            "GET /intelligence/retrohunt_jobs/jane-1",
            "GET /intelligence/retrohunt_jobs/jane-1/matching_files",
        ]);
    }

    [Fact]
    [Trait("seed", "71")]
    public async Task A_livehunt_ruleset_is_made_and_then_changed_in_one_attribute()
    {
        var stub = new StubHandler().Always(HttpStatusCode.OK, """{"data":{"type":"hunting_ruleset","id":"123","attributes":{"name":"mine","enabled":false}}}""");
        using var vt = Make.Client(stub);

        var ruleset = await vt.HuntingRulesets.CreateAsync(new VtHuntingRulesetEdit { Name = "mine", Rules = Rules });
        await vt.HuntingRulesets.UpdateAsync(ruleset.Id, new VtHuntingRulesetEdit { Enabled = true });

        ruleset.Enabled.ShouldBe(false);
        stub.Requests.Select(Shown).ShouldBe(
        [
            """POST /intelligence/hunting_rulesets {"data":{"type":"hunting_ruleset","attributes":{"name":"mine","rules":"rule x { condition: true }"}}}""",
            """PATCH /intelligence/hunting_rulesets/123 {"data":{"type":"hunting_ruleset","attributes":{"enabled":true}}}""",
        ]);
    }

    [Fact]
    [Trait("seed", "78")]
    [Trait("seed", "91")]
    public async Task The_indicators_of_the_IoC_stream_are_told_apart()
    {
        var stub = new StubHandler().Then(HttpStatusCode.OK,
            """{"data":[{"type":"file","id":"aa","context_attributes":{"notification_date":1700000000}},{"type":"domain","id":"example.com"},{"type":"ip_address","id":"8.8.8.8"},{"type":"url","id":"u","context_attributes":{"url":"http://x/"}}]}""");
        using var vt = Make.Client(stub);

        var lines = await vt.IocStream.ListAsync(filter: "origin:hunting", options: new VtListOptions { Max = 100 }).Select(item => item switch
        {
            VtFile file => $"FILE: {file.Id} {file.ContextAttributes["notification_date"].AsDate():yyyy}",
            VtUrl url => $"URL: {url.ContextAttributes["url"].AsString()}",
            _ => $"{item.Type.ToUpperInvariant()}: {item.Id}",
        }).ToListAsync();

        lines.ShouldBe(["FILE: aa 2023", "DOMAIN: example.com", "IP_ADDRESS: 8.8.8.8", "URL: http://x/"]);
        stub.Requests.ShouldHaveSingleItem().PathAndQuery.ShouldBe("/api/v3/ioc_stream?filter=origin%3Ahunting");
    }

    [Fact]
    [Trait("seed", "83")]
    [Trait("seed", "88")]
    public async Task URLs_are_hunted_by_a_search_that_brings_them_along()
    {
        var stub = new StubHandler().Then(HttpStatusCode.OK,
            """{"data":[{"type":"file","id":"aa","attributes":{},"relationships":{"itw_urls":{"data":[{"type":"url","id":"u","context_attributes":{"url":"http://x/a.exe"}}]}}},{"type":"file","id":"bb","relationships":{"itw_urls":{"data":[]}}}]}""");
        using var vt = Make.Client(stub);

        var urls = new List<string?>();
        await foreach (var hit in vt.Intelligence.SearchAsync("entity:file tag:cve-2024-1", order: "last_submission_date-", options: new VtListOptions { PageSize = 300, Relationships = ["itw_urls"] }))
            urls.AddRange(hit.Relationships["itw_urls"].Objects.Select(url => url.ContextAttributes["url"].AsString()));

        urls.ShouldBe(["http://x/a.exe"]);
        stub.Requests.ShouldHaveSingleItem().PathAndQuery
            .ShouldBe("/api/v3/intelligence/search?query=entity%3Afile%20tag%3Acve-2024-1&order=last_submission_date-&relationships=itw_urls&limit=300");
    }

    [Fact]
    [Trait("seed", "89")]
    public async Task The_same_by_hand_with_the_raw_answer_and_its_cursor()
    {
        var stub = new StubHandler()
            .Then(HttpStatusCode.OK, """{"data":[{"type":"url","id":"u","context_attributes":{"url":"http://x/1"}}],"meta":{"cursor":"CmsK=="}}""")
            .Then(HttpStatusCode.OK, """{"data":[{"type":"url","id":"v","context_attributes":{"url":"http://x/2"}}]}""");
        using var vt = Make.Client(stub);

        var urls = new List<string?>();
        string? cursor = null;
        do
        {
            var query = new Dictionary<string, string> { ["query"] = "entity:url p:5+", ["limit"] = "1" };
            if (cursor is not null) query["cursor"] = cursor;
            var answer = await vt.GetAsync("/intelligence/search", query);
            for (var i = 0; i < answer.Data.Count; i++) urls.Add(answer.Data[i]["context_attributes"]["url"].AsString());
            cursor = answer.Meta["cursor"].AsString();
        }
        while (cursor is not null);

        urls.ShouldBe(["http://x/1", "http://x/2"]);
        stub.Requests.Select(asked => asked.Url.Query).ShouldBe(["?query=entity%3Aurl%20p%3A5%2B&limit=1", "?query=entity%3Aurl%20p%3A5%2B&limit=1&cursor=CmsK%3D%3D"]);
    }

    [Fact]
    [Trait("seed", "84")]
    [Trait("seed", "90")]
    public async Task The_hits_of_a_search_fill_a_table()
    {
        using var vt = Make.Client(new StubHandler().Then(HttpStatusCode.OK,
            """{"data":[{"type":"file","id":"aa","attributes":{"size":10,"meaningful_name":"a","first_submission_date":1700000000}},{"type":"file","id":"bb","attributes":{"size":20}}]}"""));
        string[] columns = ["size", "meaningful_name", "first_submission_date"];
        using var table = new DataTable { Locale = CultureInfo.InvariantCulture };
        foreach (var column in columns) table.Columns.Add(column, typeof(object));

        await foreach (var hit in vt.Intelligence.SearchAsync("size:100-"))
            table.Rows.Add([.. columns.Select(column => hit.ValueOf(column) ?? DBNull.Value)]);

        table.Rows.Count.ShouldBe(2);
        table.Rows[0]["first_submission_date"].ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1700000000));
        table.Rows[1]["meaningful_name"].ShouldBe(DBNull.Value);
        table.Rows[1]["size"].ShouldBe(20L);
    }

    private static string Job(string status) => "{\"data\":{\"type\":\"retrohunt_job\",\"id\":\"jane-1\",\"attributes\":{\"status\":\"" + status + "\"}}}";

    private static string Shown(Asked asked) => $"{asked.Method} {asked.PathAndQuery["/api/v3".Length..]} {asked.Text}".TrimEnd();
}
