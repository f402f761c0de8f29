using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace VtKit.StaticAnalysis;

/// <summary>
/// Random access to a seekable stream for parsers of hostile headers. Offsets come straight from the file, so every read
/// accepts any number and gives what lies inside the content: fewer bytes at the end, none outside. A few pages are kept,
/// so memory stays constant however large the file is.
/// </summary>
/// <param name="content">A stream that can seek.</param>
/// <param name="length">How much of it counts: what was hashed, whatever the stream says or becomes meanwhile.</param>
internal sealed class ContentView(Stream content, long length)
{
    private const int PageSize = 32 * 1024;
    private const int PageCount = 16;

    private readonly Page[] _pages = new Page[PageCount];
    private long _clock;

    /// <summary>Size of the content in bytes.</summary>
    public long Length => length;

    /// <summary>Copies what lies at an offset; the rest of the target keeps its bytes.</summary>
    /// <returns>How many bytes there were.</returns>
    public async ValueTask<int> ReadAsync(ulong offset, Memory<byte> target, CancellationToken cancellationToken)
    {
        if (offset >= (ulong)Length) return 0;
        var position = (long)offset;
        var wanted = (int)Math.Min(target.Length, Length - position);
        var done = 0;
        while (done < wanted)
        {
            var page = await PageAsync((position + done) / PageSize, cancellationToken).ConfigureAwait(false);
            var start = (int)((position + done) % PageSize);
            var count = Math.Min(wanted - done, page.Count - start);
            // The stream became shorter while it was read.
            if (count <= 0) break;
            page.Bytes.AsMemory(start, count).CopyTo(target[done..]);
            done += count;
        }
        return done;
    }

    /// <summary>Reads a block of which every byte must exist.</summary>
    /// <returns>The block, or null when it does not lie inside the content.</returns>
    public async ValueTask<byte[]?> ReadExactlyAsync(ulong offset, int count, CancellationToken cancellationToken)
    {
        if (count < 0 || offset > (ulong)Length || (ulong)count > (ulong)Length - offset) return null;
        var block = new byte[count];
        return await ReadAsync(offset, block, cancellationToken).ConfigureAwait(false) == count ? block : null;
    }

    /// <summary>Reads what exists of a block.</summary>
    public async ValueTask<byte[]> ReadUpToAsync(ulong offset, int count, CancellationToken cancellationToken)
    {
        if (offset >= (ulong)Length) return [];
        var block = new byte[(int)Math.Min(count, Length - (long)offset)];
        var read = await ReadAsync(offset, block, cancellationToken).ConfigureAwait(false);
        return read == block.Length ? block : block[..read];
    }

    /// <summary>Reads a 16-bit number, or null outside the content.</summary>
    public async ValueTask<ushort?> ReadUInt16Async(ulong offset, CancellationToken cancellationToken) =>
        await ReadExactlyAsync(offset, 2, cancellationToken).ConfigureAwait(false) is { } bytes
            ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : null;

    /// <summary>Reads text that ends at a zero byte, at the end of the content, or after <paramref name="limit"/> bytes.</summary>
    /// <returns>The text, as UTF-8 where it is valid as that and byte by byte (Latin-1) otherwise; null when the offset lies outside.</returns>
    public async ValueTask<string?> ReadTextAsync(ulong offset, int limit, CancellationToken cancellationToken)
    {
        if (offset >= (ulong)Length) return null;
        var bytes = new byte[Math.Min(limit, 64)];
        while (true)
        {
            var read = await ReadAsync(offset, bytes, cancellationToken).ConfigureAwait(false);
            var end = bytes.AsSpan(0, read).IndexOf((byte)0);
            if (end >= 0) return Decode(bytes.AsSpan(0, end));
            if (read < bytes.Length || bytes.Length >= limit) return Decode(bytes.AsSpan(0, read));
            bytes = new byte[Math.Min(limit, bytes.Length * 4)];
        }
    }

    /// <summary>Reads a long run in order, past the page store, block by block.</summary>
    /// <param name="offset">Where the run starts.</param>
    /// <param name="count">How long it is; what lies outside the content is left out.</param>
    /// <param name="take">Gets each block; it must not keep it.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    public async ValueTask StreamAsync(long offset, long count, Action<ReadOnlySpan<byte>> take, CancellationToken cancellationToken)
    {
        var left = Math.Min(count, Length - offset);
        if (offset < 0 || left <= 0) return;
        content.Position = offset;
        var block = new byte[(int)Math.Min(left, 64 * 1024)];
        while (left > 0)
        {
            var read = await content.ReadAsync(block.AsMemory(0, (int)Math.Min(left, block.Length)), cancellationToken).ConfigureAwait(false);
            if (read == 0) return;
            take(block.AsSpan(0, read));
            left -= read;
        }
    }

    private static string Decode(ReadOnlySpan<byte> bytes) => (Utf8.IsValid(bytes) ? Encoding.UTF8 : Encoding.Latin1).GetString(bytes);

    private async ValueTask<Page> PageAsync(long number, CancellationToken cancellationToken)
    {
        var slot = 0;
        for (var i = 0; i < PageCount; i++)
        {
            if (_pages[i].Bytes is not null && _pages[i].Number == number)
            {
                _pages[i].Used = ++_clock;
                return _pages[i];
            }
            if (_pages[i].Used < _pages[slot].Used) slot = i;
        }
        // Misses are where time goes, so they are where a spent budget or a caller's cancellation is noticed.
        cancellationToken.ThrowIfCancellationRequested();
        var bytes = _pages[slot].Bytes ?? new byte[(int)Math.Min(PageSize, Length)];
        // The slot stays unusable if the read below fails half-way.
        _pages[slot] = default;
        content.Position = number * PageSize;
        var wanted = bytes.AsMemory(0, (int)Math.Min(bytes.Length, Length - number * PageSize));
        var read = await content.ReadAtLeastAsync(wanted, wanted.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return _pages[slot] = new Page { Bytes = bytes, Number = number, Count = read, Used = ++_clock };
    }

    private struct Page
    {
        public byte[] Bytes;
        public long Number;
        public int Count;
        public long Used;
    }
}
