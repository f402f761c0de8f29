using System.Buffers.Binary;

namespace VtKit.StaticAnalysis;

/// <summary>
/// The headers of a PE file, up to the section table. Sizes and counts are what the file claims; readers of what they
/// point to check for themselves.
/// </summary>
/// <seealso href="https://learn.microsoft.com/windows/win32/debug/pe-format"/>
internal sealed record PeHeader
{
    private const int CoffSize = 24;
    private const int MaxOptionalHeader = 240;

    public const int ExportDirectory = 0;
    public const int ImportDirectory = 1;
    public const int ResourceDirectory = 2;
    public const int SecurityDirectory = 4;
    public const int DebugDirectory = 6;
    public const int DotNetDirectory = 14;

    /// <summary>Where the PE header begins.</summary>
    public required uint Start { get; init; }

    public required ushort Machine { get; init; }
    public required ushort SectionCount { get; init; }
    public required uint Timestamp { get; init; }
    public required ushort Characteristics { get; init; }
    public required bool Is64Bit { get; init; }
    public required uint EntryPoint { get; init; }
    public required uint FileAlignment { get; init; }
    public required uint HeadersSize { get; init; }
    public required ushort Subsystem { get; init; }
    public required long SectionTableOffset { get; init; }
    public required IReadOnlyList<(uint Address, uint Size)> Directories { get; init; }

    public bool IsDll => (Characteristics & 0x2000) != 0;
    public bool IsDebugStripped => (Characteristics & 0x0200) != 0;

    public (uint Address, uint Size) Directory(int index) => index < Directories.Count ? Directories[index] : default;

    /// <summary>Reads the headers, or gives null when the content is no PE file.</summary>
    public static async ValueTask<PeHeader?> ReadAsync(ContentView view, CancellationToken cancellationToken)
    {
        var dos = await view.ReadUpToAsync(0, 64, cancellationToken).ConfigureAwait(false);
        if (dos.Length < 64 || dos[0] != 'M' || dos[1] != 'Z') return null;
        var start = BinaryPrimitives.ReadUInt32LittleEndian(dos.AsSpan(60));
        var coff = await view.ReadExactlyAsync(start, CoffSize, cancellationToken).ConfigureAwait(false);
        if (coff is null || !coff.AsSpan().StartsWith("PE\0\0"u8)) return null;
        // Small hand-made files declare a short optional header and let later tables overlap it: Windows reads on, and so
        // is read here what the fields need, whatever the declared size.
        var optional = await view.ReadUpToAsync(start + (ulong)CoffSize, MaxOptionalHeader, cancellationToken).ConfigureAwait(false);
        if (optional.Length < 72) return null;
        return Parse(coff, optional, start);
    }

    private static PeHeader? Parse(ReadOnlySpan<byte> coff, ReadOnlySpan<byte> optional, uint start)
    {
        var magic = BinaryPrimitives.ReadUInt16LittleEndian(optional);
        if (magic is not (0x10b or 0x20b)) return null;
        var is64 = magic == 0x20b;
        var countAt = is64 ? 108 : 92;
        var directories = new List<(uint, uint)>();
        if (optional.Length >= countAt + 4)
        {
            var count = Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(optional[countAt..]), 16);
            for (var at = countAt + 4; directories.Count < count && at + 8 <= optional.Length; at += 8)
                directories.Add((BinaryPrimitives.ReadUInt32LittleEndian(optional[at..]), BinaryPrimitives.ReadUInt32LittleEndian(optional[(at + 4)..])));
        }
        return new PeHeader
        {
            Start = start,
            Machine = BinaryPrimitives.ReadUInt16LittleEndian(coff[4..]),
            SectionCount = BinaryPrimitives.ReadUInt16LittleEndian(coff[6..]),
            Timestamp = BinaryPrimitives.ReadUInt32LittleEndian(coff[8..]),
            Characteristics = BinaryPrimitives.ReadUInt16LittleEndian(coff[22..]),
            Is64Bit = is64,
            EntryPoint = BinaryPrimitives.ReadUInt32LittleEndian(optional[16..]),
            FileAlignment = BinaryPrimitives.ReadUInt32LittleEndian(optional[36..]),
            HeadersSize = BinaryPrimitives.ReadUInt32LittleEndian(optional[60..]),
            Subsystem = BinaryPrimitives.ReadUInt16LittleEndian(optional[68..]),
            SectionTableOffset = (long)start + CoffSize + BinaryPrimitives.ReadUInt16LittleEndian(coff[20..]),
            Directories = directories,
        };
    }
}
