using System.Text.Json.Nodes;

namespace VtKit.Emulator.Tests;

public sealed class PagingTests
{
    private const string Comments = "/ip_addresses/8.8.8.8/comments";

    [Theory]
    [InlineData(0, 10, 0)]
    [InlineData(10, 10, 1)]
    [InlineData(11, 10, 2)]
    [InlineData(20, 10, 2)]
    [InlineData(41, 40, 2)]
    [InlineData(3, 1, 3)]
    public async Task Pages_are_exactly_as_long_as_asked_for_and_the_last_has_no_cursor(int count, int limit, int pages)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await WriteAsync(emulator, count);
        var page = await emulator.GetAsync($"{Comments}?limit={limit}");
        var seen = new List<string>();
        for (var number = 1; ; number++)
        {
            var items = page["data"]!.AsArray();
            seen.AddRange(items.Select(item => item!["attributes"]!["text"]!.GetValue<string>()));
            var cursor = page["meta"]?["cursor"]?.GetValue<string>();
            if (count > 0) page["meta"]!["count"]!.GetValue<int>().ShouldBe(count);
            else page.ContainsKey("meta").ShouldBeFalse();
            items.Count.ShouldBe(Math.Min(limit, count - limit * (number - 1)));
            (cursor is null).ShouldBe(number >= pages);
            (page["links"]!["next"] is null).ShouldBe(cursor is null);
            if (cursor is null) break;
            // Either the cursor or the link leads on.
            var next = new Uri(page["links"]!["next"]!.GetValue<string>());
            page = number % 2 == 0
                ? await emulator.GetAsync($"{Comments}?cursor={Uri.EscapeDataString(cursor)}&limit={limit}")
                : await emulator.Premium.ReadAbsoluteAsync(HttpMethod.Get, next.PathAndQuery);
        }
        seen.ShouldBe(Enumerable.Range(0, count).Reverse().Select(i => $"comment {i}"));
    }

    [Fact]
    public async Task Without_a_limit_a_page_has_ten()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await WriteAsync(emulator, 12);
        var page = await emulator.GetAsync(Comments);
        page["data"]!.AsArray().Count.ShouldBe(10);
        page["links"]!["self"]!.GetValue<string>().ShouldBe($"{emulator.Emulator.BaseAddress}api/v3{Comments}?limit=10");
    }

    [Theory]
    [InlineData("41", "400 BadRequestError Limit can't be larger than 40")]
    [InlineData("1000", "400 BadRequestError Limit can't be larger than 40")]
    [InlineData("0", "400 BadRequestError Limit \"0\" is not a positive integer")]
    [InlineData("-1", "400 BadRequestError Limit \"-1\" is not a positive integer")]
    [InlineData("x", "400 BadRequestError Limit \"x\" is not a positive integer")]
    public async Task Limits_beyond_what_the_service_takes(string limit, string expected)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        (await emulator.Premium.FailAsync(HttpMethod.Get, $"{Comments}?limit={limit}")).ShouldBe(expected);
    }

    [Fact]
    public async Task What_is_added_meanwhile_moves_nothing()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await WriteAsync(emulator, 4);
        var first = await emulator.GetAsync($"{Comments}?limit=2");
        await emulator.PostAsync(Comments, Bodies.Comment("late"));
        var second = await emulator.GetAsync($"{Comments}?limit=2&cursor={Cursor(first)}");
        second["data"]!.AsArray().Select(item => item!["attributes"]!["text"]!.GetValue<string>()).ShouldBe(["comment 1", "comment 0"]);
        second["meta"]!["cursor"].ShouldBeNull();
    }

    [Fact]
    public async Task A_cursor_is_good_for_its_list_and_user_only_and_cannot_be_made()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await WriteAsync(emulator, 4);
        for (var i = 0; i < 4; i++) await emulator.PostAsync("/ip_addresses/9.9.9.9/comments", Bodies.Comment("x"));
        var cursor = Cursor(await emulator.GetAsync($"{Comments}?limit=2"));
        const string Refused = "400 InvalidArgumentError Invalid cursor";
        (await emulator.Premium.FailAsync(HttpMethod.Get, $"/ip_addresses/9.9.9.9/comments?limit=2&cursor={cursor}")).ShouldBe(Refused);
        (await emulator.Premium.FailAsync(HttpMethod.Get, $"/ip_addresses/8.8.8.8/votes?cursor={cursor}")).ShouldBe(Refused);
        (await emulator.Premium.FailAsync(HttpMethod.Get, $"/comments?cursor={cursor}")).ShouldBe(Refused);
        using var other = emulator.Client(VtEmulatorKeys.OtherGroup);
        (await other.FailAsync(HttpMethod.Get, $"{Comments}?cursor={cursor}")).ShouldBe(Refused);
        foreach (var at in new[] { 0, 5, 12, cursor.Length - 1 })
        {
            var tampered = cursor[..at] + (cursor[at] == 'A' ? 'B' : 'A') + cursor[(at + 1)..];
            (await emulator.Premium.FailAsync(HttpMethod.Get, $"{Comments}?cursor={tampered}")).ShouldBe(Refused, $"changed at {at}");
        }
        foreach (var nonsense in new[] { "1", "STIwCi4=", "%00", cursor + cursor, "a%0A" })
            (await emulator.Premium.FailAsync(HttpMethod.Get, $"{Comments}?cursor={nonsense}")).ShouldBe(Refused, nonsense);
        // The descriptors of the same relationship are the same list.
        var descriptors = await emulator.GetAsync($"/ip_addresses/8.8.8.8/relationships/comments?limit=2&cursor={cursor}");
        descriptors["data"]!.AsArray().Count.ShouldBe(2);
        descriptors["data"]![0]!.AsObject().Select(member => member.Key).ShouldBe(["type", "id"]);
    }

    [Fact]
    public async Task An_empty_page_with_a_cursor_comes_by_order_only_and_leads_to_the_rest()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await WriteAsync(emulator, 3);
        await emulator.AdminAsync(HttpMethod.Post, "/faults", """{"kind": "empty_page", "path": "/api/v3/ip_addresses/*"}""");
        var empty = await emulator.GetAsync(Comments);
        empty["data"]!.AsArray().ShouldBeEmpty();
        var rest = await emulator.GetAsync($"{Comments}?cursor={Cursor(empty)}");
        rest["data"]!.AsArray().Count.ShouldBe(3);
    }

    private static string Cursor(JsonObject page) => Uri.EscapeDataString(page["meta"]!["cursor"]!.GetValue<string>());

    private static async Task WriteAsync(EmulatorFixture emulator, int count)
    {
        for (var i = 0; i < count; i++) await emulator.PostAsync(Comments, Bodies.Comment($"comment {i}"));
    }
}
