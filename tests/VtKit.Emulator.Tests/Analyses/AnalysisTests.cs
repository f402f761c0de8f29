namespace VtKit.Emulator.Tests;

public sealed class AnalysisTests
{
    [Fact]
    public async Task An_analysis_goes_from_queued_over_in_progress_to_completed_by_the_clock()
    {
        await using var emulator = await EmulatorFixture.StartAsync(options =>
        {
            options.AnalysisQueueTime = TimeSpan.FromSeconds(10);
            options.AnalysisRunTime = TimeSpan.FromSeconds(20);
        });
        var id = await emulator.UploadAsync("hello"u8.ToArray());
        var queued = await emulator.GetAsync("/analyses/" + id);
        Status(queued).ShouldBe("queued");
        queued["data"]!["attributes"]!["results"]!.AsObject().ShouldBeEmpty();
        queued["data"]!["attributes"]!["stats"]!.AsObject().Select(counter => counter.Value!.GetValue<int>()).ShouldAllBe(count => count == 0);
        var sha256 = queued["meta"]!["file_info"]!["sha256"]!.GetValue<string>();
        queued["data"]!["links"]!["item"]!.GetValue<string>().ShouldEndWith("/api/v3/files/" + sha256);
        // The file is there, its verdicts are not.
        (await emulator.GetAsync("/files/" + sha256))["data"]!["attributes"]!["last_analysis_results"].ShouldBeNull();

        emulator.Clock.Advance(TimeSpan.FromSeconds(10));
        Status(await emulator.GetAsync("/analyses/" + id)).ShouldBe("in-progress");
        emulator.Clock.Advance(TimeSpan.FromSeconds(19.999));
        Status(await emulator.GetAsync("/analyses/" + id)).ShouldBe("in-progress");
        emulator.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var completed = await emulator.GetAsync("/analyses/" + id);
        Status(completed).ShouldBe("completed");
        completed["data"]!["attributes"]!["stats"]!["undetected"]!.GetValue<int>().ShouldBe(1);
        (await emulator.GetAsync("/files/" + sha256))["data"]!["attributes"]!["last_analysis_results"]!["EICAR"].ShouldNotBeNull();
    }

    [Fact]
    public async Task A_running_analysis_leaves_the_last_results_in_place()
    {
        await using var emulator = await EmulatorFixture.StartAsync(options => options.AnalysisRunTime = TimeSpan.FromMinutes(1));
        emulator.Clock.Advance(TimeSpan.FromHours(1));
        var before = (await emulator.GetAsync("/files/" + EmulatorFixture.EicarMd5))["data"]!["attributes"]!["last_analysis_date"]!.GetValue<long>();
        await emulator.PostAsync($"/files/{EmulatorFixture.EicarMd5}/analyse");
        (await emulator.GetAsync("/files/" + EmulatorFixture.EicarMd5))["data"]!["attributes"]!["last_analysis_date"]!.GetValue<long>().ShouldBe(before);
        emulator.Clock.Advance(TimeSpan.FromMinutes(1));
        (await emulator.GetAsync("/files/" + EmulatorFixture.EicarMd5))["data"]!["attributes"]!["last_analysis_date"]!.GetValue<long>().ShouldBe(before + 3600);
    }

    [Fact]
    public async Task The_item_of_an_analysis_is_an_object_and_a_descriptor()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var id = Uri.EscapeDataString(await emulator.UploadAsync("hello"u8.ToArray(), "hello.txt"));
        var item = (await emulator.GetAsync($"/analyses/{id}/item"))["data"]!;
        item["attributes"]!["meaningful_name"]!.GetValue<string>().ShouldBe("hello.txt");
        var descriptor = (await emulator.GetAsync($"/analyses/{id}/relationships/item"))["data"]!;
        descriptor.AsObject().Count.ShouldBe(2);
        descriptor["id"]!.GetValue<string>().ShouldBe(item["id"]!.GetValue<string>());
        var inline = (await emulator.GetAsync($"/analyses/{id}?relationships=item"))["data"]!["relationships"]!["item"]!;
        inline["data"]!["id"]!.GetValue<string>().ShouldBe(item["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Unknown_analyses_are_not_found()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/analyses/nonsense==")).ShouldBe("404 NotFoundError Analysis \"nonsense==\" not found");
    }

    [Fact]
    public async Task Verdicts_that_a_test_laid_down_stand_beside_the_engines()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var engines = string.Join(",", Enumerable.Range(1, 70).Select(i => $$"""
            "Engine {{i}}": {"category": "{{(i <= 3 ? "malicious" : "undetected")}}", "engine_name": "Engine {{i}}", "method": "blacklist", "result": null}
            """));
        await emulator.AdminAsync(HttpMethod.Post, "/seed", "{\"verdicts\": [{\"type\": \"file\", \"id\": \"" + EmulatorFixture.EicarSha256 + "\", \"results\": {" + engines + "}},"
            + "{\"type\": \"url\", \"id\": \"http://phish.example/\", \"results\": {\"Engine 1\": {\"category\": \"malicious\", \"result\": \"phishing\"}}},"
            + "{\"type\": \"ip_address\", \"id\": \"8.8.8.8\", \"results\": {\"Engine 1\": {\"category\": \"harmless\"}}}]}");
        await ShouldBe4Of71Async();
        await emulator.PostAsync($"/files/{EmulatorFixture.EicarMd5}/analyse");
        await ShouldBe4Of71Async();
        (await emulator.GetAsync("/urls/aHR0cDovL3BoaXNoLmV4YW1wbGUv"))["data"]!["attributes"]!["last_analysis_stats"]!["malicious"]!.GetValue<int>().ShouldBe(1);
        (await emulator.GetAsync("/ip_addresses/8.8.8.8"))["data"]!["attributes"]!["last_analysis_stats"]!["harmless"]!.GetValue<int>().ShouldBe(1);

        async Task ShouldBe4Of71Async()
        {
            var stats = (await emulator.GetAsync("/files/" + EmulatorFixture.EicarSha256))["data"]!["attributes"]!["last_analysis_stats"]!;
            stats["malicious"]!.GetValue<int>().ShouldBe(4);
            stats["undetected"]!.GetValue<int>().ShouldBe(67);
        }
    }

    private static string Status(System.Text.Json.Nodes.JsonObject analysis) => analysis["data"]!["attributes"]!["status"]!.GetValue<string>();
}
