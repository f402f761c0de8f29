using System.Globalization;
using System.Text.Json;

namespace VtKit.StaticAnalysis;

/// <summary>Writes the structure of files in the shapes of the service. Lists that would be empty are left out, as there.</summary>
internal static class FactsJson
{
    public static void Write(Utf8JsonWriter writer, PeFacts pe)
    {
        writer.WriteStartObject(Attr.File.PeInfo);
        if (pe.Timestamp is { } timestamp) writer.WriteNumber(Part.PeInfo.Timestamp, timestamp);
        writer.WriteNumber(Part.PeInfo.MachineType, pe.MachineType);
        if (pe.EntryPoint is { } entry) writer.WriteNumber(Part.PeInfo.EntryPoint, entry);
        if (pe.Imphash is not null) writer.WriteString(Part.PeInfo.Imphash, pe.Imphash);
        WriteList(writer, Part.PeInfo.Sections, pe.Sections, Write);
        WriteList(writer, Part.PeInfo.ImportList, pe.Imports, static (writer, import) =>
        {
            writer.WriteString(Part.PeImport.LibraryName, import.LibraryName);
            WriteTexts(writer, Part.PeImport.ImportedFunctions, import.Functions);
        });
        if (pe.Exports.Count > 0) WriteTexts(writer, Part.PeInfo.Exports, pe.Exports);
        WriteResources(writer, pe.Resources);
        if (pe.RichHash is not null) writer.WriteString(Part.PeInfo.RichPeHeaderHash, pe.RichHash);
        if (pe.CompilerProducts.Count > 0) WriteTexts(writer, Part.PeInfo.CompilerProductVersions, pe.CompilerProducts);
        WriteList(writer, Part.PeInfo.Debug, pe.Debug, static (writer, entry) =>
        {
            writer.WriteNumber(Part.PeDebug.Type, entry.Type);
            writer.WriteString(Part.PeDebug.TypeStr, entry.TypeName);
            writer.WriteString(Part.PeDebug.Timestamp, CTime(entry.Timestamp));
            writer.WriteNumber(Part.PeDebug.Offset, entry.Offset);
            writer.WriteNumber(Part.PeDebug.Size, entry.Size);
            if (entry.CodeView is { } codeView) Write(writer, codeView);
        });
        if (pe.Overlay is { } overlay)
        {
            writer.WriteStartObject(Part.PeInfo.Overlay);
            writer.WriteNumber(Part.PeOverlay.Offset, overlay.Offset);
            writer.WriteNumber(Part.PeOverlay.Size, overlay.Size);
            writer.WriteString(Part.PeOverlay.Md5, overlay.Md5);
            writer.WriteNumber(Part.PeOverlay.Entropy, overlay.Entropy);
            writer.WriteNumber(Part.PeOverlay.Chi2, overlay.Chi2);
            writer.WriteString(Part.PeOverlay.Filetype, overlay.FileType);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, ElfFacts elf)
    {
        writer.WriteStartObject(Attr.File.ElfInfo);
        Write(writer, elf.Header);
        WriteList(writer, Part.ElfInfo.SectionList, elf.Sections, Write);
        WriteList(writer, Part.ElfInfo.SegmentList, elf.Segments, static (writer, segment) =>
        {
            writer.WriteString(Part.ElfSegment.SegmentType, segment.Type);
            if (segment.Sections.Count > 0) WriteTexts(writer, Part.ElfSegment.Resources, segment.Sections);
        });
        if (elf.SharedLibraries.Count > 0) WriteTexts(writer, Part.ElfInfo.SharedLibraries, elf.SharedLibraries);
        WriteList(writer, Part.ElfInfo.ImportList, elf.Imports, Write);
        WriteList(writer, Part.ElfInfo.ExportList, elf.Exports, Write);
        if (elf.Packers.Count > 0) WriteTexts(writer, Part.ElfInfo.Packers, elf.Packers);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, BundleFacts bundle)
    {
        writer.WriteStartObject(Attr.File.BundleInfo);
        writer.WriteString(Part.BundleInfo.Type, bundle.Type);
        writer.WriteNumber(Part.BundleInfo.NumChildren, bundle.EntryCount);
        // A bomb's claim does not fit into an integer: the service then writes a floating-point number.
        if (bundle.UncompressedSize <= (UInt128)long.MaxValue) writer.WriteNumber(Part.BundleInfo.UncompressedSize, (long)bundle.UncompressedSize);
        else writer.WriteNumber(Part.BundleInfo.UncompressedSize, (double)bundle.UncompressedSize);
        if (bundle.LowestDateTime is not null) writer.WriteString(Part.BundleInfo.LowestDatetime, bundle.LowestDateTime);
        if (bundle.HighestDateTime is not null) writer.WriteString(Part.BundleInfo.HighestDatetime, bundle.HighestDateTime);
        WriteCounts(writer, Part.BundleInfo.Extensions, bundle.Extensions);
        WriteCounts(writer, Part.BundleInfo.FileTypes, bundle.FileTypes);
        if (bundle.Beginning is not null) writer.WriteString(Part.BundleInfo.Beginning, bundle.Beginning);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, PeCodeView codeView)
    {
        writer.WriteStartObject(Part.PeDebug.Codeview);
        writer.WriteString(Part.PeCodeview.Signature, codeView.Signature);
        if (codeView.Guid is { } guid) writer.WriteString(Part.PeCodeview.Guid, guid);
        writer.WriteNumber(Part.PeCodeview.Age, codeView.Age);
        writer.WriteString(Part.PeCodeview.Name, codeView.Name);
        if (codeView.Timestamp is { } timestamp)
        {
            writer.WriteNumber(Part.PeCodeview.Offset, 0);
            writer.WriteString(Part.PeCodeview.Timestamp, CTime(timestamp));
        }
        writer.WriteEndObject();
    }

    /// <summary>As C's ctime writes it, with the day in two places.</summary>
    private static string CTime(long timestamp)
    {
        var time = DateTimeOffset.FromUnixTimeSeconds(timestamp);
        return string.Create(CultureInfo.InvariantCulture, $"{time:ddd MMM} {time.Day,2} {time:HH:mm:ss yyyy}");
    }

    private static void WriteResources(Utf8JsonWriter writer, IReadOnlyList<PeResource> resources)
    {
        WriteList(writer, Part.PeInfo.ResourceDetails, resources, static (writer, resource) =>
        {
            writer.WriteString(Part.PeResource.Type, resource.Type);
            writer.WriteString(Part.PeResource.Lang, resource.Language);
            writer.WriteString(Part.PeResource.Filetype, resource.FileType);
            writer.WriteString(Part.PeResource.Sha256, resource.Sha256);
            writer.WriteNumber(Part.PeResource.Entropy, resource.Entropy);
            writer.WriteNumber(Part.PeResource.Chi2, resource.Chi2);
        });
        WriteCounts(writer, Part.PeInfo.ResourceTypes, Counts(resource => resource.Type));
        WriteCounts(writer, Part.PeInfo.ResourceLangs, Counts(resource => resource.Language));

        Dictionary<string, int> Counts(Func<PeResource, string> of) =>
            resources.GroupBy(of, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
    }

    public static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts) writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, PeSection section)
    {
        writer.WriteString(Part.PeSection.Name, section.Name);
        writer.WriteNumber(Part.PeSection.VirtualAddress, section.VirtualAddress);
        writer.WriteNumber(Part.PeSection.VirtualSize, section.VirtualSize);
        writer.WriteNumber(Part.PeSection.RawSize, section.RawSize);
        writer.WriteString(Part.PeSection.Flags, section.Flags);
        if (section.Entropy is { } entropy) writer.WriteNumber(Part.PeSection.Entropy, entropy);
        if (section.Md5 is not null) writer.WriteString(Part.PeSection.Md5, section.Md5);
        if (section.Chi2 is { } chi2) writer.WriteNumber(Part.PeSection.Chi2, chi2);
    }

