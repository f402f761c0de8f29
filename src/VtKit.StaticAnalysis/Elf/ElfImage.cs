using System.Buffers.Binary;

namespace VtKit.StaticAnalysis;

/// <summary>
/// The header, section table and program headers of an ELF file of either width and byte order. Values are what the file
/// claims; readers of what they point to check for themselves.
/// </summary>
/// <seealso href="https://refspecs.linuxfoundation.org/elf/gabi4+/contents.html"/>
internal sealed record ElfImage
{
    public required bool Is64Bit { get; init; }
    public required bool IsBigEndian { get; init; }
    public required byte HeaderVersion { get; init; }
    public required byte OsAbi { get; init; }
    public required byte AbiVersion { get; init; }
    public required ushort Type { get; init; }
    public required ushort Machine { get; init; }
    public required uint ObjectVersion { get; init; }
    public required ulong EntryPoint { get; init; }
    public required uint Flags { get; init; }
    public required ulong SegmentTableOffset { get; init; }
    public required ushort SegmentEntrySize { get; init; }
    public required ulong SectionTableOffset { get; init; }
    public required ushort SectionEntrySize { get; init; }

    /// <summary>Counts as the file header has them; the largest ones are spelled out in the first section.</summary>
    public required long SegmentCount { get; init; }
    public required long SectionCount { get; init; }
    public required long NameSection { get; init; }

    public IReadOnlyList<Section> Sections { get; init; } = [];
    public IReadOnlyList<Segment> Segments { get; init; } = [];

    public sealed record Section(string Name, uint NameOffset, uint Type, ulong Flags, ulong Address, ulong Offset, ulong Size, uint Link, uint Info);

    public sealed record Segment(uint Type, ulong Offset, ulong Address, ulong FileSize, ulong MemorySize);

    /// <summary>Reads the file header alone, or gives null when the content is no ELF file.</summary>
    public static async ValueTask<ElfImage?> ReadHeaderAsync(ContentView view, CancellationToken cancellationToken)
    {
        var head = await view.ReadUpToAsync(0, 64, cancellationToken).ConfigureAwait(false);
        if (head.Length < 52 || !head.AsSpan().StartsWith("\u007fELF"u8)) return null;
        if (head[4] is not (1 or 2) || head[5] is not (1 or 2)) return null;
        if (head[4] == 2 && head.Length < 64) return null;
        return ParseHeader(head, head[4] == 2, head[5] == 2);
    }

    private static ElfImage ParseHeader(ReadOnlySpan<byte> head, bool is64, bool big)
    {
        var order = new ElfBytes(is64, big);
        var tail = is64 ? 48 : 36;
        return new ElfImage
        {
            Is64Bit = is64,
            IsBigEndian = big,
            HeaderVersion = head[6],
            OsAbi = head[7],
            AbiVersion = head[8],
            Type = order.U16(head, 16),
            Machine = order.U16(head, 18),
            ObjectVersion = order.U32(head, 20),
            EntryPoint = order.Word(head, 24),
            SegmentTableOffset = order.Word(head, is64 ? 32 : 28),
            SectionTableOffset = order.Word(head, is64 ? 40 : 32),
            Flags = order.U32(head, tail),
            SegmentEntrySize = order.U16(head, tail + 6),
            SegmentCount = order.U16(head, tail + 8),
            SectionEntrySize = order.U16(head, tail + 10),
            SectionCount = order.U16(head, tail + 12),
            NameSection = order.U16(head, tail + 14),
        };
    }

    /// <summary>Reads the two tables, each up to the limit.</summary>
    public async ValueTask<ElfImage> WithTablesAsync(ContentView view, AnalysisScope scope, CancellationToken cancellationToken)
    {
        var image = this;
        var sections = new List<Section>();
        if (SectionTableOffset != 0)
        {
            if (SectionCount == 0 || NameSection == 0xFFFF || SegmentCount == 0xFFFF)
                image = await WithLargeCountsAsync(view, cancellationToken).ConfigureAwait(false);
            await image.ReadSectionsAsync(view, sections, scope, cancellationToken).ConfigureAwait(false);
        }
        return image with
        {
            Sections = sections,
            Segments = await image.ReadSegmentsAsync(view, scope, cancellationToken).ConfigureAwait(false),
        };
    }

    public ElfBytes Order => new(Is64Bit, IsBigEndian);

    /// <summary>Where the byte at a loaded address lies in the file, or null when it does not come from the file.</summary>
    public ulong? Offset(ulong address)
    {
        foreach (var segment in Segments)
            if (segment.Type == 1 && address >= segment.Address && address - segment.Address < segment.FileSize)
                return segment.Offset + (address - segment.Address);
        return null;
    }

