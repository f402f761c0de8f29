using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace VtKit.Tests;

/// <summary>What can go wrong on the wire, each told apart from the rest, over real sockets.</summary>
[SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "Tests dispose what they open.")]
public sealed class FaultMatrixTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(250);

    private static VtClient ClientOf(Uri address, Action<VtClientOptions>? configure = null)
    {
        var options = new VtClientOptions { ApiKey = Make.Key, BaseAddress = address, ReadTimeout = TimeSpan.FromSeconds(30), ConnectTimeout = TimeSpan.FromSeconds(5) };
        options.Retry.MaxAttempts = 1;
        configure?.Invoke(options);
        return new VtClient(options);
    }

    private static byte[] Gzip(string text)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return buffer.ToArray();
    }

    private static async Task SendGzip(WireRequest request, byte[] body)
    {
        await request.SendAsync($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: {body.Length}\r\n\r\n");
        await request.SendAsync(body);
    }

    private static readonly Dictionary<string, (Func<WireRequest, Task> Answer, VtTransportFault? Fault)> Cases = new()
    {
        ["silent from the beginning"] = (r => r.SilenceAsync(), VtTransportFault.ReadTimeout),
        ["silent in the headers"] = (async r => { await r.SendAsync("HTTP/1.1 200 OK\r\nContent-Ty"); await r.SilenceAsync(); }, VtTransportFault.ReadTimeout),
        ["silent in the body"] = (async r => { await r.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"data\":"); await r.SilenceAsync(); }, VtTransportFault.ReadTimeout),
        ["silent in a chunk"] = (async r => { await r.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n{\"data\":"); await r.SilenceAsync(); }, VtTransportFault.ReadTimeout),
        ["closed without a word"] = (r => { r.Close(); return Task.CompletedTask; }, VtTransportFault.Interrupted),
        ["reset without a word"] = (r => { r.Close(reset: true); return Task.CompletedTask; }, VtTransportFault.Interrupted),
        ["closed in the headers"] = (async r => { await r.SendAsync("HTTP/1.1 200 OK\r\nContent-Le"); r.Close(); }, VtTransportFault.Interrupted),
        ["closed in the body"] = (async r => { await r.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"data\":"); r.Close(); }, VtTransportFault.Interrupted),
        ["closed in a chunk"] = (async r => { await r.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n{\"data\":"); r.Close(); }, VtTransportFault.Interrupted),
        ["reset in the body"] = (async r => { await r.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"data\":"); r.Close(reset: true); }, VtTransportFault.Interrupted),
        ["garbage for HTTP"] = (async r => { await r.SendAsync("SSH-2.0-OpenSSH_9.2p1\r\n\r\n"); r.Close(); }, null),
        ["endless headers"] = (async r => { await r.SendAsync("HTTP/1.1 200 OK\r\nX: " + new string('x', 200_000) + "\r\n\r\n"); r.Close(); }, null),
        ["HTML"] = (r => r.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>"), null),
        ["garbage for JSON"] = (r => r.SendAsync(WireServer.Json("\0\u0001nonsense")), null),
        ["half a document"] = (r => r.SendAsync(WireServer.Json("{\"data\":{\"type\":")), null),
        ["an empty body"] = (r => r.SendAsync(WireServer.Json("")), null),
        ["an error in words of another"] = (r => r.SendAsync(WireServer.Json("<html>", "404 Not Found")), null),
        ["damaged gzip"] = (r => SendGzip(r, [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xff, 0xff, 0xff, 0xff]), null),
        ["half of a gzip"] = (r => SendGzip(r, Gzip("{\"data\":{\"type\":\"file\",\"id\":\"a\",\"x\":\"" + new string('y', 5000) + "\"}}")[..40]), null),
        ["a bomb"] = (r => SendGzip(r, Gzip(new string(' ', 3_000_000))), null),
        ["more than is wanted"] = (r => r.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"), null),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("seed", "56")]
    [Trait("seed", "57")]
    public async Task Each_fault_is_what_it_is(string name)
    {
        var (answer, fault) = Cases[name];
        await using var server = new WireServer(answer);
        using var client = ClientOf(server.Address, o =>
        {
            o.MaxResponseBytes = 1_000_000;
            if (fault == VtTransportFault.ReadTimeout) o.ReadTimeout = Short;
        });

        var call = client.GetObjectAsync<VtObject>("/files/aa");

        VtException error = fault is { } expected
            ? await Should.ThrowAsync<VtTransportException>(call)
            : await Should.ThrowAsync<VtProtocolException>(call);
        if (fault is not null) ((VtTransportException)error).Fault.ShouldBe(fault.Value);
        error.Message.ShouldContain("/files/aa");
        error.ToString().ShouldNotContain(Make.Key);
        await WireServer.UntilAsync(() => server.Open <= 1);
    }

    [Fact]
    [Trait("seed", "56")]
    public async Task Nobody_listens()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri("http://" + listener.LocalEndpoint);
        listener.Stop();
        using var client = ClientOf(address);

        var error = await Should.ThrowAsync<VtTransportException>(client.GetAsync("/files/aa"));

        error.Fault.ShouldBe(VtTransportFault.Connection);
        error.NothingSent.ShouldBeTrue();
    }

    [Fact]
    [Trait("seed", "56")]
    public async Task A_black_hole()
    {
        // A full backlog swallows connections, as a firewall that drops them does.
        using var hole = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        hole.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        hole.Listen(0);
        var fillers = new List<Socket>();
        for (var i = 0; i < 4; i++)
        {
            var filler = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            fillers.Add(filler);
            try { filler.Connect(hole.LocalEndPoint!); }
            catch (SocketException) { /* It goes on in the background. */ }
        }
        // The read timeout is the shorter one, and yet it is not what has passed.
        using var client = ClientOf(new Uri("http://" + hole.LocalEndPoint), o => { o.ConnectTimeout = TimeSpan.FromMilliseconds(500); o.ReadTimeout = TimeSpan.FromMilliseconds(400); });

        var error = await Should.ThrowAsync<VtTransportException>(client.GetAsync("/files/aa"));

        error.Fault.ShouldBe(VtTransportFault.ConnectTimeout);
        error.Message.ShouldContain("0.5 s");
        fillers.ForEach(f => f.Dispose());
    }

    [Fact]
    public async Task A_host_that_does_not_exist()
    {
        using var client = ClientOf(new Uri("http://no-such-host.invalid"), o => o.Proxy = new WebProxy());

        (await Should.ThrowAsync<VtTransportException>(client.GetAsync("/files/aa"))).Fault.ShouldBe(VtTransportFault.NameResolution);
    }

    [Fact]
    public async Task A_server_that_knows_no_TLS()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = ClientOf(new Uri("https://" + listener.LocalEndpoint));

        var call = client.GetAsync("/files/aa");
        using var connection = await listener.AcceptTcpClientAsync();
        await connection.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());

        (await Should.ThrowAsync<VtTransportException>(call)).Fault.ShouldBe(VtTransportFault.Tls);
    }

    [Fact]
    public async Task A_trickle_ends_at_the_deadline()
    {
        await using var server = new WireServer(async r =>
        {
            await r.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
            while (true)
            {
                await r.SendAsync("x");
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, r.Stop);
            }
        });
        using var client = ClientOf(server.Address, o => o.Deadline = TimeSpan.FromMilliseconds(500));

        var error = await Should.ThrowAsync<VtTransportException>(client.GetAsync("/files/aa"));

        error.Fault.ShouldBe(VtTransportFault.Deadline);
        error.Message.ShouldContain("0.5 s");
    }

    [Fact]
    public async Task Cancelling_is_no_fault()
    {
        await using var server = new WireServer(r => r.SilenceAsync());
        using var client = ClientOf(server.Address);
        using var cancel = new CancellationTokenSource();

        var call = client.GetAsync("/files/aa", null, cancel.Token);
        await WireServer.UntilAsync(() => !server.Requests.IsEmpty);
        await cancel.CancelAsync();

        (await Should.ThrowAsync<OperationCanceledException>(call)).CancellationToken.ShouldBe(cancel.Token);
        await WireServer.UntilAsync(() => server.Open <= 1);
    }

    [Fact]
    [Trait("seed", "67")]
    public async Task Disposing_the_client_ends_its_calls_clearly()
    {
        await using var server = new WireServer(r => r.SilenceAsync());
        var client = ClientOf(server.Address);

        var call = client.GetAsync("/files/aa");
        await WireServer.UntilAsync(() => !server.Requests.IsEmpty);
        client.Dispose();

        await Should.ThrowAsync<ObjectDisposedException>(call);
    }

    [Fact]
    public async Task A_read_that_was_cut_off_is_made_again()
    {
        var calls = 0;
        await using var server = new WireServer(async r =>
        {
            if (Interlocked.Increment(ref calls) == 1)
            {
                await r.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"data\":");
                r.Close();
                return;
            }
            await r.SendAsync(WireServer.Json("""{"data":{"type":"file","id":"aa"}}"""));
        });
        using var client = ClientOf(server.Address, o => { o.Retry.MaxAttempts = 2; o.Retry.BaseDelay = TimeSpan.FromMilliseconds(1); });

        (await client.GetObjectAsync<VtObject>("/files/aa")).Id.ShouldBe("aa");
    }
}
