using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace VtKit;

/// <summary>A file as multipart form, sent from its stream in constant memory, and from its beginning on every attempt.</summary>
internal sealed class UploadContent : HttpContent
{
    private const int BufferSize = 128 * 1024;
    private const int BytesDigestedPerSecond = 4_000_000;
    private readonly Stream _source;
    private readonly long _start;
    private readonly long _length;
    private readonly byte[] _head;
    private readonly byte[] _tail;
    private readonly IProgress<VtTransferProgress>? _progress;

    public UploadContent(Stream source, long length, string fileName, IEnumerable<KeyValuePair<string, string>> fields, string boundary, IProgress<VtTransferProgress>? progress)
    {
        _source = source;
        _start = source.Position;
        _length = length;
        _progress = progress;
        var head = new StringBuilder();
        foreach (var (name, value) in fields)
            head.Append("--").Append(boundary).Append("\r\nContent-Disposition: form-data; name=\"").Append(name).Append("\"\r\n\r\n").Append(value).Append("\r\n");
        head.Append("--").Append(boundary).Append("\r\nContent-Disposition: form-data; name=\"").Append(Fields.File).Append("\"; filename=\"").Append(Quote(fileName))
            .Append("\"\r\nContent-Type: application/octet-stream\r\n\r\n");
        _head = Encoding.UTF8.GetBytes(head.ToString());
        _tail = Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n");
        Headers.ContentType = new MediaTypeHeaderValue("multipart/form-data") { Parameters = { new NameValueHeaderValue("boundary", boundary) } };
    }

    /// <summary>What went wrong with the source, if that is what went wrong.</summary>
    public Exception? SourceFault { get; private set; }

    /// <summary>Watches that the upload goes on.</summary>
    public Watchdog? Watchdog { get; set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _source.Position = _start;
        await stream.WriteAsync(_head, cancellationToken).ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            for (long sent = 0; sent < _length;)
            {
                var read = await ReadSourceAsync(buffer.AsMemory(0, (int)Math.Min(BufferSize, _length - sent)), cancellationToken).ConfigureAwait(false);
                await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                sent += read;
                Watchdog?.Touch();
                _progress?.Report(new VtTransferProgress(sent, _length));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        await stream.WriteAsync(_tail, cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        // Who has just taken in a large file needs time to look at it.
        Watchdog?.Sent(TimeSpan.FromSeconds(_length / BytesDigestedPerSecond));
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _head.Length + _length + _tail.Length;
        return true;
    }

    private async ValueTask<int> ReadSourceAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            var read = await _source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            return read > 0 ? read : throw new IOException("The file became shorter while it was uploaded. Send it again when nothing writes to it.");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            SourceFault = e;
            throw;
        }
    }

    // As browsers do: what would end the name is percent-encoded, everything else is UTF-8 as it is.
    private static string Quote(string name)
    {
        var quoted = new StringBuilder(name.Length);
        foreach (var c in name)
            quoted.Append(c switch { '"' => "%22", '\r' => "%0D", '\n' => "%0A", _ when char.IsControl(c) => "_", _ => c.ToString() });
        return quoted.ToString();
    }
}
