namespace VtKit.Emulator.Tests;

public sealed class CommentTests
{
    private const string Path = "/files/" + EmulatorFixture.EicarSha256 + "/comments";

    [Fact]
    [Trait("seed", "49")]
    public async Task A_comment_is_read_back_as_it_was_written_with_its_tags()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        const string Text = "Lorem #ipsum & <b> it's\nsecond #Line, #ipsum http://a.b/#fragment";
        var written = (await emulator.PostAsync(Path, Bodies.Comment(Text)))["data"]!;
        var id = written["id"]!.GetValue<string>();
        id.ShouldMatch($"^f-{EmulatorFixture.EicarSha256}-[0-9a-f]{{8}}$");
        var read = (await emulator.GetAsync("/comments/" + id))["data"]!;
        read.ToJsonString().ShouldBe(written.ToJsonString());
        var attributes = read["attributes"]!;
        attributes["text"]!.GetValue<string>().ShouldBe(Text);
        attributes["html"]!.GetValue<string>().ShouldBe("Lorem #ipsum &amp; &lt;b&gt; it&#39;s<br />second #Line, #ipsum http://a.b/#fragment");
        attributes["tags"]!.AsArray().Select(tag => tag!.GetValue<string>()).ShouldBe(["ipsum", "line"]);
        attributes["date"]!.GetValue<long>().ShouldBe(emulator.Clock.GetUtcNow().ToUnixTimeSeconds());
        attributes["votes"]!.AsObject().Select(vote => vote.Value!.GetValue<int>()).ShouldBe([0, 0, 0]);
        read["links"]!["self"]!.GetValue<string>().ShouldEndWith("/api/v3/comments/" + id);
    }

    [Fact]
    public async Task Newest_comments_of_all_and_those_with_a_tag()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await emulator.PostAsync(Path, Bodies.Comment("one #Malware"));
        await emulator.PostAsync("/domains/example.com/comments", Bodies.Comment("two #malware-family"));
        await emulator.PostAsync("/ip_addresses/8.8.8.8/comments", Bodies.Comment("three #malware"));
        (await TextsAsync(emulator, "/comments")).ShouldBe(["three #malware", "two #malware-family", "one #Malware"]);
        (await TextsAsync(emulator, "/comments?filter=tag:malware")).ShouldBe(["three #malware", "one #Malware"]);
        (await TextsAsync(emulator, "/comments?filter=tag:MALWARE-family")).ShouldBe(["two #malware-family"]);
        var page = await emulator.GetAsync("/comments?filter=tag:malware&limit=1");
        page["links"]!["self"]!.GetValue<string>().ShouldEndWith("/comments?filter=tag%3Amalware&limit=1");
        var next = new Uri(page["links"]!["next"]!.GetValue<string>());
        (await emulator.Premium.ReadAbsoluteAsync(HttpMethod.Get, next.PathAndQuery))["data"]!.AsArray().Count.ShouldBe(1);
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/comments?filter=author:me")).ShouldStartWith("400 BadRequestError");
    }

    [Fact]
    public async Task Only_the_author_deletes()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var id = (await emulator.PostAsync(Path, Bodies.Comment("to be #deleted")))["data"]!["id"]!.GetValue<string>();
        using var other = emulator.Client(VtEmulatorKeys.OtherGroup);
        (await other.FailAsync(HttpMethod.Delete, "/comments/" + id)).ShouldStartWith("403 ForbiddenError");
        (await emulator.Premium.ReadAsync(HttpMethod.Delete, "/comments/" + id)).Count.ShouldBe(0);
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/comments/" + id)).ShouldBe($"404 NotFoundError Comment \"{id}\" not found");
        (await emulator.Premium.FailAsync(HttpMethod.Delete, "/comments/" + id)).ShouldStartWith("404");
        (await TextsAsync(emulator, "/comments?filter=tag:deleted")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Ratings_count_one_voice_per_user()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var id = (await emulator.PostAsync(Path, Bodies.Comment("rate me")))["data"]!["id"]!.GetValue<string>();
        var first = await emulator.PostAsync($"/comments/{id}/vote", """{"data": "positive"}""");
        first["data"]!.ToJsonString().ShouldBe("""{"positive":1,"negative":0,"abuse":0}""");
        var changed = await emulator.PostAsync($"/comments/{id}/vote", """{"data": "abuse"}""");
        changed["data"]!.ToJsonString().ShouldBe("""{"positive":0,"negative":0,"abuse":1}""");
        using var other = emulator.Client(VtEmulatorKeys.OtherGroup);
        await other.ReadAsync(HttpMethod.Post, $"/comments/{id}/vote", new StringContent("""{"data": "positive"}"""));
        (await emulator.GetAsync("/comments/" + id))["data"]!["attributes"]!["votes"]!.ToJsonString().ShouldBe("""{"positive":1,"negative":0,"abuse":1}""");
        (await emulator.Premium.FailAsync(HttpMethod.Post, $"/comments/{id}/vote", new StringContent("""{"data": "great"}"""))).ShouldStartWith("400 BadRequestError");
    }

    [Fact]
    public async Task A_comment_leads_to_its_author_and_its_object_and_both_lead_back()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var id = (await emulator.PostAsync("/domains/example.com/comments", Bodies.Comment("x")))["data"]!["id"]!.GetValue<string>();
        (await emulator.GetAsync($"/comments/{id}/author"))["data"]!["id"]!.GetValue<string>().ShouldBe("premium");
        (await emulator.GetAsync($"/comments/{id}/item"))["data"]!["id"]!.GetValue<string>().ShouldBe("example.com");
        (await emulator.GetAsync($"/comments/{id}/relationships/item"))["data"]!.ToJsonString().ShouldBe("""{"type":"domain","id":"example.com"}""");
        (await emulator.GetAsync("/users/premium/comments"))["data"]![0]!["id"]!.GetValue<string>().ShouldBe(id);
        (await emulator.GetAsync("/domains/example.com"))["data"]!["id"]!.GetValue<string>().ShouldBe("example.com");
    }

    [Fact]
    public async Task A_file_or_url_must_be_there()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var hash = new string('a', 64);
        (await emulator.Premium.FailAsync(HttpMethod.Post, $"/files/{hash}/comments", new StringContent(Bodies.Comment("x")))).ShouldBe($"404 NotFoundError File \"{hash}\" not found");
        (await emulator.Premium.FailAsync(HttpMethod.Post, "/urls/aHR0cDovL2V4YW1wbGUuY29tLw/comments", new StringContent(Bodies.Comment("x")))).ShouldStartWith("404 NotFoundError Item");
    }

    private static async Task<string[]> TextsAsync(EmulatorFixture emulator, string path) =>
        [.. (await emulator.GetAsync(path))["data"]!.AsArray().Select(comment => comment!["attributes"]!["text"]!.GetValue<string>())];
}
