using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace VtKit.Tests;

/// <summary>A server on a port of this machine that answers with whatever bytes a test wants, and keeps what it was sent.</summary>
internal sealed class WireServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<WireRequest, Task> _answer;
    private readonly X509Certificate2? _certificate;
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Task _accepting;
    private int _open;
    private int _accepted;

    public WireServer(Func<WireRequest, Task> answer, X509Certificate2? certificate = null)
    {
        _answer = answer;
        _certificate = certificate;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public WireServer(Func<WireRequest, string> answer) : this(request => request.SendAsync(answer(request))) { }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;
    public Uri Address => new($"{(_certificate is null ? "http" : "https")}://127.0.0.1:{Port}");

    /// <summary>All requests, as they stood on the wire.</summary>
    public ConcurrentQueue<WireRequest> Requests { get; } = [];

    /// <summary>How many connections are open now.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>How many connections there have been.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>An answer with JSON.</summary>
    public static string Json(string body, string status = "200 OK", string headers = "") =>
        $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{headers}\r\n{body}";

    public static string Redirect(string location) => $"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n";

    /// <summary>Waits until something holds; fails after half a minute.</summary>
    public static async Task UntilAsync(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!holds())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        // Stopped only then: an accept that begins on a stopped listener is a mistake, not an end.
        await _accepting;
        _listener.Stop();
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _open);
                Interlocked.Increment(ref _accepted);
                _connections.Add(ServeAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                client.NoDelay = true;
                Stream stream = client.GetStream();
                if (_certificate is not null)
                {
                    var secure = new SslStream(stream);
                    await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
                    stream = secure;
                }
                while (await WireRequest.ReadAsync(stream, client, _stop.Token) is { } request)
                {
                    Requests.Enqueue(request);
                    await _answer(request);
                    if (request.Closed) break;
                    await request.DrainAsync();
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
        {
            // The other side went away, as tests make it do.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}

/// <summary>A request that came over the wire; its body is read when asked for.</summary>
internal sealed class WireRequest
{
    private readonly Stream _stream;
    private readonly TcpClient _client;
    private readonly CancellationToken _stop;
    private byte[]? _body;

    private WireRequest(Stream stream, TcpClient client, string head, CancellationToken stop) => (_stream, _client, Head, _stop) = (stream, client, head, stop);

    /// <summary>Request line and headers.</summary>
    public string Head { get; }

    public string Line => Head[..Head.IndexOf('\r', StringComparison.Ordinal)];
    public string Target => Line.Split(' ')[1];
    public bool Closed { get; private set; }
    public CancellationToken Stop => _stop;
    public string? Header(string name) => Head.Split("\r\n").FirstOrDefault(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();

    public static async Task<WireRequest?> ReadAsync(Stream stream, TcpClient client, CancellationToken stop)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!(head.Count >= 4 && head[^1] == '\n' && head[^2] == '\r' && head[^3] == '\n'))
        {
            if (await stream.ReadAsync(one, stop) == 0) return null;
            head.Add(one[0]);
        }
        return new WireRequest(stream, client, Encoding.Latin1.GetString([.. head]), stop);
    }

    public async Task<byte[]> BodyAsync()
    {
        if (_body is not null) return _body;
        var body = new byte[Length];
        await _stream.ReadExactlyAsync(body, _stop);
        return _body = body;
    }

    /// <summary>Reads the body and forgets it, resting so many times on the way.</summary>
    public async Task DrainAsync(TimeSpan pause = default, int pieces = 0)
    {
        if (_body is not null) return;
        var buffer = new byte[64 * 1024];
        var rests = pieces;
        for (var left = Length; left > 0;)
        {
            var read = await _stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), _stop);
            if (read == 0) throw new IOException("The body ended early.");
            left -= read;
            if (pieces > 0 && left * (pieces + 1) / Length < rests)
            {
                rests--;
                await Task.Delay(pause, TimeProvider.System, _stop);
            }
        }
        _body = [];
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await _stream.WriteAsync(bytes, _stop);
        await _stream.FlushAsync(_stop);
    }

    /// <summary>Closes the connection, with a reset if wanted.</summary>
    public void Close(bool reset = false)
    {
        Closed = true;
        if (reset) _client.Client.LingerState = new LingerOption(true, 0);
        _client.Close();
    }

    /// <summary>Says nothing until the test is over.</summary>
    public Task SilenceAsync() => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _stop);

    private long Length => long.Parse(Header("Content-Length") ?? "0", CultureInfo.InvariantCulture);
}