    private static void Write(Utf8JsonWriter writer, ElfHeader header)
    {
        writer.WriteStartObject(Part.ElfInfo.Header);
        writer.WriteString(Part.ElfHeader.Class, header.Class);
        writer.WriteString(Part.ElfHeader.Data, header.Data);
        writer.WriteString(Part.ElfHeader.HdrVersion, header.HeaderVersion);
        writer.WriteString(Part.ElfHeader.OsAbi, header.OsAbi);
        writer.WriteNumber(Part.ElfHeader.AbiVersion, header.AbiVersion);
        writer.WriteString(Part.ElfHeader.Type, header.Type);
        writer.WriteString(Part.ElfHeader.Machine, header.Machine);
        writer.WriteString(Part.ElfHeader.ObjVersion, header.ObjectVersion);
        writer.WriteNumber(Part.ElfHeader.Entrypoint, header.EntryPoint);
        writer.WriteNumber(Part.ElfHeader.NumProgHeaders, header.ProgramHeaderCount);
        writer.WriteNumber(Part.ElfHeader.NumSectionHeaders, header.SectionHeaderCount);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ElfSection section)
    {
        writer.WriteString(Part.ElfSection.Name, section.Name);
        writer.WriteString(Part.ElfSection.SectionType, section.Type);
        writer.WriteNumber(Part.ElfSection.VirtualAddress, section.VirtualAddress);
        writer.WriteNumber(Part.ElfSection.PhysicalOffset, section.PhysicalOffset);
        writer.WriteNumber(Part.ElfSection.Size, section.Size);
        writer.WriteString(Part.ElfSection.Flags, section.Flags);
    }

    private static void Write(Utf8JsonWriter writer, ElfSymbol symbol)
    {
        writer.WriteString(Part.ElfSymbol.Name, symbol.Name);
        writer.WriteString(Part.ElfSymbol.Type, symbol.Type);
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
