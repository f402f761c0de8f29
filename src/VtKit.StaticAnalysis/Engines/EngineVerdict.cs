namespace VtKit.StaticAnalysis;

/// <summary>What an engine concluded. The service's own words are <see cref="EngineVerdict.CategoryName"/>.</summary>
public enum VerdictCategory
{
    /// <summary>The engine looked and found nothing.</summary>
    Undetected,

    /// <summary>The engine found malware, or a test file.</summary>
    Malicious,

    /// <summary>The engine finds the file dubious.</summary>
    Suspicious,

    /// <summary>The engine declares the file good.</summary>
    Harmless,

    /// <summary>The engine did not answer in time.</summary>
    Timeout,

    /// <summary>The engine failed or refused.</summary>
    Failure,

    /// <summary>The engine does not deal with files of this type.</summary>
    TypeUnsupported,
}

/// <summary>One engine's line in a report.</summary>
/// <param name="EngineName">The engine, the key of the line.</param>
/// <param name="Category">What it concluded.</param>
/// <param name="Result">The name of what it found, or null.</param>
/// <param name="EngineVersion">Its version, or null when it does not tell.</param>
/// <param name="EngineUpdate">Date of its signatures as <c>yyyymmdd</c>, or null when it does not tell.</param>
/// <param name="Problem">Why there is no conclusion, for a log; not part of the service's shape.</param>
public sealed record EngineVerdict(
    string EngineName, VerdictCategory Category, string? Result, string? EngineVersion, string? EngineUpdate, string? Problem = null)
{
    /// <summary>How the engine detects. The service writes <c>blacklist</c> for every engine that scans files.</summary>
    public string Method { get; init; } = "blacklist";

    /// <summary>The category in the service's words (<c>malicious</c>, <c>type-unsupported</c>).</summary>
    public string CategoryName => Category switch
    {
        VerdictCategory.Undetected => Words.EngineCategory.Undetected,
        VerdictCategory.Malicious => Words.EngineCategory.Malicious,
        VerdictCategory.Suspicious => Words.EngineCategory.Suspicious,
        VerdictCategory.Harmless => Words.EngineCategory.Harmless,
        VerdictCategory.Timeout => Words.EngineCategory.Timeout,
        VerdictCategory.TypeUnsupported => Words.EngineCategory.TypeUnsupported,
        _ => Words.EngineCategory.Failure,
    };
}
