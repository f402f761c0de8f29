using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace VtKit.Emulator.Tests;

/// <summary>Requests that mean harm: refused, or taken as the text that they are, and the store is whole afterwards.</summary>
public sealed class HostileTests
{
    private static readonly string[] Injections =
    [
        "' OR 1=1 --", "'; DROP TABLE file; --", "\") OR (\"1\"=\"1", "$1", "%' ESCAPE '\\", "<script>alert(1)</script>", "..%2f..%2fetc%2fpasswd", "\u0000", "{{7*7}}",
    ];

    [Fact]
    public async Task Injections_in_every_argument_and_parameter_of_every_row_harm_nothing()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        foreach (var endpoint in Routes.All.Keys)
            foreach (var injection in Injections)
            {
                var text = Uri.EscapeDataString(injection);
                var path = string.Join('/', endpoint.Template.Split('/').Select(segment => segment.StartsWith('{') ? text : segment));
                var query = string.Join('&', endpoint.Query.Where(name => name is not ("limit" or "cursor")).Select(name => $"{name}={text}"));
                using var request = new HttpRequestMessage(new HttpMethod(endpoint.Method), $"/api/v3{path}?{query}");
                if (endpoint.Method is "POST" or "PATCH" or "PUT")
                    request.Content = new StringContent(Body(injection, ("name", injection), ("text", injection)));
                using var answer = await emulator.Premium.SendAsync(request);
                var body = await answer.Content.ReadAsStringAsync();
                ((int)answer.StatusCode).ShouldBeOneOf([200, 302, 400, 401, 403, 404, 409, 501], $"{endpoint} with {injection}: {body}");
            }
        await emulator.GetAsync("/files/" + EmulatorFixture.EicarSha256);
    }

    [Theory]
    [InlineData("comment", "/files/" + EmulatorFixture.EicarSha256 + "/comments", "text")]
    [InlineData("collection", "/collections", "name")]
    [InlineData("saved_search", "/saved_searches", "name")]
    public async Task What_users_write_comes_back_as_the_text_that_it_is(string type, string path, string attribute)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        foreach (var injection in Injections.Where(text => !text.Contains('\0', StringComparison.Ordinal)))
        {
            var needed = type == "saved_search" ? [("search_query", "size:1"), ("name", "n")] : Array.Empty<(string, string)>();
            var made = await emulator.PostAsync(path, Body(type, [.. needed.Where(one => one.Item1 != attribute), (attribute, injection)]));
            made["data"]!["attributes"]![attribute]!.GetValue<string>().ShouldBe(injection);
        }
        await emulator.GetAsync("/files/" + EmulatorFixture.EicarSha256);
    }

    [Theory]
    [InlineData("../../../../tmp/vtkit-escaped")]
    [InlineData("..\\..\\vtkit-escaped")]
    [InlineData("/tmp/vtkit-escaped")]
    [InlineData("C:\\vtkit-escaped:stream")]
    public async Task A_name_leads_nowhere(string name)
    {
        using var folder = new TemporaryFolder();
        await using var emulator = await EmulatorFixture.StartAsync(options => options.DataDirectory = folder.Path);
        await emulator.UploadAsync("content"u8.ToArray(), name);
        Directory.GetFiles(folder.Path, "*escaped*", SearchOption.AllDirectories).ShouldBeEmpty();
        Directory.GetFiles(Path.Combine(folder.Path, "..")).ShouldAllBe(file => !file.Contains("escaped", StringComparison.Ordinal));
        File.Exists("/tmp/vtkit-escaped").ShouldBeFalse();
    }

    [Theory]
    [InlineData("Content-Type: multipart/form-data\r\n", "x")]
    [InlineData("Content-Type: multipart/form-data; boundary=\r\n", "x")]
    [InlineData("Content-Type: multipart/form-data; boundary=b\r\n", "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nnever ends")]
    [InlineData("Content-Type: multipart/form-data; boundary=b\r\n", "--b\r\n\r\nno disposition\r\n--b--\r\n")]
    [InlineData("Content-Type: application/x-www-form-urlencoded\r\n", "%%%=&&&")]
    [InlineData("Content-Length: 5\r\n", "12345")]
    public async Task A_form_that_is_none_is_refused(string headers, string body)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        (await SendAsync(emulator, headers, body)).ShouldBeOneOf(400, 413);
    }

    [Fact]
    public async Task Very_many_parts_and_very_long_headers_are_refused()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var parts = new StringBuilder();
        for (var i = 0; i < 5_000; i++) parts.Append("--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\ny\r\n");
        (await SendAsync(emulator, "Content-Type: multipart/form-data; boundary=b\r\n", parts + "--b--\r\n")).ShouldBe(400);
        var longHead = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + new string('a', 200_000) + "\"\r\n\r\ny\r\n--b--\r\n";
        (await SendAsync(emulator, "Content-Type: multipart/form-data; boundary=b\r\n", longHead)).ShouldBe(400);
        (await SendAsync(emulator, $"X-Long: {new string('a', 100_000)}\r\n", "")).ShouldBe(431);
    }

    [Fact]
    public async Task A_client_that_sends_next_to_nothing_is_cut_off()
    {
        await using var emulator = await EmulatorFixture.StartAsync(options => options.SlownessGrace = TimeSpan.FromSeconds(2));
        await emulator.GetAsync("/files/" + EmulatorFixture.EicarSha256);
        using var client = new TcpClient();
        await client.ConnectAsync(emulator.Emulator.BaseAddress.Host, emulator.Emulator.BaseAddress.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/v3/files HTTP/1.1\r\nHost: x\r\nx-apikey: {VtEmulatorKeys.Premium}\r\nContent-Length: 100000000\r\nContent-Type: multipart/form-data; boundary=b\r\n\r\n--b\r\n"));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var answer = new byte[1000];
        var read = await stream.ReadAsync(answer, patience.Token);
        // Told 408, or simply cut off.
        (read == 0 || Encoding.ASCII.GetString(answer, 0, read).StartsWith("HTTP/1.1 4", StringComparison.Ordinal)).ShouldBeTrue();
        await emulator.GetAsync("/files/" + EmulatorFixture.EicarSha256);
    }

    [Fact]
    public async Task A_sample_is_neither_executable_nor_served_without_the_privilege()
    {
        using var folder = new TemporaryFolder();
        await using var emulator = await EmulatorFixture.StartAsync(options => options.DataDirectory = folder.Path);
        await emulator.UploadAsync("#!/bin/sh\necho run\n"u8.ToArray(), "run.sh");
        foreach (var blob in Directory.GetFiles(folder["blobs"], "*", SearchOption.AllDirectories))
        {
            if (!OperatingSystem.IsWindows()) (File.GetUnixFileMode(blob) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)).ShouldBe(UnixFileMode.None);
            (await File.ReadAllTextAsync(blob)).ShouldNotContain("echo");
        }
        (await emulator.Public.FailAsync(HttpMethod.Get, $"/files/{EmulatorFixture.EicarSha256}/download")).ShouldStartWith("403 ForbiddenError");
        using var guessed = await emulator.Admin.GetAsync(new Uri($"/_ah/download/{EmulatorFixture.EicarSha256}/{new string('A', 32)}", UriKind.Relative));
        guessed.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static string Body(string type, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        var given = new JsonObject();
        foreach (var (name, value) in attributes) given[name] = value;
        return new JsonObject { ["data"] = new JsonObject { ["type"] = type, ["id"] = type, ["attributes"] = given } }.ToJsonString();
    }

    private static async Task<int> SendAsync(EmulatorFixture emulator, string headers, string body)
    {
        var content = Encoding.UTF8.GetBytes(body);
        var length = headers.StartsWith("Content-Length", StringComparison.Ordinal) ? "" : $"Content-Length: {content.Length}\r\n";
        var head = Encoding.ASCII.GetBytes($"POST /api/v3/files HTTP/1.1\r\nHost: x\r\nx-apikey: {VtEmulatorKeys.Premium}\r\nConnection: close\r\n{length}{headers}\r\n");
        return (await RawClient.SendAsync(emulator.Emulator.BaseAddress, [.. head, .. content])).Status;
    }
}
