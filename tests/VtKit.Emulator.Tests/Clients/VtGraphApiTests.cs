using System.Text;
using System.Text.Json.Nodes;

namespace VtKit.Emulator.Tests;

/// <summary>What vt_graph_api 2.2.0 sends through requests, byte for byte.</summary>
public sealed class VtGraphApiTests
{
    private const string Json = "Content-Type: application/json\r\n";
    private const string Eicar = EmulatorFixture.EicarSha256;

    /// <summary>A graph as save_graph puts it: relationship nodes between the nodes, a custom node, a group.</summary>
    private const string Saved =
        "{\"data\": {\"type\": \"graph\", \"attributes\": {\"graph_data\": {\"description\": \"First graph\", \"version\": \"2.2.0\"}, \"private\": true, \"representation\": \"force_graph\", \"nodes\": ["
        + "{\"type\": \"file\", \"entity_id\": \"" + Eicar + "\", \"index\": 0, \"x\": 0, \"y\": 0, \"text\": \"Investigation node\", \"entity_attributes\": {\"has_detections\": 4, \"type_tag\": \"text\"}}, "
        + "{\"type\": \"ip_address\", \"entity_id\": \"1.2.3.4\", \"index\": 1, \"x\": 5, \"y\": 6, \"entity_attributes\": {\"country\": \"US\"}}, "
        + "{\"type\": \"relationship\", \"entity_id\": \"relationships_contacted_ips_" + Eicar + "\", \"index\": 2, \"x\": 0, \"y\": 0}, "
        + "{\"type\": \"custom\", \"entity_id\": \"Fancy Bear\", \"index\": 3, \"x\": 0, \"y\": 0, \"text\": \"\\u0410\\u041f\\u0422\", \"entity_attributes\": {\"custom_type\": \"actor\"}}, "
        + "{\"type\": \"domain\", \"entity_id\": \"x.example.com\", \"index\": 4, \"x\": 0, \"y\": 0}, "
        + "{\"type\": \"relationship\", \"entity_id\": \"relationships_group_x.example.com,1.2.3.4\", \"index\": 5, \"text\": \"A group\", \"entity_attributes\": {\"relationship_type\": \"group\", \"grouped_node_ids\": [\"x.example.com\", \"1.2.3.4\"]}}], \"links\": ["
        + "{\"connection_type\": \"contacted_ips\", \"source\": \"" + Eicar + "\", \"target\": \"relationships_contacted_ips_" + Eicar + "\"}, "
        + "{\"connection_type\": \"contacted_ips\", \"source\": \"relationships_contacted_ips_" + Eicar + "\", \"target\": \"1.2.3.4\"}, "
        + "{\"connection_type\": \"manual\", \"source\": \"Fancy Bear\", \"target\": \"x.example.com\"}, "
        + "{\"connection_type\": \"group\", \"source\": \"x.example.com\", \"target\": \"relationships_group_x.example.com,1.2.3.4\"}]}}}";

