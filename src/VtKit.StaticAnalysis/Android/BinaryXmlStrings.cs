using System.Buffers.Binary;
using System.Text;

namespace VtKit.StaticAnalysis;

/// <summary>
/// The string pool of Android's binary XML. Nothing is unpacked ahead: a pool may claim any number of strings, so each is looked
/// up, within the bytes that exist, when it is asked for.
/// </summary>
internal sealed class BinaryXmlStrings
{
    private const int MaxLength = 512;
    private const uint Utf8Flag = 0x100;

    private readonly ReadOnlyMemory<byte> _pool;
    private readonly int _offsets;
    private readonly uint _start;
    private readonly bool _isUtf8;

    /// <param name="pool">The chunk, header included.</param>
    public BinaryXmlStrings(ReadOnlyMemory<byte> pool)
    {
        var header = pool.Span;
        if (header.Length < 28) return;
        _pool = pool;
        _offsets = BinaryPrimitives.ReadUInt16LittleEndian(header[2..]);
        _isUtf8 = (BinaryPrimitives.ReadUInt32LittleEndian(header[16..]) & Utf8Flag) != 0;
        _start = BinaryPrimitives.ReadUInt32LittleEndian(header[20..]);
    }

    /// <summary>Gives a string, cut where it is too long; null when there is none of this number.</summary>
    public string? this[uint number]
    {
        get
        {
            var pool = _pool.Span;
            var entry = _offsets + 4L * number;
            // The offsets end where the strings begin, whatever the header counts.
            if (entry + 4 > Math.Min(_start, pool.Length)) return null;
            var at = _start + (long)BinaryPrimitives.ReadUInt32LittleEndian(pool[(int)entry..]);
            if (at >= pool.Length) return null;
            return _isUtf8 ? Narrow(pool[(int)at..]) : Wide(pool[(int)at..]);
        }
    }

    private static string? Wide(ReadOnlySpan<byte> text)
    {
        if (text.Length < 2) return null;
        int length = BinaryPrimitives.ReadUInt16LittleEndian(text);
        text = text[2..];
        if ((length & 0x8000) != 0)
        {
            if (text.Length < 2) return null;
            length = (length & 0x7FFF) << 16 | BinaryPrimitives.ReadUInt16LittleEndian(text);
            text = text[2..];
        }
        return Encoding.Unicode.GetString(text[..(2 * Math.Min(Math.Min(length, MaxLength), text.Length / 2))]);
    }

    private static string? Narrow(ReadOnlySpan<byte> text)
    {
        // Its length in characters, then in bytes; the second one counts.
        if (!TakeLength(ref text, out _) || !TakeLength(ref text, out var length)) return null;
        return Encoding.UTF8.GetString(text[..Math.Min(Math.Min(length, MaxLength), text.Length)]);

        static bool TakeLength(ref ReadOnlySpan<byte> text, out int length)
        {
            length = 0;
            if (text.Length < 2) return false;
            length = text[0];
            var isLong = (length & 0x80) != 0;
            if (isLong) length = (length & 0x7F) << 8 | text[1];
            text = text[(isLong ? 2 : 1)..];
            return true;
        }
    }
}
