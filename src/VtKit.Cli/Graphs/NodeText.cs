using VtKit.Graph;

namespace VtKit.Cli;

/// <summary>Nodes and links as a person reads them in a line.</summary>
internal static class NodeText
{
    private const int Longest = 60;

    /// <summary>The label or id, cut in the middle where it is long.</summary>
    public static string Short(GraphNode node) => Cut(node.DisplayName);

    public static string Link(GraphLink link) => $"{Short(link.Source)} -{Relationship(link.Type)}-> {Short(link.Target)}";

    public static string Relationship(string type) => type.Length == 0 ? GraphLink.Manual : type;

    /// <summary>What engines say: how many detect it, yes, no, or nothing where that is not known.</summary>
    public static string Verdict(GraphNode node) => (node.Detections, node.IsDetected) switch
    {
        ({ } count, _) => Count.Number(count),
        (_, true) => "yes",
        (_, false) => "no",
        _ => "",
    };

    public static Func<string, string>? Paint(GraphNode node, Style style) => node.IsDetected switch { true => style.Bad, false => style.Good, _ => null };

    private static string Cut(string text) => text.Length <= Longest ? text : $"{text[..(Longest / 2)]}...{text[^(Longest / 2 - 3)..]}";
}
