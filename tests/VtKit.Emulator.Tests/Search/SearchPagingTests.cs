using System.Text.Json.Nodes;

namespace VtKit.Emulator.Tests;

public sealed class SearchPagingTests
{
    private const string Refused = "400 InvalidArgumentError Invalid cursor";

    [Theory]
    [InlineData("", "9 8 7 6 5 4 3 2 1 0")]
    [InlineData("last_submission_date-", "9 8 7 6 5 4 3 2 1 0")]
    [InlineData("last_submission_date+", "0 1 2 3 4 5 6 7 8 9")]
    [InlineData("last_submission_date", "0 1 2 3 4 5 6 7 8 9")]
    [InlineData("size-", "9 8 7 6 5 4 3 2 1 0")]
    [InlineData("size+", "0 1 2 3 4 5 6 7 8 9")]
    // All alike: by their age.
    [InlineData("positives-", "9 8 7 6 5 4 3 2 1 0")]
    [InlineData("times_submitted+", "0 1 2 3 4 5 6 7 8 9")]
    public async Task Pages_follow_the_order_and_come_to_an_end(string order, string expected)
    {
        await using var emulator = await FilledAsync(10);
        foreach (var limit in new[] { 1, 3, 5, 10, 300 })
        {
            var seen = new List<string>();
            var path = $"{Search("type:text NOT eicar")}&limit={limit}{(order.Length > 0 ? "&order=" + Uri.EscapeDataString(order) : "")}";
            for (var page = await emulator.GetAsync(path); ; page = await emulator.GetAsync($"{path}&cursor={Uri.EscapeDataString((string)page["meta"]!["cursor"]!)}"))
            {
                seen.AddRange(NamesIn(page));
                ((int)page["meta"]!["total_hits"]!).ShouldBe(10);
                page["meta"]!["allowed_orders"]!.AsArray().Select(name => (string)name!)
                    .ShouldBe(["first_submission_date", "last_submission_date", "positives", "times_submitted", "size"]);
                (page["links"]!["next"] is null).ShouldBe(page["meta"]!["cursor"] is null);
                if (page["meta"]!["cursor"] is null) break;
                page["data"]!.AsArray().Count.ShouldBe(limit);
            }
            string.Join(' ', seen).ShouldBe(expected, $"limit {limit}");
        }
    }

    [Fact]
    public async Task What_comes_meanwhile_moves_nothing_and_appears_where_it_belongs()
    {
        await using var emulator = await FilledAsync(6);
        var newest = $"{Search("type:text NOT eicar")}&limit=2";
        var smallest = newest + "&order=size%2B";
        var (first, firstBySize) = (await emulator.GetAsync(newest), await emulator.GetAsync(smallest));
        NamesIn(first).ShouldBe(["5", "4"]);
        NamesIn(firstBySize).ShouldBe(["0", "1"]);
        await UploadAsync(emulator, 0, "smallest");
        await UploadAsync(emulator, 60, "largest");

        NamesIn(await emulator.GetAsync(newest + Cursor(first))).ShouldBe(["3", "2"]);
        var rest = new List<string>();
        for (var page = await emulator.GetAsync(smallest + Cursor(firstBySize)); ; page = await emulator.GetAsync(smallest + Cursor(page)))
        {
            rest.AddRange(NamesIn(page));
            if (page["meta"]!["cursor"] is null) break;
        }
        // The one before the cursor is not seen, the one behind it is; the count is that of the beginning.
        rest.ShouldBe(["2", "3", "4", "5", "largest"]);
        NamesIn(await emulator.GetAsync(newest)).ShouldBe(["largest", "smallest"]);
    }