    private async ValueTask<ElfImage> WithLargeCountsAsync(ContentView view, CancellationToken cancellationToken)
    {
        var first = await view.ReadExactlyAsync(SectionTableOffset, SectionSize, cancellationToken).ConfigureAwait(false);
        if (first is null) return this;
        var section = ParseSection(first, "");
        return this with
        {
            SectionCount = SectionCount == 0 ? (long)Math.Min(section.Size, long.MaxValue) : SectionCount,
            NameSection = NameSection == 0xFFFF ? section.Link : NameSection,
            SegmentCount = SegmentCount == 0xFFFF ? section.Info : SegmentCount,
        };
    }

    private async ValueTask ReadSectionsAsync(ContentView view, List<Section> sections, AnalysisScope scope, CancellationToken cancellationToken)
    {
        var wanted = (int)Math.Clamp(SectionCount, 0, scope.Options.MaxSections);
        if (wanted < SectionCount) scope.Problem($"The ELF header claims {SectionCount} sections: {wanted} are described.");
        if (wanted > 0 && SectionEntrySize != SectionSize)
        {
            scope.Problem($"Section headers of {SectionEntrySize} bytes are not known: the sections are left out.");
            return;
        }
        var table = await view.ReadUpToAsync(SectionTableOffset, wanted * SectionSize, cancellationToken).ConfigureAwait(false);
        var count = table.Length / SectionSize;
        if (count < wanted) scope.Problem("The section table of the ELF file is cut off.");
        var names = await ReadSectionNamesAsync(view, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < count; i++)
        {
            var section = ParseSection(table.AsSpan(i * SectionSize, SectionSize), "");
            var name = section.NameOffset == 0 || names is null || section.NameOffset >= names.Size
                ? "" : await view.ReadTextAsync(Sum(names.Offset, section.NameOffset), 256, cancellationToken).ConfigureAwait(false) ?? "";
            sections.Add(section with { Name = name });
        }
    }

    private async ValueTask<Section?> ReadSectionNamesAsync(ContentView view, CancellationToken cancellationToken)
    {
        if (NameSection <= 0 || NameSection >= SectionCount) return null;
        var header = await view.ReadExactlyAsync(Sum(SectionTableOffset, (ulong)NameSection * (ulong)SectionSize), SectionSize, cancellationToken).ConfigureAwait(false);
        return header is null ? null : ParseSection(header, "");
    }

    private async ValueTask<List<Segment>> ReadSegmentsAsync(ContentView view, AnalysisScope scope, CancellationToken cancellationToken)
    {
        var segments = new List<Segment>();
        if (SegmentTableOffset == 0 || SegmentCount == 0) return segments;
        var size = Is64Bit ? 56 : 32;
        if (SegmentEntrySize != size)
        {
            scope.Problem($"Program headers of {SegmentEntrySize} bytes are not known: the segments are left out.");
            return segments;
        }
        var wanted = (int)Math.Clamp(SegmentCount, 0, scope.Options.MaxSections);
        if (wanted < SegmentCount) scope.Problem($"The ELF header claims {SegmentCount} segments: {wanted} are described.");
        var table = await view.ReadUpToAsync(SegmentTableOffset, wanted * size, cancellationToken).ConfigureAwait(false);
        if (table.Length / size < wanted) scope.Problem("The program headers of the ELF file are cut off.");
        var order = Order;
        for (var at = 0; at + size <= table.Length; at += size)
        {
            var entry = table.AsSpan(at, size);
            segments.Add(Is64Bit
                ? new Segment(order.U32(entry, 0), order.Word(entry, 8), order.Word(entry, 16), order.Word(entry, 32), order.Word(entry, 40))
                : new Segment(order.U32(entry, 0), order.Word(entry, 4), order.Word(entry, 8), order.Word(entry, 16), order.Word(entry, 20)));
        }
        return segments;
    }

    private int SectionSize => Is64Bit ? 64 : 40;

    private Section ParseSection(ReadOnlySpan<byte> entry, string name)
    {
        var order = Order;
        var word = Is64Bit ? 8 : 4;
        return new Section(
            name, order.U32(entry, 0), order.U32(entry, 4),
            order.Word(entry, 8), order.Word(entry, 8 + word), order.Word(entry, 8 + 2 * word), order.Word(entry, 8 + 3 * word),
            order.U32(entry, 8 + 4 * word), order.U32(entry, 12 + 4 * word));
    }

    /// <summary>Adds without wrapping around: the result of a hostile sum lies outside every file.</summary>
    internal static ulong Sum(ulong a, ulong b) => a > ulong.MaxValue - b ? ulong.MaxValue : a + b;
}

/// <summary>Reads the numbers of an ELF file in its byte order and width.</summary>
internal readonly record struct ElfBytes(bool Is64Bit, bool IsBigEndian)
{
    public ushort U16(ReadOnlySpan<byte> bytes, int at) =>
        IsBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]) : BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    public uint U32(ReadOnlySpan<byte> bytes, int at) =>
        IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]) : BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    /// <summary>An address, offset or size: 32 or 64 bits.</summary>
    public ulong Word(ReadOnlySpan<byte> bytes, int at) =>
        !Is64Bit ? U32(bytes, at)
        : IsBigEndian ? BinaryPrimitives.ReadUInt64BigEndian(bytes[at..]) : BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);
}
