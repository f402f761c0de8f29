using System.IO.Compression;
using System.Text.Json.Nodes;
using VtKit.Testing.Shared;

namespace VtKit.Emulator.Tests;

public sealed class LivehuntTests
{
    [YaraFact]
    public async Task A_match_is_a_notification_an_entry_of_the_stream_and_the_context_of_a_file()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var id = await emulator.Premium.AddRulesetAsync();
        await emulator.UploadAsync("nothing to see".Utf8());
        await emulator.UploadAsync("0123456789 a marker, and more".Utf8());

        var answer = await emulator.GetAsync(Hunts.Notifications + "?relationships=file");
        var notification = answer["data"]!.AsArray().ShouldHaveSingleItem()!;
        var sha256 = (string)notification["relationships"]!["file"]!["data"]!["id"]!;
        ((string)notification["id"]!).ShouldMatch($"^[0-9]+-{id}-[0-9a-f]{{32}}$");
        var attributes = notification["attributes"]!;
        ((string)attributes["rule_name"]!).ShouldBe("Marker");
        attributes["rule_tags"]!.ToJsonString().ShouldBe("""["first","second"]""");
        attributes["tags"]!.ToJsonString().ShouldBe($"""["rules a","marker","{sha256}"]""");
        attributes["match_in_subfile"]!.GetValue<bool>().ShouldBeFalse();
        attributes["date"]!.GetValue<long>().ShouldBe(emulator.Clock.GetUtcNow().ToUnixTimeSeconds());
        ((string)attributes["source_key"]!).ShouldMatch("^[0-9a-f]{8}$");
        ((string)attributes["snippet"]!).ShouldBe(
            "30 31 32 33 34 35 36 37 38 39 20 61 20 *begin_highlight*6D 61 72*end_highlight*  0123456789 a *begin_highlight*mar*end_highlight*\n"
            + "*begin_highlight*6B 65 72 *end_highlight*2C 20 61 6E 64 20 6D 6F 72 65  *begin_highlight*ker*end_highlight*, and more");
        (await emulator.GetAsync($"{Hunts.Notifications}/{notification["id"]}"))["data"]!["attributes"]!.ToJsonString().ShouldBe(attributes.ToJsonString());

