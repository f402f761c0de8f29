namespace VtKit.Graph;

/// <summary>How much room a node takes in a drawing. Layouts leave that room, renderers use it.</summary>
internal static class NodeShape
{
    /// <summary>The distance of linked nodes at which the lengths here are meant.</summary>
    public const double Spacing = 100;

    public const double Radius = 18, FontSize = 11, LabelHeight = 15, Gap = 6;

    /// <summary>In larger graphs only some nodes have a label, and no room is kept for them.</summary>
    public const int MostLabelled = 1500;

    public static double HalfWidth(GraphNode node, int nodes) =>
        Math.Max(Radius, nodes > MostLabelled ? 0 : LabelText.Width(LabelText.Of(node), FontSize) / 2) + (Gap / 2);
}
