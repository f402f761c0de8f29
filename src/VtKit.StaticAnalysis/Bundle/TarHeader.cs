using System.Text;

namespace VtKit.StaticAnalysis;

/// <summary>One header of a tar archive, in any of its dialects: old, POSIX, GNU.</summary>
/// <seealso href="https://www.gnu.org/software/tar/manual/html_node/Standard.html"/>
internal readonly record struct TarHeader(string Name, long Size, long Time, char Kind)
{
    public const int Length = 512;

    private const int ChecksumAt = 148;

    /// <summary>Reads a header; null when its checksum says that it is none.</summary>
    public static TarHeader? Read(ReadOnlySpan<byte> block)
    {
        if (Number(block.Slice(ChecksumAt, 8)) is not { } checksum || checksum != Checksum(block) || Number(block.Slice(124, 12)) is not (>= 0 and var size)) return null;
        var name = Text(block[..100]);
        // The prefix is a part of POSIX alone; GNU keeps times there.
        if (block.Slice(257, 6).SequenceEqual("ustar\0"u8) && Text(block.Slice(345, 155)) is { Length: > 0 } prefix) name = $"{prefix}/{name}";
        return new TarHeader(name, size, Number(block.Slice(136, 12)) ?? 0, (char)block[156]);
    }

    public static string Text(ReadOnlySpan<byte> field) => ZipText.Decode(field.IndexOf((byte)0) is >= 0 and var end ? field[..end] : field);

    /// <summary>The sum of all bytes, those of the sum itself taken for spaces.</summary>
    private static long Checksum(ReadOnlySpan<byte> block)
    {
        var sum = 8L * ' ';
        for (var i = 0; i < Length; i++)
            if (i is < ChecksumAt or >= ChecksumAt + 8)
                sum += block[i];
        return sum;
    }

    /// <summary>Octal digits, or bytes with the topmost bit set in front where those do not suffice; null for neither.</summary>
    private static long? Number(ReadOnlySpan<byte> field)
    {
        long number = 0;
        if ((field[0] & 0x80) != 0)
        {
            if (field[0] == 0xFF) return -1;
            number = field[0] & 0x7F;
            foreach (var value in field[1..])
            {
                if (number > long.MaxValue >> 8) return null;
                number = number << 8 | value;
            }
            return number;
        }
        foreach (var value in Encoding.Latin1.GetString(field).Trim(' ', '\0'))
        {
            if (value is < '0' or > '7') return null;
            number = number << 3 | (long)(value - '0');
        }
        return number;
    }
}
