using System.Text.Json;

namespace VtKit.Emulator;

/// <summary>What the index knows of a file from its facts and its names.</summary>
internal static class FileDocument
{
    /// <summary>Reads a file; false when there is none.</summary>
    public static bool Read(Session store, SearchDocument document, string sha256)
    {
        if (store.First("SELECT size, facts FROM file WHERE sha256 = $1", row => (Size: row.GetInt64(0), Facts: row.GetString(1)), sha256) is not { Facts: not null } file) return false;
        document.Value("sha256", sha256);
        document.Number("size", "size", file.Size);
        foreach (var name in store.List("SELECT name FROM file_name WHERE sha256 = $1", row => row.GetString(0), sha256))
        {
            document.Value("name", name);
            document.Words("name", name);
        }
        document.Words("subject", store.Text("SELECT subject FROM mail_subject WHERE sha256 = $1", sha256), "email_subject");
        foreach (var relationship in FileChildren.Held(store, sha256)) document.Has(relationship);
        using var facts = JsonDocument.Parse(file.Facts);
        Read(document, facts.RootElement);
        return true;
    }

    private static void Read(SearchDocument document, JsonElement facts)
    {
        document.Value("type", facts.Text(Attr.File.TypeTag));
        Values(document, "type", facts, Attr.File.TypeTags);
        Values(document, "tag", facts, Attr.File.Tags);
        if (facts.Text(Attr.File.Tlsh) is not null) document.Has("tlsh");
        document.Value("authentihash", facts.Text(Attr.File.Authentihash));
        document.Words("magic", facts.Text(Attr.File.Magic));
        document.Words("metadata", facts.Text(Attr.File.TypeDescription));
        if (Whole(facts, Attr.File.CreationDate) is { } created) document.Number("created", "creation_date", created * 1000);
        foreach (var rule in List(facts, Attr.File.CrowdsourcedYaraResults))
        {
            document.Value("crowdsourced_yara_rule", rule.Text(Part.CrowdsourcedYaraResult.RuleName));
            document.Value("crowdsourced_yara_rule", $"{rule.Text(Part.CrowdsourcedYaraResult.RulesetId)}|{rule.Text(Part.CrowdsourcedYaraResult.RuleName)}");
        }
        if (facts.Member(Attr.File.PeInfo) is { } pe) ReadPe(document, pe);
        if (facts.Member(Attr.File.ElfInfo) is { } elf) ReadElf(document, elf);
        foreach (var told in new[] { Attr.File.BundleInfo, Attr.File.SignatureInfo, Attr.File.LnkInfo, Attr.File.JarInfo })
            if (facts.Member(told) is { } info) document.AllWords("metadata", info);
        if (facts.Member(Attr.File.SignatureInfo) is { } signature) document.AllWords("signature", signature);
        if (facts.Member(Attr.File.DotNetGuids) is { } guids)
        {
            document.Value("netguid", guids.Text(Part.DotNetGuids.Mvid));
            document.Value("netguid", guids.Text(Part.DotNetGuids.TypelibId));
        }
        if (facts.Member(Attr.File.Androguard) is not { } android) return;
        document.Value("androguard_package", android.Text(Part.AndroidInfo.Package));
        // Permissions and what components listen to are names of members.
        document.AllWords("androguard", android, names: true);
    }

    private static void ReadPe(SearchDocument document, JsonElement pe)
    {
        document.Value("imphash", pe.Text(Part.PeInfo.Imphash));
        document.Value("rich_pe_header_hash", pe.Text(Part.PeInfo.RichPeHeaderHash));
        document.Number("entry_point", "entry_point", Whole(pe, Part.PeInfo.EntryPoint));
        var sections = List(pe, Part.PeInfo.Sections);
        if (sections.Length > 0) document.Number("sections", "sections", sections.Length);
        foreach (var section in sections)
        {
            document.Value("section", section.Text(Part.PeSection.Name));
            document.Value("sectionmd5", section.Text(Part.PeSection.Md5));
        }
        foreach (var import in List(pe, Part.PeInfo.ImportList))
        {
            document.Words("imports", import.Text(Part.PeImport.LibraryName));
            foreach (var function in Texts(import, Part.PeImport.ImportedFunctions)) document.Words("imports", function);
        }
        foreach (var export in Texts(pe, Part.PeInfo.Exports)) document.Words("exports", export);
        foreach (var resource in List(pe, Part.PeInfo.ResourceDetails))
        {
            document.Value("resource", resource.Text(Part.PeResource.Sha256));
            document.Value("resource", resource.Text(Part.PeResource.Type));
            document.Value("lang", resource.Text(Part.PeResource.Lang));
        }
        if (pe.Member(Part.PeInfo.Overlay) is { } overlay) document.AllWords("metadata", overlay);
    }

    private static void ReadElf(SearchDocument document, JsonElement elf)
    {
        if (elf.Member(Part.ElfInfo.Header) is { } header)
        {
            document.Number("entry_point", "entry_point", Whole(header, Part.ElfHeader.Entrypoint));
            document.AllWords("metadata", header);
        }
        var sections = List(elf, Part.ElfInfo.SectionList);
        if (sections.Length > 0) document.Number("sections", "sections", sections.Length);
        foreach (var section in sections) document.Value("section", section.Text(Part.ElfSection.Name));
        foreach (var segment in List(elf, Part.ElfInfo.SegmentList)) document.Value("segment", segment.Text(Part.ElfSegment.SegmentType));
        foreach (var library in Texts(elf, Part.ElfInfo.SharedLibraries)) document.Words("imports", library);
        foreach (var symbol in List(elf, Part.ElfInfo.ImportList)) document.Words("imports", symbol.Text(Part.ElfSymbol.Name));
        foreach (var symbol in List(elf, Part.ElfInfo.ExportList)) document.Words("exports", symbol.Text(Part.ElfSymbol.Name));
    }

    private static void Values(SearchDocument document, string modifier, JsonElement json, string member)
    {
        foreach (var text in Texts(json, member)) document.Value(modifier, text);
    }

    private static IEnumerable<string> Texts(JsonElement json, string member) =>
        List(json, member).Where(entry => entry.ValueKind == JsonValueKind.String).Select(entry => entry.TryText()).OfType<string>();

    private static JsonElement[] List(JsonElement json, string member) =>
        json.Member(member) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];

    private static long? Whole(JsonElement json, string member) =>
        json.Member(member) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) && number < long.MaxValue / 1000 ? number : null;
}
