using System.Text.Json.Nodes;

namespace VtKit.Emulator.Tests;

public sealed class GraphTests
{
    private const string Drawing =
        """
        {"data": {"type": "graph", "attributes": {
            "graph_data": {"description": "A drawing", "version": "5.0.0"}, "private": false, "representation": "force_graph",
            "position": {"x": 3, "y": -4, "scale": "0.4829681504149977"},
            "nodes": [
                {"type": "file", "entity_id": "275A021BBFB6489E54D471899F7DB9D1663FC695EC2FE2A2C4538AABF651FD0F", "index": 0, "x": 1.50, "y": 1E2, "text": "Root Node", "entity_attributes": {"has_detections": true}},
                {"type": "domain", "entity_id": "Drawn.example.COM", "index": 1, "fx": 3.3, "fy": 4.4},
                {"type": "ip_address", "entity_id": "8.8.8.8", "index": 2},
                {"type": "url", "entity_id": "http://drawn.example.com/a", "index": 3},
                {"type": "relationship", "entity_id": "relationships_contacted_ips_1", "index": 4},
                {"type": "custom", "entity_id": "Fancy Bear", "index": 5, "text": "APT28", "entity_attributes": {"custom_type": "actor"}},
                {"type": "file", "entity_id": "no hash", "index": 6}, 17, {"type": 5}],
            "links": [{"connection_type": "contacted_ips", "source": "a", "target": "b"}, {"unheard": [1, null, "\u00e9\ud83d\ude00"]}],
            "later": {"a": 12345678901234567890123}}}}
        """;

    [Fact]
    public async Task What_was_saved_comes_back_as_it_was()
    {
        await using var emulator = await EmulatorFixture.StartAsync();

        var made = (await emulator.PostAsync("/graphs", Drawing))["data"]!;

        var id = made["id"]!.GetValue<string>();
        id.ShouldMatch("^g[0-9a-f]{64}$");
        made["type"]!.GetValue<string>().ShouldBe("graph");
        var graph = (await emulator.GetAsync("/graphs/" + id))["data"]!;
        graph["links"]!["self"]!.GetValue<string>().ShouldEndWith("/api/v3/graphs/" + id);
        var attributes = graph["attributes"]!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(Drawing)!["data"]!["attributes"]!.AsObject())
            attributes[name]!.ToJsonString().ShouldBe(value!.ToJsonString(), name);
        // Numbers to the letter, also those beyond any type.
        attributes.ToJsonString().ShouldContain("\"x\":1.50,\"y\":1E2");
        attributes["later"]!.ToJsonString().ShouldBe("""{"a":12345678901234567890123}""");
        var now = emulator.Clock.GetUtcNow().ToUnixTimeSeconds();
        attributes["creation_date"]!.GetValue<long>().ShouldBe(now);
        attributes["last_modified_date"]!.GetValue<long>().ShouldBe(now);
        attributes["comments_count"]!.GetValue<int>().ShouldBe(0);
        attributes["views_count"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task A_change_replaces_what_it_names_and_nothing_else()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var id = await MakeAsync(emulator, Drawing);
        var made = emulator.Clock.GetUtcNow().ToUnixTimeSeconds();
        emulator.Clock.Advance(TimeSpan.FromMinutes(5));

        await emulator.Premium.ReadAsync(HttpMethod.Patch, "/graphs/" + id, new StringContent(
            """{"data": {"type": "graph", "attributes": {"nodes": [{"type": "domain", "entity_id": "other.example.com"}], "representation": null, "creation_date": 5, "views_count": 77}}}"""));

        var attributes = (await emulator.GetAsync("/graphs/" + id))["data"]!["attributes"]!.AsObject();
        attributes["nodes"]!.AsArray().Count.ShouldBe(1);
        attributes.ContainsKey("representation").ShouldBeFalse();
        attributes["graph_data"]!["description"]!.GetValue<string>().ShouldBe("A drawing");
        attributes["position"]!["scale"]!.GetValue<string>().ShouldBe("0.4829681504149977");
        // What is the service's to set stays the service's, and is there once.
        attributes["creation_date"]!.GetValue<long>().ShouldBe(made);
        attributes["last_modified_date"]!.GetValue<long>().ShouldBe(made + 300);
        attributes["views_count"]!.GetValue<int>().ShouldBe(0);
        (await emulator.GetAsync($"/graphs/{id}/items"))["data"]!.AsArray().Select(item => (string)item!["id"]!).ShouldBe(["other.example.com"]);
    }

