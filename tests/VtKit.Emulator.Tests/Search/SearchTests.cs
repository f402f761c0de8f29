namespace VtKit.Emulator.Tests;

public sealed class SearchTests(SearchFixture fixture) : IClassFixture<SearchFixture>
{
    [Theory]
    [InlineData("colour:red", "position 1: there is no modifier \"colour\"")]
    [InlineData("p:1+ colour:red", "position 6: there is no modifier \"colour\"")]
    [InlineData("hostname:a.example", "position 1: there is no modifier \"hostname\" for files")]
    [InlineData("entity:url size:1", "position 12: there is no modifier \"size\"")]
    [InlineData("entity:collection microsoft:x", "position 19: there is no modifier \"microsoft\"")]
    [InlineData("entity:planet", "position 1: there is no entity \"planet\"")]
    [InlineData("entity:url entity:file", "position 12: a query looks for one entity")]
    [InlineData("p:1 NOT entity:url", "position 9: \"entity:\" cannot stand under NOT")]
    [InlineData("entity:url p:1 OR size:1", "position 19: there is no modifier \"size\" for urls")]
    [InlineData("p:many", "position 1: \"many\" is no number")]
    [InlineData("p:++", "position 1: \"++\" is no number")]
    [InlineData("size:5GB", "position 1: \"5GB\" is no size")]
    [InlineData("size:-5", "position 1: \"-5\" is no size")]
    [InlineData("ls:yesterday", "position 1: \"yesterday\" is no date")]
    [InlineData("ls:2026-13-01", "position 1: \"2026-13-01\" is no date")]
    [InlineData("entity:ip ip:300.1.1.1", "position 11: \"300.1.1.1\" is no IP address")]
    [InlineData("entity:ip ip:1.1.1.1/33", "position 11: \"1.1.1.1/33\" is no network")]
    [InlineData("entity:domain domain_regex:\"(\"", "position 15: \"(\" is no regular expression")]
    [InlineData("have:wings", "position 1: there is no field \"wings\"")]
    [InlineData("name:\"abc", "position 6: a quotation mark")]
    [InlineData("44d88612fea8a8f36de82e1278abb02f p:1+", "position 1: a hash is looked up by itself")]
    [InlineData("gti_score:x", "position 1: \"x\" is no number")]
    public async Task What_cannot_be_understood_is_told_with_its_place(string query, string problem) =>
        (await fixture.FailAsync(query)).ShouldStartWith("400 InvalidArgumentError Invalid query at " + problem);

    [Theory]
    [InlineData("&order=colour", "400 InvalidArgumentError Order \"colour\"")]
    [InlineData("&order=domains-", "400 InvalidArgumentError Order \"domains-\"")]
    [InlineData("&descriptors_only=perhaps", "400 BadRequestError descriptors_only")]
    [InlineData("&filter=x", "400 InvalidArgumentError Parameter \"filter\"")]
    [InlineData("&relationships=nothing", "400 InvalidArgumentError \"nothing\" is not a relationship")]
    public async Task Parameters_that_are_wrong(string more, string expected) => (await fixture.FailAsync("p:0+", more)).ShouldStartWith(expected);

    [Fact]
    public async Task Ten_thousand_parentheses_are_a_bad_argument()
    {
        (await fixture.FailAsync(new string('(', 10_000) + "a" + new string(')', 10_000))).ShouldStartWith("400 InvalidArgumentError The query is longer");
        (await fixture.FailAsync(new string('(', 3_000))).ShouldStartWith("400 InvalidArgumentError Invalid query at position 41: parentheses are nested");
        (await fixture.Emulator.Premium.FailAsync(HttpMethod.Get, "/intelligence/search")).ShouldBe("400 BadRequestError The parameter \"query\" is missing");
        (await fixture.Emulator.Premium.FailAsync(HttpMethod.Get, "/intelligence/search?query=%20")).ShouldBe("400 BadRequestError The parameter \"query\" is missing");
    }

