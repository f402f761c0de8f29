namespace VtKit;

public sealed partial class VtAnalysis
{
    /// <summary>Which file or URL the analysis is of. Known once the analysis has been read by its id.</summary>
    public AnalysisMeta Subject => new(AnswerMeta);

    /// <summary>Whether every engine has had its say.</summary>
    public bool IsCompleted => Status == AnalysisStatus.Completed;
}
