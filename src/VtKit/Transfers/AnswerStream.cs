namespace VtKit;

/// <summary>
/// The body of an answer that the caller reads as it arrives, watched for silence. Disposing it releases the connection; one that
/// is forgotten is released when it is collected.
/// </summary>
internal sealed class AnswerStream(ApiMessage message, HttpResponseMessage response, Stream inner, ClientSettings settings) : Stream
{
    private readonly Watchdog _watchdog = new(settings, message.Deadline, CancellationToken.None);
    private long _read;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => _read; set => throw new NotSupportedException(); }

    /// <summary>How long the body is, where the service says so.</summary>
    public long? Expected => response.Content.Headers.ContentLength;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            using var registration = cancellationToken.UnsafeRegister(static dog => ((Watchdog)dog!).Stop(), _watchdog);
            _watchdog.Touch();
            var read = await inner.ReadAsync(buffer, _watchdog.Token).ConfigureAwait(false);
            // Between two reads the time is the caller's.
            _watchdog.Rest();
            _read += read;
            Telemetry.Received(message, read);
            return read;
        }
        catch (Exception e) when (e is not ObjectDisposedException)
        {
            if (TransportFaults.Name(e, message, _watchdog, settings, cancellationToken) is not { } named) throw;
            throw named;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Read this stream asynchronously: it comes over the network.");

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            response.Dispose();
            _watchdog.Dispose();
        }
        base.Dispose(disposing);
    }
}
