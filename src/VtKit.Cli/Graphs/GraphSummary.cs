using System.Text;
using System.Text.Json;
using VtKit.Graph;

namespace VtKit.Cli;

/// <summary>What is in a graph.</summary>
internal static class GraphSummary
{
    private const int MostNodes = 40;

    public static string Text(ThreatGraph graph, Style style, int width)
    {
        var text = new StringBuilder();
        var facts = new FactTable();
        facts.Add("Name", graph.Name ?? "");
        facts.Add("Id", graph.Id ?? "");
        facts.Add("Nodes", Counted(graph.Nodes.Count, graph.Nodes.GroupBy(node => node.Type.Name)));
        facts.Add("Links", Counted(graph.Links.Count, graph.Links.GroupBy(link => NodeText.Relationship(link.Type))));
        facts.Add("Detected", graph.Nodes.Count == 0 ? "" : $"{graph.Nodes.Count(node => node.IsDetected == true)} yes, {graph.Nodes.Count(node => node.IsDetected == false)} no, {graph.Nodes.Count(node => node.IsDetected is null)} not known");
        facts.Add("Parts", graph.Nodes.Count == 0 ? "" : Count.Number(graph.Components().Count));
        foreach (var group in graph.Groups) facts.Add("Group", $"{group.Name}: {Count.Of(group.Members.Count, "node")}");
        facts.Table.Render(text, style, width);
        if (graph.Nodes.Count == 0) return text.ToString();

        var nodes = new TextTable(new Column("Type"), new Column("Detected", Right: true), new Column("Links", Right: true), new Column("Node"));
        foreach (var node in graph.Nodes.OrderByDescending(Degree).Take(MostNodes))
            nodes.Add(node.Type.Name, new Cell(NodeText.Verdict(node), NodeText.Paint(node, style)), Count.Number(Degree(node)), NodeText.Short(node));
        nodes.Render(text.Append('\n'), style, width);
        if (graph.Nodes.Count > MostNodes) text.Append(style.Faint($"and {graph.Nodes.Count - MostNodes} more: --format json lists all")).Append('\n');
        return text.ToString();
    }

    public static string Json(ThreatGraph graph) => CommandJson.Text(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("name", graph.Name);
        writer.WriteString("id", graph.Id);
        writer.WriteStartArray("nodes");
        foreach (var node in graph.Nodes)
        {
            writer.WriteStartObject();
            NodeReport.WriteFacts(writer, node);
            writer.WriteNumber("links", Degree(node));
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("links");
        foreach (var link in graph.Links) NodeReport.WriteLink(writer, link);
        writer.WriteEndArray();
        writer.WriteStartArray("groups");
        foreach (var group in graph.Groups)
        {
            writer.WriteStartObject();
            writer.WriteString("name", group.Name);
            CommandJson.WriteTexts(writer, "members", group.Members.Select(member => member.ToString()));
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static int Degree(GraphNode node) => node.Outgoing.Count + node.Incoming.Count;

    private static string Counted<T>(int count, IEnumerable<IGrouping<string, T>> kinds) =>
        count == 0 ? "0" : $"{count}: {string.Join(", ", kinds.OrderByDescending(kind => kind.Count()).ThenBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => $"{kind.Count()} {kind.Key}"))}";
}
