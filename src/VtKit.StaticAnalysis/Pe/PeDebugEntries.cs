using System.Buffers.Binary;
using System.Text;

namespace VtKit.StaticAnalysis;

/// <summary>Reads the debug directory.</summary>
internal static class PeDebugEntries
{
    private const int EntrySize = 28;
    private const int MaxEntries = 64;
    private const int MaxRecord = 1024;
    private const uint CodeViewType = 2;

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
            var entry = Entry(table.AsSpan(at, EntrySize));
            if (entry.Type == CodeViewType) entry = entry with { CodeView = await CodeViewAsync(view, entry, cancellationToken).ConfigureAwait(false) };
            entries.Add(entry);
        }
        return entries;
    }

    private static PeDebugEntry Entry(ReadOnlySpan<byte> entry)
    {
        var type = BinaryPrimitives.ReadUInt32LittleEndian(entry[12..]);
        return new PeDebugEntry(
            type,
            "IMAGE_DEBUG_TYPE_" + (type < Names.Length ? Names[type] : "UNKNOWN"),
            BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]),
            BinaryPrimitives.ReadUInt32LittleEndian(entry[24..]),
            BinaryPrimitives.ReadUInt32LittleEndian(entry[16..]));
    }

    private static async ValueTask<PeCodeView?> CodeViewAsync(ContentView view, PeDebugEntry entry, CancellationToken cancellationToken)
    {
        var record = await view.ReadUpToAsync((ulong)entry.Offset, (int)Math.Min(entry.Size, MaxRecord), cancellationToken).ConfigureAwait(false);
        if (record.Length >= 24 && record.AsSpan().StartsWith("RSDS"u8))
            return new PeCodeView("RSDS", new Guid(record.AsSpan(4, 16)), null, BinaryPrimitives.ReadUInt32LittleEndian(record.AsSpan(20)), Name(record.AsSpan(24)));
        if (record.Length >= 16 && record.AsSpan().StartsWith("NB10"u8))
            return new PeCodeView("NB10", null, BinaryPrimitives.ReadUInt32LittleEndian(record.AsSpan(8)), BinaryPrimitives.ReadUInt32LittleEndian(record.AsSpan(12)), Name(record.AsSpan(16)));
        return null;

        static string Name(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text.IndexOf((byte)0) is >= 0 and var end ? text[..end] : text);
    }
}
