using System.Text.Json.Nodes;
using VtKit.Testing.Shared;

namespace VtKit.Emulator.Tests;

public sealed class RetrohuntTests
{
    [YaraFact]
    public async Task A_job_runs_over_what_was_stored_before()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        foreach (var number in Enumerable.Range(0, 12)) await emulator.UploadAsync($"a marker {number}".Utf8());
        await emulator.UploadAsync("nothing".Utf8());

        var made = (await emulator.Premium.ReadAsync(HttpMethod.Post, Hunts.Jobs, Hunts.Job(new() { ["rules"] = Hunts.Marker })))["data"]!;
        var id = (string)made["id"]!;
        id.ShouldBe($"premium-{emulator.Clock.GetUtcNow().ToUnixTimeSeconds()}");
        ((string)made["attributes"]!["status"]!).ShouldBe("starting");
        ((string)made["attributes"]!["corpus"]!).ShouldBe("main");
        var job = await emulator.Premium.EndedJobAsync(id);
        ((string)job["status"]!).ShouldBe("finished");
        job["num_matches"]!.GetValue<int>().ShouldBe(12);
        job["num_matches_outside_time_range"]!.GetValue<int>().ShouldBe(0);
        job["progress"]!.GetValue<double>().ShouldBe(100);
        // The twelve, the other one, and the test file.
        job["scanned_bytes"]!.GetValue<long>().ShouldBe(12 * "a marker 1".Length + 2 + "nothing".Length + 68);
        job["start_date"].ShouldNotBeNull();
        job["finish_date"].ShouldNotBeNull();
        job.AsObject().ContainsKey("eta_seconds").ShouldBeFalse();

        var page = await emulator.GetAsync($"{Hunts.Jobs}/{id}/matching_files");
        page["data"]!.AsArray().Count.ShouldBe(10);
        page["data"]![0]!["context_attributes"]!["rule_name"]!.ToString().ShouldBe("Marker");
        page["data"]![0]!["context_attributes"]!["snippet"]!.ToString().ShouldContain("*begin_highlight*");
        page["data"]![0]!["context_attributes"]!["match_in_subfile"]!.GetValue<bool>().ShouldBeFalse();
        (await emulator.GetAsync($"{Hunts.Jobs}/{id}/matching_files?cursor={page["meta"]!["cursor"]}"))["data"]!.AsArray().Count.ShouldBe(2);
        (await emulator.GetAsync("/ioc_stream?filter=source_type:retrohunt_job"))["data"]!.AsArray().Count.ShouldBe(10);
        (await emulator.GetAsync(Hunts.Notifications))["data"]!.AsArray().ShouldBeEmpty();

