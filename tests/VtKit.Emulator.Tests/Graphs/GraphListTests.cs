using System.Globalization;
using System.Text.Json.Nodes;

namespace VtKit.Emulator.Tests;

/// <summary>Finding graphs by <c>filter</c> and <c>order</c>.</summary>
public sealed class GraphListTests : IAsyncLifetime
{
    private EmulatorFixture _emulator = null!;

    public async Task InitializeAsync()
    {
        _emulator = await EmulatorFixture.StartAsync();
        await MakeAsync(_emulator.Premium, "Emotet wave", """[{"type": "domain", "entity_id": "a.example.com", "text": "First stage"}, {"type": "ip_address", "entity_id": "8.8.8.8"}]""");
        _emulator.Clock.Advance(TimeSpan.FromDays(1));
        await MakeAsync(_emulator.Public, "emotet: the \"second\" (wave)", """[{"type": "custom", "entity_id": "bear", "text": "Fancy Bear", "entity_attributes": {"custom_type": "actor"}}]""");
        _emulator.Clock.Advance(TimeSpan.FromDays(10));
        await MakeAsync(_emulator.Premium, "Botnet", $$"""[{"type": "file", "entity_id": "{{EmulatorFixture.EicarSha256}}"}, {"type": "email", "entity_id": "a@example.com"}, 5]""", isPrivate: true);
        await _emulator.PostAsync("/graphs/" + (string)(await FindAsync("name:botnet"))[0]!["id"]! + "/viewers", """{"data": [{"type": "user", "id": "one-a-day"}, {"type": "group", "id": "other-group"}]}""");
    }

    public async Task DisposeAsync() => await _emulator.DisposeAsync();

    [Theory]
    [InlineData("", "Botnet|emotet: the \"second\" (wave)|Emotet wave")]
    [InlineData("emotet", "emotet: the \"second\" (wave)|Emotet wave")]
    [InlineData("EMOTET wave", "emotet: the \"second\" (wave)|Emotet wave")]
    [InlineData("\"Emotet wave\"", "Emotet wave")]
    [InlineData("name:\"the \\\"second\\\" (wave)\"", "emotet: the \"second\" (wave)")]
    [InlineData("name:botnet OR name:second", "Botnet|emotet: the \"second\" (wave)")]
    [InlineData("emotet AND NOT second", "Emotet wave")]
    [InlineData("not (botnet or second)", "Emotet wave")]
    [InlineData("first", "Emotet wave")]
    [InlineData("owner:Public", "emotet: the \"second\" (wave)")]
    [InlineData("group:premium-group", "Botnet|Emotet wave")]
    [InlineData("group:nobody", "")]
    [InlineData("private:true", "Botnet")]
    [InlineData("private:false", "emotet: the \"second\" (wave)|Emotet wave")]
    [InlineData("visible_to_user:one-a-day", "Botnet")]
    [InlineData("visible_to_user:public", "emotet: the \"second\" (wave)")]
    [InlineData("visible_to_group:other-group", "Botnet")]
    [InlineData("label:\"FIRST stage\"", "Emotet wave")]
    [InlineData("domain:A.example.com", "Emotet wave")]
    [InlineData("ip_address:8.8.8.8", "Emotet wave")]
    [InlineData("ip_address:a.example.com", "")]
    [InlineData("file:275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f", "Botnet")]
    [InlineData("actor:\"fancy bear\"", "emotet: the \"second\" (wave)")]
    [InlineData("email:a@example.com", "Botnet")]
    [InlineData("total_nodes:2+", "Botnet|Emotet wave")]
    [InlineData("total_nodes:2+ total_nodes:3-", "Emotet wave")]
    [InlineData("total_nodes:1", "emotet: the \"second\" (wave)")]
    [InlineData("views_count:0 comments_count:1-", "Botnet|emotet: the \"second\" (wave)|Emotet wave")]
    [InlineData("creation_date:3d+", "Botnet")]
    [InlineData("creation_date:3d-", "emotet: the \"second\" (wave)|Emotet wave")]
    [InlineData("id:nothing", "")]
    public async Task Filters(string filter, string names)
    {
        var found = await FindAsync(filter);

        string.Join('|', found.Select(graph => (string)graph!["attributes"]!["graph_data"]!["description"]!)).ShouldBe(names);
    }

    [Fact]
    public async Task Filters_by_the_day_and_the_second()
    {
        var first = DateTimeOffset.FromUnixTimeSeconds((long)(await FindAsync("\"emotet wave\""))[0]!["attributes"]!["creation_date"]!);
        var day = first.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        (await FindAsync("creation_date:" + day)).Count.ShouldBe(1);
        (await FindAsync($"creation_date:{day}+")).Count.ShouldBe(3);
        (await FindAsync($"creation_date:{day}-")).ShouldBeEmpty();
        (await FindAsync($"last_modified_date:{first.ToUnixTimeSeconds()}")).Count.ShouldBe(1);
        (await FindAsync($"last_modified_date:{first.ToUnixTimeSeconds() + 1}-")).Count.ShouldBe(1);
        (await FindAsync($"creation_date:{first:yyyy-MM-ddTHH:mm:ss}")).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("nonsense:1")]
    [InlineData("(name:a")]
    [InlineData("name:a)")]
    [InlineData("name:\"a")]
    [InlineData("name:")]
    [InlineData("NOT")]
    [InlineData("a OR")]
    [InlineData("total_nodes:many")]
    [InlineData("total_nodes:99999999999999999999")]
    [InlineData("creation_date:yesterday")]
    [InlineData("creation_date:2024-13-01")]
    [InlineData("private:perhaps")]
    public async Task Refuses_what_is_no_filter(string filter) =>
        (await _emulator.Premium.FailAsync(HttpMethod.Get, "/graphs?filter=" + Uri.EscapeDataString(filter))).ShouldStartWith("400 InvalidArgumentError ");