    [Fact]
    public async Task What_a_graph_shows_leads_to_it_and_back()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var id = await MakeAsync(emulator, Drawing);

        var items = (await emulator.GetAsync($"/graphs/{id}/items"))["data"]!.AsArray();
        items.Select(item => $"{item!["type"]} {item["attributes"] is not null}").ShouldBe(["url True", "ip_address True", "domain True", "file True"]);
        var url = (string)items[0]!["id"]!;
        foreach (var path in new[] { "/files/" + EmulatorFixture.EicarMd5, "/domains/drawn.example.com", "/ip_addresses/8.8.8.8", "/urls/" + url, "/users/premium" })
            (await emulator.GetAsync(path + "/graphs"))["data"]!.AsArray().ShouldHaveSingleItem()!["attributes"]!["graph_data"]!["description"]!.GetValue<string>().ShouldBe("A drawing", path);
        (await emulator.GetAsync("/files/" + EmulatorFixture.EicarMd5 + "/relationships/graphs"))["data"]!.AsArray().ShouldHaveSingleItem()!["id"]!.GetValue<string>().ShouldBe(id);
        (await emulator.GetAsync("/users/other/graphs"))["data"]!.AsArray().ShouldBeEmpty();
        (await emulator.GetAsync($"/graphs/{id}/owner"))["data"]!["attributes"]!["first_name"]!.GetValue<string>().ShouldBe("premium");
        (await emulator.GetAsync($"/graphs/{id}/relationships/group"))["data"]!["id"]!.GetValue<string>().ShouldBe("premium-group");
        var ofPublic = (await emulator.Public.ReadAsync(HttpMethod.Post, "/graphs", new StringContent("""{"data": {"type": "graph", "attributes": {}}}""")))["data"]!["id"]!.GetValue<string>();
        var group = await emulator.GetAsync($"/graphs/{ofPublic}/group");
        group.ContainsKey("data").ShouldBeTrue();
        group["data"].ShouldBeNull();
    }

    [Fact]
    public async Task A_private_graph_is_for_those_whom_it_names()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        using var other = emulator.Client(VtEmulatorKeys.OtherGroup);
        const string Private = """{"data": {"type": "graph", "attributes": {"private": true, "nodes": [{"type": "domain", "entity_id": "secret.example.com"}]}}}""";
        (await emulator.Public.FailAsync(HttpMethod.Post, "/graphs", new StringContent(Private)))
            .ShouldBe("403 ForbiddenError You are not authorized to perform the requested operation: private graphs need intelligence_graphs_private");
        var id = await MakeAsync(emulator, Private);
        (await emulator.PostAsync($"/graphs/{id}/comments", Bodies.Comment("A secret #word")))["data"]!["id"]!.GetValue<string>().ShouldStartWith("g-" + id);
        var comment = (string)(await emulator.GetAsync($"/graphs/{id}/comments"))["data"]![0]!["id"]!;

        (await other.FailAsync(HttpMethod.Get, "/graphs/" + id)).ShouldBe($"404 NotFoundError Graph \"{id}\" not found");
        (await other.FailAsync(HttpMethod.Delete, "/graphs/" + id)).ShouldStartWith("404");
        (await other.FailAsync(HttpMethod.Get, $"/graphs/{id}/items")).ShouldStartWith("404");
        (await other.FailAsync(HttpMethod.Get, $"/graphs/{id}/relationships/viewers/other")).ShouldStartWith("404");
        (await other.FailAsync(HttpMethod.Get, "/comments/" + comment)).ShouldStartWith("404");
        (await other.FailAsync(HttpMethod.Get, $"/comments/{comment}/item")).ShouldStartWith("404");
        foreach (var list in new[] { "/graphs", "/domains/secret.example.com/graphs", "/users/premium/graphs", "/comments", "/comments?filter=tag:word", "/users/premium/comments" })
        {
            (await other.ReadAsync(HttpMethod.Get, list))["data"]!.AsArray().ShouldBeEmpty(list);
            (await emulator.GetAsync(list))["data"]!.AsArray().Count.ShouldBe(1, list);
        }

        // To the group of the other user: seen, not changed.
        await emulator.PostAsync($"/graphs/{id}/relationships/viewers", """{"data": [{"type": "group", "id": "other-group"}]}""");
        (await other.ReadAsync(HttpMethod.Get, "/graphs/" + id))["data"]!["attributes"]!["private"]!.GetValue<bool>().ShouldBeTrue();
        (await other.ReadAsync(HttpMethod.Get, "/domains/secret.example.com/graphs"))["data"]!.AsArray().Count.ShouldBe(1);
        (await other.FailAsync(HttpMethod.Patch, "/graphs/" + id, new StringContent("""{"data": {"type": "graph", "attributes": {}}}"""))).ShouldStartWith("403 ForbiddenError");
        (await other.FailAsync(HttpMethod.Post, $"/graphs/{id}/relationships/editors", new StringContent("""{"data": [{"type": "user", "id": "other"}]}"""))).ShouldStartWith("403");
        (await other.FailAsync(HttpMethod.Delete, $"/graphs/{id}/relationships/viewers/other-group")).ShouldStartWith("403");

        // As an editor: changed and published, and then seen by all.
        await emulator.PostAsync($"/graphs/{id}/relationships/editors", """{"data": {"type": "user", "id": "OTHER"}}""");
        await other.ReadAsync(HttpMethod.Patch, "/graphs/" + id, new StringContent("""{"data": {"type": "graph", "attributes": {"private": false}}}"""));
        (await emulator.Public.ReadAsync(HttpMethod.Get, "/graphs/" + id))["data"]!["attributes"]!["private"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task Viewers_and_editors_are_added_checked_listed_and_removed()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var id = await MakeAsync(emulator, Drawing);
        foreach (var access in new[] { "viewers", "editors" })
        {
            var list = $"/graphs/{id}/relationships/{access}";
            (await emulator.GetAsync(list))["data"]!.AsArray().ShouldBeEmpty();
            var added = await emulator.PostAsync(list, """{"data": [{"type": "user", "id": "public"}, {"type": "group", "id": "other-group"}]}""");
            added["data"]!.ToJsonString().ShouldBe("""[{"type":"user","id":"public"},{"type":"group","id":"other-group"}]""");
            // Clients name them again on each save.
            await emulator.PostAsync($"/graphs/{id}/{access}", """{"data": [{"type": "user", "id": "public"}]}""");
            (await emulator.GetAsync(list))["data"]!.AsArray().Select(one => $"{one!["type"]} {one["id"]}").ShouldBe(["group other-group", "user public"]);
            (await emulator.GetAsync($"/graphs/{id}/{access}"))["data"]!.AsArray().Count.ShouldBe(2);
            (await emulator.GetAsync(list + "/public"))["data"]!.GetValue<bool>().ShouldBeTrue();
            (await emulator.GetAsync(list + "/other-group"))["data"]!.GetValue<bool>().ShouldBeTrue();
            (await emulator.GetAsync(list + "/other"))["data"]!.GetValue<bool>().ShouldBeFalse();
            (await emulator.Premium.ReadAsync(HttpMethod.Delete, list + "/Public")).ShouldBeEmpty();
            (await emulator.GetAsync(list + "/public"))["data"]!.GetValue<bool>().ShouldBeFalse();
            (await emulator.Premium.FailAsync(HttpMethod.Delete, list + "/public")).ShouldBe("404 NotFoundError User or group \"public\" not found");
        }

        // All of them or none.
        var body = """{"data": [{"type": "user", "id": "one-a-day"}, {"type": "user", "id": "nobody"}]}""";
        (await emulator.Premium.FailAsync(HttpMethod.Post, $"/graphs/{id}/viewers", new StringContent(body))).ShouldBe("404 NotFoundError User \"nobody\" not found");
        (await emulator.GetAsync($"/graphs/{id}/relationships/viewers/one-a-day"))["data"]!.GetValue<bool>().ShouldBeFalse();
        (await emulator.Premium.FailAsync(HttpMethod.Post, $"/graphs/{id}/viewers", new StringContent("""{"data": [{"type": "group", "id": "nobody"}]}"""))).ShouldStartWith("404");
        (await emulator.Premium.FailAsync(HttpMethod.Post, $"/graphs/{id}/viewers", new StringContent("""{"data": [{"type": "file", "id": "public"}]}"""))).ShouldStartWith("400 InvalidArgumentError");
        (await emulator.Premium.FailAsync(HttpMethod.Post, $"/graphs/{id}/viewers", new StringContent("""{"data": ["public"]}"""))).ShouldStartWith("400 BadRequestError");
    }

    [Fact]
    public async Task Views_of_others_and_comments_are_counted()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var id = await MakeAsync(emulator, Drawing);
        await emulator.GetAsync("/graphs/" + id);
        await emulator.Public.ReadAsync(HttpMethod.Get, "/graphs/" + id);
        await emulator.Public.ReadAsync(HttpMethod.Get, "/graphs/" + id);
        await emulator.PostAsync($"/graphs/{id}/comments", Bodies.Comment("Nice"));

        var attributes = (await emulator.GetAsync("/graphs/" + id))["data"]!["attributes"]!;
        attributes["views_count"]!.GetValue<int>().ShouldBe(2);
        attributes["comments_count"]!.GetValue<int>().ShouldBe(1);
        (await emulator.GetAsync("/graphs?filter=views_count:2%20comments_count:1"))["data"]!.AsArray().Count.ShouldBe(1);
        var comment = (string)(await emulator.GetAsync($"/graphs/{id}/relationships/comments"))["data"]![0]!["id"]!;
        (await emulator.GetAsync($"/comments/{comment}/item"))["data"]!["type"]!.GetValue<string>().ShouldBe("graph");

        (await emulator.Premium.ReadAsync(HttpMethod.Delete, "/graphs/" + id)).ShouldBeEmpty();
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/graphs/" + id)).ShouldStartWith("404 NotFoundError");
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/comments/" + comment)).ShouldStartWith("404");
        (await emulator.GetAsync("/ip_addresses/8.8.8.8/graphs"))["data"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_graph_of_somebody_else_is_read_only()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var id = await MakeAsync(emulator, Drawing);

        (await emulator.Public.FailAsync(HttpMethod.Delete, "/graphs/" + id)).ShouldStartWith("403 ForbiddenError");
        (await emulator.Public.FailAsync(HttpMethod.Patch, "/graphs/" + id, new StringContent(Drawing))).ShouldStartWith("403 ForbiddenError");
        (await emulator.Public.FailAsync(HttpMethod.Post, $"/graphs/{id}/editors", new StringContent("""{"data": [{"type": "user", "id": "public"}]}"""))).ShouldStartWith("403");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"data": []}""")]
    [InlineData("""{"data": {"type": "collection", "attributes": {}}}""")]
    [InlineData("""{"data": {"type": "graph"}}""")]
    [InlineData("""{"data": {"type": "graph", "attributes": []}}""")]
    [InlineData("""{"data": {"type": "graph", "attributes": {"nodes": {}}}}""")]
    [InlineData("""{"data": {"type": "graph", "attributes": {"private": "yes"}}}""")]
    [InlineData("""{"data": {"type": "graph", "attributes": {"graph_data": "A drawing"}}}""")]
    [InlineData("""{"data": {"type": "graph", "attributes": {"text": "\ud800"}}}""")]
    [InlineData("""{"data": {"type": "graph", "attributes": {"\ud800": 1}}}""")]
    public async Task A_body_that_is_no_graph_is_refused(string body)
    {
        await using var emulator = await EmulatorFixture.StartAsync();

        (await emulator.Premium.FailAsync(HttpMethod.Post, "/graphs", new StringContent(body))).ShouldStartWith("400 BadRequestError");
        (await emulator.GetAsync("/graphs"))["data"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Graphs_stay_in_a_data_folder()
    {
        using var folder = new TemporaryFolder();
        string id;
        await using (var first = await EmulatorFixture.StartAsync(options => options.DataDirectory = folder.Path)) id = await MakeAsync(first, Drawing);
        await using var second = await EmulatorFixture.StartAsync(options => options.DataDirectory = folder.Path);

        (await second.GetAsync("/graphs/" + id))["data"]!["attributes"]!["nodes"]!.AsArray().Count.ShouldBe(9);
    }

    private static async Task<string> MakeAsync(EmulatorFixture emulator, string body) => (string)(await emulator.PostAsync("/graphs", body))["data"]!["id"]!;
}