        await emulator.Premium.ReadAsync(HttpMethod.Delete, $"{Hunts.Jobs}/{id}");
        (await emulator.Premium.FailAsync(HttpMethod.Get, $"{Hunts.Jobs}/{id}")).ShouldStartWith("404 ");
    }

    [YaraFact]
    public async Task A_time_range_counts_submissions_and_goodware_is_empty()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var began = emulator.Clock.GetUtcNow().ToUnixTimeSeconds();
        await emulator.UploadAsync("marker 1".Utf8());
        emulator.Clock.Advance(TimeSpan.FromDays(2));
        await emulator.UploadAsync("marker 2".Utf8());
        async Task<int> MatchesAsync(JsonObject attributes)
        {
            attributes["rules"] = Hunts.Marker;
            var job = await emulator.Premium.EndedJobAsync(Hunts.Id(await emulator.Premium.ReadAsync(HttpMethod.Post, Hunts.Jobs, Hunts.Job(attributes))));
            ((string)job["status"]!).ShouldBe("finished");
            return job["num_matches"]!.GetValue<int>();
        }

        (await MatchesAsync(new() { ["time_range"] = new JsonObject { ["start"] = began, ["end"] = began + 86_400 } })).ShouldBe(1);
        (await MatchesAsync(new() { ["time_range"] = new JsonObject { ["start"] = began + 86_400 } })).ShouldBe(1);
        (await MatchesAsync(new() { ["time_range"] = new JsonObject { ["end"] = began - 1 } })).ShouldBe(0);
        (await MatchesAsync(new() { ["corpus"] = "goodware" })).ShouldBe(0);
        (await MatchesAsync(new() { ["notification_email"] = "me@example.com" })).ShouldBe(2);
        // Five jobs in one second have five ids.
        (await emulator.GetAsync(Hunts.Jobs + "?filter=status:finished"))["data"]!.AsArray().Count.ShouldBe(5);
        (await emulator.GetAsync(Hunts.Jobs + "?filter=status:running"))["data"]!.AsArray().ShouldBeEmpty();
        Hunts.Ids(await emulator.GetAsync("/users/premium/retrohunt_jobs")).Length.ShouldBe(5);
    }

    [YaraTheory]
    [InlineData("""{"rules": "rule A { condition: true }", "corpus": "moon"}""")]
    [InlineData("""{"rules": "rule A { condition: true }", "time_range": 5}""")]
    [InlineData("""{"rules": "rule A { condition: true }", "time_range": {"start": "monday"}}""")]
    [InlineData("""{"rules": "rule A { condition: true }", "time_range": {"start": 9, "end": 5}}""")]
    [InlineData("""{"rules": "rule A { condition: true }", "notification_email": 5}""")]
    [InlineData("""{"rules": "rule A { condition: true }", "status": "finished"}""")]
    [InlineData("""{"corpus": "main"}""")]
    public async Task A_job_with_odd_attributes_is_refused(string attributes)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        (await emulator.Premium.FailAsync(HttpMethod.Post, Hunts.Jobs, Hunts.Job(JsonNode.Parse(attributes)!.AsObject()))).ShouldStartWith("400 ");
        (await emulator.GetAsync(Hunts.Jobs))["data"]!.AsArray().ShouldBeEmpty();
    }

    [YaraFact]
    public async Task A_job_is_aborted_and_belongs_to_its_owner()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        using var other = emulator.Client(VtEmulatorKeys.OtherGroup);
        foreach (var number in Enumerable.Range(0, 60)) await emulator.UploadAsync($"a marker {number}".Utf8());
        // Runs long enough on each file to be stopped before the end.
        var slow = "rule Slow { condition: filesize > 0 and for all i in (0..300000) : (uint8(i % 3) != 255) }";
        var id = Hunts.Id(await emulator.Premium.ReadAsync(HttpMethod.Post, Hunts.Jobs, Hunts.Job(new() { ["rules"] = slow })));
        (await other.FailAsync(HttpMethod.Get, $"{Hunts.Jobs}/{id}")).ShouldStartWith("404 ");
        (await other.FailAsync(HttpMethod.Post, $"{Hunts.Jobs}/{id}/abort")).ShouldStartWith("404 ");
        (await other.FailAsync(HttpMethod.Get, $"{Hunts.Jobs}/{id}/matching_files")).ShouldStartWith("404 ");
        ((string)(await emulator.PostAsync($"{Hunts.Jobs}/{id}/abort"))["data"]!["attributes"]!["status"]!).ShouldBe("aborting");
        var job = await emulator.Premium.EndedJobAsync(id);
        ((string)job["status"]!).ShouldBe("aborted");
        job["finish_date"].ShouldNotBeNull();
        ((string)(await emulator.PostAsync($"{Hunts.Jobs}/{id}/abort"))["data"]!["attributes"]!["status"]!).ShouldBe("aborted");
    }

    [YaraFact]
    public async Task A_job_that_the_end_of_the_emulator_cut_off_starts_anew()
    {
        using var folder = new TemporaryFolder();
        string id;
        await using (var emulator = await EmulatorFixture.StartAsync(options => options.DataDirectory = folder.Path))
        {
            foreach (var number in Enumerable.Range(0, 20)) await emulator.UploadAsync($"a marker {number}".Utf8());
            id = Hunts.Id(await emulator.Premium.ReadAsync(HttpMethod.Post, Hunts.Jobs, Hunts.Job(new() { ["rules"] = Hunts.Marker })));
        }
        await using var again = await EmulatorFixture.StartAsync(options => options.DataDirectory = folder.Path);
        var job = await again.Premium.EndedJobAsync(id);
        ((string)job["status"]!).ShouldBe("finished");
        job["num_matches"]!.GetValue<int>().ShouldBe(20);
        (await again.GetAsync($"{Hunts.Jobs}/{id}/matching_files?limit=40"))["data"]!.AsArray().Count.ShouldBe(20);
    }

    [YaraFact]
    public async Task Everything_may_be_forgotten_while_a_job_runs()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        foreach (var number in Enumerable.Range(0, 20)) await emulator.UploadAsync($"a marker {number}".Utf8());
        await emulator.Premium.ReadAsync(HttpMethod.Post, Hunts.Jobs, Hunts.Job(new() { ["rules"] = Hunts.Marker }));
        await emulator.AdminAsync(HttpMethod.Post, "/reset");
        (await emulator.GetAsync(Hunts.Jobs))["data"]!.AsArray().ShouldBeEmpty();
        var id = Hunts.Id(await emulator.Premium.ReadAsync(HttpMethod.Post, Hunts.Jobs, Hunts.Job(new() { ["rules"] = "rule Eicar { strings: $a = \"EICAR\" condition: $a }" })));
        (await emulator.Premium.EndedJobAsync(id))["num_matches"]!.GetValue<int>().ShouldBe(1);
        (await emulator.GetAsync("/ioc_stream"))["data"]!.AsArray().Count.ShouldBe(1);
    }
}
