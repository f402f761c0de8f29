using VtKit.Indicators;

namespace VtKit.StaticAnalysis;

/// <summary>A URL, domain, IP address or e-mail address that stands as text in a file.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">Its canonical form.</param>
/// <param name="Offset">The number of its first byte.</param>
public sealed record FoundIndicator(IndicatorKind Kind, string Value, long Offset)
{
    /// <summary>
    /// Whether it was found in what base64, a stream of a PDF file or a part of an Office document gives: then <see cref="Offset"/> is the number of the first encoded byte of that text, stream or part.
    /// What stands in the file both encoded and as it is has its place in the open.
    /// </summary>
    public bool IsUnpacked { get; init; }
}
