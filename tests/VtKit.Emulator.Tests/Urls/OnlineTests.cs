using System.Net;
using System.Net.Sockets;
using System.Text;

namespace VtKit.Emulator.Tests;

/// <summary>Fetching URLs: only where it is asked for, and never an inner network's.</summary>
public sealed class OnlineTests
{
    [Fact]
    public async Task A_url_is_fetched_and_told_with_its_redirections()
    {
        await using var web = new Web();
        await using var emulator = await EmulatorFixture.StartAsync(options => (options.Online, options.OnlyPublicAddresses) = (true, false));

        await SubmitAsync(emulator, web.Address + "start");
        var id = Base64($"{web.Address}start");
        var report = (await emulator.GetAsync("/urls/" + id))["data"]!["attributes"]!;

        report["last_http_response_code"]!.GetValue<int>().ShouldBe(200);
        report["title"]!.GetValue<string>().ShouldBe("A <page>");
        report["last_final_url"]!.GetValue<string>().ShouldBe(web.Address + "end");
        report["redirection_chain"]!.AsArray().Select(url => url!.GetValue<string>()).ShouldBe([web.Address + "start"]);
        report["last_http_response_content_sha256"]!.GetValue<string>().ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Web.Page.Utf8())));
        report["last_http_response_headers"]!["X-Answer"]!.GetValue<string>().ShouldBe("yes");
        (await emulator.GetAsync($"/urls/{id}/last_serving_ip_address"))["data"]!["id"]!.GetValue<string>().ShouldBe("127.0.0.1");
        (await emulator.GetAsync($"/urls/{id}/redirects_to"))["data"]![0]!["attributes"]!["url"]!.GetValue<string>().ShouldBe(web.Address + "end");
        web.Requests.ShouldNotContain(request => request.Contains("x-apikey", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task Nothing_is_fetched_unasked_nor_from_an_address_that_is_not_public(bool online, bool onlyPublic)
    {
        await using var web = new Web();
        await using var emulator = await EmulatorFixture.StartAsync(options => (options.Online, options.OnlyPublicAddresses) = (online, onlyPublic));

        await SubmitAsync(emulator, web.Address + "start");

        web.Requests.ShouldBeEmpty();
        (await emulator.GetAsync("/urls/" + Base64(web.Address + "start")))["data"]!["attributes"]!["last_http_response_code"].ShouldBeNull();
    }

    [Fact]
    public async Task A_url_that_nobody_answers_is_submitted_all_the_same()
    {
        await using var emulator = await EmulatorFixture.StartAsync(options => (options.Online, options.OnlyPublicAddresses) = (true, false));
        var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        await SubmitAsync(emulator, $"http://127.0.0.1:{port}/");
        (await emulator.GetAsync("/urls/" + Base64($"http://127.0.0.1:{port}/")))["data"]!["attributes"]!["times_submitted"]!.GetValue<int>().ShouldBe(1);
    }

    private static async Task SubmitAsync(EmulatorFixture emulator, string url)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("url", url)]);
        await emulator.Premium.ReadAsync(HttpMethod.Post, "/urls", form);
    }

    private static string Base64(string url) => System.Buffers.Text.Base64Url.EncodeToString(url.Utf8());

    /// <summary>A web server of this test: /start leads to /end.</summary>
    private sealed class Web : IAsyncDisposable
    {
        public const string Page = "<html><head><title> A &lt;page&gt; </title></head></html>";

        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly Task _serving;

        public Web()
        {
            _listener.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/";
            _serving = ServeAsync();
        }

        public string Address { get; }

        public System.Collections.Concurrent.ConcurrentQueue<string> Requests { get; } = new();

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _serving;
        }

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    using var client = await _listener.AcceptTcpClientAsync();
                    await using var stream = client.GetStream();
                    var buffer = new byte[8192];
                    var request = Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer));
                    Requests.Enqueue(request);
                    var answer = request.StartsWith("GET /start ", StringComparison.Ordinal)
                        ? "HTTP/1.1 302 Found\r\nLocation: /end\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                        : $"HTTP/1.1 200 OK\r\nX-Answer: yes\r\nContent-Length: {Page.Length}\r\nConnection: close\r\n\r\n{Page}";
                    await stream.WriteAsync(answer.Utf8());
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The test has ended.
            }
        }
    }
}
