using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;

namespace VtKit.StaticAnalysis;

/// <summary>One entry of a ZIP's central directory: what the archive claims about it.</summary>
internal sealed record ZipEntry(string Name, ushort Flags, ushort Method, uint Stamp, uint Crc, ulong PackedSize, ulong Size, ulong HeaderOffset)
{
    public bool IsEncrypted => (Flags & 1) != 0;

    public bool IsDirectory => Name.EndsWith('/') || (Name.EndsWith('\\') && Size == 0);
}

/// <summary>
/// The central directory of a ZIP file, walked entry by entry: none is kept, however many the archive claims. Archives with
/// something in front of them, and ZIP64, are understood.
/// </summary>
/// <seealso href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT"/>
internal sealed class ZipDirectory
{
    private const int EndSize = 22;
    private const int EntryHeaderSize = 46;
    private const int MaxName = 4096;

    private readonly ContentView _view;

    private ZipDirectory(ContentView view, ulong start, ulong shift, ulong claimedCount)
    {
        _view = view;
        Start = start;
        Shift = shift;
        ClaimedCount = claimedCount;
    }

    /// <summary>Where the directory begins.</summary>
    public ulong Start { get; }

    /// <summary>What lies in front of the archive: offsets inside it count from there.</summary>
    public ulong Shift { get; }

    /// <summary>How many entries the end record claims.</summary>
    public ulong ClaimedCount { get; }

