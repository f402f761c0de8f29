using System.Buffers.Binary;
using System.IO.Compression;

namespace VtKit.StaticAnalysis;

/// <summary>Finds and unpacks the content of one entry, as a stream that knows no limit of its own.</summary>
internal static class ZipContent
{
    /// <summary>Where the packed content of an entry starts, or null when there is no such place.</summary>
    public static async ValueTask<ulong?> LocateAsync(ContentView view, ZipDirectory directory, ZipEntry entry, CancellationToken cancellationToken)
    {
        if (entry.HeaderOffset > (ulong)view.Length - directory.Shift) return null;
        var start = entry.HeaderOffset + directory.Shift;
        var header = await view.ReadExactlyAsync(start, 30, cancellationToken).ConfigureAwait(false);
        if (header is null || !header.AsSpan().StartsWith("PK\u0003\u0004"u8)) return null;
        // Name and extra fields are here again, and may differ in length from those in the directory.
        return start + 30 + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(26)) + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(28));
    }

    /// <summary>Whether entries packed with this method can be unpacked.</summary>
    public static bool IsSupported(ushort method) => method is 0 or 8;

    /// <summary>Unpacks an entry as it is read.</summary>
    public static Stream Open(ContentView view, ulong place, ZipEntry entry)
    {
        var packed = new ViewStream(view, place, entry.PackedSize);
        return entry.Method == 0 ? packed : new DeflateStream(packed, CompressionMode.Decompress);
    }
}

/// <summary>A part of some content as a forward-only stream.</summary>
internal sealed class ViewStream(ContentView view, ulong start, ulong count) : ForwardStream
{
    private ulong _done;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var wanted = (int)Math.Min((ulong)buffer.Length, count - _done);
        var read = await view.ReadAsync(start + _done, buffer[..wanted], cancellationToken).ConfigureAwait(false);
        _done += (ulong)read;
        return read;
    }
}

/// <summary>The first bytes of another stream, and no more, whatever it holds.</summary>
internal sealed class BoundedStream(Stream inner, long count) : ForwardStream
{
    private long _left = count;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken).ConfigureAwait(false);
        _left -= read;
        return read;
    }
}

/// <summary>A stream that can only be read, asynchronously, once, forwards.</summary>
internal abstract class ForwardStream : Stream
{
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public abstract override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read this stream asynchronously.");

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
