using System.Text;
using System.Text.Json.Nodes;
using VtKit.Testing.Shared;

namespace VtKit.Emulator.Tests;

/// <summary>What vt-cli 1.3 sends about hunting through vt-go, byte for byte.</summary>
public sealed class VtCliTests
{
    [YaraFact]
    public async Task Rulesets_are_added_changed_listed_and_deleted()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var added = await SendAsync(emulator, "POST", "intelligence/hunting_rulesets",
            """{"data":{"type":"hunting_ruleset","attributes":{"name":"cli","rules":"rule Cli { strings: $a = \"marker\" condition: $a }"}}}""");
        added.Status.ShouldBe(200, added.Text);
        var id = (string)added.Json["data"]!["id"]!;
        id.ShouldMatch(@"^\d+$");

        // enable, rename, setlimit, notification_emails: only what changes is sent, with the id.
        foreach (var attributes in new[] { """{"enabled":true}""", """{"name":"renamed"}""", """{"limit":5}""", """{"notification_emails":["a@example.com","b@example.com"]}""" })
        {
            var changed = await SendAsync(emulator, "PATCH", $"intelligence/hunting_rulesets/{id}", $$$"""{"data":{"type":"hunting_ruleset","id":"{{{id}}}","attributes":{{{attributes}}}}}""");
            changed.Status.ShouldBe(200, changed.Text);
        }
        var listed = (await SendAsync(emulator, "GET", "intelligence/hunting_rulesets?relationships=owner%2Ceditors")).Json;
        ((string)listed["links"]!["self"]!).ShouldStartWith(emulator.Emulator.BaseAddress.AbsoluteUri);
        var ruleset = listed["data"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)ruleset["attributes"]!["name"]!).ShouldBe("renamed");
        ruleset["attributes"]!["limit"]!.GetValue<int>().ShouldBe(5);
        ruleset["attributes"]!["notification_emails"]!.AsArray().Count.ShouldBe(2);
        ((string)ruleset["relationships"]!["owner"]!["data"]!["id"]!).ShouldBe("premium");
        ruleset["relationships"]!["editors"]!["data"]!.AsArray().ShouldBeEmpty();
        (await SendAsync(emulator, "GET", $"intelligence/hunting_rulesets/{id}?relationships=owner%2Ceditors")).Json["data"]!.ToJsonString().ShouldBe(ruleset.ToJsonString());

        // delete --all asks for the user's name, and sends it.
        var deleted = await SendAsync(emulator, "DELETE", "intelligence/hunting_rulesets", headers: "X-Confirm-Delete: premium\r\n");
        deleted.Status.ShouldBe(200, deleted.Text);
        deleted.Headers["content-type"].ShouldStartWith("application/json");
        (await SendAsync(emulator, "GET", $"intelligence/hunting_rulesets/{id}")).Json["error"]!["code"]!.ToString().ShouldBe("NotFoundError");
    }

    [YaraFact]
    public async Task Notifications_and_the_stream_are_listed_and_deleted()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await emulator.Premium.AddRulesetAsync("cli");
        foreach (var number in Enumerable.Range(0, 11)) await emulator.UploadAsync($"marker {number}".Utf8());

        // No limit is sent: ten to a page, and the rest behind links.next.
        var page = (await SendAsync(emulator, "GET", "intelligence/hunting_notifications?relationships=file")).Json;
        page["data"]!.AsArray().Count.ShouldBe(10);
        page["data"]!.AsArray().ShouldAllBe(one => one!["relationships"]!["file"]!["data"]!["type"]!.ToString() == "file");
        var next = new Uri((string)page["links"]!["next"]!);
        (await SendAsync(emulator, "GET", next.PathAndQuery["/api/v3/".Length..])).Json["data"]!.AsArray().Count.ShouldBe(1);
        var id = (string)page["data"]![0]!["id"]!;
        (await SendAsync(emulator, "GET", "intelligence/hunting_notifications/" + id)).Status.ShouldBe(200);
        (await SendAsync(emulator, "DELETE", "intelligence/hunting_notifications/" + id)).Status.ShouldBe(200);
        (await SendAsync(emulator, "DELETE", "intelligence/hunting_notifications?tag=none")).Status.ShouldBe(200);

        var stream = (await SendAsync(emulator, "GET", "ioc_stream?filter=origin%3Ahunting")).Json;
        var entry = (string)stream["data"]![0]!["context_attributes"]!["notification_id"]!;
        entry.ShouldMatch(@"^\d+$");
        (await SendAsync(emulator, "GET", "ioc_stream_notifications/" + entry)).Status.ShouldBe(200);
        (await SendAsync(emulator, "DELETE", "ioc_stream_notifications/" + entry)).Status.ShouldBe(200);
        (await SendAsync(emulator, "DELETE", "ioc_stream?filter=notification_tag%3Acli")).Status.ShouldBe(200);
        (await SendAsync(emulator, "GET", "ioc_stream")).Json["data"]!.AsArray().ShouldBeEmpty();
        (await SendAsync(emulator, "DELETE", "intelligence/hunting_notifications")).Status.ShouldBe(200);
    }

    [YaraFact]
    public async Task Retrohunt_is_started_listed_and_read()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await emulator.UploadAsync("a marker".Utf8());
        var now = emulator.Clock.GetUtcNow().ToUnixTimeSeconds();
        var started = await SendAsync(emulator, "POST", "intelligence/retrohunt_jobs", new JsonObject
        {
            ["data"] = new JsonObject
            {
                ["type"] = "retrohunt_job",
                ["attributes"] = new JsonObject { ["rules"] = Hunts.Marker, ["corpus"] = "main", ["time_range"] = new JsonObject { ["start"] = now - 86_400, ["end"] = now + 86_400 } },
            },
        }.ToJsonString());
        started.Status.ShouldBe(200, started.Text);
        var id = (string)started.Json["data"]!["id"]!;
        id.ShouldMatch(@"^\w+-\d+$");
        await emulator.Premium.EndedJobAsync(id);
        foreach (var job in (await SendAsync(emulator, "GET", "intelligence/retrohunt_jobs")).Json["data"]!.AsArray())
        {
            // vt retrohunt list --human panics without either.
            job!["attributes"]!["status"].ShouldNotBeNull();
            job["attributes"]!["progress"].ShouldNotBeNull();
        }
        (await SendAsync(emulator, "GET", $"intelligence/retrohunt_jobs/{id}/matching_files")).Json["data"]!.AsArray().Count.ShouldBe(1);
        (await SendAsync(emulator, "POST", $"intelligence/retrohunt_jobs/{id}/abort")).Status.ShouldBe(200);
        (await SendAsync(emulator, "DELETE", $"intelligence/retrohunt_jobs/{id}")).Status.ShouldBe(200);
    }

    private static Task<RawClient.Reply> SendAsync(EmulatorFixture emulator, string method, string path, string? body = null, string headers = "")
    {
        var content = Encoding.UTF8.GetBytes(body ?? "");
        var length = body is null && method != "POST" ? "" : $"Content-Length: {content.Length}\r\n" + (body is null ? "" : "Content-Type: application/json\r\n");
        return RawClient.SendAsync(emulator.Emulator.BaseAddress,
        [
            .. Encoding.ASCII.GetBytes(
                $"{method} /api/v3/{path} HTTP/1.1\r\nHost: {emulator.Emulator.BaseAddress.Authority}\r\nUser-Agent: vt-cli; vtgo 0.3; gzip\r\n"
                + $"{length}{headers}Accept-Encoding: gzip\r\nX-Apikey: {VtEmulatorKeys.Premium}\r\n\r\n"),
            .. content,
        ]);
    }
}