    [Fact]
    public async Task Addresses_are_sorted_as_numbers()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        string[] addresses = ["9.1.1.1", "10.0.0.1", "192.0.2.200", "192.0.2.3", "2001:db8::1"];
        foreach (var address in addresses) await emulator.PostAsync($"/ip_addresses/{address}/comments", Bodies.Comment("x"));
        var seen = new List<string>();
        var path = Search("entity:ip") + "&order=ip%2B&limit=2";
        for (var page = await emulator.GetAsync(path); ; page = await emulator.GetAsync(path + Cursor(page)))
        {
            seen.AddRange(page["data"]!.AsArray().Select(hit => (string)hit!["id"]!));
            if (page["meta"]!["cursor"] is null) break;
        }
        seen.ShouldBe(["9.1.1.1", "10.0.0.1", "192.0.2.3", "192.0.2.200", "2001:db8::1"]);
    }

    [Fact]
    public async Task A_cursor_is_good_for_its_query_order_and_user_only()
    {
        await using var emulator = await FilledAsync(4);
        var path = Search("type:text") + "&limit=2";
        var cursor = Cursor(await emulator.GetAsync(path));
        (await emulator.Premium.FailAsync(HttpMethod.Get, Search("type:zip") + cursor)).ShouldBe(Refused);
        (await emulator.Premium.FailAsync(HttpMethod.Get, path + "&order=size-" + cursor)).ShouldBe(Refused);
        (await emulator.Premium.FailAsync(HttpMethod.Get, path + cursor + "A")).ShouldBe(Refused);
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/comments?x" + cursor)).ShouldStartWith("400");
        using var other = emulator.Client(VtEmulatorKeys.OtherGroup);
        (await other.FailAsync(HttpMethod.Get, path + cursor)).ShouldBe(Refused);
        NamesIn(await emulator.GetAsync(path + "&descriptors_only=false" + cursor)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_page_has_up_to_300_and_ten_unasked()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        for (var i = 0; i < 302; i += 100)
            await emulator.AdminAsync(HttpMethod.Post, "/seed", new JsonObject
            {
                ["domains"] = new JsonArray([.. Enumerable.Range(i, Math.Min(100, 302 - i)).Select(number => JsonValue.Create($"d{number}.example"))]),
            }.ToJsonString());
        (await emulator.GetAsync(Search("entity:domain")))["data"]!.AsArray().Count.ShouldBe(10);
        var page = await emulator.GetAsync(Search("entity:domain") + "&limit=300&descriptors_only=true");
        page["data"]!.AsArray().Count.ShouldBe(300);
        ((int)page["meta"]!["total_hits"]!).ShouldBe(302);
        page["data"]![0]!.AsObject().Select(member => member.Key).ShouldBe(["type", "id"]);
        (await emulator.GetAsync(Search("entity:domain") + "&limit=300" + Cursor(page)))["data"]!.AsArray().Count.ShouldBe(2);
        (await emulator.Premium.FailAsync(HttpMethod.Get, Search("entity:domain") + "&limit=301")).ShouldBe("400 BadRequestError Limit can't be larger than 300");
        (await emulator.Premium.FailAsync(HttpMethod.Get, Search("entity:domain") + "&limit=0")).ShouldBe("400 BadRequestError Limit \"0\" is not a positive integer");
    }

    [Fact]
    public async Task Hits_are_whole_objects_and_a_url_is_told_in_its_context()
    {
        await using var emulator = await FilledAsync(1);
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("url", "http://example.com/a")]);
        await emulator.Premium.ReadAsync(HttpMethod.Post, "/urls", form);
        var url = (await emulator.GetAsync(Search("entity:url") + "&relationships=comments&attributes=url"))["data"]![0]!;
        url["attributes"]!.AsObject().Select(member => member.Key).ShouldBe(["url"]);
        ((string)url["context_attributes"]!["url"]!).ShouldBe("http://example.com/a");
        url["relationships"]!["comments"]!["data"]!.AsArray().ShouldBeEmpty();
        var descriptor = (await emulator.GetAsync(Search("entity:url") + "&descriptors_only=true"))["data"]![0]!;
        descriptor.AsObject().Select(member => member.Key).ShouldBe(["type", "id", "context_attributes"]);
    }

    [Fact]
    public async Task An_empty_page_by_order_has_a_cursor_that_leads_to_the_hits()
    {
        await using var emulator = await FilledAsync(3);
        await emulator.AdminAsync(HttpMethod.Post, "/faults", """{"kind": "empty_page", "path": "/api/v3/intelligence/search"}""");
        var empty = await emulator.GetAsync(Search("type:text NOT eicar"));
        empty["data"]!.AsArray().ShouldBeEmpty();
        NamesIn(await emulator.GetAsync(Search("type:text NOT eicar") + Cursor(empty))).Count.ShouldBe(3);
    }

    private static string Search(string query) => $"/intelligence/search?query={Uri.EscapeDataString(query)}";

    private static string Cursor(JsonObject page) => "&cursor=" + Uri.EscapeDataString((string)page["meta"]!["cursor"]!);

    private static List<string> NamesIn(JsonObject page) => [.. page["data"]!.AsArray().Select(hit => (string)hit!["attributes"]!["meaningful_name"]!)];

    private static async Task<EmulatorFixture> FilledAsync(int count)
    {
        var emulator = await EmulatorFixture.StartAsync();
        for (var i = 0; i < count; i++) await UploadAsync(emulator, 10 + i, i.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return emulator;
    }

    private static async Task UploadAsync(EmulatorFixture emulator, int size, string name)
    {
        emulator.Clock.Advance(TimeSpan.FromSeconds(1));
        await emulator.UploadAsync($"text of {new string('x', size)}".Utf8(), name);
    }
}
