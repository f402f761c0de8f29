namespace VtKit.Indicators;

/// <summary>What one extraction remembers from one part of the text to the next.</summary>
internal sealed class ExtractionState(ExtractOptions options)
{
    private readonly HashSet<(IndicatorKind Kind, string Value)>? _seen = options.Distinct ? [] : null;

    public ExtractOptions Options { get; } = options;

    /// <summary>What was found since this was last emptied.</summary>
    public List<ExtractedIndicator> Taken { get; } = [];

    /// <summary>How many characters were looked at, each time that they were: a test holds it to the length of the text.</summary>
    public long Steps { get; set; }

    /// <summary>Whether the last part ended inside a run of letters and digits that is longer than any indicator.</summary>
    public bool IsInsideRun { get; set; }

    /// <summary>Takes an indicator, unless it was taken before and once is wanted.</summary>
    public void Take(ExtractedIndicator one)
    {
        if (_seen?.Add((one.Kind, one.Value)) != false) Taken.Add(one);
    }
}
