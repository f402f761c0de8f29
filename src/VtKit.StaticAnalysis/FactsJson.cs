using System.Text.Json;

namespace VtKit.StaticAnalysis;

/// <summary>Writes the structure of files in the shapes of the service. Lists that would be empty are left out, as there.</summary>
internal static class FactsJson
{
    public static void Write(Utf8JsonWriter writer, PeFacts pe)
    {
        writer.WriteStartObject(Names.File.PeInfo);
        if (pe.Timestamp is { } timestamp) writer.WriteNumber(Names.PeInfo.Timestamp, timestamp);
        writer.WriteNumber(Names.PeInfo.MachineType, pe.MachineType);
        if (pe.EntryPoint is { } entry) writer.WriteNumber(Names.PeInfo.EntryPoint, entry);
        if (pe.Imphash is not null) writer.WriteString(Names.PeInfo.Imphash, pe.Imphash);
        WriteList(writer, Names.PeInfo.Sections, pe.Sections, Write);
        WriteList(writer, Names.PeInfo.ImportList, pe.Imports, static (writer, import) =>
        {
            writer.WriteString(Names.PeImport.LibraryName, import.LibraryName);
            WriteTexts(writer, Names.PeImport.ImportedFunctions, import.Functions);
        });
        if (pe.Exports.Count > 0) WriteTexts(writer, Names.PeInfo.Exports, pe.Exports);
        if (pe.Overlay is { } overlay)
        {
            writer.WriteStartObject(Names.PeInfo.Overlay);
            writer.WriteNumber(Names.PeOverlay.Offset, overlay.Offset);
            writer.WriteNumber(Names.PeOverlay.Size, overlay.Size);
            writer.WriteString(Names.PeOverlay.Md5, overlay.Md5);
            writer.WriteNumber(Names.PeOverlay.Entropy, overlay.Entropy);
            writer.WriteNumber(Names.PeOverlay.Chi2, overlay.Chi2);
            writer.WriteString(Names.PeOverlay.Filetype, overlay.FileType);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, ElfFacts elf)
    {
        writer.WriteStartObject(Names.File.ElfInfo);
        Write(writer, elf.Header);
        WriteList(writer, Names.ElfInfo.SectionList, elf.Sections, Write);
        WriteList(writer, Names.ElfInfo.SegmentList, elf.Segments, static (writer, segment) =>
        {
            writer.WriteString(Names.ElfSegment.SegmentType, segment.Type);
            if (segment.Sections.Count > 0) WriteTexts(writer, Names.ElfSegment.Resources, segment.Sections);
        });
        if (elf.SharedLibraries.Count > 0) WriteTexts(writer, Names.ElfInfo.SharedLibraries, elf.SharedLibraries);
        WriteList(writer, Names.ElfInfo.ImportList, elf.Imports, Write);
        WriteList(writer, Names.ElfInfo.ExportList, elf.Exports, Write);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, BundleFacts bundle)
    {
        writer.WriteStartObject(Names.File.BundleInfo);
        writer.WriteString(Names.BundleInfo.Type, bundle.Type);
        writer.WriteNumber(Names.BundleInfo.NumChildren, bundle.EntryCount);
        // A bomb's claim does not fit into an integer: the service then writes a floating-point number.
        if (bundle.UncompressedSize <= (UInt128)long.MaxValue) writer.WriteNumber(Names.BundleInfo.UncompressedSize, (long)bundle.UncompressedSize);
        else writer.WriteNumber(Names.BundleInfo.UncompressedSize, (double)bundle.UncompressedSize);
        if (bundle.LowestDateTime is not null) writer.WriteString(Names.BundleInfo.LowestDatetime, bundle.LowestDateTime);
        if (bundle.HighestDateTime is not null) writer.WriteString(Names.BundleInfo.HighestDatetime, bundle.HighestDateTime);
        WriteCounts(writer, Names.BundleInfo.Extensions, bundle.Extensions);
        WriteCounts(writer, Names.BundleInfo.FileTypes, bundle.FileTypes);
        writer.WriteEndObject();
    }

    public static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts) writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, PeSection section)
    {
        writer.WriteString(Names.PeSection.Name, section.Name);
        writer.WriteNumber(Names.PeSection.VirtualAddress, section.VirtualAddress);
        writer.WriteNumber(Names.PeSection.VirtualSize, section.VirtualSize);
        writer.WriteNumber(Names.PeSection.RawSize, section.RawSize);
        writer.WriteString(Names.PeSection.Flags, section.Flags);
        if (section.Entropy is { } entropy) writer.WriteNumber(Names.PeSection.Entropy, entropy);
        if (section.Md5 is not null) writer.WriteString(Names.PeSection.Md5, section.Md5);
        if (section.Chi2 is { } chi2) writer.WriteNumber(Names.PeSection.Chi2, chi2);
    }

    private static void Write(Utf8JsonWriter writer, ElfHeader header)
    {
        writer.WriteStartObject(Names.ElfInfo.Header);
        writer.WriteString(Names.ElfHeader.Class, header.Class);
        writer.WriteString(Names.ElfHeader.Data, header.Data);
        writer.WriteString(Names.ElfHeader.HdrVersion, header.HeaderVersion);
        writer.WriteString(Names.ElfHeader.OsAbi, header.OsAbi);
        writer.WriteNumber(Names.ElfHeader.AbiVersion, header.AbiVersion);
        writer.WriteString(Names.ElfHeader.Type, header.Type);
        writer.WriteString(Names.ElfHeader.Machine, header.Machine);
        writer.WriteString(Names.ElfHeader.ObjVersion, header.ObjectVersion);
        writer.WriteNumber(Names.ElfHeader.Entrypoint, header.EntryPoint);
        writer.WriteNumber(Names.ElfHeader.NumProgHeaders, header.ProgramHeaderCount);
        writer.WriteNumber(Names.ElfHeader.NumSectionHeaders, header.SectionHeaderCount);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ElfSection section)
    {
        writer.WriteString(Names.ElfSection.Name, section.Name);
        writer.WriteString(Names.ElfSection.SectionType, section.Type);
        writer.WriteNumber(Names.ElfSection.VirtualAddress, section.VirtualAddress);
        writer.WriteNumber(Names.ElfSection.PhysicalOffset, section.PhysicalOffset);
        writer.WriteNumber(Names.ElfSection.Size, section.Size);
        writer.WriteString(Names.ElfSection.Flags, section.Flags);
    }

    private static void Write(Utf8JsonWriter writer, ElfSymbol symbol)
    {
        writer.WriteString(Names.ElfSymbol.Name, symbol.Name);
        writer.WriteString(Names.ElfSymbol.Type, symbol.Type);
    }

    private static void WriteList<T>(Utf8JsonWriter writer, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        if (items.Count == 0) return;
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            writer.WriteStartObject();
            write(writer, item);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void WriteCounts(Utf8JsonWriter writer, string name, IReadOnlyDictionary<string, int> counts)
    {
        if (counts.Count == 0) return;
        writer.WriteStartObject(name);
        foreach (var (key, count) in counts.OrderBy(pair => pair.Key, StringComparer.Ordinal)) writer.WriteNumber(key, count);
        writer.WriteEndObject();
    }
}
