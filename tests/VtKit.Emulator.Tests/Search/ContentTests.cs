using System.Text.Json.Nodes;

namespace VtKit.Emulator.Tests;

public sealed class ContentTests
{
    [Theory]
    [InlineData("content:\"needle in\"", 5)]
    [InlineData("content:\"Needle\"", -1)]
    [InlineData("content:needle", 5)]
    [InlineData("content:\"\\x6eeedle\"", 5)]
    [InlineData("content:\"a \\\"quote\\\" \\\\\"", 20)]
    [InlineData("content:{6E 65 65 64 6c 65}", 5)]
    [InlineData("content:{6E ?5 65 64 6?}", 5)]
    [InlineData("content:{6E656564 [1-20] 68617973}", 5)]
    [InlineData("content:{6E656564 [1-3] 68617973}", -1)]
    [InlineData("content:{6E65 [2] 6C65 [0-9] 6861 [0-2] 79}", 5)]
    [InlineData("content:{00 FF 01}", 36)]
    public async Task Patterns_are_found_where_they_are(string query, int offset)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        byte[] sample = [.. "some needle in hays a \"quote\" \\ etc ".Utf8(), 0, 0xFF, 1, 2];
        await emulator.UploadAsync(sample, "sample");
        await emulator.UploadAsync("something else".Utf8(), "other");
        var hits = (await SearchAsync(emulator, query))["data"]!.AsArray();
        hits.Count.ShouldBe(offset < 0 ? 0 : 1);
        if (offset < 0) return;
        var context = hits[0]!["context_attributes"]!;
        ((int)context["confidence"]!).ShouldBe(1);
        ((bool)context["match_in_subfile"]!).ShouldBeFalse();
        var snippet = (await emulator.GetAsync("/intelligence/search/snippets/" + Uri.EscapeDataString((string)context["snippet"]!)))["data"]!.AsArray();
        var dump = (string)snippet.ShouldHaveSingleItem()!;
        var line = dump.Split('\n')[offset / 16];
        line.ShouldStartWith($"{offset / 16 * 16:X8}: ");
        // The first marked byte is the first of the match.
        line[..line.IndexOf("*begin_highlight*", StringComparison.Ordinal)].Count(c => c == ' ').ShouldBe(1 + offset % 16);
        dump.ShouldContain("*end_highlight*");
    }

    [Theory]
    [InlineData("content:\"ab\"", "400 UnselectiveContentQueryError")]
    [InlineData("content:\"aaaaaaaa\"", "400 UnselectiveContentQueryError")]
    [InlineData("content:{CA ?? FE ?? BE}", "400 UnselectiveContentQueryError")]
    [InlineData("content:{?? ?? ?? ??}", "400 UnselectiveContentQueryError")]
    [InlineData("content:{CA F}", "400 InvalidArgumentError")]
    [InlineData("content:{CA FE XX}", "400 InvalidArgumentError")]
    [InlineData("content:{CA FE [2-3]}", "400 InvalidArgumentError")]
    [InlineData("content:{[2-3] CA FE BA BE}", "400 InvalidArgumentError")]
    [InlineData("content:{CA FE [3-2] BA BE}", "400 UnsupportedContentQueryError")]
    [InlineData("content:{CA FE [0-5000] BA BE}", "400 UnsupportedContentQueryError")]
    [InlineData("content:{CA FE (BA|BE) 01}", "400 UnsupportedContentQueryError")]
    [InlineData("content:\"\\q abc\"", "400 InvalidArgumentError")]
    [InlineData("content:\"abcd\" OR content:\"efgh\"", "400 UnsupportedContentQueryError")]
    [InlineData("NOT content:\"abcd\"", "400 UnsupportedContentQueryError")]
    public async Task Patterns_that_would_be_everywhere_or_are_none_are_refused(string query, string expected)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/intelligence/search?query=" + Uri.EscapeDataString(query))).ShouldStartWith(expected);
    }

    [Fact]
    public async Task The_rest_of_the_query_narrows_pages_follow_and_the_order_does_not_matter()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        for (var i = 0; i < 5; i++) await emulator.UploadAsync($"number {i} has the needle".Utf8(), $"file{i}.txt");
        var page = await SearchAsync(emulator, "content:needle", "&limit=2&order=size-&descriptors_only=true");
        page["meta"]!.AsObject().Select(member => member.Key).ShouldBe(["days_back", "cursor"]);
        page["data"]![0]!.AsObject().Select(member => member.Key).ShouldBe(["type", "id", "context_attributes"]);
        var seen = new List<string>();
        var path = "&limit=2";
        for (page = await SearchAsync(emulator, "content:needle", path); ; page = await SearchAsync(emulator, "content:needle", $"{path}&cursor={Uri.EscapeDataString((string)page["meta"]!["cursor"]!)}"))
        {
            seen.AddRange(page["data"]!.AsArray().Select(hit => (string)hit!["attributes"]!["meaningful_name"]!));
            if (page["meta"]!["cursor"] is null) break;
        }
        seen.ShouldBe(["file4.txt", "file3.txt", "file2.txt", "file1.txt", "file0.txt"]);
        (await SearchAsync(emulator, "(content:needle content:\"number 3\")"))["data"]!.AsArray().Count.ShouldBe(1);
        (await SearchAsync(emulator, "content:needle name:file2"))["data"]!.AsArray().Count.ShouldBe(1);
        (await SearchAsync(emulator, "content:needle p:1+"))["data"]!.AsArray().ShouldBeEmpty();
        (await SearchAsync(emulator, "entity:url content:needle"))["data"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_match_across_the_chunks_of_a_large_file_is_found()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        foreach (var place in new[] { 1024 * 1024 - 3, 1024 * 1024 + 2, 2 * 1024 * 1024 + 1, 3 * 1024 * 1024 - 8 })
        {
            var sample = new byte[3 * 1024 * 1024];
            "needle!!".Utf8().CopyTo(sample, place);
            await emulator.UploadAsync(sample, $"at {place}");
        }
        (await SearchAsync(emulator, "content:needle!!"))["data"]!.AsArray().Count.ShouldBe(4);
        (await SearchAsync(emulator, "content:{6E 65 [0-9] 65 21 21}"))["data"]!.AsArray().Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_snippet_is_known_by_the_id_of_a_hit_only()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var id = (string)(await SearchAsync(emulator, "content:\"EICAR-STANDARD\""))["data"]![0]!["context_attributes"]!["snippet"]!;
        foreach (var wrong in new[] { "x", EmulatorFixture.EicarSha256, EmulatorFixture.EicarSha256 + "-", id[..^2], new string('0', 64) + id[64..] })
            (await emulator.Premium.FailAsync(HttpMethod.Get, "/intelligence/search/snippets/" + wrong)).ShouldBe($"404 NotFoundError Snippet \"{wrong}\" not found");
        await emulator.AdminAsync(HttpMethod.Post, "/reset");
        using var other = emulator.Client(VtEmulatorKeys.OtherGroup);
        (await other.ReadAsync(HttpMethod.Get, "/intelligence/search/snippets/" + id))["data"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_file_that_is_only_described_has_no_content()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await emulator.AdminAsync(HttpMethod.Post, "/seed", $$"""{"files": [{"sha256": "{{new string('a', 64)}}", "name": "EICAR-STANDARD"}]}""");
        (await SearchAsync(emulator, "name:standard"))["data"]!.AsArray().Count.ShouldBe(1);
        (await SearchAsync(emulator, "content:\"EICAR-STANDARD\""))["data"]!.AsArray().Count.ShouldBe(1);
    }

    private static Task<JsonObject> SearchAsync(EmulatorFixture emulator, string query, string more = "") =>
        emulator.GetAsync($"/intelligence/search?query={Uri.EscapeDataString(query)}{more}");
}
