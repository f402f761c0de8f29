using VtKit.Enrichment;
using VtKit.Indicators;

namespace VtKit.Cli;

/// <summary>What came of a file before the gate.</summary>
internal enum CheckResult
{
    Passed,
    Allowed,
    Failed,

    /// <summary>It could not be judged. A gate does not open for what it did not see.</summary>
    Error,
}

/// <summary>A file before the gate.</summary>
/// <param name="Path">The path as it was found.</param>
/// <param name="Hash">Its SHA-256; null where it could not be read.</param>
/// <param name="Result">What came of it.</param>
/// <param name="Verdict">What the policy says; null where nothing was asked.</param>
/// <param name="Allowed">The entry that lets it pass.</param>
/// <param name="Problem">Why it could not be judged.</param>
internal sealed record CheckedFile(
    string Path, FileHash? Hash, CheckResult Result, PolicyVerdict? Verdict = null, AllowedFile? Allowed = null, Failure? Problem = null)
{
    /// <summary>The result as reports spell it.</summary>
    public string Word => Result switch
    {
        CheckResult.Passed => "pass",
        CheckResult.Allowed => "allowed",
        CheckResult.Failed => "fail",
        _ => "error",
    };

    /// <summary>The verdict as reports spell it; empty where there is none.</summary>
    public string VerdictWord => Verdict is null ? "" : WordOf(Verdict.Kind);

    /// <summary>Why, in a line.</summary>
    public string Why => this switch
    {
        { Allowed: { } allowed } => allowed.Until is { } day ? $"{allowed.Reason} (until {day:yyyy-MM-dd})" : allowed.Reason,
        { Problem: { } problem } => problem.Message,
        { Verdict: { } verdict } => verdict.Explanation,
        _ => "",
    };

    public static string WordOf(VerdictKind kind) => kind.ToString().ToLowerInvariant();
}
