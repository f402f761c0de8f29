namespace VtKit.Cli;

/// <summary>The report of a file.</summary>
internal static class FileReport
{
    public static void Add(Report report, VtFile file)
    {
        report.Headline(Verdict.Of(file.LastAnalysisStats, report.Style), file.PopularThreatClassification.SuggestedThreatLabel ?? file.MeaningfulName ?? "");
        AddFacts(report, file);
        EngineSection.Add(report, file.LastAnalysisResults);
    }

    /// <summary>What the file is, whoever says it and whatever engines make of it.</summary>
    public static void AddFacts(Report report, VtFile file)
    {
        report.Field("SHA-256", file.Sha256 ?? file.Id);
        report.Field("SHA-1", file.Sha1);
        report.Field("MD5", file.Md5);
        report.Field("Type", Type(file));
        report.Field("Size", file.Size is { } size ? Values.ExactSize(size) : null);
        report.Field("Magic", file.Magic);
        report.Field("Name", file.MeaningfulName);
        report.List("Names", file.Names.Where(name => name != file.MeaningfulName));
        report.Field("First seen", file.FirstSubmissionDate);
        report.Field("Last seen", file.LastSubmissionDate);
        report.Field("Analysed", file.LastAnalysisDate);
        report.Field("Created", file.CreationDate);
        report.Field("Submitted", file.TimesSubmitted is { } times ? times == 1 ? "once" : $"{times} times" : null);
        report.Field("Reputation", file.Reputation);
        report.List("Tags", file.Tags);
        report.Field("ssdeep", file.Ssdeep);
        report.Field("TLSH", file.Tlsh);
        AddSignature(report, file.SignatureInfo);
        AddBundle(report, file.BundleInfo);
        FormatFields.Add(report, file);
        AddPe(report, file.PeInfo);
        AddElf(report, file.ElfInfo);
        AddFindings(report, file);
    }

    public static string Type(VtFile file) => (file.TypeDescription, file.TypeTag) switch
    {
        ({ } description, { } tag) when !description.Equals(tag, StringComparison.OrdinalIgnoreCase) => $"{description} ({tag})",
        var (description, tag) => description ?? tag ?? "",
    };

    private static void AddSignature(Report report, SignatureInfo signature)
    {
        report.Field("Product", signature.Product);
        report.Field("Description", signature.Description);
        report.Field("Signature", signature.Verified);
        report.Field("Signers", signature.Signers);
    }

    private static void AddBundle(Report report, BundleInfo bundle)
    {
        if (bundle.NumChildren is not { } children) return;
        var unpacked = bundle.UncompressedSize is { } size ? $", {Values.Size(size)} unpacked" : "";
        report.Field("Bundle", $"{children} {(children == 1 ? "file" : "files")} inside{unpacked} (see: vtk file bundled_files)");
        report.List("Inside", bundle.FileTypes.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Value} {pair.Key}"));
    }

    private static void AddPe(Report report, PeInfo pe)
    {
        report.Field("Compiled", pe.Timestamp);
        report.Field("Entry point", Values.Hex(pe.EntryPoint));
        report.Field("Imphash", pe.Imphash);
        var sections = new TextTable(
            new Column("Name"), new Column("Address", Right: true), new Column("Virtual size", Right: true),
            new Column("Raw size", Right: true), new Column("Entropy", Right: true), new Column("Flags"));
        foreach (var section in pe.Sections)
            sections.Add(section.Name, Values.Hex(section.VirtualAddress), Values.Number(section.VirtualSize), Values.Number(section.RawSize), Values.Fraction(section.Entropy), section.Flags);
        report.Table("Sections", sections);
        var imports = new TextTable(new Column("Library"), new Column("Functions", Right: true), new Column(""));
        foreach (var import in pe.ImportList)
            imports.Add(import.LibraryName, Values.Number(import.ImportedFunctions.Count), string.Join(", ", import.ImportedFunctions));
        report.Table("Imports", imports);
    }

    private static void AddElf(Report report, ElfInfo elf)
    {
        report.Field("Machine", elf.Header.Machine);
        report.Field("Entry point", Values.Hex(elf.Header.Entrypoint));
        report.List("Packed with", elf.Packers);
        report.List("Libraries", elf.SharedLibraries);
        var sections = new TextTable(
            new Column("Name"), new Column("Type"), new Column("Address", Right: true), new Column("Offset", Right: true),
            new Column("Size", Right: true), new Column("Flags"));
        foreach (var section in elf.SectionList)
            sections.Add(section.Name, section.SectionType, Values.Hex(section.VirtualAddress), Values.Hex(section.PhysicalOffset), Values.Number(section.Size), section.Flags);
        report.Table("Sections", sections);
    }

    private static void AddFindings(Report report, VtFile file)
    {
        var rules = new TextTable(new Column("Rule"), new Column("Ruleset"), new Column("Source"));
        foreach (var rule in file.CrowdsourcedYaraResults) rules.Add(rule.RuleName, rule.RulesetName, rule.Source);
        report.Table("YARA rules", rules);
        var sandboxes = new TextTable(new Column("Verdict"), new Column("Sandbox"), new Column("Names"));
        foreach (var (name, verdict) in file.SandboxVerdicts)
            sandboxes.Add(verdict.Category?.Value, verdict.SandboxName ?? name, string.Join(", ", verdict.MalwareNames.Concat(verdict.MalwareClassification)));
        report.Table("Sandboxes", sandboxes);
    }
}
