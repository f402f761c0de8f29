using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace VtKit.StaticAnalysis.Tests;

/// <summary>Listens like clamd does, and answers as a test wants.</summary>
internal sealed class FakeClamd : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _running = [];
    private readonly TaskCompletionSource _scanStarted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FakeClamd()
    {
        _listener.Start();
        _running.Add(AcceptAsync());
    }

    public string Version { get; init; } = "ClamAV 1.4.6/27654/Mon Jun  2 08:32:01 2025";

    /// <summary>What a scan gets; null for no answer at all.</summary>
    public string? Reply { get; init; } = "stream: OK";

    /// <summary>Answers and hangs up after so many bytes of the file.</summary>
    public int? ReplyAfter { get; init; }

    /// <summary>Hangs up at once when a file comes.</summary>
    public bool HangsUp { get; init; }

    /// <summary>The file that came last.</summary>
    public byte[] Received { get; private set; } = [];

    /// <summary>Ends when a scan has begun.</summary>
    public Task ScanStarted => _scanStarted.Task;

    public EndPoint EndPoint => _listener.LocalEndpoint;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            lock (_running) _running.Add(ServeAsync(client));
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        var stream = client.GetStream();
        var command = await CommandAsync(stream);
        if (command == "zVERSION") await SayAsync(stream, Version);
        else if (command == "zINSTREAM")
        {
            _scanStarted.TrySetResult();
            if (HangsUp)
            {
                client.Client.LingerState = new LingerOption(true, 0);
                return;
            }
            await ReceiveAsync(stream);
            if (Reply is null) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _stop.Token);
            await SayAsync(stream, Reply!);
        }
        else await SayAsync(stream, "UNKNOWN COMMAND");
    }

    private async Task ReceiveAsync(NetworkStream stream)
    {
        var file = new MemoryStream();
        var head = new byte[4];
        while (true)
        {
            await stream.ReadExactlyAsync(head, _stop.Token);
            var length = BinaryPrimitives.ReadInt32BigEndian(head);
            if (length == 0) break;
            var chunk = new byte[length];
            await stream.ReadExactlyAsync(chunk, _stop.Token);
            file.Write(chunk);
            if (file.Length >= ReplyAfter) return;
        }
        Received = file.ToArray();
    }

    private async Task<string> CommandAsync(NetworkStream stream)
    {
        var command = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one, _stop.Token) == 1 && one[0] != 0) command.Append((char)one[0]);
        return command.ToString();
    }

    private async Task SayAsync(NetworkStream stream, string text) => await stream.WriteAsync(Encoding.Latin1.GetBytes(text + "\0"), _stop.Token);
}
