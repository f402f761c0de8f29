using System.Buffers.Binary;
using System.Text;

namespace VtKit.StaticAnalysis;

/// <summary>The section table of a PE file, and what lies where once it is loaded.</summary>
internal sealed class PeImage
{
    private const int EntrySize = 40;

    private PeImage(PeHeader header, List<Section> sections)
    {
        Header = header;
        Sections = sections;
    }

    public PeHeader Header { get; }

    public IReadOnlyList<Section> Sections { get; }

    public sealed record Section(string Name, uint VirtualAddress, uint VirtualSize, uint RawAddress, uint RawSize, uint Characteristics)
    {
        public string Flags => string.Concat(
            (Characteristics & 0x4000_0000) != 0 ? "r" : "",
            (Characteristics & 0x8000_0000) != 0 ? "w" : "",
            (Characteristics & 0x2000_0000) != 0 ? "x" : "",
            (Characteristics & 0x1000_0000) != 0 ? "s" : "");
    }

    public static async ValueTask<PeImage> ReadAsync(ContentView view, PeHeader header, AnalysisScope scope, CancellationToken cancellationToken)
    {
        var wanted = Math.Min(header.SectionCount, scope.Options.MaxSections);
        if (wanted < header.SectionCount)
            scope.Problem($"The PE header claims {header.SectionCount} sections: {wanted} are described.");
        var table = await view.ReadUpToAsync((ulong)header.SectionTableOffset, wanted * EntrySize, cancellationToken).ConfigureAwait(false);
        var sections = new List<Section>();
        for (var at = 0; at + EntrySize <= table.Length; at += EntrySize)
        {
            var entry = table.AsSpan(at, EntrySize);
            var raw = BinaryPrimitives.ReadUInt32LittleEndian(entry[20..]);
            sections.Add(new Section(
                Name(entry[..8]),
                BinaryPrimitives.ReadUInt32LittleEndian(entry[12..]),
                BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]),
                // The loader rounds down to disk sectors, unless the file declares a finer alignment.
                header.FileAlignment >= 0x200 ? raw & ~0x1FFu : raw,
                BinaryPrimitives.ReadUInt32LittleEndian(entry[16..]),
                BinaryPrimitives.ReadUInt32LittleEndian(entry[36..])));
        }
        if (sections.Count < wanted) scope.Problem("The section table of the PE file is cut off.");
        return new PeImage(header, sections);
    }

    /// <summary>Where the byte at a loaded address lies in the file, or null when it does not come from the file.</summary>
    public ulong? Offset(uint address)
    {
        foreach (var section in Sections)
        {
            if (address < section.VirtualAddress) continue;
            var within = address - section.VirtualAddress;
            if (within < section.RawSize) return (ulong)section.RawAddress + within;
        }
        // The headers are loaded at address zero.
        return address < Header.HeadersSize ? address : null;
    }

    private static string Name(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        return Encoding.Latin1.GetString(end < 0 ? bytes : bytes[..end]);
    }
}
