namespace VtKit.Cli;

/// <summary>
/// What the engines' counts come to, in a word and a share. The share counts the engines that gave a verdict: those that
/// timed out, failed or do not know the type have none.
/// </summary>
internal static class Verdict
{
    public static Cell Of(AnalysisStats stats, Style style)
    {
        var (malicious, suspicious) = (stats.Malicious ?? 0, stats.Suspicious ?? 0);
        return Of(malicious, suspicious, malicious + suspicious + (stats.Undetected ?? 0) + (stats.Harmless ?? 0), style);
    }

    /// <summary>The share alone, for lists; a dash where there is none.</summary>
    public static Cell Share(AnalysisStats stats, Style style) => Share(Of(stats, style));

    /// <summary>The share alone, for lists; a dash where no engine gave a verdict.</summary>
    public static Cell Share(long malicious, long suspicious, long total, Style style) => Share(Of(malicious, suspicious, total, style));

    private static Cell Of(long malicious, long suspicious, long total, Style style)
    {
        if (malicious > 0) return new Cell($"malicious {malicious}/{total}", style.Bad);
        if (suspicious > 0) return new Cell($"suspicious {suspicious}/{total}", style.Doubtful);
        return total > 0 ? new Cell($"no detections 0/{total}", style.Good) : "no engine verdicts";
    }

    private static Cell Share(Cell verdict)
    {
        var space = verdict.Text.LastIndexOf(' ');
        return verdict.Text.Contains('/', StringComparison.Ordinal) ? verdict with { Text = verdict.Text[(space + 1)..] } : "-";
    }
}
