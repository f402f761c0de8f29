using System.Buffers.Binary;
using System.Text;

namespace VtKit.StaticAnalysis;

/// <summary>
/// The names at the top of an OLE compound file, which tell a Word document from an installer. Only the directory is
/// read, and only as far as the part of the allocation table goes that the header points to.
/// </summary>
/// <seealso href="https://learn.microsoft.com/openspecs/windows_protocols/ms-cfb/"/>
internal static class CompoundFile
{
    private const int MaxDirectorySectors = 64;
    private const int EntrySize = 128;
    private const string Magic = "Composite Document File V2 Document";

    public static bool Is(ReadOnlySpan<byte> head) => head is [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..];

    public static async ValueTask<Sniffed> DetectAsync(ContentView view, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        Guid root = default;
        var header = await view.ReadExactlyAsync(0, 512, cancellationToken).ConfigureAwait(false);
        if (header is not null && BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(30)) is 9 or 12)
        {
            var size = 1 << header[30];
            var sector = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(48));
            // A chain that bites its own tail ends at the limit.
            for (var i = 0; i < MaxDirectorySectors && sector < 0xFFFF_FFFA; i++)
            {
                var block = await view.ReadUpToAsync(Offset(sector, size), size, cancellationToken).ConfigureAwait(false);
                for (var at = 0; at + EntrySize <= block.Length; at += EntrySize) Add(block.AsSpan(at, EntrySize));
                sector = await NextAsync(view, header, sector, size, cancellationToken).ConfigureAwait(false);
            }
        }
        return Name(names, root);

        void Add(ReadOnlySpan<byte> entry)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(entry[64..]) - 2;
            if (entry[66] == 0 || length is < 0 or > 62) return;
            names.Add(Encoding.Unicode.GetString(entry[..(length & ~1)]));
            if (entry[66] == 5) root = new Guid(entry.Slice(80, 16));
        }
    }

    private static Sniffed Name(HashSet<string> names, Guid root)
    {
        if (root == new Guid("000C1084-0000-0000-C000-000000000046")) return new Sniffed(FileTypes.Msi, Magic + ", MSI Installer");
        if (names.Contains("WordDocument")) return new Sniffed(FileTypes.Doc, Magic);
        if (names.Contains("Workbook") || names.Contains("Book")) return new Sniffed(FileTypes.Xls, Magic);
        if (names.Contains("PowerPoint Document")) return new Sniffed(FileTypes.Ppt, Magic);
        if (names.Contains("__properties_version1.0")) return new Sniffed(FileTypes.Outlook, "CDFV2 Microsoft Outlook Message");
        if (names.Contains("HwpSummaryInformation") || names.Contains("\u0005HwpSummaryInformation")) return new Sniffed(FileTypes.Hwp, "Hangul (Korean) Word Processor File 5.x");
        return new Sniffed(FileTypes.Unknown, Magic);
    }

    private static async ValueTask<uint> NextAsync(ContentView view, byte[] header, uint sector, int size, CancellationToken cancellationToken)
    {
        const uint end = 0xFFFF_FFFE;
        var perSector = (uint)size / 4;
        var index = sector / perSector;
        if (index >= 109) return end;
        var table = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(76 + (int)index * 4));
        if (table >= 0xFFFF_FFFA) return end;
        var entry = await view.ReadExactlyAsync(Offset(table, size) + sector % perSector * 4, 4, cancellationToken).ConfigureAwait(false);
        return entry is null ? end : BinaryPrimitives.ReadUInt32LittleEndian(entry);
    }

    private static ulong Offset(uint sector, int size) => (sector + 1UL) * (ulong)size;
}
