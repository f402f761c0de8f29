using System.Text;
using VtKit.Graph;

namespace VtKit.Cli;

/// <summary>What differs between two graphs, in lines that begin with +, - or ~.</summary>
internal static class DiffText
{
    private const string Position = "position", Pin = "pin";

    public static string Lines(GraphDiff difference, Style style)
    {
        var text = new StringBuilder();
        foreach (var node in difference.RemovedNodes) Line(style.Bad, $"- {node}");
        foreach (var node in difference.AddedNodes) Line(style.Good, $"+ {node}");
        foreach (var link in difference.RemovedLinks) Line(style.Bad, $"- {Link(link)}");
        foreach (var link in difference.AddedLinks) Line(style.Good, $"+ {Link(link)}");
        foreach (var change in difference.Changed.Where(change => !IsMove(change))) Line(style.Doubtful, $"~ {change.Node} {Change(change)}");
        var moved = difference.Changed.Where(IsMove).DistinctBy(change => change.Node).Count();
        if (moved > 0) Line(style.Doubtful, $"~ {Count.Of(moved, "node")} moved");
        return text.ToString();

        void Line(Func<string, string> paint, string line) => text.Append(paint(TerminalText.Neutralise(line))).Append('\n');
    }

    public static string Json(GraphDiff difference) => CommandJson.Text(writer =>
    {
        writer.WriteStartObject();
        CommandJson.WriteTexts(writer, "added_nodes", difference.AddedNodes.Select(node => node.ToString()));
        CommandJson.WriteTexts(writer, "removed_nodes", difference.RemovedNodes.Select(node => node.ToString()));
        CommandJson.WriteTexts(writer, "added_links", difference.AddedLinks.Select(Link));
        CommandJson.WriteTexts(writer, "removed_links", difference.RemovedLinks.Select(Link));
        writer.WriteStartArray("changed");
        foreach (var change in difference.Changed)
        {
            writer.WriteStartObject();
            writer.WriteString("node", change.Node.ToString());
            writer.WriteString("fact", change.Fact);
            writer.WriteString("before", change.Before);
            writer.WriteString("after", change.After);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    public static string Change(GraphDifference change) => $"{change.Fact}: {change.Before ?? "(nothing)"} -> {change.After ?? "(nothing)"}";

    private static bool IsMove(GraphDifference change) => change.Fact is Position or Pin;

    private static string Link(LinkKey link) => $"{link.Source} -{NodeText.Relationship(link.Type)}-> {link.Target}";
}
