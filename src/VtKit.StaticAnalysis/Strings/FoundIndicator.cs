using VtKit.Indicators;

namespace VtKit.StaticAnalysis;

/// <summary>A URL, domain or IP address that stands as text in a file.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">Its canonical form.</param>
/// <param name="Offset">The number of its first byte.</param>
public sealed record FoundIndicator(IndicatorKind Kind, string Value, long Offset);
