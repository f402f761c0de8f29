using System.Buffers;
using System.Globalization;
using System.Text.Json;
using VtKit.StaticAnalysis;

namespace VtKit.Cli;

/// <summary>
/// What was found out about a file here, in the shape of the service's own reports, so that whatever reads those reads this. What
/// the service has no word for stands beside, under <c>inspection</c>.
/// </summary>
internal static class InspectedFile
{
    private const int MostRows = 40;

    public static VtFile ToObject(string path, FileFacts facts, EngineReport engines)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("type", VtObjectTypes.File);
            writer.WriteString("id", facts.Sha256);
            writer.WriteStartObject("attributes");
            facts.WriteAttributes(writer);
            engines.WriteAttributes(writer);
            writer.WriteEndObject();
            writer.WriteStartObject("inspection");
            writer.WriteString("path", path);
            WriteRest(writer, facts);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        return VtObject.Parse<VtFile>(buffer.WrittenMemory);
    }

    public static string ToText(string path, FileFacts facts, EngineReport engines, Style style, int width)
    {
        var report = new Report(style, width);
        report.Headline(facts.IsEicar ? new Cell("EICAR test file", style.Doubtful) : facts.Type.Description, Path.GetFileName(path));
        // Before the tables that some types end with.
        report.Field("Entropy", $"{facts.Entropy.ToString("0.00", CultureInfo.InvariantCulture)} of 8 bits per byte");
        foreach (var (label, _, value) in Beside(facts)) report.Field(label, value);
        if (engines.Yara is { } yara) report.Field("YARA", Outcome(yara));
        FileReport.AddFacts(report, ToObject(path, facts, engines));
        report.Text("Received", string.Join('\n', facts.Mail?.Received ?? []));
        AddEngines(report, engines.Verdicts);
        AddChildren(report, facts.Children);
        AddIndicators(report, facts.Indicators);
        report.Text("Not read", string.Join('\n', facts.Problems));
        return report.ToString();
    }

    private static void WriteRest(Utf8JsonWriter writer, FileFacts facts)
    {
        writer.WriteNumber("entropy", Math.Round(facts.Entropy, 4));
        foreach (var (_, member, value) in Beside(facts)) writer.WriteString(member, value);
        if (facts.Mail is { Received.Count: > 0 } mail) CommandJson.WriteTexts(writer, "received", mail.Received);
        WriteChildren(writer, facts.Children);
        writer.WriteStartArray("indicators");
        foreach (var indicator in facts.Indicators)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", KindName.Of(indicator.Kind));
            writer.WriteString("value", indicator.Value);
            writer.WriteNumber("offset", indicator.Offset);
            if (indicator.IsUnpacked) writer.WriteBoolean("unpacked", true);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        CommandJson.WriteTexts(writer, "problems", facts.Problems);
    }

    private static void WriteChildren(Utf8JsonWriter writer, IReadOnlyList<FileChild> children)
    {
        writer.WriteStartArray("children");
        foreach (var child in children)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", KindOf(child));
            writer.WriteString("name", child.Name);
            writer.WriteNumber("size", child.Size);
            if (child.Sha256 is not null) writer.WriteString("sha256", child.Sha256);
            if (child.Type is not null) writer.WriteString("type", child.Type.Description);
            if (child.Encrypted) writer.WriteBoolean("encrypted", true);
            // Archives inside nest no deeper than the analysis goes.
            if (child.Children.Count > 0) WriteChildren(writer, child.Children);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    /// <summary>Facts that the service has no word for, as a person and as a program reads them.</summary>
    private static IEnumerable<(string Label, string Member, string Value)> Beside(FileFacts facts)
    {
        (string Label, string Member, string? Value)[] all =
        [
            ("Subject", "subject", facts.Mail?.Subject),
            ("From", "from", facts.Mail?.From),
            ("To", "to", facts.Mail?.To),
            ("Copy to", "cc", facts.Mail?.Cc),
            ("Return path", "return_path", facts.Mail?.ReturnPath),
            ("Reply to", "reply_to", facts.Mail?.ReplyTo),
            ("Written", "date", facts.Mail?.Date),
            ("Message ID", "message_id", facts.Mail?.MessageId),
            ("Says", "description", facts.Shortcut?.Description),
            ("Path", "environment_path", facts.Shortcut?.EnvironmentPath),
            ("Window", "window", facts.Shortcut?.Window),
        ];
        return all.Where(one => !string.IsNullOrEmpty(one.Value)).Select(one => (one.Label, one.Member, one.Value!));
    }

    private static string Outcome(YaraResult yara) => yara switch
    {
        { Outcome: VerdictCategory.Timeout } => "did not end in time",
        { Outcome: VerdictCategory.Failure } => "failed",
        { Matches.Count: 0 } => "no rule matches",
        { Matches.Count: 1 } => "1 rule matches",
        _ => $"{Count.Number(yara.Matches.Count)} rules match",
    };

    private static void AddEngines(Report report, IReadOnlyList<EngineVerdict> verdicts)
    {
        var table = new TextTable(new Column("Verdict"), new Column("Engine"), new Column("Version"), new Column("Signatures"), new Column("Result"));
        foreach (var verdict in verdicts)
        {
            var said = verdict.Category == VerdictCategory.Malicious ? new Cell(verdict.CategoryName, report.Style.Bad) : new Cell(verdict.CategoryName);
            table.Add(said, verdict.EngineName, verdict.EngineVersion, verdict.EngineUpdate, verdict.Result);
        }
        report.Table("Engines", table);
    }

    private static void AddChildren(Report report, IReadOnlyList<FileChild> children)
    {
        var all = Flat(children, "").ToList();
        var table = new TextTable(new Column("Kind"), new Column("Size", Right: true), new Column("SHA-256"), new Column("Type"), new Column("Name"));
        foreach (var (child, path) in all.Take(MostRows))
            table.Add(KindOf(child), Values.Number(child.Size), child.Encrypted ? "encrypted" : child.Sha256?[..12] ?? "", child.Type?.Description ?? "", path);
        report.Table(Heading("Inside", all.Count), table);
    }

    /// <summary>Files inside, each followed by those inside itself under its name.</summary>
    private static IEnumerable<(FileChild Child, string Path)> Flat(IEnumerable<FileChild> children, string above) =>
        children.SelectMany(child => Flat(child.Children, $"{above}{child.Name} > ").Prepend((child, above + child.Name)));

    private static void AddIndicators(Report report, IReadOnlyList<FoundIndicator> indicators)
    {
        var table = new TextTable(new Column("Kind"), new Column("Offset", Right: true), new Column("Value"));
        foreach (var indicator in indicators.Take(MostRows))
            table.Add(KindName.Of(indicator.Kind), indicator.IsUnpacked ? $"in {Values.Hex(indicator.Offset)}" : Values.Hex(indicator.Offset), indicator.Value);
        report.Table(Heading("Indicators in its text", indicators.Count), table);
    }

    private static string Heading(string text, int count) => count <= MostRows ? text : $"{text}: {MostRows} of {Count.Number(count)}, all with --format json";

    private static string KindOf(FileChild child) => child.Kind switch
    {
        _ when child.IsDirectory => "folder",
        FileChildKind.PeResource => "resource",
        FileChildKind.EmailAttachment => "attached",
        var kind => kind.ToString().ToLowerInvariant(),
    };
}
