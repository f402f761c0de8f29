namespace VtKit.Tests;

/// <summary>Zeros without memory: a large file for tests.</summary>
internal sealed class SparseStream(long length, bool seekable = true) : Stream
{
    private long _position;

    /// <summary>Called with the position before each read.</summary>
    public Action<long>? OnRead { get; init; }

    public long BytesRead { get; private set; }

    public override bool CanRead => true;
    public override bool CanSeek => seekable;
    public override bool CanWrite => false;
    public override long Length => seekable ? length : throw new NotSupportedException();
    public override long Position { get => _position; set => _position = seekable ? value : throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        OnRead?.Invoke(_position);
        var read = (int)Math.Min(buffer.Length, length - _position);
        buffer[..read].Clear();
        _position += read;
        BytesRead += read;
        return read;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => _position + offset, _ => length + offset };
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