    [Fact]
    public async Task Refuses_a_filter_that_would_take_too_much()
    {
        (await _emulator.Premium.FailAsync(HttpMethod.Get, "/graphs?filter=" + new string('(', 3000))).ShouldStartWith("400 InvalidArgumentError");
        (await _emulator.Premium.FailAsync(HttpMethod.Get, "/graphs?filter=" + string.Concat(Enumerable.Repeat("NOT%20", 1000)))).ShouldStartWith("400 InvalidArgumentError");
        (await _emulator.Premium.FailAsync(HttpMethod.Get, "/graphs?filter=" + string.Concat(Enumerable.Repeat("a%20", 101)))).ShouldStartWith("400 InvalidArgumentError");
        (await FindAsync(string.Join(' ', Enumerable.Repeat("emotet", 100)))).Count.ShouldBe(2);
        (await FindAsync("name:\"'; DROP TABLE record; --\"")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("name", "Botnet|Emotet wave|emotet: the \"second\" (wave)")]
    [InlineData("name-", "emotet: the \"second\" (wave)|Emotet wave|Botnet")]
    [InlineData("name+", "Botnet|Emotet wave|emotet: the \"second\" (wave)")]
    [InlineData("creation_date", "Emotet wave|emotet: the \"second\" (wave)|Botnet")]
    [InlineData("last_modified_date-", "Botnet|emotet: the \"second\" (wave)|Emotet wave")]
    [InlineData("owner", "Emotet wave|Botnet|emotet: the \"second\" (wave)")]
    [InlineData("views_count", "Emotet wave|emotet: the \"second\" (wave)|Botnet")]
    public async Task Orders_also_from_page_to_page(string order, string names)
    {
        foreach (var sign in new[] { order, Uri.EscapeDataString(order) })
        {
            var found = new List<string>();
            var path = $"/api/v3/graphs?limit=1&order={sign}";
            for (var pages = 0; path is not null && pages < 9; pages++)
            {
                var page = await _emulator.Premium.ReadAbsoluteAsync(HttpMethod.Get, path);
                found.AddRange(page["data"]!.AsArray().Select(graph => (string)graph!["attributes"]!["graph_data"]!["description"]!));
                path = page["links"]!["next"] is { } next ? new Uri((string)next!).PathAndQuery : null;
            }
            string.Join('|', found).ShouldBe(names);
        }
    }

    [Fact]
    public async Task Goes_on_behind_a_graph_that_is_no_longer_there()
    {
        var page = await _emulator.GetAsync("/graphs?limit=1&order=name");
        await _emulator.Premium.ReadAsync(HttpMethod.Delete, "/graphs/" + (string)page["data"]![0]!["id"]!);

        var cursor = Uri.EscapeDataString((string)page["meta"]!["cursor"]!);
        (await _emulator.GetAsync($"/graphs?limit=1&order=name&cursor={cursor}"))["data"]![0]!["attributes"]!["graph_data"]!["description"]!.GetValue<string>().ShouldBe("Emotet wave");
        // A cursor is good for its own list only.
        (await _emulator.Premium.FailAsync(HttpMethod.Get, $"/graphs?limit=1&order=name-&cursor={cursor}")).ShouldStartWith("400 InvalidArgumentError Invalid cursor");
        (await _emulator.Premium.FailAsync(HttpMethod.Get, $"/graphs?limit=1&order=name&filter=wave&cursor={cursor}")).ShouldStartWith("400");
        (await _emulator.Premium.FailAsync(HttpMethod.Get, $"/graphs?limit=1&cursor={cursor}")).ShouldStartWith("400");
        (await _emulator.Premium.FailAsync(HttpMethod.Get, $"/graphs?limit=1&order=name&cursor={cursor}A")).ShouldStartWith("400");
        (await _emulator.Premium.FailAsync(HttpMethod.Get, $"/graphs?limit=1&order=name&cursor={cursor.Split('.')[0]}.%21")).ShouldStartWith("400");
        (await _emulator.Premium.FailAsync(HttpMethod.Get, "/graphs?order=size")).ShouldStartWith("400 InvalidArgumentError Lists of graph objects cannot be ordered by \"size\"");
    }

    [Fact]
    public async Task Pages_take_the_cursor_of_clients_that_have_none()
    {
        (await _emulator.GetAsync("/graphs?limit=10&cursor=%22%22"))["data"]!.AsArray().Count.ShouldBe(3);
        (await _emulator.GetAsync("/graphs?limit=10&cursor=%22%22&order=name"))["data"]!.AsArray().Count.ShouldBe(3);
    }

    private async Task<JsonArray> FindAsync(string filter) => (await _emulator.GetAsync("/graphs?filter=" + Uri.EscapeDataString(filter)))["data"]!.AsArray();

    private static Task<JsonObject> MakeAsync(HttpClient client, string name, string nodes, bool isPrivate = false) => client.ReadAsync(HttpMethod.Post, "/graphs", new StringContent(
        new JsonObject
        {
            ["data"] = new JsonObject
            {
                ["type"] = "graph",
                ["attributes"] = new JsonObject { ["graph_data"] = new JsonObject { ["description"] = name }, ["private"] = isPrivate, ["nodes"] = JsonNode.Parse(nodes) },
            },
        }.ToJsonString()));
}
