using System.Text;

namespace VtKit.Emulator.Tests;

/// <summary>What vtapi3 1.2.1 sends through requests, byte for byte.</summary>
public sealed class VtApi3Tests
{
    private const string Boundary = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";

    [Theory]
    [InlineData("filename=\"/tmp/samples/a b.bin\"", "/tmp/samples/a b.bin")]
    [InlineData("filename=\"C:\\samples\\a.bin\"", "C:\\samples\\a.bin")]
    [InlineData("filename*=utf-8''%D1%84%D0%B0%D0%B9%D0%BB.bin", "файл.bin")]
    [InlineData("filename=\"sam%20ple.bin\"", "sam%20ple.bin")]
    [InlineData("filename=\"????.bin\"; filename*=utf-8''%D1%84%D0%B0%D0%B9%D0%BB.bin", "файл.bin")]
    [Trait("seed", "45")]
    public async Task Uploads_a_file_without_a_part_type(string fileName, string expected)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        byte[] body =
        [
            .. $"--{Boundary}\r\nContent-Disposition: form-data; name=\"file\"; {fileName}\r\n\r\n".Utf8(),
            .. "content of a file"u8, .. $"\r\n--{Boundary}--\r\n".Utf8(),
        ];
        var reply = await SendAsync(emulator, "POST", "/api/v3/files", body, $"Content-Type: multipart/form-data; boundary={Boundary}\r\n");
        reply.Status.ShouldBe(200, reply.Text);
        reply.Headers.ContainsKey("content-encoding").ShouldBeFalse();
        var analysis = (await SendAsync(emulator, "GET", "/api/v3/analyses/" + reply.Json["data"]!["id"]!.GetValue<string>())).Json;
        var file = await emulator.GetAsync("/files/" + analysis["meta"]!["file_info"]!["md5"]!.GetValue<string>());
        file["data"]!["attributes"]!["names"]![0]!.GetValue<string>().ShouldBe(expected);
    }

    [Fact]
    public async Task Uploads_in_chunks()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        byte[] body =
        [
            .. $"--{Boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n".Utf8(),
            .. "chunked"u8, .. $"\r\n--{Boundary}--\r\n".Utf8(),
        ];
        var chunked = new List<byte>();
        foreach (var chunk in body.Chunk(7)) chunked.AddRange([.. Encoding.ASCII.GetBytes($"{chunk.Length:x}\r\n"), .. chunk, .. "\r\n"u8]);
        chunked.AddRange("0\r\n\r\n"u8);
        var reply = await RawClient.SendAsync(emulator.Emulator.BaseAddress,
            [.. Head(emulator, "POST", "/api/v3/files", $"Transfer-Encoding: chunked\r\nContent-Type: multipart/form-data; boundary={Boundary}\r\n"), .. chunked]);
        reply.Status.ShouldBe(200, reply.Text);
    }

    [Theory]
    [InlineData("/files/" + EmulatorFixture.EicarSha256 + "/comments")]
    [InlineData("/files/" + EmulatorFixture.EicarSha256 + "/votes")]
    [InlineData("/files/" + EmulatorFixture.EicarSha256 + "/behaviours")]
    [InlineData("/files/" + EmulatorFixture.EicarSha256 + "/contacted_domains")]
    [InlineData("/ip_addresses/8.8.8.8/comments")]
    [InlineData("/ip_addresses/8.8.8.8/votes")]
    [InlineData("/ip_addresses/8.8.8.8/resolutions")]
    [Trait("seed", "48")]
    [Trait("seed", "51")]
    public async Task Asks_for_the_first_page_with_two_quotation_marks(string path)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var reply = await SendAsync(emulator, "GET", $"/api/v3{path}?limit=10&cursor=%22%22");
        reply.Status.ShouldBe(200, reply.Text);
        reply.Json["data"]!.AsArray().Count.ShouldBe(0);
        reply.Json.ContainsKey("meta").ShouldBeFalse();
    }

    [Fact]
    [Trait("seed", "51")]
    public async Task Sends_limit_and_cursor_to_relationships_of_one_too()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await SendAsync(emulator, "POST", "/api/v3/urls", "url=http%3A%2F%2Fexample.com%2F"u8.ToArray(), "Content-Type: application/x-www-form-urlencoded\r\n");
        var id = "aHR0cDovL2V4YW1wbGUuY29tLw";
        var address = await SendAsync(emulator, "GET", $"/api/v3/urls/{id}/last_serving_ip_address?limit=10&cursor=%22%22");
        address.Status.ShouldBe(200, address.Text);
        address.Json.ContainsKey("data").ShouldBeTrue();
        address.Json["data"].ShouldBeNull();
        var location = await SendAsync(emulator, "GET", $"/api/v3/urls/{id}/network_location");
        location.Json["data"]!["id"]!.GetValue<string>().ShouldBe("example.com");
    }

    [Fact]
    [Trait("seed", "47")]
    public async Task Analyses_with_an_empty_post()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var reply = await SendAsync(emulator, "POST", $"/api/v3/files/{EmulatorFixture.EicarMd5}/analyse", [], "");
        reply.Status.ShouldBe(200, reply.Text);
        reply.Json["data"]!["type"]!.GetValue<string>().ShouldBe("analysis");
    }

    [Theory]
    [InlineData("files/" + EmulatorFixture.EicarSha256)]
    [InlineData("domains/example.com")]
    [InlineData("ip_addresses/8.8.8.8")]
    [Trait("seed", "49")]
    [Trait("seed", "50")]
    public async Task Comments_and_votes(string owner)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var comment = await SendAsync(emulator, "POST", $"/api/v3/{owner}/comments",
            """{"data": {"type": "comment", "attributes": {"text": "Lorem #ipsum dolor"}}}"""u8.ToArray(), "Content-Type: application/json\r\n");
        comment.Status.ShouldBe(200, comment.Text);
        comment.Json["data"]!["attributes"]!["tags"]![0]!.GetValue<string>().ShouldBe("ipsum");
        var vote = await SendAsync(emulator, "POST", $"/api/v3/{owner}/votes",
            """{"data": {"type": "vote", "attributes": {"verdict": "harmless"}}}"""u8.ToArray(), "Content-Type: application/json\r\n");
        vote.Status.ShouldBe(200, vote.Text);
        vote.Json["data"]!["attributes"]!["value"]!.GetValue<int>().ShouldBe(1);
    }

    private static Task<RawClient.Reply> SendAsync(EmulatorFixture emulator, string method, string target, byte[]? body = null, string headers = "") =>
        RawClient.SendAsync(emulator.Emulator.BaseAddress,
            [.. Head(emulator, method, target, (body is null ? "" : $"Content-Length: {body.Length}\r\n") + headers), .. body ?? []]);

    private static byte[] Head(EmulatorFixture emulator, string method, string target, string headers) => Encoding.ASCII.GetBytes(
        $"{method} {target} HTTP/1.1\r\nHost: {emulator.Emulator.BaseAddress.Authority}\r\nUser-Agent: python-requests/2.28.1\r\n"
        + $"Accept-Encoding: gzip, deflate\r\nAccept: */*\r\nConnection: keep-alive\r\nx-apikey: {VtEmulatorKeys.Premium}\r\n{headers}\r\n");
}
