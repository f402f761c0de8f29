using System.Buffers.Binary;

namespace VtKit.StaticAnalysis;

/// <summary>What the header of a block of an xz file tells.</summary>
/// <param name="PackedSize">Its packed size, where the header tells.</param>
/// <param name="Size">Its unpacked size, where the header tells.</param>
/// <param name="Dictionary">The byte that tells the size of the dictionary.</param>
internal sealed record XzBlock(ulong? PackedSize, ulong? Size, byte Dictionary)
{
    private const byte HasPackedSize = 0x40, HasSize = 0x80, ReservedFlags = 0x3C, FilterCount = 3;
    private const ulong Lzma2 = 0x21;

    /// <summary>Reads a header.</summary>
    /// <param name="header">All of it, with its size in front and its checksum behind.</param>
    /// <exception cref="InvalidDataException">It is broken, or asks for what is not read.</exception>
    public static XzBlock Read(ReadOnlySpan<byte> header)
    {
        if (Crc32.Of(header[..^4]) != BinaryPrimitives.ReadUInt32LittleEndian(header[^4..])) throw new InvalidDataException();
        var flags = header[1];
        if ((flags & ReservedFlags) != 0) throw new InvalidDataException();
        var rest = header[2..^4];
        var packed = (flags & HasPackedSize) != 0 ? Number(ref rest) : (ulong?)null;
        var size = (flags & HasSize) != 0 ? Number(ref rest) : (ulong?)null;
        if ((flags & FilterCount) != 0 || Number(ref rest) != Lzma2) throw new LeftPackedException("is packed with filters that are not read: it is left out.");
        if (Number(ref rest) != 1 || rest.Length == 0) throw new InvalidDataException();
        return new XzBlock(packed, size, rest[0]);
    }

    /// <summary>A number of up to nine bytes, seven bits in each, the lowest first.</summary>
    private static ulong Number(ref ReadOnlySpan<byte> rest)
    {
        var value = 0UL;
        for (var i = 0; i < Math.Min(9, rest.Length); i++)
        {
            value |= (rest[i] & 0x7FUL) << (7 * i);
            if (rest[i] >= 0x80) continue;
            rest = rest[(i + 1)..];
            return value;
        }
        throw new InvalidDataException();
    }
}
