using System.Net;
using System.Net.Sockets;
using System.Text;
using VtKit.Testing.Shared;

namespace VtKit.Cli.Tests;

/// <summary>Services that cannot be reached, or do not answer as they should.</summary>
public sealed class ServiceErrorTests : IDisposable
{
    private const string Hash = "44d88612fea8a8f36de82e1278abb02f";

    // Waits before retries are the clock's.
    private readonly CliRun _vtk = new() { Time = new FakeTime { AutoAdvance = true } };

    public void Dispose() => _vtk.Dispose();

    [Fact]
    public async Task Wrong_key_is_told_without_the_key()
    {
        await using var service = new StubService(request => StubAnswer.Error(401, "WrongCredentialsError", $"Wrong API key: {request.Headers["x-apikey"]}"));
        var line = await FailsAsync(service.Address, ExitCode.Auth);
        line.ShouldContain("Wrong API key: ***");
        line.ShouldContain("Check the key: `vtk config set api-key` keeps another");
        line.ShouldNotContain(CliRun.Key);
    }

    [Fact]
    public async Task Forbidden_is_not_the_keys_fault()
    {
        await using var service = new StubService(_ => StubAnswer.Error(403, "ForbiddenError", "You are not authorized"));
        (await FailsAsync(service.Address, ExitCode.Auth)).ShouldContain("The key is good, but may not do this");
    }

    [Fact]
    public async Task Spent_quota_says_when_to_come_back()
    {
        await using var service = new StubService(_ => StubAnswer.Error(429, "QuotaExceededError", "Quota exceeded", "Retry-After: 3600\r\n"));
        var line = await FailsAsync(service.Address, ExitCode.Quota);
        line.ShouldContain("QuotaExceededError");
        line.ShouldContain("3600 s");
    }

    [Fact]
    [Trait("seed", "56")]
    public async Task Unreachable_host()
    {
        var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var address = new Uri($"http://{closed.LocalEndpoint}");
        closed.Dispose();
        var line = await FailsAsync(address, ExitCode.Error);
        line.ShouldContain($"No connection to {address.GetLeftPart(UriPartial.Authority)}");
        line.ShouldContain("Check the address, the network and the proxy");
    }

    [Fact]
    public async Task Unknown_host()
    {
        var line = await FailsAsync(new Uri("http://no-such-host.invalid"), ExitCode.Error);
        line.ShouldContain("no-such-host.invalid");
        line.ShouldContain("Check the address");
    }

    [Fact]
    [Trait("seed", "56")]
    public async Task Host_that_swallows_everything()
    {
        // A listener whose queue is full neither takes nor refuses connections.
        using var full = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        full.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        full.Listen(0);
        var waiting = new List<Socket>();
        try
        {
            for (var i = 0; i < 4; i++)
            {
                var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
                waiting.Add(client);
                try
                {
                    client.Connect(full.LocalEndPoint!);
                }
                catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
                {
                    // It waits in the queue, or for a place there.
                }
            }
            var line = await FailsAsync(new Uri($"http://{full.LocalEndPoint}"), ExitCode.Error, "--connect-timeout", "300ms");
            line.ShouldContain("within 0.3 s");
        }
        finally
        {
            waiting.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    [Trait("seed", "56")]
    public async Task Server_that_says_nothing()
    {
        await using var service = new StubService(_ => new TaskCompletionSource<StubAnswer>().Task);
        (await FailsAsync(service.Address, ExitCode.Error, "--read-timeout", "300ms")).ShouldContain("was silent for 0.3 s");
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"data\":{\"type\":\"file\",\"id\"")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n{\"data\":{\"type\"")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Ty")]
    [InlineData("")]
    public async Task Server_that_stops_in_the_middle(string answer)
    {
        await using var service = new StubService(_ => new StubAnswer(Encoding.ASCII.GetBytes(answer)));
        var line = await FailsAsync(service.Address, ExitCode.Error);
        line.ShouldContain(service.Address.Authority);
    }

    [Theory]
    [InlineData("<html>captive portal</html>", "text/html")]
    [InlineData("", "application/json")]
    [InlineData("{\"data\":", "application/json")]
    [InlineData("[1,2,3]", "application/json")]
    [InlineData("{\"data\":[]}", "application/json")]
    [InlineData("\u0000\u0001\u0002", "application/octet-stream")]
    public async Task Garbage_where_json_should_be(string body, string type)
    {
        await using var service = new StubService(_ => StubAnswer.Json(200, body, type));
        (await FailsAsync(service.Address, ExitCode.Error)).ShouldContain("The answer to GET /files/");
    }

    [Theory]
    [InlineData("not http at all\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd")]
    [InlineData("HTTP/1.1 500 X\r\nContent-Type: text/html\r\nContent-Length: 4\r\nConnection: close\r\n\r\noops")]
    [InlineData("HTTP/1.1 302 X\r\nLocation: /api/v3/files/44d88612fea8a8f36de82e1278abb02f\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")]
    public async Task Answers_that_no_service_gives(string answer)
    {
        await using var service = new StubService(_ => new StubAnswer(Encoding.ASCII.GetBytes(answer)));
        await FailsAsync(service.Address, ExitCode.Error);
    }

    [Fact]
    public async Task Hostile_messages_cannot_act_on_the_terminal()
    {
        await using var service = new StubService(_ => StubAnswer.Error(400, "BadRequestError", @"\u001b[2J\u001b]0;title\u0007 two\nlines \u202e"));
        var line = await FailsAsync(service.Address, ExitCode.Error);
        line.ShouldContain("\\u{1b}[2J");
        line.EnumerateRunes().ShouldAllBe(rune => !TerminalText.IsHidden(rune));
    }

    private async Task<string> FailsAsync(Uri service, ExitCode code, params string[] more)
    {
        var result = await _vtk.At(service).RunAsync(["file", Hash, "--verbose", .. more]);
        result.Code.ShouldBe(code, result.Error);
        result.Out.ShouldBeEmpty();
        result.Error.ShouldNotContain(CliRun.Key);
        result.Error.ShouldNotContain("   at ");
        // --verbose adds lines that begin with a star.
        return result.Error.TrimEnd('\n').Split('\n').Where(line => !line.StartsWith("* ", StringComparison.Ordinal)).ShouldHaveSingleItem();
    }
}
