using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace VtKit.Cli.Tests;

/// <summary>What a request looked like on the wire.</summary>
internal sealed record StubRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body);

/// <summary>What goes back: bytes as they are, after which the connection is closed.</summary>
internal sealed record StubAnswer(byte[] Bytes, bool Reset = false)
{
    public static StubAnswer Json(int status, string body, string contentType = "application/json; charset=utf-8", string moreHeaders = "") => new(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} Stub\r\nContent-Type: {contentType}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n{moreHeaders}\r\n{body}")));

    public static StubAnswer Error(int status, string code, string message, string moreHeaders = "") =>
        Json(status, $$$"""{"error":{"code":"{{{code}}}","message":"{{{message}}}"}}""", moreHeaders: moreHeaders);

    /// <summary>An object of a type with attributes given as JSON.</summary>
    public static StubAnswer Object(string type, string id, string attributes = "{}") =>
        Json(200, $$$"""{"data":{"type":"{{{type}}}","id":"{{{id}}}","attributes":{{{attributes}}}}}""");
}

/// <summary>A server of a few lines that answers what a test says, byte for byte: for what no good server does.</summary>
internal sealed class StubService : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<StubRequest, Task<StubAnswer>> _answer;
    private readonly Task _accepting;

    public StubService(Func<StubRequest, StubAnswer> answer) : this(request => Task.FromResult(answer(request))) { }

    public StubService(Func<StubRequest, Task<StubAnswer>> answer)
    {
        _answer = answer;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    public ConcurrentQueue<StubRequest> Requests { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var connection = client;
        try
        {
            var stream = client.GetStream();
            var request = await ReadAsync(stream);
            if (request is null) return;
            Requests.Enqueue(request);
            var answer = await _answer(request);
            await stream.WriteAsync(answer.Bytes, _stopping.Token);
            await stream.FlushAsync(_stopping.Token);
            if (answer.Reset) client.Client.LingerState = new LingerOption(enable: true, 0);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
        {
            // The client went away, which some tests want.
        }
    }

    private async Task<StubRequest?> ReadAsync(NetworkStream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (head.Count < 4 || !(head[^4] == '\r' && head[^3] == '\n' && head[^2] == '\r' && head[^1] == '\n'))
        {
            if (await stream.ReadAsync(one, _stopping.Token) == 0) return null;
            head.Add(one[0]);
        }
        var lines = Encoding.ASCII.GetString([.. head]).TrimEnd().Split("\r\n");
        var first = lines[0].Split(' ');
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var body = new byte[headers.TryGetValue("Content-Length", out var length) ? int.Parse(length, CultureInfo.InvariantCulture) : 0];
        await stream.ReadExactlyAsync(body, _stopping.Token);
        return new StubRequest(first[0], first[1], headers, body);
    }
}
