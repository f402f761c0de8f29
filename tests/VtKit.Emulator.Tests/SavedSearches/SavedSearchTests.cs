namespace VtKit.Emulator.Tests;

public sealed class SavedSearchTests
{
    private const string Search =
        """{"data": {"type": "saved_search", "attributes": {"name": "Documents", "description": "With macros", "search_query": "type:document tag:macros", "private": true, "tags": ["macros", "office"]}}}""";

    [Fact]
    public async Task Is_kept_changed_and_removed()
    {
        await using var emulator = await EmulatorFixture.StartAsync();

        var made = (await emulator.PostAsync("/saved_searches", Search))["data"]!;

        var id = (string)made["id"]!;
        id.ShouldMatch("^[0-9a-f]{32}$");
        var now = emulator.Clock.GetUtcNow().ToUnixTimeSeconds();
        made["attributes"]!.ToJsonString().ShouldBe(
            "{\"name\":\"Documents\",\"description\":\"With macros\",\"search_query\":\"type:document tag:macros\",\"private\":true,\"tags\":[\"macros\",\"office\"],"
            + $"\"creation_date\":{now},\"last_modification_date\":{now}}}");
        emulator.Clock.Advance(TimeSpan.FromSeconds(5));
        await emulator.Premium.ReadAsync(HttpMethod.Patch, "/saved_searches/" + id, new StringContent("""{"data": {"type": "saved_search", "attributes": {"search_query": "tag:dde"}}}"""));
        var attributes = (await emulator.GetAsync("/saved_searches/" + id))["data"]!["attributes"]!;
        attributes["search_query"]!.GetValue<string>().ShouldBe("tag:dde");
        attributes["name"]!.GetValue<string>().ShouldBe("Documents");
        attributes["last_modification_date"]!.GetValue<long>().ShouldBe(now + 5);
        (await emulator.Premium.FailAsync(HttpMethod.Patch, "/saved_searches/" + id, new StringContent("""{"data": {"type": "saved_search", "attributes": {"name": null}}}"""))).ShouldStartWith("400 BadRequestError");
        (await emulator.Premium.FailAsync(HttpMethod.Patch, "/saved_searches/" + id, new StringContent("""{"data": {"type": "saved_search", "attributes": {"last_execution_date": 5}}}"""))).ShouldStartWith("400 InvalidArgumentError");
        (await emulator.Premium.ReadAsync(HttpMethod.Delete, "/saved_searches/" + id)).ShouldBeEmpty();
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/saved_searches/" + id)).ShouldBe($"404 NotFoundError Saved search \"{id}\" not found");
    }

    [Theory]
    [InlineData("""{"name": "No query"}""")]
    [InlineData("""{"search_query": "tag:a"}""")]
    [InlineData("""{"name": "a", "search_query": "a", "tags": [1]}""")]
    [InlineData("""{"name": "a", "search_query": ["a"]}""")]
    [InlineData("""{"name": "a", "search_query": "a", "private": 1}""")]
    public async Task A_body_that_is_no_search_is_refused(string attributes)
    {
        await using var emulator = await EmulatorFixture.StartAsync();

        (await emulator.Premium.FailAsync(HttpMethod.Post, "/saved_searches", new StringContent($$$"""{"data": {"type": "saved_search", "attributes": {{{attributes}}}}}"""))).ShouldStartWith("400 BadRequestError");
    }

    [Fact]
    public async Task Is_shared_by_a_list_of_its_own_spelling()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        using var other = emulator.Client(VtEmulatorKeys.OtherGroup);
        var id = (string)(await emulator.PostAsync("/saved_searches", Search))["data"]!["id"]!;
        (await other.FailAsync(HttpMethod.Get, "/saved_searches/" + id)).ShouldStartWith("404");
        (await other.ReadAsync(HttpMethod.Get, "/saved_searches"))["data"]!.AsArray().ShouldBeEmpty();

        var shared = (await emulator.PostAsync($"/saved_searches/{id}/relationship/viewers", """{"data": [{"type": "group", "id": "other-group"}]}"""))["data"]!;
        shared["id"]!.GetValue<string>().ShouldBe(id);
        shared["type"]!.GetValue<string>().ShouldBe("saved_search");
        (await other.ReadAsync(HttpMethod.Get, "/saved_searches?filter=shared_with_me:true"))["data"]!.AsArray().Count.ShouldBe(1);
        (await emulator.GetAsync("/saved_searches?filter=shared_with_me:true"))["data"]!.AsArray().ShouldBeEmpty();
        (await emulator.GetAsync("/saved_searches?filter=shared_with_me:false"))["data"]!.AsArray().Count.ShouldBe(1);
        (await other.FailAsync(HttpMethod.Patch, "/saved_searches/" + id, new StringContent("""{"data": {"type": "saved_search", "attributes": {"name": "Mine"}}}"""))).ShouldStartWith("403");
        await emulator.PostAsync($"/saved_searches/{id}/relationship/editors", """{"data": [{"type": "user", "id": "other"}]}""");
        await other.ReadAsync(HttpMethod.Patch, "/saved_searches/" + id, new StringContent("""{"data": {"type": "saved_search", "attributes": {"name": "Mine"}}}"""));
        (await emulator.GetAsync("/saved_searches?filter=editor:other"))["data"]!.AsArray().Count.ShouldBe(1);
        (await emulator.GetAsync("/saved_searches?filter=viewer:other"))["data"]!.AsArray().ShouldBeEmpty();

        foreach (var word in new[] { "relationship", "relationships" })
            (await emulator.GetAsync($"/saved_searches/{id}/{word}/viewers"))["data"]!.ToJsonString().ShouldBe("""[{"type":"group","id":"other-group"}]""");
        (await emulator.GetAsync($"/saved_searches/{id}/editors"))["data"]![0]!["attributes"]!["first_name"]!.GetValue<string>().ShouldBe("other");
        (await emulator.GetAsync($"/saved_searches/{id}/owner"))["data"]!["id"]!.GetValue<string>().ShouldBe("premium");
        (await emulator.Premium.FailAsync(HttpMethod.Post, $"/saved_searches/{id}/relationship/owner", new StringContent("""{"data": [{"type": "user", "id": "other"}]}"""))).ShouldStartWith("400 InvalidArgumentError");

        (await emulator.Premium.ReadAsync(HttpMethod.Delete, $"/saved_searches/{id}/relationship/viewers", new StringContent("""{"data": [{"type": "group", "id": "other-group"}]}"""))).ShouldBeEmpty();
        (await emulator.Premium.ReadAsync(HttpMethod.Delete, $"/saved_searches/{id}/relationship/editors", new StringContent("""{"data": [{"type": "user", "id": "Other"}]}"""))).ShouldBeEmpty();
        (await other.FailAsync(HttpMethod.Get, "/saved_searches/" + id)).ShouldStartWith("404");
    }

    [Fact]
    public async Task Are_listed_by_their_last_change()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var first = (string)(await emulator.PostAsync("/saved_searches", Search))["data"]!["id"]!;
        emulator.Clock.Advance(TimeSpan.FromSeconds(5));
        var second = (string)(await emulator.PostAsync("/saved_searches", Search.Replace("Documents", "Archives", StringComparison.Ordinal)))["data"]!["id"]!;
        emulator.Clock.Advance(TimeSpan.FromSeconds(5));
        await emulator.Premium.ReadAsync(HttpMethod.Patch, "/saved_searches/" + first, new StringContent("""{"data": {"type": "saved_search", "attributes": {"tags": []}}}"""));

        async Task<string[]> ListAsync(string query) => [.. (await emulator.GetAsync("/saved_searches" + query))["data"]!.AsArray().Select(one => (string)one!["id"]!)];
        (await ListAsync("")).ShouldBe([first, second]);
        (await ListAsync("?order=name")).ShouldBe([second, first]);
        (await ListAsync("?order=creation_date-")).ShouldBe([second, first]);
        (await ListAsync("?filter=archives")).ShouldBe([second]);
    }
}
