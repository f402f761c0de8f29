using System.Text.Json.Nodes;

namespace VtKit.Emulator.Tests;

public sealed class LookUpTests(SearchFixture fixture) : IClassFixture<SearchFixture>
{
    [Theory]
    [InlineData(EmulatorFixture.EicarMd5, "eicar")]
    [InlineData(EmulatorFixture.EicarSha256, "eicar")]
    [InlineData(" 3395856CE81F2B7382DEE72602F798B642F14140 ", "eicar")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", "")]
    [InlineData("HTTP://www.Plain.example:80/news", "plain")]
    [InlineData("www.plain.example/news", "plain")]
    [InlineData("http://www.plain.example/other", "")]
    [InlineData("shop.example", "shop.example")]
    [InlineData("SHOP.example.", "shop.example")]
    [InlineData("never.seen.example", "")]
    [InlineData("198.51.100.7", "198.51.100.7")]
    [InlineData("8.8.8.8", "8.8.8.8")]
    [InlineData("2001:DB8:0::5", "2001:db8::5")]
    // No modifiers here.
    [InlineData("type:peexe", "")]
    [InlineData("nothing at all", "")]
    [InlineData("' OR 1=1 --", "")]
    [InlineData("#", "")]
    public async Task What_an_analyst_pastes_is_found(string text, string expected)
    {
        var page = await LookUpAsync(text);
        page["data"]!.AsArray().Select(hit => (string)hit!["id"]!).Select(id => fixture.Names.GetValueOrDefault(id, id)).ShouldBe(expected.Length == 0 ? [] : [expected]);
        if (expected.Length > 0) page["data"]![0]!["attributes"].ShouldNotBeNull();
    }

    [Fact]
    public async Task Tags_and_ids_of_comments()
    {
        var byTag = await LookUpAsync("#WINTER");
        var comment = byTag["data"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)comment["type"]!).ShouldBe("comment");
        ((string)(await LookUpAsync((string)comment["id"]!))["data"]![0]!["attributes"]!["text"]!).ShouldBe("Part of the #winter campaign");
        (await LookUpAsync("#summer"))["data"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Comments_with_a_tag_come_in_pages()
    {
        for (var i = 0; i < 3; i++) await fixture.Emulator.PostAsync("/ip_addresses/8.8.8.8/comments", Bodies.Comment($"{i} #paged"));
        var first = await fixture.Emulator.GetAsync("/search?query=%23paged&limit=2");
        var cursor = Uri.EscapeDataString((string)first["meta"]!["cursor"]!);
        var second = await fixture.Emulator.GetAsync($"/search?query=%23paged&limit=2&cursor={cursor}");
        first["data"]!.AsArray().Concat(second["data"]!.AsArray()).Select(hit => (string)hit!["attributes"]!["text"]!).ShouldBe(["2 #paged", "1 #paged", "0 #paged"]);
        (await fixture.Emulator.Premium.FailAsync(HttpMethod.Get, $"/search?query=%23winter&limit=2&cursor={cursor}")).ShouldBe("400 InvalidArgumentError Invalid cursor");
        (await fixture.Emulator.Premium.FailAsync(HttpMethod.Get, "/search?query=%23paged&limit=41")).ShouldStartWith("400 BadRequestError");
        (await fixture.Emulator.Premium.FailAsync(HttpMethod.Get, "/search")).ShouldBe("400 BadRequestError The parameter \"query\" is missing");
    }

    [Fact]
    public async Task A_public_key_may_and_each_costs_a_request()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        for (var i = 0; i < 4; i++) (await emulator.Public.ReadAsync(HttpMethod.Get, "/search?query=" + EmulatorFixture.EicarMd5))["data"]!.AsArray().Count.ShouldBe(1);
        (await emulator.Public.FailAsync(HttpMethod.Get, "/search?query=" + EmulatorFixture.EicarMd5)).ShouldStartWith("429 QuotaExceededError");
    }

    private Task<JsonObject> LookUpAsync(string text) => fixture.Emulator.GetAsync("/search?query=" + Uri.EscapeDataString(text));
}
