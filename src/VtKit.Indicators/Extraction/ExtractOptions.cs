namespace VtKit.Indicators;

/// <summary>What <see cref="IndicatorExtractor"/> is to leave out, and what not.</summary>
public sealed record ExtractOptions
{
    /// <summary>
    /// Whether names that are more often files (<c>readme.md</c>, <c>payload.zip</c>, <c>main.py</c>) count as domains where nothing else says so. Defanged, with a scheme or in
    /// an e-mail address they always do. Names whose last label is no top-level domain (<c>invoice.exe</c>) never do. False unless set.
    /// </summary>
    public bool FileNamesAreDomains { get; init; }

    /// <summary>Whether each indicator is given once, where it stands first. What was given is remembered, so memory grows with the number of different ones. False unless set.</summary>
    public bool Distinct { get; init; }
}