    [Fact]
    public async Task Saves_shares_and_saves_again()
    {
        await using var emulator = await EmulatorFixture.StartAsync();

        // Anything but exactly 200 is a failure for it.
        var made = await SendAsync(emulator, "POST", "/graphs", Saved);
        made.Status.ShouldBe(200, made.Text);
        made.Json["data"]!["type"]!.GetValue<string>().ShouldBe("graph");
        var id = made.Json["data"]!["id"]!.GetValue<string>();
        for (var save = 0; save < 2; save++)
        {
            (await SendAsync(emulator, "POST", $"/graphs/{id}/editors", """{"data": [{"id": "other", "type": "user"}, {"id": "premium-group", "type": "group"}]}""")).Status.ShouldBe(200);
            (await SendAsync(emulator, "POST", $"/graphs/{id}/viewers", """{"data": [{"id": "public", "type": "user"}]}""")).Status.ShouldBe(200);
            var saved = await SendAsync(emulator, "PATCH", "/graphs/" + id, Saved);
            saved.Status.ShouldBe(200, saved.Text);
            saved.Json["data"]!["id"]!.GetValue<string>().ShouldBe(id);
        }
        (await SendAsync(emulator, "POST", $"/graphs/{id}/viewers", """{"data": [{"id": "nobody", "type": "user"}]}""")).Status.ShouldBe(404);

        var graph = (await SendAsync(emulator, "GET", "/graphs/" + id)).Json["data"]!["attributes"]!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(Saved)!["data"]!["attributes"]!.AsObject())
            JsonNode.DeepEquals(graph[name], value).ShouldBeTrue(name);
        // Both spellings of the path are one list.
        (await SendAsync(emulator, "GET", $"/graphs/{id}/relationships/viewers")).Json["data"]!.ToJsonString().ShouldBe("""[{"type":"user","id":"public"}]""");
        (await SendAsync(emulator, "GET", $"/graphs/{id}/relationships/editors")).Json["data"]!.AsArray().Select(one => $"{one!["type"]} {one["id"]}").ShouldBe(["group premium-group", "user other"]);
        (await SendAsync(emulator, "POST", $"/graphs/{id}/relationships/viewers", """{"data": [{"id": "other-group", "type": "group"}]}""")).Status.ShouldBe(200);
        (await SendAsync(emulator, "GET", $"/graphs/{id}/viewers")).Json["data"]!.AsArray().Count.ShouldBe(2);
        // An editor may load and save it, somebody else does not find it.
        (await SendAsync(emulator, "PATCH", "/graphs/" + id, Saved, key: VtEmulatorKeys.OtherGroup)).Status.ShouldBe(200);
        (await SendAsync(emulator, "GET", "/graphs/" + id, key: VtEmulatorKeys.OneADay)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Saves_whatever_the_body_is_called()
    {
        await using var emulator = await EmulatorFixture.StartAsync();

        foreach (var type in new[] { "Content-Type: text/plain; charset=utf-8\r\n", "Content-Type: application/x-www-form-urlencoded\r\n", "" })
        {
            var reply = await SendAsync(emulator, "POST", "/graphs", Saved, type);
            reply.Status.ShouldBe(200, reply.Text);
            reply.Headers["content-type"].ShouldBe("application/json; charset=utf-8");
        }
    }

    [Fact]
    public async Task Is_refused_a_private_graph_by_a_public_key()
    {
        await using var emulator = await EmulatorFixture.StartAsync();

        var reply = await SendAsync(emulator, "POST", "/graphs", Saved, key: VtEmulatorKeys.Public);

        reply.Status.ShouldBe(403);
        reply.Json["error"]!["code"]!.GetValue<string>().ShouldBe("ForbiddenError");
        reply.Json["error"]!["message"]!.GetValue<string>().ShouldContain("intelligence_graphs_private");
        (await SendAsync(emulator, "POST", "/graphs", Saved.Replace("\"private\": true", "\"private\": false", StringComparison.Ordinal), key: VtEmulatorKeys.Public)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Makes_a_collection_of_a_graph_and_expands_what_is_in_it()
    {
        await using var emulator = await EmulatorFixture.StartAsync();

        // By the URL it gets to the id: the middle of u-<id>-<time>.
        var analysis = await SendAsync(emulator, "POST", "/urls", "url=http%3A%2F%2Fx.example.com%2Fa%3Fb%3Dc+d", "Content-Type: application/x-www-form-urlencoded\r\n");
        var url = analysis.Json["data"]!["id"]!.GetValue<string>().Split('-')[1];
        var reply = await SendAsync(emulator, "POST", "/collections",
            $$$$$"""
            {"data": {"type": "collection", "attributes": {"name": "Collection created from VT Graph API", "description": "Collection created from graph g1"}, "relationships": {"files": {"data": [{"type": "file", "id": "{{{{{Eicar}}}}}"}]}, "domains": {"data": [{"type": "domain", "id": "x.example.com"}]}, "urls": {"data": [{"type": "url", "id": "{{{{{url}}}}}"}]}, "ip_addresses": {"data": []}}}}
            """);
        reply.Status.ShouldBe(200, reply.Text);
        var id = reply.Json["data"]!["id"]!.GetValue<string>();
        reply.Json["data"]!["attributes"]!["urls_count"]!.GetValue<int>().ShouldBe(1);

        foreach (var node in new[] { "files/" + Eicar, "domains/x.example.com", "urls/" + url })
            (await SendAsync(emulator, "GET", $"/{node}/collections?limit=10")).Json["data"]![0]!["id"]!.GetValue<string>().ShouldBe(id);
        foreach (var expansion in new[] { "files", "domains", "ip_addresses", "urls", "references" })
        {
            var page = await SendAsync(emulator, "GET", $"/collections/{id}/{expansion}?limit=40&cursor=%22%22");
            page.Status.ShouldBe(200, page.Text);
            page.Json["data"]!.AsArray().Count.ShouldBe(expansion is "ip_addresses" or "references" ? 0 : 1, expansion);
        }
        // Node types are made plural by an s.
        (await SendAsync(emulator, "GET", "/whoiss/abc")).Status.ShouldBe(404);
        (await SendAsync(emulator, "GET", "/collections/" + id)).Json["data"]!["attributes"]!["name"]!.GetValue<string>().ShouldBe("Collection created from VT Graph API");
        (await SendAsync(emulator, "GET", "/references/none")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Takes_a_picture_where_one_can_be_made()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var id = (await SendAsync(emulator, "POST", "/graphs", Saved)).Json["data"]!["id"]!.GetValue<string>();

        (await SendAsync(emulator, "GET", $"/graphs/{id}/screenshot")).Status.ShouldBe(VtKit.Graph.GraphPicture.IsAvailable ? 200 : 501);
    }

    private static Task<RawClient.Reply> SendAsync(EmulatorFixture emulator, string method, string path, string? body = null, string type = Json, string? key = null) =>
        RawClient.SendAsync(emulator.Emulator.BaseAddress, Encoding.UTF8.GetBytes(
            $"{method} /api/v3{path} HTTP/1.1\r\nHost: {emulator.Emulator.BaseAddress.Authority}\r\nUser-Agent: python-requests/2.28.1\r\n"
            + $"Accept-Encoding: gzip, deflate\r\nAccept: */*\r\nConnection: keep-alive\r\nx-apikey: {key ?? VtEmulatorKeys.Premium}\r\nx-tool: Graph\r\n"
            + (body is null ? "\r\n" : $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{type}\r\n{body}")));
}
