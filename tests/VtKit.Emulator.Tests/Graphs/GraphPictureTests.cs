using VtKit.Testing.Shared;

namespace VtKit.Emulator.Tests;

public sealed class GraphPictureTests
{
    private const string Drawing =
        """
        {"data": {"type": "graph", "attributes": {"graph_data": {"description": "A <drawing>"}, "private": true,
            "nodes": [{"type": "domain", "entity_id": "drawn.example.com", "x": 1, "y": 2}, {"type": "ip_address", "entity_id": "8.8.8.8"}, 17, {"type": 5}],
            "links": [{"connection_type": "resolutions", "source": "drawn.example.com", "target": "8.8.8.8"}, {"odd": 1}]}}}
        """;

    [ToolFact("rsvg-convert")]
    public async Task A_graph_has_a_picture()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        (await PictureAsync(emulator.Premium, await MakeAsync(emulator))).AsSpan(0, 4).ToArray().ShouldBe([0x89, (byte)'P', (byte)'N', (byte)'G']);
    }

    [ToolFact("rsvg-convert")]
    public async Task A_picture_is_drawn_once_for_each_version_of_a_graph()
    {
        using var pictures = new GraphPictures();
        var graph = new Record(1, ObjectType.Graph, "g1", null, false, 0, 0, """{"nodes": [{"type": "domain", "entity_id": "drawn.example"}]}""");

        var all = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => pictures.GetAsync(graph, CancellationToken.None)));
        pictures.Drawn.ShouldBe(1);
        all.ShouldAllBe(one => one == all[0]);

        var changed = graph with { Attributes = """{"nodes": []}""" };
        (await pictures.GetAsync(changed, CancellationToken.None)).SequenceEqual(all[0]).ShouldBeFalse();
        await pictures.GetAsync(changed, CancellationToken.None);
        pictures.Drawn.ShouldBe(2);
        await pictures.GetAsync(graph, CancellationToken.None);
        pictures.Drawn.ShouldBe(3, "Only the last version is kept.");
    }

    [ToolFact("rsvg-convert")]
    public async Task A_changed_graph_has_another_picture()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var id = await MakeAsync(emulator);
        var before = await PictureAsync(emulator.Premium, id);

        await emulator.Premium.ReadAsync(HttpMethod.Patch, "/graphs/" + id, new StringContent("""{"data": {"type": "graph", "attributes": {"nodes": [{"type": "domain", "entity_id": "other.example"}]}}}"""));

        (await PictureAsync(emulator.Premium, id)).SequenceEqual(before).ShouldBeFalse();
    }

    [ToolFact("rsvg-convert")]
    public async Task Whatever_was_saved_is_drawn()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        foreach (var attributes in (string[])["{}", """{"nodes": [], "links": []}""", """{"nodes": [{"type": "custom", "entity_id": "]]><script>", "text": "\u202e\u0000", "entity_attributes": {"custom_type": "<x>"}}]}"""])
        {
            var id = (string)(await emulator.PostAsync("/graphs", $$$"""{"data": {"type": "graph", "attributes": {{{attributes}}}}}"""))["data"]!["id"]!;
            (await PictureAsync(emulator.Premium, id)).Length.ShouldBeGreaterThan(100);
        }
    }

    [Fact]
    public async Task A_picture_is_for_those_who_may_see_the_graph()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var id = await MakeAsync(emulator);

        (await emulator.Public.FailAsync(HttpMethod.Get, $"/graphs/{id}/screenshot")).ShouldStartWith("404 NotFoundError");
        (await emulator.Client(VtEmulatorKeys.OtherGroup).FailAsync(HttpMethod.Get, $"/graphs/{id}/screenshot")).ShouldStartWith("404 NotFoundError");
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/graphs/g0/screenshot")).ShouldStartWith("404 NotFoundError");
        (await emulator.Admin.FailAsync(HttpMethod.Get, $"/graphs/{id}/screenshot")).ShouldStartWith("401");
    }

    [ToolFact("rsvg-convert")]
    public async Task A_graph_that_is_too_large_has_none()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var nodes = string.Join(',', Enumerable.Range(0, 10_001).Select(i => $$"""{"type": "domain", "entity_id": "d{{i}}.example"}"""));
        var id = (string)(await emulator.PostAsync("/graphs", $$$$"""{"data": {"type": "graph", "attributes": {"nodes": [{{{{nodes}}}}]}}}"""))["data"]!["id"]!;

        (await emulator.Premium.FailAsync(HttpMethod.Get, $"/graphs/{id}/screenshot")).ShouldBe("501 NotSupportedByEmulator The emulator makes no pictures of graphs with more than 10000 nodes or 40000 links.");
    }

    private static async Task<string> MakeAsync(EmulatorFixture emulator) => (string)(await emulator.PostAsync("/graphs", Drawing))["data"]!["id"]!;

    private static async Task<byte[]> PictureAsync(HttpClient client, string id)
    {
        using var response = await client.GetAsync(EmulatorFixture.Api($"/graphs/{id}/screenshot"));
        response.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        return await response.Content.ReadAsByteArrayAsync();
    }
}
