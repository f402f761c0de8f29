namespace VtKit.StaticAnalysis;

/// <summary>Builds the facts about an ELF file.</summary>
internal static class ElfReader
{
    private const int MaxMapped = 16_384;
    private const uint NoBits = 8;
    private const ulong AllocFlag = 2;
    private const ulong TlsFlag = 0x400;

    public static async ValueTask<ElfFacts> ReadAsync(
        ContentView view, ElfImage image, ElfSymbols.Dynamic? dynamic, AnalysisScope scope, CancellationToken cancellationToken)
    {
        var (imports, exports) = await ElfSymbols.ReadAsync(view, image, dynamic, scope, cancellationToken).ConfigureAwait(false);
        return new ElfFacts
        {
            Header = Describe(image),
            Sections = [.. image.Sections.Select(s => new ElfSection(
                s.Name, ElfNames.SectionType(s.Type, image.Machine), s.Address, s.Offset, s.Size, ElfNames.SectionFlags(s.Flags, image.Machine)))],
            Segments = Segments(image, scope),
            SharedLibraries = dynamic?.Libraries ?? [],
            Imports = imports,
            Exports = exports,
            Packers = await ElfPackers.FindAsync(view, image, cancellationToken).ConfigureAwait(false),
        };
    }

    private static List<ElfSegment> Segments(ElfImage image, AnalysisScope scope)
    {
        var segments = new List<ElfSegment>();
        var left = MaxMapped;
        foreach (var segment in image.Segments)
        {
            // A thousand segments that each hold a thousand sections would make a million names.
            var names = image.Sections.Where(section => Holds(segment, section)).Take(left + 1).Select(section => section.Name).ToList();
            if (names.Count > left)
            {
                scope.Problem($"The segments hold more than {MaxMapped} sections together: the rest is left out.");
                names.Clear();
                left = 0;
            }
            left -= names.Count;
            segments.Add(new ElfSegment(ElfNames.SegmentType(segment.Type, image.Machine), names));
        }
        return segments;
    }

    private static ElfHeader Describe(ElfImage image) => new(
        image.Is64Bit ? "ELF64" : "ELF32",
        image.IsBigEndian ? "2's complement, big endian" : "2's complement, little endian",
        image.HeaderVersion == 1 ? "1 (current)" : $"{image.HeaderVersion} <unknown>",
        ElfNames.OsAbi(image.OsAbi),
        image.AbiVersion,
        ElfNames.Type(image.Type),
        ElfNames.Machine(image.Machine),
        $"0x{image.ObjectVersion:x}",
        image.EntryPoint,
        image.SegmentCount,
        image.SectionCount);

    /// <summary>Whether a section lies in a segment, by the rules that readelf prints its table with.</summary>
    private static bool Holds(ElfImage.Segment segment, ElfImage.Section section)
    {
        if (section.Type == 0) return false;
        var isTls = (section.Flags & TlsFlag) != 0;
        var isAlloc = (section.Flags & AllocFlag) != 0;
        // Thread-local data belongs to its own segment, to the one that is made read-only, and to what is loaded.
        if (isTls ? segment.Type is not (7 or 0x6474_E552 or 1) : segment.Type is 7 or 6) return false;
        if (!isAlloc && segment.Type is 1 or 2 or 0x6474_E550 or 0x6474_E551 or 0x6474_E552) return false;
        // Uninitialised thread-local data takes no room outside its own segment.
        if (isTls && section.Type == NoBits && segment.Type != 7) return false;
        if (section.Type != NoBits && !Within(section.Offset, section.Size, segment.Offset, segment.FileSize)) return false;
        if (isAlloc && !Within(section.Address, section.Size, segment.Address, segment.MemorySize)) return false;
        return segment.Type != 2 || section.Size != 0;

        static bool Within(ulong start, ulong size, ulong from, ulong length)
        {
            if (start < from) return false;
            var distance = start - from;
            return distance <= length && size <= length - distance && (distance < length || length == 0);
        }
    }
}
