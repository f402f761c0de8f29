namespace VtKit.Graph;

/// <summary>A way to arrange a graph.</summary>
public enum GraphLayout
{
    /// <summary>Linked nodes attract, all others repel each other: what hangs together stands together.</summary>
    Force,

    /// <summary>The root on top, and each node below the one it was reached from.</summary>
    Tree,

    /// <summary>From left to right, in the direction of the links.</summary>
    Layered,

    /// <summary>Rings around the node in the middle, by the number of links between.</summary>
    Radial,

    /// <summary>Rows and columns, one type after the other.</summary>
    Grid,
}

/// <summary>How to arrange a graph.</summary>
public sealed record LayoutOptions
{
    /// <summary>The seed of what is left to chance: the same graph with the same seed is arranged in the same way.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The distance between linked nodes, in the units of <see cref="GraphPoint"/>. At 100 there is room for nodes and labels as drawings show them.</summary>
    public double Spacing { get; init; } = 100;

    /// <summary>Whether nodes that have a position keep it, as if they were pinned, so that only the others are placed.</summary>
    public bool KeepPositions { get; init; }
}
