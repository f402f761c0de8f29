using System.Text;

namespace VtKit.Emulator.Tests;

/// <summary>What vt-py 0.22 sends, byte for byte.</summary>
public sealed class VtPyTests
{
    private const string Boundary = "7b1d3a0c5e9f4d6b8a2c1e0f9d8b7a6c";

    [Fact]
    [Trait("seed", "69")]
    public async Task Scans_and_reads_a_file()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var uploadUrl = new Uri((await SendAsync(emulator, "GET", "/api/v3/files/upload_url")).Json["data"]!.GetValue<string>());
        uploadUrl.Authority.ShouldBe(emulator.Emulator.BaseAddress.Authority);

        var content = "MZ a file with\r\n--line ends and \0 bytes"u8.ToArray();
        var body = Multipart("/samples/my samples/evil \"1\".exe", "application/octet-stream", content);
        var submitted = await SendAsync(emulator, "POST", uploadUrl.AbsolutePath, body, $"Content-Type: multipart/form-data; boundary={Boundary}\r\n");
        submitted.Status.ShouldBe(200);
        submitted.Headers["content-type"].ShouldBe("application/json; charset=utf-8");
        submitted.Json["data"]!["type"]!.GetValue<string>().ShouldBe("analysis");
        var id = submitted.Json["data"]!["id"]!.GetValue<string>();

        // wait_for_completion asks at once, and then sleeps twenty seconds: the first answer must be the last.
        var analysis = (await SendAsync(emulator, "GET", "/api/v3/analyses/" + id)).Json;
        analysis["data"]!["attributes"]!["status"]!.GetValue<string>().ShouldBe("completed");
        var sha256 = analysis["meta"]!["file_info"]!["sha256"]!.GetValue<string>();

        var file = (await SendAsync(emulator, "GET", "/api/v3/files/" + sha256)).Json["data"]!;
        file["attributes"]!["size"]!.GetValue<int>().ShouldBe(content.Length);
        file["attributes"]!["meaningful_name"]!.GetValue<string>().ShouldBe("/samples/my samples/evil \"1\".exe");
    }

    [Fact]
    public async Task Gets_gzip_because_its_agent_says_so()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var reply = await SendAsync(emulator, "GET", "/api/v3/files/" + EmulatorFixture.EicarSha256);
        reply.Headers["content-encoding"].ShouldBe("gzip");
        reply.Json["data"]!["id"]!.GetValue<string>().ShouldBe(EmulatorFixture.EicarSha256);
    }

    [Fact]
    public async Task Uploads_text_of_an_object_without_a_name()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var uploadUrl = new Uri((await SendAsync(emulator, "GET", "/api/v3/files/upload_url")).Json["data"]!.GetValue<string>());
        var body = Multipart("unknown", "text/plain; charset=utf-8", "some text"u8.ToArray());
        var reply = await SendAsync(emulator, "POST", uploadUrl.AbsolutePath, body, $"Content-Type: multipart/form-data; boundary={Boundary}\r\n");
        reply.Status.ShouldBe(200, reply.Text);
    }

    [Fact]
    public async Task Scans_a_url()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var body = "url=http%3A%2F%2Fwww.example.com%2Fa%3Fb%3Dc+d"u8.ToArray();
        var reply = await SendAsync(emulator, "POST", "/api/v3/urls", body, "Content-Type: application/x-www-form-urlencoded\r\n");
        reply.Status.ShouldBe(200, reply.Text);
        var id = reply.Json["data"]!["id"]!.GetValue<string>();
        var analysis = (await SendAsync(emulator, "GET", "/api/v3/analyses/" + id)).Json;
        analysis["data"]!["attributes"]!["status"]!.GetValue<string>().ShouldBe("completed");
        analysis["meta"]!["url_info"]!["url"]!.GetValue<string>().ShouldStartWith("http://www.example.com/a?b=c");

        // vt.url_id: unpadded base64url of the URL as given.
        var urlId = Convert.ToBase64String("http://www.example.com/a?b=c d"u8).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        var url = (await SendAsync(emulator, "GET", "/api/v3/urls/" + urlId)).Json["data"]!;
        url["id"]!.GetValue<string>().ShouldBe(analysis["meta"]!["url_info"]!["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Iterates_with_its_own_page_size_and_cursor()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        for (var i = 0; i < 5; i++)
            await emulator.PostAsync("/domains/example.com/comments", Bodies.Comment($"comment {i}"));
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await SendAsync(emulator, "GET", "/api/v3/domains/example.com/comments?limit=2" + (cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor)))).Json;
            page["data"]!.AsArray().Count.ShouldBeGreaterThan(0);
            seen.AddRange(page["data"]!.AsArray().Select(comment => comment!["attributes"]!["text"]!.GetValue<string>()));
            cursor = page["meta"]?["cursor"]?.GetValue<string>();
            (page["links"]!["next"] is null).ShouldBe(cursor is null);
        }
        while (cursor is not null);
        seen.ShouldBe(["comment 4", "comment 3", "comment 2", "comment 1", "comment 0"]);
    }

    private static byte[] Multipart(string fileName, string type, byte[] content) =>
    [
        .. $"--{Boundary}\r\nContent-Type: {type}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{fileName}\"\r\n\r\n".Utf8(),
        .. content,
        .. $"\r\n--{Boundary}--\r\n".Utf8(),
    ];

    private static Task<RawClient.Reply> SendAsync(EmulatorFixture emulator, string method, string target, byte[]? body = null, string headers = "") =>
        RawClient.SendAsync(emulator.Emulator.BaseAddress,
        [
            .. Encoding.ASCII.GetBytes(
                $"{method} {target} HTTP/1.1\r\nHost: {emulator.Emulator.BaseAddress.Authority}\r\nX-Apikey: {VtEmulatorKeys.Premium}\r\n"
                + "Accept-Encoding: gzip\r\nUser-Agent: unknown; vtpy 0.22.0; gzip\r\nAccept: */*\r\n"
                + (body is null ? "" : $"Content-Length: {body.Length}\r\n") + headers + "\r\n"),
            .. body ?? [],
        ]);
}
