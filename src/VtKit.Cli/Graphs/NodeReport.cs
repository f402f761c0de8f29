using System.Text;
using System.Text.Json;
using VtKit.Graph;

namespace VtKit.Cli;

/// <summary>What is known of a node.</summary>
internal static class NodeReport
{
    public static string Text(GraphNode node, Style style, int width)
    {
        var text = new StringBuilder();
        var facts = new FactTable();
        facts.Add("Type", node.Type.Name);
        facts.Add("Id", node.Id);
        facts.Add("Label", node.Label ?? "");
        facts.Add("Detected", new Cell(NodeText.Verdict(node), NodeText.Paint(node, style)));
        facts.Add("Group", node.Group?.Name ?? "");
        facts.Add("Note", node.Note ?? "");
        facts.Add("From", node.Provenance ?? "");
        foreach (var (name, value) in node.Attributes) facts.Add(name, value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText());
        facts.Table.Render(text, style, width);

        var links = new TextTable(new Column("Relationship"), new Column(""), new Column("Type"), new Column("Detected", Right: true), new Column("Node"));
        foreach (var link in node.Outgoing.Concat(node.Incoming).OrderBy(link => link.Type, StringComparer.Ordinal))
        {
            var other = link.Source == node ? link.Target : link.Source;
            links.Add(NodeText.Relationship(link.Type), link.Source == node ? "to" : "from", other.Type.Name, new Cell(NodeText.Verdict(other), NodeText.Paint(other, style)), NodeText.Short(other));
        }
        if (!links.IsEmpty) links.Render(text.Append('\n'), style, width);
        return text.ToString();
    }

    public static string Json(GraphNode node) => CommandJson.Text(writer =>
    {
        writer.WriteStartObject();
        WriteFacts(writer, node);
        writer.WriteString("provenance", node.Provenance);
        writer.WriteStartObject("attributes");
        foreach (var (name, value) in node.Attributes)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }
        writer.WriteEndObject();
        writer.WriteStartArray("links");
        foreach (var link in node.Outgoing.Concat(node.Incoming)) WriteLink(writer, link);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    public static void WriteFacts(Utf8JsonWriter writer, GraphNode node)
    {
        writer.WriteString("node", node.ToString());
        writer.WriteString("type", node.Type.Name);
        writer.WriteString("id", node.Id);
        writer.WriteString("label", node.Label);
        if (node.IsDetected is { } isDetected) writer.WriteBoolean("detected", isDetected);
        else writer.WriteNull("detected");
        if (node.Detections is { } detections) writer.WriteNumber("detections", detections);
        writer.WriteString("note", node.Note);
    }

    public static void WriteLink(Utf8JsonWriter writer, GraphLink link)
    {
        writer.WriteStartObject();
        writer.WriteString("source", link.Source.ToString());
        writer.WriteString("target", link.Target.ToString());
        writer.WriteString("type", link.Type);
        writer.WriteEndObject();
    }
}