    [Theory]
    [InlineData("name:\"x' OR 1=1 --\"")]
    [InlineData("name:\"*'; DROP TABLE file; --*\"")]
    [InlineData("name:x')")]
    [InlineData("tag:$1")]
    [InlineData("imports:\"x\\\" OR name : notes\"")]
    [InlineData("comment:NEAR(winter")]
    [InlineData("engines:\"{name} : notes\"")]
    [InlineData("engines:\"zbot OR notes\"")]
    [InlineData("magic:\"^*\"")]
    [InlineData("\"\\\" *\"")]
    [InlineData("a'b\"c")]
    [InlineData("microsoft:\"x\\\") OR (1\"")]
    [InlineData("min_engines_x'y:2")]
    [InlineData("collection:\"x' OR '1'='1\"")]
    [InlineData("have:\"x' OR '1'='1\"")]
    [InlineData("entity:collection name:\"x') OR (1\"")]
    [InlineData("entity:domain domain_regex:\"') OR 1\"")]
    public async Task What_looks_like_a_statement_is_only_text(string query)
    {
        // Nothing but what the words find: no hit, or an error of the query, and never one of the database.
        using var response = await fixture.Emulator.Premium.GetAsync(EmulatorFixture.Api($"/intelligence/search?query={Uri.EscapeDataString(query)}"));
        ((int)response.StatusCode).ShouldBeOneOf(200, 400);
        if (response.IsSuccessStatusCode) (await fixture.FindAsync(query)).ShouldBeEmpty(query);
        (await fixture.FindAsync("type:peexe")).ShouldBe(["pe"]);
    }

    [Fact]
    public async Task Odd_characters_hurt_nobody()
    {
        foreach (var text in new[] { "%00", "%EF%BF%BF", "%ED%A0%80", "%EE%80%80", "name:%22%00%22", "name:*%00*", "engines:%00", "%F0%9F%98%80" })
        {
            using var response = await fixture.Emulator.Premium.GetAsync(EmulatorFixture.Api("/intelligence/search?query=" + text));
            ((int)response.StatusCode).ShouldBeOneOf([200, 400], text);
        }
    }

    [Fact]
    public async Task Operators_join_terms()
    {
        (await fixture.FindAsync("type:zip OR type:elf")).Order().ShouldBe(["elf", "zip"]);
        (await fixture.FindAsync("(type:zip or type:elf) and NOT name:tool")).ShouldBe(["zip"]);
        (await fixture.FindAsync("type:zip or type:elf not name:tool")).ShouldBe(["zip"]);
        (await fixture.FindAsync("NOT p:0+")).ShouldBeEmpty();
        (await fixture.FindAsync("NOT (p:1+ OR type:zip OR type:elf)")).ShouldBe(["text"]);
        // What is not known is not within bounds, and NOT says so.
        (await fixture.FindAsync("NOT ls:2000-01-01+")).ShouldBe(["eicar"]);
        // Known to the service, and nothing of it is here.
        (await fixture.FindAsync("ssdeep:x OR vhash:y OR codeinsight:z")).ShouldBeEmpty();
        (await fixture.FindAsync("type:elf NOT ssdeep:x")).ShouldBe(["elf"]);
    }

    [Fact]
    public async Task Only_premium_users_search()
    {
        (await fixture.Emulator.Public.FailAsync(HttpMethod.Get, "/intelligence/search?query=p:1")).ShouldStartWith("403 ForbiddenError");
        (await fixture.Emulator.Public.FailAsync(HttpMethod.Get, "/intelligence/search/snippets/x")).ShouldStartWith("403 ForbiddenError");
    }

    [Fact]
    public async Task What_is_told_of_a_search()
    {
        var page = await fixture.SearchAsync("type:peexe");
        page["meta"]!.ToJsonString().ShouldBe("""{"total_hits":1,"allowed_orders":["first_submission_date","last_submission_date","positives","times_submitted","size"],"days_back":365}""");
        ((string)page["links"]!["self"]!).ShouldEndWith("/intelligence/search?query=type%3Apeexe&limit=10");
        ((int)(await fixture.SearchAsync("type:pdf"))["meta"]!["total_hits"]!).ShouldBe(0);
        (await fixture.SearchAsync("entity:collection"))["meta"]!["allowed_orders"]!.AsArray().Count.ShouldBe(5);
    }

    [Fact]
    public async Task Orders_of_collections()
    {
        (await fixture.FindAsync("entity:collection", "&order=creation_date%2B")).ShouldBe(["c-open", "c-campaign"]);
        (await fixture.FindAsync("entity:collection", "&order=creation_date-")).ShouldBe(["c-campaign", "c-open"]);
        (await fixture.FindAsync("entity:collection", "&order=relevance-&limit=1")).Length.ShouldBe(1);
    }
}