        var entry = (await emulator.GetAsync("/ioc_stream"))["data"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)entry["id"]!).ShouldBe(sha256);
        var context = entry["context_attributes"]!;
        ((string)context["origin"]!).ShouldBe("hunting");
        context["sources"]!.ToJsonString().ShouldBe(new JsonArray(new JsonObject { ["id"] = id, ["type"] = "hunting_ruleset", ["label"] = "Rules A" }).ToJsonString());
        ((string)context["hunting_info"]!["snippet"]!).ShouldBe((string)attributes["snippet"]!);
        ((string)context["hunting_info"]!["match_source"]!).ShouldBe("ORIGINAL_FILE");
        var stream = (await emulator.GetAsync($"/ioc_stream_notifications/{context["notification_id"]}"))["data"]!;
        ((string)stream["type"]!).ShouldBe("ioc_stream_notification");
        stream["attributes"]!.ToJsonString().ShouldBe(context.ToJsonString());

        foreach (var path in new[] { "/intelligence/hunting_notification_files", $"{Hunts.Rulesets}/{id}/hunting_notification_files", "/users/premium/hunting_notification_files" })
        {
            var file = (await emulator.GetAsync(path))["data"]!.AsArray().ShouldHaveSingleItem()!;
            ((string)file["id"]!).ShouldBe(sha256);
            ((string)file["attributes"]!["sha256"]!).ShouldBe(sha256);
            ((string)file["context_attributes"]!["ruleset_id"]!).ShouldBe(id);
            ((string)file["context_attributes"]!["notification_id"]!).ShouldBe((string)notification["id"]!);
        }
    }

    [YaraFact]
    public async Task Only_enabled_rulesets_match_and_a_changed_one_from_then_on()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var id = await emulator.Premium.AddRulesetAsync();
        Task<JsonObject> SetAsync(JsonObject attributes) => emulator.Premium.ReadAsync(HttpMethod.Patch, $"{Hunts.Rulesets}/{id}", Hunts.Ruleset(attributes));
        async Task<int> MatchesAsync() => (await emulator.GetAsync(Hunts.Notifications))["data"]!.AsArray().Count;

        await emulator.UploadAsync("a marker".Utf8());
        (await MatchesAsync()).ShouldBe(1);
        await SetAsync(new() { ["enabled"] = false });
        await emulator.UploadAsync("a marker 2".Utf8());
        (await MatchesAsync()).ShouldBe(1);
        await SetAsync(new() { ["enabled"] = true, ["rules"] = "rule Changed { strings: $a = \"changed\" condition: $a }" });
        await emulator.UploadAsync("a marker 3".Utf8());
        (await MatchesAsync()).ShouldBe(1);
        await emulator.UploadAsync("changed".Utf8());
        (await MatchesAsync()).ShouldBe(2);
        await SetAsync(new() { ["match_object_type"] = "url" });
        await emulator.UploadAsync("changed again".Utf8());
        (await MatchesAsync()).ShouldBe(2);
    }

    [YaraFact]
    public async Task Rulesets_of_several_users_run_together_and_each_sees_its_own()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        using var other = emulator.Client(VtEmulatorKeys.OtherGroup);
        await emulator.Premium.AddRulesetAsync("mine");
        await emulator.Premium.AddRulesetAsync("mine too");
        await other.AddRulesetAsync("theirs");
        await emulator.UploadAsync("a marker".Utf8());
        (await emulator.GetAsync("/ioc_stream"))["data"]!.AsArray().Select(one => (string)one!["context_attributes"]!["sources"]![0]!["label"]!).ShouldBe(["mine too", "mine"]);
        var theirs = (await other.ReadAsync(HttpMethod.Get, Hunts.Notifications))["data"]!.AsArray().ShouldHaveSingleItem()!;
        (await emulator.Premium.FailAsync(HttpMethod.Get, $"{Hunts.Notifications}/{theirs["id"]}")).ShouldStartWith("404 ");
        (await emulator.Premium.FailAsync(HttpMethod.Delete, $"{Hunts.Notifications}/{theirs["id"]}")).ShouldStartWith("404 ");
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/users/other/hunting_notifications")).ShouldStartWith("403 ");
        await emulator.Premium.ReadAsync(HttpMethod.Delete, Hunts.Notifications);
        (await emulator.GetAsync(Hunts.Notifications))["data"]!.AsArray().ShouldBeEmpty();
        (await other.ReadAsync(HttpMethod.Get, Hunts.Notifications))["data"]!.AsArray().Count.ShouldBe(1);
    }

    [YaraFact]
    public async Task A_file_inside_an_archive_matches_for_the_archive()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await emulator.Premium.AddRulesetAsync();
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            // Packed, so that the archive itself does not hold the text.
            using var member = archive.CreateEntry("member.txt").Open();
            member.Write((string.Concat(Enumerable.Repeat("pad ", 100)) + "a marker").Utf8());
        }
        await emulator.UploadAsync(zip.ToArray(), "a.zip");
        var file = (await emulator.GetAsync("/intelligence/hunting_notification_files"))["data"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)file["attributes"]!["type_tag"]!).ShouldBe("zip");
        file["context_attributes"]!["match_in_subfile"]!.GetValue<bool>().ShouldBeTrue();
        ((string)file["context_attributes"]!["notification_snippet"]!).ShouldContain("*begin_highlight*marker*end_highlight*");
        (await emulator.GetAsync("/ioc_stream"))["data"]![0]!["context_attributes"]!["hunting_info"]!["match_in_subfile"]!.GetValue<bool>().ShouldBeTrue();
    }

    [YaraFact]
    public async Task The_limit_is_of_24_hours_and_matches_go_after_30_days()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var id = await emulator.Premium.AddRulesetAsync(limit: 2);
        async Task<int> MatchesAsync() => (await emulator.GetAsync("/ioc_stream"))["data"]!.AsArray().Count;
        async Task<bool> LimitedAsync() => (await emulator.GetAsync($"{Hunts.Rulesets}/{id}"))["data"]!["attributes"]!["rate_limited"]!.GetValue<bool>();

        foreach (var number in Enumerable.Range(0, 2)) await emulator.UploadAsync($"marker {number}".Utf8());
        (await MatchesAsync()).ShouldBe(2);
        await emulator.UploadAsync("marker 3".Utf8());
        (await MatchesAsync()).ShouldBe(2);
        (await LimitedAsync()).ShouldBeTrue();
        emulator.Clock.Advance(TimeSpan.FromHours(24));
        (await LimitedAsync()).ShouldBeFalse();
        // Analysed again: a match like any other.
        var file = (string)(await emulator.GetAsync("/ioc_stream"))["data"]![0]!["id"]!;
        await emulator.PostAsync($"/files/{file}/analyse");
        (await MatchesAsync()).ShouldBe(3);
        (await emulator.GetAsync("/ioc_stream"))["data"]![0]!["context_attributes"]!["hunting_info"]!.AsObject().ContainsKey("source_key").ShouldBeFalse();
        emulator.Clock.Advance(TimeSpan.FromDays(29.5));
        (await MatchesAsync()).ShouldBe(1);
    }

    [YaraFact]
    public async Task The_stream_is_filtered_ordered_paged_and_emptied()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var first = await emulator.Premium.AddRulesetAsync("One");
        var began = emulator.Clock.GetUtcNow();
        await emulator.UploadAsync("marker 1".Utf8());
        emulator.Clock.Advance(TimeSpan.FromDays(2));
        await emulator.Premium.AddRulesetAsync("Two");
        await emulator.UploadAsync("marker 2".Utf8());
        async Task<string> ListAsync(string query) =>
            string.Join(' ', (await emulator.GetAsync($"/ioc_stream?{query}"))["data"]!.AsArray().Select(one => (string)one!["context_attributes"]!["notification_id"]!));

        var all = await ListAsync("");
        var ids = all.Split(' ');
        ids.Length.ShouldBe(3);
        (await ListAsync("order=date%2B")).ShouldBe(string.Join(' ', ids.Reverse()));
        (await ListAsync("descriptors_only=true")).ShouldBe(all);
        (await ListAsync("filter=origin:hunting%20entity_type:file%20source_type:hunting_ruleset")).ShouldBe(all);
        (await ListAsync("filter=origin:subscriptions")).ShouldBe("");
        (await ListAsync("filter=entity_type:url")).ShouldBe("");
        (await ListAsync("filter=notification_tag:two")).ShouldBe(ids[0]);
        (await ListAsync($"filter=source_id:{first}")).ShouldBe($"{ids[1]} {ids[2]}");
        (await ListAsync($"filter=date:{began.AddDays(1):yyyy-MM-dd}%2B")).ShouldBe($"{ids[0]} {ids[1]}");
        (await ListAsync($"filter=date:{began.ToUnixTimeSeconds()}-")).ShouldBe(ids[2]);
        (await ListAsync($"filter=date:{began:yyyy-MM-dd}")).ShouldBe(ids[2]);
        foreach (var query in new[] { "filter=date:yesterday", "filter=mood:good", "filter=loose", "order=size" })
            (await emulator.Premium.FailAsync(HttpMethod.Get, "/ioc_stream?" + query)).ShouldStartWith("400 ");
        var page = await emulator.GetAsync("/ioc_stream?limit=2&order=date%2B");
        var rest = await emulator.GetAsync("/ioc_stream?limit=2&order=date%2B&cursor=" + page["meta"]!["cursor"]);
        ((string)rest["data"]!.AsArray().ShouldHaveSingleItem()!["context_attributes"]!["notification_id"]!).ShouldBe(ids[0]);

        (await emulator.Premium.ReadAsync(HttpMethod.Delete, "/ioc_stream_notifications/" + ids[2])).Count.ShouldBe(0);
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/ioc_stream_notifications/" + ids[2])).ShouldStartWith("404 ");
        (await emulator.Premium.ReadAsync(HttpMethod.Delete, $"/ioc_stream?filter=source_id:{first}"))["data"]!["attributes"]!["status"]!.ToString().ShouldBe("finished");
        (await ListAsync("")).ShouldBe(ids[0]);
    }

    [YaraFact]
    public async Task Notifications_are_filtered_and_removed_by_tag()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await emulator.Premium.AddRulesetAsync("One");
        await emulator.Premium.AddRulesetAsync("Two", "rule Another { strings: $a = \"marker\" condition: $a }");
        await emulator.UploadAsync("marker".Utf8());
        async Task<int> CountAsync(string path) => (await emulator.GetAsync(path))["data"]!.AsArray().Count;

        (await CountAsync(Hunts.Notifications + "?filter=tag:two")).ShouldBe(1);
        (await CountAsync(Hunts.Notifications + "?filter=owner:premium")).ShouldBe(2);
        (await CountAsync(Hunts.Notifications + "?filter=owner:other")).ShouldBe(0);
        (await CountAsync(Hunts.Notifications + "?filter=date:2001-01-01-")).ShouldBe(0);
        (await CountAsync("/intelligence/hunting_notification_files?filter=Another")).ShouldBe(1);
        (await CountAsync("/intelligence/hunting_notification_files?filter=anoth")).ShouldBe(0);
        (await emulator.GetAsync(Hunts.Notifications + "?count_limit=1"))["meta"]!["count"]!.GetValue<int>().ShouldBe(1);
        (await emulator.Premium.FailAsync(HttpMethod.Get, Hunts.Notifications + "?count_limit=x")).ShouldStartWith("400 ");
        ((string)(await emulator.Premium.ReadAsync(HttpMethod.Delete, Hunts.Notifications + "?tag=Another"))["data"]!["type"]!).ShouldBe("operation");
        var left = (await emulator.GetAsync(Hunts.Notifications))["data"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)left["attributes"]!["rule_name"]!).ShouldBe("Marker");
        await emulator.Premium.ReadAsync(HttpMethod.Delete, $"{Hunts.Notifications}/{left["id"]}");
        (await CountAsync("/ioc_stream")).ShouldBe(0);
    }

    [YaraFact]
    public async Task Rules_see_the_modules_of_yara_and_words_that_only_look_forbidden()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await emulator.Premium.AddRulesetAsync(rules:
            """
            import "hash"
            // console, include "x" in a comment
            rule Words { meta: m = "see include " strings: $console = "#include " $b = /console b/ $c = "console" condition: $console and $b and #c == 1 and hash.md5(0, 1) != "" }
            """);
        await emulator.UploadAsync("#include console b".Utf8());
        (await emulator.GetAsync(Hunts.Notifications))["data"]!.AsArray().Count.ShouldBe(1);
    }
}
