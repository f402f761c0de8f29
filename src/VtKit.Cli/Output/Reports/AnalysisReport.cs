namespace VtKit.Cli;

/// <summary>The report of an analysis, which may not have ended yet.</summary>
internal static class AnalysisReport
{
    public static void Add(Report report, VtAnalysis analysis)
    {
        var status = analysis.Status?.Value ?? "";
        report.Headline(analysis.Status == AnalysisStatus.Completed ? Verdict.Of(analysis.Stats, report.Style) : status.Length > 0 ? status : "submitted", analysis.Id, whole: true);
        report.Field("Status", status);
        report.Field("Requested", analysis.Date);
        EngineSection.Add(report, analysis.Results);
    }
}
