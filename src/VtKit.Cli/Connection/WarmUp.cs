using System.Net;
using System.Text;

namespace VtKit.Cli;

/// <summary>
/// The first request of a process takes tens of milliseconds that are none of the network's: code is loaded and compiled for it. One request that
/// goes no further than this process pays for that while the command still reads its configuration and opens its files.
/// </summary>
internal static class WarmUp
{
    private static readonly byte[] Answer = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 36\r\n\r\n{\"data\":{\"type\":\"file\",\"id\":\"none\"}}");

    /// <summary>Begins, on another thread. Nothing waits for it, and what goes wrong in it is of no account.</summary>
    public static void Begin()
    {
        // Of its own, for to set up the pool of threads would hold the command up.
        var thread = new Thread(static () => _ = RunAsync()) { IsBackground = true };
        thread.UnsafeStart();
    }

    private static async Task RunAsync()
    {
        var handler = new SocketsHttpHandler { ConnectCallback = ConnectAsync, AutomaticDecompression = DecompressionMethods.GZip, UseProxy = false };
        using var http = new HttpClient(handler);
        using var client = new VtClient(new VtClientOptions { ApiKey = "none", BaseAddress = new Uri("http://127.0.0.1") }, http);
        _ = (await client.Files.GetAsync(new string('0', 64)).ConfigureAwait(false)).Md5;
        using var stdout = Console.OpenStandardOutput();
        stdout.Write([]);
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        // Real connections take a while, and what goes on then is code as well.
        await Task.Yield();
        return new Exchange();
    }

    /// <summary>A connection at whose other end there is one answer.</summary>
    private sealed class Exchange : Stream
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _given;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await _asked.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            var part = Answer.AsMemory(_given, Math.Min(buffer.Length, Answer.Length - _given));
            part.CopyTo(buffer);
            _given += part.Length;
            return part.Length;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _asked.TrySetResult();
            return ValueTask.CompletedTask;
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public override void Flush() { }
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
