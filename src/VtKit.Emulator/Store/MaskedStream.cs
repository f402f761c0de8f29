using System.Runtime.InteropServices;

namespace VtKit.Emulator;

/// <summary>
/// A file whose every byte is changed on its way to the disk and back. What lies there is no program to the operating
/// system, no sample to a scanner, and nothing that opens by a double click.
/// </summary>
internal sealed class MaskedStream(FileStream file) : Stream
{
    private const byte Mask = 0x5A;
    private const ulong WideMask = 0x5A5A5A5A5A5A5A5A;
    private byte[]? _masked;

    public override bool CanRead => file.CanRead;
    public override bool CanSeek => true;
    public override bool CanWrite => file.CanWrite;
    public override long Length => file.Length;

    public override long Position
    {
        get => file.Position;
        set => file.Position = value;
    }

    public static MaskedStream Create(string path, FileOptions more = FileOptions.None)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read | FileShare.Delete,
            Options = FileOptions.Asynchronous | more,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new MaskedStream(new FileStream(path, options));
    }

    public static MaskedStream Open(string path) =>
        new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 64 * 1024, FileOptions.Asynchronous));

    public override int Read(Span<byte> buffer)
    {
        var read = file.Read(buffer);
        Apply(buffer[..read]);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Apply(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var masked = Masked(ref buffer);
            file.Write(masked.Span);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var rest = buffer.Span;
            var masked = Masked(ref rest);
            buffer = buffer[masked.Length..];
            await file.WriteAsync(masked, cancellationToken).ConfigureAwait(false);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => file.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => file.FlushAsync(cancellationToken);

    /// <summary>Makes sure that the bytes are on the disk, not only on their way.</summary>
    public void FlushToDisk() => file.Flush(flushToDisk: true);

    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

    public override void SetLength(long value) => file.SetLength(value);

    public override async ValueTask DisposeAsync()
    {
        await file.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) file.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Takes what fits into the buffer, changed; the caller's bytes stay as they are.</summary>
    private ReadOnlyMemory<byte> Masked(ref ReadOnlySpan<byte> bytes)
    {
        _masked ??= new byte[64 * 1024];
        var length = Math.Min(bytes.Length, _masked.Length);
        bytes[..length].CopyTo(_masked);
        Apply(_masked.AsSpan(0, length));
        bytes = bytes[length..];
        return _masked.AsMemory(0, length);
    }

    private static void Apply(Span<byte> bytes)
    {
        var wide = MemoryMarshal.Cast<byte, ulong>(bytes);
        for (var i = 0; i < wide.Length; i++) wide[i] ^= WideMask;
        for (var i = wide.Length * sizeof(ulong); i < bytes.Length; i++) bytes[i] ^= Mask;
    }
}
