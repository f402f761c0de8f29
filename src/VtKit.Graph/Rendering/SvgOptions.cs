namespace VtKit.Graph;

/// <summary>The colours of a drawing.</summary>
public enum GraphTheme
{
    /// <summary>Dark on white, for print and reports.</summary>
    Light,

    /// <summary>Light on dark, for screens.</summary>
    Dark,
}

/// <summary>How a graph is drawn.</summary>
public sealed record SvgOptions
{
    /// <summary>The colours.</summary>
    public GraphTheme Theme { get; init; }

    /// <summary>What is written above; null for the name of the graph.</summary>
    public string? Title { get; init; }

    /// <summary>
    /// The layout to draw in; null to draw nodes where they stand, and those without a position where the force layout puts them. The graph keeps its positions in any
    /// case: <see cref="GraphLayouts.Arrange"/> is for changing them.
    /// </summary>
    public GraphLayout? Layout { get; init; }
}
