using System.Net;
using System.Text.Json.Nodes;

namespace VtKit.Emulator.Tests;

public sealed class CollectionTests
{
    private const string UnknownFile = "00000000000000000000000000000000000000000000000000000000000000ff";

    private const string Full =
        $$$"""
        {"data": {"type": "collection",
            "attributes": {"name": "Wave", "description": "Seen in spring"},
            "relationships": {
                "files": {"data": [{"type": "file", "id": "{{{EmulatorFixture.EicarMd5}}}"}, {"type": "file", "id": "{{{UnknownFile}}}"}]},
                "domains": {"data": [{"type": "domain", "id": "New.Example.com"}]},
                "urls": {"data": [{"type": "url", "url": "http://new.example.com/a?b=1"}, {"type": "url", "id": "aHR0cDovL25ldy5leGFtcGxlLmNvbS9i"}]},
                "ip_addresses": {"data": []}},
            "raw_items": "see hxxp://bad[.]example[.]org/x, 203.0.113.9; \"other.example.net\". Mail a@example.com, 2001:DB8:0::1 and readme.txt!"}}
        """;

    [Fact]
    public async Task Holds_what_the_body_names_and_what_its_text_contains()
    {
        await using var emulator = await EmulatorFixture.StartAsync();

        var made = (await emulator.PostAsync("/collections", Full))["data"]!;

        var id = (string)made["id"]!;
        id.ShouldMatch("^[0-9a-f]{64}$");
        made["type"]!.GetValue<string>().ShouldBe("collection");
        var attributes = (await emulator.GetAsync("/collections/" + id))["data"]!["attributes"]!.AsObject();
        attributes["name"]!.GetValue<string>().ShouldBe("Wave");
        attributes["private"]!.GetValue<bool>().ShouldBeFalse();
        attributes["creation_date"]!.GetValue<long>().ShouldBe(emulator.Clock.GetUtcNow().ToUnixTimeSeconds());
        new[] { "files", "urls", "domains", "ip_addresses", "references" }.Select(kind => attributes[kind + "_count"]!.GetValue<int>()).ShouldBe([2, 3, 2, 2, 0]);
        attributes["counters"]!["iocs"]!.GetValue<int>().ShouldBe(9);
        (await emulator.Public.ReadAsync(HttpMethod.Get, "/collections/" + id))["data"]!["attributes"]!.AsObject().ContainsKey("counters").ShouldBeFalse();

        (await IdsAsync(emulator, id, "domains")).ShouldBe(["other.example.net", "new.example.com"]);
        (await IdsAsync(emulator, id, "ip_addresses")).ShouldBe(["2001:db8::1", "203.0.113.9"]);
        var urls = (await emulator.GetAsync($"/collections/{id}/urls"))["data"]!.AsArray();
        urls.Select(url => (string)url!["attributes"]!["url"]!).ShouldBe(["http://bad.example.org/x", "http://new.example.com/b", "http://new.example.com/a?b=1"]);
        // A file of which nothing is known says so where it is read whole.
        var files = (await emulator.GetAsync($"/collections/{id}/files"))["data"]!.AsArray();
        files[0]!["error"]!["code"]!.GetValue<string>().ShouldBe("NotFoundError");
        files[1]!["id"]!.GetValue<string>().ShouldBe(EmulatorFixture.EicarSha256);
        // What somebody has named exists from then on.
        await emulator.GetAsync("/domains/new.example.com");
        await emulator.GetAsync("/urls/" + (string)urls[0]!["id"]!);
    }

    [Fact]
    public async Task What_is_in_a_collection_leads_to_it()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var id = (string)(await emulator.PostAsync("/collections", Full))["data"]!["id"]!;
        var url = (await IdsAsync(emulator, id, "urls"))[0];

        foreach (var path in new[] { "/files/" + EmulatorFixture.EicarSha1, "/domains/other.example.net", "/ip_addresses/203.0.113.9", "/urls/" + url, "/users/premium" })
            (await emulator.GetAsync(path + "/relationships/collections"))["data"]!.AsArray().ShouldHaveSingleItem()!["id"]!.GetValue<string>().ShouldBe(id, path);
        (await emulator.GetAsync($"/collections/{id}/owner"))["data"]!["id"]!.GetValue<string>().ShouldBe("premium");
        var comment = (string)(await emulator.PostAsync($"/collections/{id}/comments", Bodies.Comment("Watch #this")))["data"]!["id"]!;
        comment.ShouldStartWith($"c-{id}-");
        (await emulator.GetAsync($"/collections/{id}/comments"))["data"]![0]!["id"]!.GetValue<string>().ShouldBe(comment);

