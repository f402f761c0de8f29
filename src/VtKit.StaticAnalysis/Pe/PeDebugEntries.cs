using System.Buffers.Binary;

namespace VtKit.StaticAnalysis;

/// <summary>Reads the debug directory.</summary>
internal static class PeDebugEntries
{
    private const int EntrySize = 28;
    private const int MaxEntries = 64;

    private static readonly string[] Names =
    [
        "UNKNOWN", "COFF", "CODEVIEW", "FPO", "MISC", "EXCEPTION", "FIXUP", "OMAP_TO_SRC", "OMAP_FROM_SRC", "BORLAND", "RESERVED10",
        "CLSID", "VC_FEATURE", "POGO", "ILTCG", "MPX", "REPRO", "UNKNOWN", "UNKNOWN", "UNKNOWN", "EX_DLLCHARACTERISTICS",
    ];

    public static async ValueTask<IReadOnlyList<PeDebugEntry>> ReadAsync(ContentView view, PeImage image, CancellationToken cancellationToken)
    {
        var entries = new List<PeDebugEntry>();
        var (address, size) = image.Header.Directory(PeHeader.DebugDirectory);
        if (address == 0 || image.Offset(address) is not { } offset) return entries;
        var table = await view.ReadUpToAsync(offset, (int)Math.Min(size, MaxEntries * EntrySize), cancellationToken).ConfigureAwait(false);
        for (var at = 0; at + EntrySize <= table.Length; at += EntrySize)
        {
            var entry = table.AsSpan(at, EntrySize);
            var type = BinaryPrimitives.ReadUInt32LittleEndian(entry[12..]);
            entries.Add(new PeDebugEntry(
                type,
                "IMAGE_DEBUG_TYPE_" + (type < Names.Length ? Names[type] : "UNKNOWN"),
                BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]),
                BinaryPrimitives.ReadUInt32LittleEndian(entry[24..]),
                BinaryPrimitives.ReadUInt32LittleEndian(entry[16..])));
        }
        return entries;
    }
}
