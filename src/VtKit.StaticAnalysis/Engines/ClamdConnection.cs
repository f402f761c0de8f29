using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace VtKit.StaticAnalysis;

/// <summary>
/// One command to clamd over one connection, which is how clamd works outside of sessions. Commands start with
/// <c>z</c>, so both sides end them with a zero byte.
/// </summary>
internal sealed class ClamdConnection : IDisposable
{
    /// <summary>clamd's answers are one short line; what is longer does not come from clamd.</summary>
    private const int MaxReply = 4096;

    private readonly Socket _socket;

    private ClamdConnection(Socket socket) => _socket = socket;

    public void Dispose() => _socket.Dispose();

    public static async Task<ClamdConnection> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken)
    {
        var socket = endpoint is UnixDomainSocketEndPoint
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(endpoint, cancellationToken).ConfigureAwait(false);
            return new ClamdConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends a command without data and returns the answer.</summary>
    public async Task<string> CommandAsync(string command, CancellationToken cancellationToken)
    {
        await SendAllAsync(Encoding.ASCII.GetBytes($"z{command}\0"), cancellationToken).ConfigureAwait(false);
        return await ReadReplyAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Streams a file with <c>INSTREAM</c> and returns the answer. clamd answers in the middle of the stream, and closes,
    /// when the file is too large for it: so the answer is awaited while the file is still being sent.
    /// </summary>
    public async Task<string> ScanAsync(Stream content, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reply = ReadReplyAsync(stop.Token);
        var send = SendFileAsync(content, stop.Token);
        if (await Task.WhenAny(reply, send).ConfigureAwait(false) == reply)
        {
            await stop.CancelAsync().ConfigureAwait(false);
            // The content belongs to the caller again only when nobody reads it any more.
            await ((Task)send).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return await reply.ConfigureAwait(false);
        }
        try
        {
            await send.ConfigureAwait(false);
        }
        catch (SocketException)
        {
            // The connection broke under the file. Why, stands in the answer, if one came through.
        }
        return await reply.ConfigureAwait(false);
    }

    private async Task SendFileAsync(Stream content, CancellationToken cancellationToken)
    {
        await SendAllAsync("zINSTREAM\0"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        content.Position = 0;
        var chunk = new byte[4 + 64 * 1024];
        int read;
        while ((read = await content.ReadAsync(chunk.AsMemory(4), cancellationToken).ConfigureAwait(false)) > 0)
        {
            BinaryPrimitives.WriteInt32BigEndian(chunk, read);
            await SendAllAsync(chunk.AsMemory(0, 4 + read), cancellationToken).ConfigureAwait(false);
        }
        // A chunk of length zero ends the stream.
        await SendAllAsync(new byte[4], cancellationToken).ConfigureAwait(false);
    }

    private async Task SendAllAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None, cancellationToken).ConfigureAwait(false)..];
    }

    private async Task<string> ReadReplyAsync(CancellationToken cancellationToken)
    {
        var reply = new byte[MaxReply];
        var length = 0;
        while (length < reply.Length)
        {
            var read = await _socket.ReceiveAsync(reply.AsMemory(length), SocketFlags.None, cancellationToken).ConfigureAwait(false);
            if (read == 0) break;
            var end = reply.AsSpan(length, read).IndexOf((byte)0);
            if (end >= 0)
            {
                length += end;
                break;
            }
            length += read;
        }
        return Encoding.UTF8.GetString(reply, 0, length).Trim();
    }
}
