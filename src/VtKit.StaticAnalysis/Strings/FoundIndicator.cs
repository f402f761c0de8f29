using VtKit.Indicators;

namespace VtKit.StaticAnalysis;

/// <summary>A URL, domain or IP address that stands as text in a file.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">Its canonical form.</param>
/// <param name="Offset">The number of its first byte.</param>
public sealed record FoundIndicator(IndicatorKind Kind, string Value, long Offset)
{
    /// <summary>
    /// Whether it was found in what a stream of a PDF file unpacks to: then <see cref="Offset"/> is the number of the first packed byte of that stream.
    /// What stands in the file both packed and as it is has its place in the open.
    /// </summary>
    public bool IsUnpacked { get; init; }
}
