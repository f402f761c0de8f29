using System.Text;

namespace VtKit.Cli;

/// <summary>
/// An object in a list: a mark (what the engines say, or a date), what it is, whole, so that it can be copied, and what is worth
/// knowing beside. Few lines, and no columns to wait for: each is written as it comes.
/// </summary>
internal readonly record struct ListEntry(Cell Mark, Cell Head, params IReadOnlyList<string?> Details)
{
    private const int MarkWidth = 10;
    private const int Gap = 2;
    private const string Separator = " · ";

    public static ListEntry Of(VtObject item, Style style)
    {
        if (item.Error is { } error) return new ListEntry("", item.Id, error.Code ?? error.Message);
        return item.Type switch
        {
            VtObjectTypes.File or VtObjectTypes.PrivateFile => Of(item.As<VtFile>(), style),
            VtObjectTypes.Url or VtObjectTypes.PrivateUrl => Of(item.As<VtUrl>(), style),
            VtObjectTypes.Domain => Of(item.As<VtDomain>(), style),
            VtObjectTypes.IpAddress => Of(item.As<VtIpAddress>(), style),
            VtObjectTypes.FileBehaviour or VtObjectTypes.PrivateFileBehaviour => Of(item.As<VtFileBehaviour>()),
            VtObjectTypes.Resolution => Of(item.As<VtResolution>()),
            VtObjectTypes.Comment => Of(item.As<VtComment>()),
            VtObjectTypes.Vote => Of(item.As<VtVote>(), style),
            VtObjectTypes.Analysis or VtObjectTypes.PrivateAnalysis => Of(item.As<VtAnalysis>(), style),
            VtObjectTypes.Collection => AccountEntries.Of(item.As<VtCollection>()),
            VtObjectTypes.HuntingRuleset => AccountEntries.Of(item.As<VtHuntingRuleset>(), style),
            VtObjectTypes.HuntingNotification => AccountEntries.Of(item.As<VtHuntingNotification>()),
            VtObjectTypes.RetrohuntJob => AccountEntries.Of(item.As<VtRetrohuntJob>(), style),
            VtObjectTypes.MonitorItem => AccountEntries.Of(item.As<VtMonitorItem>(), style),
            VtObjectTypes.MonitorHash => AccountEntries.Of(item.As<VtMonitorHash>(), style),
            VtObjectTypes.Graph => AccountEntries.Of(item.As<VtGraph>()),
            VtObjectTypes.ThreatProfile => new ListEntry("", item.As<VtThreatProfile>().Name ?? item.Id, item.Id),
            _ => new ListEntry("", item.Id, item.Type),
        };
    }

    /// <summary>What is worth knowing beside, as it came.</summary>
    public string DetailText => string.Join(Separator, Details.Where(detail => !string.IsNullOrEmpty(detail)));

    public string Render(Style style, int width)
    {
        var paint = Head.Paint ?? (line => line);
        var mark = TerminalText.Pad(TerminalText.Neutralise(Mark.Text), MarkWidth);
        var text = new StringBuilder(Mark.Paint?.Invoke(mark) ?? mark).Append(' ', Gap);
        var head = TerminalText.Neutralise(Head.Text);
        // Prose is wrapped. What may be copied is not: a terminal wraps it without breaking it.
        var lines = head.Contains(' ', StringComparison.Ordinal) ? TerminalText.Wrap(head, width - MarkWidth - Gap) : [head];
        text.AppendJoin("\n" + new string(' ', MarkWidth + Gap), lines.Select(paint)).Append('\n');
        foreach (var line in DetailLines(width - MarkWidth - Gap)) text.Append(' ', MarkWidth + Gap).Append(style.Faint(line)).Append('\n');
        return text.ToString();
    }

    // Broken between details only. Prose that does not fit is cut; an id is not, so that it can be copied.
    private IEnumerable<string> DetailLines(int width)
    {
        var line = "";
        foreach (var detail in Details.Where(detail => !string.IsNullOrEmpty(detail)).Select(detail => TerminalText.Neutralise(detail!)))
        {
            var longer = line.Length == 0 ? detail : line + Separator + detail;
            if (line.Length > 0 && TerminalText.Width(longer) > width)
            {
                yield return line;
                longer = detail;
            }
            line = longer.Contains(' ', StringComparison.Ordinal) ? TerminalText.Fit(longer, width) : longer;
        }
        if (line.Length > 0) yield return line;
    }

    private static ListEntry Of(VtFile file, Style style) => new(
        Verdict.Share(file.LastAnalysisStats, style), file.Id,
        file.PopularThreatClassification.SuggestedThreatLabel, FileReport.Type(file), file.Size is { } size ? Values.Size(size) : null,
        file.MeaningfulName ?? (file.Names.Count > 0 ? file.Names[0] : null));

    private static ListEntry Of(VtUrl url, Style style) => new(
        Verdict.Share(url.LastAnalysisStats, style), url.Url ?? url.ContextAttributes["url"].AsString() ?? url.Id,
        url.Title, url.LastHttpResponseCode is { } code ? $"answered {code}" : null, Day(url.LastAnalysisDate, "analysed"));

    private static ListEntry Of(VtDomain domain, Style style) => new(
        Verdict.Share(domain.LastAnalysisStats, style), domain.Id, domain.Registrar, Day(domain.CreationDate, "created"));

    private static ListEntry Of(VtIpAddress address, Style style) => new(
        Verdict.Share(address.LastAnalysisStats, style), address.Id, address.Country, address.AsOwner, address.Network);

    private static ListEntry Of(VtResolution resolution) => new(
        Day(resolution.Date), resolution.HostName ?? resolution.Id, resolution.IpAddress, resolution.Resolver);

    private static ListEntry Of(VtFileBehaviour behaviour) => new(
        Day(behaviour.AnalysisDate), behaviour.SandboxName ?? behaviour.Id, string.Join(", ", behaviour.VerdictLabels.Concat(behaviour.Verdicts)), behaviour.Id);

    private static ListEntry Of(VtComment comment) => new(
        Day(comment.Date), comment.Text?.ReplaceLineEndings(" "), string.Join(' ', comment.Tags.Select(tag => "#" + tag)), comment.Id);

    private static ListEntry Of(VtVote vote, Style style) => new(
        Day(vote.Date), new Cell(vote.Verdict?.Value ?? "", vote.Verdict == VoteVerdict.Malicious ? style.Bad : style.Good), vote.Id);

    private static ListEntry Of(VtAnalysis analysis, Style style) => new(
        Verdict.Share(analysis.Stats, style), analysis.Id, analysis.Status?.Value, Values.Date(analysis.Date));

    public static string Day(DateTimeOffset? date) => Values.Date(date) is { Length: > 10 } text ? text[..10] : "";

    public static string? Day(DateTimeOffset? date, string what) => date is null ? null : $"{what} {Day(date)}";
}
