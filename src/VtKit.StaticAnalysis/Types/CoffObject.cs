using System.Buffers.Binary;

namespace VtKit.StaticAnalysis;

/// <summary>Object files that compilers for Windows write. They have no mark: what their header says has to fit together.</summary>
/// <seealso href="https://learn.microsoft.com/windows/win32/debug/pe-format#coff-file-header-object-and-image"/>
internal static class CoffObject
{
    private const int HeaderSize = 20;
    private const int SectionSize = 40;
    private const int SymbolSize = 18;

    public static Sniffed? Match(ReadOnlySpan<byte> head, long size)
    {
        if (head.Length < HeaderSize + SectionSize) return null;
        var machine = BinaryPrimitives.ReadUInt16LittleEndian(head) switch
        {
            0x014C => "Intel 80386",
            0x8664 => "Intel amd64",
            0xAA64 => "Aarch64",
            _ => null,
        };
        var sections = BinaryPrimitives.ReadUInt16LittleEndian(head[2..]);
        // An object file has no second header, and may lack symbols, but not some of the table.
        if (machine is null || sections == 0 || BinaryPrimitives.ReadUInt16LittleEndian(head[16..]) != 0) return null;
        long symbolsAt = BinaryPrimitives.ReadUInt32LittleEndian(head[8..]), symbols = BinaryPrimitives.ReadUInt32LittleEndian(head[12..]);
        var tableEnd = HeaderSize + (long)sections * SectionSize;
        if (tableEnd > size || (symbolsAt == 0 ? symbols != 0 : symbolsAt < tableEnd || symbolsAt + symbols * SymbolSize > size)) return null;
        for (var at = HeaderSize; at < Math.Min(tableEnd, head.Length - SectionSize + 1); at += SectionSize)
            if (!IsSection(head.Slice(at, SectionSize), size))
                return null;
        return new Sniffed(FileTypes.Coff, machine + " COFF object file");
    }

    private static bool IsSection(ReadOnlySpan<byte> entry, long size)
    {
        var name = entry[..8].TrimEnd((byte)0);
        var data = BinaryPrimitives.ReadUInt32LittleEndian(entry[20..]);
        return !name.IsEmpty && !name.ContainsAnyExceptInRange((byte)' ', (byte)'~')
            && (data == 0 || data + (long)BinaryPrimitives.ReadUInt32LittleEndian(entry[16..]) <= size);
    }
}
