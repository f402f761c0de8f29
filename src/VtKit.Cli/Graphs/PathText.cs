using System.Text;
using VtKit.Graph;

namespace VtKit.Cli;

/// <summary>Ways through a graph, one a line.</summary>
internal static class PathText
{
    public static string Lines(IEnumerable<IReadOnlyList<GraphNode>> paths)
    {
        var text = new StringBuilder();
        foreach (var path in paths)
        {
            text.Append(TerminalText.Neutralise(NodeText.Short(path[0])));
            for (var i = 1; i < path.Count; i++) text.Append(TerminalText.Neutralise($" {Step(path[i - 1], path[i])} {NodeText.Short(path[i])}"));
            text.Append('\n');
        }
        return text.ToString();
    }

    public static string Json(IEnumerable<IReadOnlyList<GraphNode>> paths) => CommandJson.Text(writer =>
    {
        writer.WriteStartArray();
        foreach (var path in paths) CommandJson.WriteTexts(writer, null, path.Select(node => node.ToString()));
        writer.WriteEndArray();
    });

    /// <summary>The links between two neighbours, with the arrow that they have.</summary>
    private static string Step(GraphNode from, GraphNode to)
    {
        var along = Types(from, to);
        return along.Length > 0 ? $"-{along}->" : $"<-{Types(to, from)}-";
    }

    private static string Types(GraphNode from, GraphNode to) =>
        string.Join(',', from.Outgoing.Where(link => link.Target == to).Select(link => NodeText.Relationship(link.Type)).Order(StringComparer.Ordinal));
}
