namespace VtKit.Indicators;

/// <summary>An indicator that was found in a text.</summary>
/// <param name="Indicator">The indicator; its <see cref="Indicator.Text"/> is what stands in the text, without blanks inside it.</param>
/// <param name="Offset">Where it stands: the number of UTF-16 characters before it.</param>
/// <param name="Length">How many UTF-16 characters of the text are the indicator as it was written, with its port or prefix length.</param>
public sealed record ExtractedIndicator(Indicator Indicator, long Offset, int Length)
{
    /// <summary>What it is.</summary>
    public IndicatorKind Kind => Indicator.Kind;

    /// <summary>The canonical form: equal for equal indicators of a kind.</summary>
    public string Value => Indicator.Value;

    /// <summary>The port behind a domain or an IP address (<c>192.0.2.1:4444</c>), 0 to 65535; null where there is none. That of a URL is in the URL.</summary>
    public int? Port { get; init; }

    /// <summary>The prefix length behind an IP address that stands for a network (<c>192.0.2.0/24</c>), in bits; null where there is none.</summary>
    public int? PrefixLength { get; init; }
}
