namespace VtKit.StaticAnalysis;

/// <summary>Which packers an ELF file shows the marks of: names that they give to their sections, and the mark that UPX writes behind the program headers where it leaves no sections.</summary>
internal static class ElfPackers
{
    private static readonly (string Start, string Packer)[] SectionNames =
    [
        ("UPX", "UPX"), (".upx", "UPX"), (".vmp", "VMProtect"), (".MPRESS", "MPRESS"), (".themida", "Themida"), (".aspack", "ASPack"), (".petite", "Petite"),
    ];

    private static ReadOnlySpan<byte> UpxMark => "UPX!"u8;

    /// <summary>How many bytes of a checksum stand before the mark of UPX.</summary>
    private const ulong ChecksumSize = 4;

    public static async ValueTask<IReadOnlyList<string>> FindAsync(ContentView view, ElfImage image, CancellationToken cancellationToken)
    {
        var packers = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var section in image.Sections)
            foreach (var (start, packer) in SectionNames)
                if (section.Name.StartsWith(start, StringComparison.Ordinal)) packers.Add(packer);
        var behind = image.SegmentTableOffset + ((ulong)image.SegmentCount * image.SegmentEntrySize) + ChecksumSize;
        if (image.SegmentTableOffset > 0 && await view.ReadExactlyAsync(behind, UpxMark.Length, cancellationToken).ConfigureAwait(false) is { } mark && mark.AsSpan().SequenceEqual(UpxMark)) packers.Add("UPX");
        return [.. packers];
    }
}