    /// <summary>Finds the directory, or gives null when there is none.</summary>
    public static async ValueTask<ZipDirectory?> OpenAsync(ContentView view, CancellationToken cancellationToken)
    {
        var tailStart = Math.Max(0, view.Length - EndSize - ushort.MaxValue);
        var tail = await view.ReadUpToAsync((ulong)tailStart, EndSize + ushort.MaxValue, cancellationToken).ConfigureAwait(false);
        ZipDirectory? empty = null;
        for (var at = tail.Length - EndSize; at >= 0; at--)
        {
            at = tail.AsSpan(0, at + 4).LastIndexOf("PK\u0005\u0006"u8);
            if (at < 0) break;
            var end = tail.AsSpan(at, EndSize);
            ulong count = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
            ulong size = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]);
            ulong start = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
            var position = (ulong)(tailStart + at);
            if (count == ushort.MaxValue || size == uint.MaxValue || start == uint.MaxValue)
            {
                if (await ReadZip64Async(view, position, cancellationToken).ConfigureAwait(false) is { } large)
                    (count, size, start, position) = large;
            }
            // An empty archive; but a record that only says so may also hide the true one before it.
            if (count == 0 && size == 0) empty ??= new ZipDirectory(view, position, 0, 0);
            if (await IsEntryAsync(view, start, cancellationToken).ConfigureAwait(false)) return new ZipDirectory(view, start, 0, count);
            // Something was put in front of the archive without adjusting it: the directory still ends where this record starts.
            if (size <= position && position - size >= start && await IsEntryAsync(view, position - size, cancellationToken).ConfigureAwait(false))
                return new ZipDirectory(view, position - size, position - size - start, count);
        }
        return empty;
    }

    /// <summary>Walks the entries until one is missing or damaged, whatever number the end record claims.</summary>
    public async IAsyncEnumerable<ZipEntry> EntriesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var offset = Start;
        var header = new byte[EntryHeaderSize];
        while (await _view.ReadAsync(offset, header, cancellationToken).ConfigureAwait(false) == EntryHeaderSize && header.AsSpan().StartsWith("PK\u0001\u0002"u8))
        {
            var nameLength = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(28));
            var extraLength = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(30));
            var commentLength = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(32));
            var name = await _view.ReadExactlyAsync(offset + EntryHeaderSize, nameLength, cancellationToken).ConfigureAwait(false);
            if (name is null) yield break;
            var extra = extraLength == 0 ? [] : await _view.ReadUpToAsync(offset + EntryHeaderSize + nameLength, extraLength, cancellationToken).ConfigureAwait(false);
            yield return Parse(header, name, extra);
            offset += (ulong)(EntryHeaderSize + nameLength + extraLength + commentLength);
        }
    }

    private static ZipEntry Parse(ReadOnlySpan<byte> header, ReadOnlySpan<byte> name, ReadOnlySpan<byte> extra)
    {
        ulong packed = BinaryPrimitives.ReadUInt32LittleEndian(header[20..]);
        ulong size = BinaryPrimitives.ReadUInt32LittleEndian(header[24..]);
        ulong offset = BinaryPrimitives.ReadUInt32LittleEndian(header[42..]);
        while (extra.Length >= 4)
        {
            var id = BinaryPrimitives.ReadUInt16LittleEndian(extra);
            var length = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]), extra.Length - 4);
            if (id == 1)
            {
                // ZIP64: only the fields that did not fit are there, in this order.
                var field = extra.Slice(4, length);
                size = Take(size, ref field);
                packed = Take(packed, ref field);
                offset = Take(offset, ref field);
            }
            extra = extra[(4 + length)..];
        }
        var stamp = BinaryPrimitives.ReadUInt32LittleEndian(header[12..]);
        return new ZipEntry(
            ZipText.Decode(name.Length > MaxName ? name[..MaxName] : name),
            BinaryPrimitives.ReadUInt16LittleEndian(header[8..]), BinaryPrimitives.ReadUInt16LittleEndian(header[10..]),
            stamp, BinaryPrimitives.ReadUInt32LittleEndian(header[16..]), packed, size, offset);

        static ulong Take(ulong value, ref ReadOnlySpan<byte> field)
        {
            if (value != uint.MaxValue || field.Length < 8) return value;
            value = BinaryPrimitives.ReadUInt64LittleEndian(field);
            field = field[8..];
            return value;
        }
    }

    private static async ValueTask<bool> IsEntryAsync(ContentView view, ulong offset, CancellationToken cancellationToken) =>
        await view.ReadExactlyAsync(offset, 4, cancellationToken).ConfigureAwait(false) is { } bytes && bytes.AsSpan().SequenceEqual("PK\u0001\u0002"u8);

    private static async ValueTask<(ulong Count, ulong Size, ulong Start, ulong Position)?> ReadZip64Async(ContentView view, ulong end, CancellationToken cancellationToken)
    {
        const int locatorSize = 20;
        if (end < locatorSize) return null;
        var locator = await view.ReadExactlyAsync(end - locatorSize, locatorSize, cancellationToken).ConfigureAwait(false);
        if (locator is null || !locator.AsSpan().StartsWith("PK\u0006\u0007"u8)) return null;
        var position = BinaryPrimitives.ReadUInt64LittleEndian(locator.AsSpan(8));
        var record = await view.ReadExactlyAsync(position, 56, cancellationToken).ConfigureAwait(false);
        if (record is null || !record.AsSpan().StartsWith("PK\u0006\u0006"u8)) return null;
        return (BinaryPrimitives.ReadUInt64LittleEndian(record.AsSpan(32)), BinaryPrimitives.ReadUInt64LittleEndian(record.AsSpan(40)),
            BinaryPrimitives.ReadUInt64LittleEndian(record.AsSpan(48)), position);
    }
}

/// <summary>Decodes the names in ZIP files, whose flag for UTF-8 is often wrong.</summary>
internal static class ZipText
{
    // The upper half of code page 437, which names without the flag are written in.
    private const string Upper =
        "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0";

    /// <summary>UTF-8 where the bytes are valid as that, which other encodings hardly ever are; code page 437 otherwise.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes)) return Encoding.UTF8.GetString(bytes);
        var text = new StringBuilder(bytes.Length);
        foreach (var value in bytes) text.Append(value < 0x80 ? (char)value : Upper[value - 0x80]);
        return text.ToString();
    }
}