        await emulator.Premium.ReadAsync(HttpMethod.Delete, "/collections/" + id);
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/collections/" + id)).ShouldBe($"404 NotFoundError Collection \"{id}\" not found");
        (await emulator.GetAsync("/domains/other.example.net/collections"))["data"]!.AsArray().ShouldBeEmpty();
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/comments/" + comment)).ShouldStartWith("404");
    }

    [Fact]
    public async Task A_change_adds_and_a_removal_takes_away()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var id = (string)(await emulator.PostAsync("/collections", Full))["data"]!["id"]!;
        emulator.Clock.Advance(TimeSpan.FromMinutes(1));

        // As vt-cli adds: without attributes.
        var changed = (await emulator.Premium.ReadAsync(HttpMethod.Patch, "/collections/" + id, new StringContent(
            """{"data": {"type": "collection", "raw_items": "198.51.100.1 203.0.113.9"}}""")))["data"]!["attributes"]!;
        changed["ip_addresses_count"]!.GetValue<int>().ShouldBe(3);
        changed["last_modification_date"]!.GetValue<long>().ShouldBe(changed["creation_date"]!.GetValue<long>() + 60);
        changed["description"]!.GetValue<string>().ShouldBe("Seen in spring");
        (await emulator.Premium.ReadAsync(HttpMethod.Patch, "/collections/" + id, new StringContent(
            """{"data": {"type": "collection", "attributes": {"name": "Flood", "description": null}}}""")))["data"]!["attributes"]!.AsObject().ContainsKey("description").ShouldBeFalse();

        var added = await emulator.PostAsync($"/collections/{id}/domains", """{"data": [{"type": "domain", "id": "LATER.example.com"}, {"type": "domain", "id": "new.example.com"}]}""");
        added["data"]!.ToJsonString().ShouldBe("""[{"type":"domain","id":"later.example.com"},{"type":"domain","id":"new.example.com"}]""");
        (await IdsAsync(emulator, id, "domains")).ShouldBe(["later.example.com", "other.example.net", "new.example.com"]);

        emulator.Clock.Advance(TimeSpan.FromMinutes(1));
        (await emulator.Premium.ReadAsync(HttpMethod.Delete, $"/collections/{id}/domains", new StringContent(
            """{"data": [{"type": "domain", "id": "New.example.com"}, {"type": "domain", "id": "never.example.com"}]}"""))).ShouldBeEmpty();
        (await emulator.Premium.ReadAsync(HttpMethod.Delete, $"/collections/{id}/urls", new StringContent("""{"data": [{"type": "url", "url": "http://bad.example.org/x"}]}"""))).ShouldBeEmpty();
        (await IdsAsync(emulator, id, "domains")).ShouldBe(["later.example.com", "other.example.net"]);
        var attributes = (await emulator.GetAsync("/collections/" + id))["data"]!["attributes"]!;
        attributes["urls_count"]!.GetValue<int>().ShouldBe(2);
        attributes["last_modification_date"]!.GetValue<long>().ShouldBe(attributes["creation_date"]!.GetValue<long>() + 120);
        // Taking something out is no sighting.
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/domains/never.example.com")).ShouldStartWith("404");
    }

    [Fact]
    public async Task Is_changed_by_its_owner_and_seen_by_others_unless_private()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        using var other = emulator.Client(VtEmulatorKeys.OtherGroup);
        var id = (string)(await emulator.PostAsync("/collections", Full))["data"]!["id"]!;
        const string Item = """{"data": [{"type": "domain", "id": "x.example.com"}]}""";

        (await other.FailAsync(HttpMethod.Post, $"/collections/{id}/domains", new StringContent(Item))).ShouldStartWith("403 ForbiddenError");
        (await other.FailAsync(HttpMethod.Delete, $"/collections/{id}/domains", new StringContent(Item))).ShouldStartWith("403 ForbiddenError");
        (await other.FailAsync(HttpMethod.Patch, "/collections/" + id, new StringContent(Full))).ShouldStartWith("403 ForbiddenError");
        (await other.FailAsync(HttpMethod.Delete, "/collections/" + id)).ShouldStartWith("403 ForbiddenError");
        // Nothing of a refused change stays.
        (await other.FailAsync(HttpMethod.Get, "/domains/x.example.com")).ShouldStartWith("404");

        await emulator.Premium.ReadAsync(HttpMethod.Patch, "/collections/" + id, new StringContent("""{"data": {"type": "collection", "attributes": {"private": true}}}"""));
        foreach (var path in new[] { "", "/files", "/relationships/files", "/owner", "/comments", "/download/json", "/files/download/json", "/aggregations/download/json", "/search?query=x", "/mitre_tree", "/subscription_preferences" })
            (await other.FailAsync(HttpMethod.Get, $"/collections/{id}{path}")).ShouldStartWith("404 NotFoundError Collection", Case.Sensitive, path);
        (await other.ReadAsync(HttpMethod.Get, "/collections"))["data"]!.AsArray().ShouldBeEmpty();
        (await other.ReadAsync(HttpMethod.Get, "/domains/other.example.net/collections"))["data"]!.AsArray().ShouldBeEmpty();
        (await emulator.GetAsync("/collections"))["data"]!.AsArray().Count.ShouldBe(1);
        (await emulator.Public.FailAsync(HttpMethod.Get, "/collections")).ShouldStartWith("403 ForbiddenError");
    }

    [Theory]
    [InlineData("""{"data": {"type": "collection"}}""")]
    [InlineData("""{"data": {"type": "collection", "attributes": {"description": "No name"}}}""")]
    [InlineData("""{"data": {"type": "collection", "attributes": {"name": 5}}}""")]
    [InlineData("""{"data": {"type": "collection", "attributes": {"name": "a", "files_count": 5}}}""")]
    [InlineData("""{"data": {"type": "collection", "attributes": {"name": "a"}, "raw_items": ["8.8.8.8"]}}""")]
    [InlineData("""{"data": {"type": "collection", "attributes": {"name": "a"}, "relationships": []}}""")]
    [InlineData("""{"data": {"type": "collection", "attributes": {"name": "a"}, "relationships": {"files": []}}}""")]
    [InlineData("""{"data": {"type": "collection", "attributes": {"name": "a"}, "relationships": {"owner": {"data": []}}}}""")]
    [InlineData("""{"data": {"type": "collection", "attributes": {"name": "a"}, "relationships": {"files": {"data": [{"type": "domain", "id": "example.com"}]}}}}""")]
    [InlineData("""{"data": {"type": "collection", "attributes": {"name": "a"}, "relationships": {"files": {"data": [{"type": "file"}]}}}}""")]
    [InlineData("""{"data": {"type": "collection", "attributes": {"name": "a"}, "relationships": {"files": {"data": [{"type": "file", "id": "no hash"}]}}}}""")]
    [InlineData("""{"data": {"type": "collection", "attributes": {"name": "a"}, "relationships": {"urls": {"data": [{"type": "url", "url": "http://"}]}}}}""")]
    [InlineData("""{"data": {"type": "collection", "attributes": {"name": "a"}, "relationships": {"domains": {"data": [{"type": "domain", "id": "a b"}]}}}}""")]
    public async Task A_body_that_is_no_collection_is_refused(string body)
    {
        await using var emulator = await EmulatorFixture.StartAsync();

        (await emulator.Premium.FailAsync(HttpMethod.Post, "/collections", new StringContent(body))).ShouldStartWith("400 ");
        (await emulator.GetAsync("/collections"))["data"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Is_found_by_filter_and_order_also_among_what_was_brought_in()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await emulator.AdminAsync(HttpMethod.Post, "/seed",
            """
            {"objects": [{"type": "collection", "id": "threat-actor--1", "attributes": {"name": "Bear", "collection_type": "threat-actor", "origin": "Google Threat Intelligence", "creation_date": 1000000000,
                "files_count": 77, "targeted_regions": ["DE", "FR"], "tags": ["apt"], "private": true}, "relationships": {"domains": {"data": [{"type": "domain", "id": "bear.example.com"}]}}}]}
            """);
        var id = (string)(await emulator.PostAsync("/collections", Full))["data"]!["id"]!;

        async Task<string> FindAsync(string query) => string.Join(' ', (await emulator.GetAsync("/collections?" + query))["data"]!.AsArray().Select(one => (string)one!["attributes"]!["name"]!));
        (await FindAsync("filter=bear")).ShouldBe("Bear");
        (await FindAsync("filter=spring")).ShouldBe("Wave");
        (await FindAsync("filter=collection_type:threat-actor")).ShouldBe("Bear");
        (await FindAsync("filter=collection_type:collection")).ShouldBe("Wave");
        (await FindAsync("filter=targeted_region:de")).ShouldBe("Bear");
        (await FindAsync("filter=tag:apt")).ShouldBe("Bear");
        (await FindAsync("filter=owner:premium")).ShouldBe("Wave");
        (await FindAsync("filter=files:3%2B")).ShouldBe("Bear");
        (await FindAsync("filter=files:3- domains:2")).ShouldBe("Wave");
        (await FindAsync("filter=creation_date:2001-09-09")).ShouldBe("Bear");
        (await FindAsync("filter=origin:\"google threat intelligence\"")).ShouldBe("Bear");
        (await FindAsync("order=files")).ShouldBe("Wave Bear");
        (await FindAsync("order=creation_date-")).ShouldBe("Wave Bear");
        (await FindAsync("order=creation_day")).ShouldBe("Bear Wave");

        // What was brought in is written once, and nobody's to change.
        var brought = (await emulator.GetAsync("/collections/threat-actor--1"))["data"]!["attributes"]!.AsObject();
        brought["files_count"]!.GetValue<int>().ShouldBe(77);
        brought["domains_count"]!.GetValue<int>().ShouldBe(1);
        brought["private"]!.GetValue<bool>().ShouldBeTrue();
        (await emulator.GetAsync("/collections/threat-actor--1/owner"))["data"].ShouldBeNull();
        (await emulator.Premium.FailAsync(HttpMethod.Delete, "/collections/threat-actor--1")).ShouldStartWith("403 ForbiddenError");
        (await emulator.GetAsync($"/collections/{id}?attributes=name,files_count"))["data"]!["attributes"]!.ToJsonString().ShouldBe("""{"name":"Wave","files_count":2}""");
    }

    [Fact]
    public async Task Tells_who_follows_it()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        using var other = emulator.Client(VtEmulatorKeys.OtherGroup);
        var id = (string)(await emulator.PostAsync("/collections", Full))["data"]!["id"]!;
        (await emulator.Premium.FailAsync(HttpMethod.Get, $"/collections/{id}/subscription_preferences")).ShouldStartWith("404 NotFoundError");
        (await emulator.GetAsync($"/collections/{id}/relationships/subscription_preferences"))["data"].ShouldBeNull();

        await emulator.PostAsync($"/collections/{id}/subscription_preferences", """{"data": {"type": "subscription_preferences", "attributes": {"any": {"word": [1]}}}}""");
        var preferences = (await emulator.PostAsync($"/collections/{id}/subscription_preferences", """{"data": {"type": "subscription_preferences", "attributes": {"more": true}}}"""))["data"]!;
        preferences["attributes"]!.ToJsonString().ShouldBe("""{"any":{"word":[1]},"more":true}""");
        (await emulator.GetAsync($"/collections/{id}/subscription_preferences"))["data"]!["type"]!.GetValue<string>().ShouldBe("subscription_preferences");
        (await emulator.GetAsync($"/collections/{id}/relationships/subscription_preferences"))["data"]!["type"]!.GetValue<string>().ShouldBe("subscription_preferences");
        (await emulator.GetAsync($"/collections/{id}/subscribed_users"))["data"]!.AsArray().ShouldHaveSingleItem()!["id"]!.GetValue<string>().ShouldBe("premium");
        (await emulator.GetAsync("/collections/" + id))["data"]!["attributes"]!["subscribers_count"]!.GetValue<int>().ShouldBe(1);
        (await other.FailAsync(HttpMethod.Get, $"/collections/{id}/subscription_preferences")).ShouldStartWith("404");
    }

    [Fact]
    public async Task Has_files_for_other_programs()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var id = (string)(await emulator.PostAsync("/collections", Full))["data"]!["id"]!;

        var all = await emulator.GetAsync($"/collections/{id}/download/json");
        all.Select(member => member.Key).ShouldBe(["files", "urls", "domains", "ip_addresses"]);
        all["urls"]!.ToJsonString().ShouldBe("""["http://new.example.com/a?b=1","http://new.example.com/b","http://bad.example.org/x"]""");
        all["files"]![0]!.GetValue<string>().ShouldBe(EmulatorFixture.EicarSha256);
        (await emulator.GetAsync($"/collections/{id}/domains/download/json")).ToJsonString().ShouldBe("""{"domains":["new.example.com","other.example.net"]}""");
        using var response = await emulator.Premium.GetAsync(EmulatorFixture.Api($"/collections/{id}/ip_addresses/download/csv"));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        (await response.Content.ReadAsStringAsync()).ShouldBe("relationship,value\r\nip_addresses,203.0.113.9\r\nip_addresses,2001:db8::1\r\n");
        (await emulator.Premium.FailAsync(HttpMethod.Get, $"/collections/{id}/download/stix")).ShouldStartWith("501 NotSupportedByEmulator");
        (await emulator.Premium.FailAsync(HttpMethod.Get, $"/collections/{id}/download/exe")).ShouldStartWith("400 InvalidArgumentError");
        (await emulator.Premium.FailAsync(HttpMethod.Get, $"/collections/{id}/nonsense/download/json")).ShouldStartWith("400 InvalidArgumentError");
        (await emulator.Public.FailAsync(HttpMethod.Get, $"/collections/{id}/download/json")).ShouldStartWith("403 ForbiddenError");
    }

    [Fact]
    public async Task Tells_what_its_items_share()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await emulator.AdminAsync(HttpMethod.Post, "/seed",
            """
            {"urls": ["http://shared.example.com/, \"x\""], "objects": [
                {"type": "domain", "id": "one.example.com", "relationships": {"resolutions": {"data": [{"type": "ip_address", "id": "8.8.8.8"}]}}},
                {"type": "domain", "id": "two.example.com", "relationships": {"resolutions": {"data": [{"type": "ip_address", "id": "8.8.8.8"}, {"type": "ip_address", "id": "1.1.1.1"}]}}},
                {"type": "collection", "id": "report--1", "attributes": {"name": "A report"}, "relationships": {
                    "domains": {"data": [{"type": "domain", "id": "one.example.com"}, {"type": "domain", "id": "two.example.com"}]},
                    "attack_techniques": {"data": [{"type": "attack_technique", "id": "T1059"}]}}},
                {"type": "attack_technique", "id": "T1059", "attributes": {"name": "Interpreter"}, "relationships": {"attack_tactics": {"data": [{"type": "attack_tactic", "id": "TA0002"}]}}},
                {"type": "attack_tactic", "id": "TA0002", "attributes": {"name": "Execution", "link": "https://example.com/TA0002"}}]}
            """);

        (await emulator.GetAsync("/collections/report--1/aggregations/download/json")).ToJsonString()
            .ShouldBe("""{"domains":{"resolutions":[{"count":2,"value":"8.8.8.8"}]}}""");
        (await emulator.Premium.GetStringAsync(EmulatorFixture.Api("/collections/report--1/aggregations/download/csv"))).ShouldBe("items,relationship,value,count\r\ndomains,resolutions,8.8.8.8,2\r\n");
        (await emulator.GetAsync("/collections/report--1/mitre_tree"))["data"]!.ToJsonString().ShouldBe(
            """{"tactics":[{"id":"TA0002","name":"Execution","link":"https://example.com/TA0002","techniques":[{"id":"T1059","name":"Interpreter"}]}]}""");
    }

    [Fact]
    public async Task Is_searched_by_words_and_kinds()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var id = (string)(await emulator.PostAsync("/collections", Full))["data"]!["id"]!;

        async Task<string[]> FindAsync(string query) =>
            [.. (await emulator.GetAsync($"/collections/{id}/search?query={Uri.EscapeDataString(query)}"))["data"]!.AsArray().Select(one => $"{one!["type"]}")];
        (await FindAsync("example.org")).ShouldBe(["url"]);
        (await FindAsync("entity:domain")).ShouldBe(["domain", "domain"]);
        (await FindAsync("entity:ip AND NOT 2001")).ShouldBe(["ip_address"]);
        (await FindAsync("eicar")).ShouldBe(["file"]);
        (await FindAsync("nothing of it")).ShouldBeEmpty();
        (await emulator.Premium.FailAsync(HttpMethod.Get, $"/collections/{id}/search?query=size:5%2B")).ShouldStartWith("501 NotSupportedByEmulator");
        (await emulator.Premium.FailAsync(HttpMethod.Get, $"/collections/{id}/search?query=entity:thing")).ShouldStartWith("400 InvalidArgumentError");
        (await emulator.Premium.FailAsync(HttpMethod.Get, $"/collections/{id}/search")).ShouldStartWith("400 BadRequestError");
    }

    private static async Task<string[]> IdsAsync(EmulatorFixture emulator, string id, string relationship) =>
        [.. (await emulator.GetAsync($"/collections/{id}/relationships/{relationship}"))["data"]!.AsArray().Select(item => (string)item!["id"]!)];
}
