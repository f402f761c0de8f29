using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace VtKit.Contract.Tests;

/// <summary>A server of another origin, which keeps every byte that it is sent and gives each request the same answer.</summary>
internal sealed class OtherOrigin : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly byte[] _answer;
    private readonly Task _serving;

    private OtherOrigin(byte[] answer)
    {
        _answer = answer;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _serving = ServeAsync();
    }

    public Uri Address { get; }

    /// <summary>The requests as they came, head and body.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    public static OtherOrigin Answering(string body, string contentType = "application/json") => new(Answer("200 OK", $"Content-Type: {contentType}\r\n", body));

    public static OtherOrigin Redirecting(int status, Uri location) => new(Answer($"{status} Elsewhere", $"Location: {location.AbsoluteUri}\r\n", ""));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Stop();
        _stop.Dispose();
    }

    private static byte[] Answer(string status, string headers, string body) => Encoding.UTF8.GetBytes(
        $"HTTP/1.1 {status}\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}");

    private async Task ServeAsync()
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await using var stream = client.GetStream();
                _requests.Enqueue(await ReadAsync(stream, _stop.Token));
                await stream.WriteAsync(_answer, _stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The test is over.
        }
    }

    private static async Task<string> ReadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var request = new StringBuilder();
        var buffer = new byte[64 * 1024];
        int? wanted = null;
        while (wanted is null || request.Length < wanted)
        {
            var read = await stream.ReadAsync(buffer, cancellationToken);
            if (read == 0) break;
            // One character for each byte, so that lengths are those of the wire.
            request.Append(Encoding.Latin1.GetString(buffer, 0, read));
            if (wanted is null && request.ToString() is var text && text.IndexOf("\r\n\r\n", StringComparison.Ordinal) is >= 0 and var end)
                wanted = end + 4 + LengthOfBody(text[..end]);
        }
        return request.ToString();
    }

    private static int LengthOfBody(string head)
    {
        const string Name = "Content-Length:";
        var line = head.Split("\r\n").FirstOrDefault(line => line.StartsWith(Name, StringComparison.OrdinalIgnoreCase));
        return line is null ? 0 : int.Parse(line[Name.Length..], NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);
    }
}
