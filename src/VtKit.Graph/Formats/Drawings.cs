using System.Text;

namespace VtKit.Graph;

/// <summary>Texts from which other tools draw: DOT and Mermaid. They are not read back.</summary>
internal static class Drawings
{
    private static readonly string DetectedColour = Palette.Of(GraphTheme.Light).Detected;

    public static string Dot(ThreatGraph graph)
    {
        var text = new StringBuilder("digraph ").Append(DotText(graph.Name ?? "graph")).Append(" {\n  node [shape=box, style=\"rounded,filled\", fillcolor=\"#f1f3f5\"];\n");
        var names = Flat.ShortNames(graph);
        foreach (var node in graph.Nodes.Where(node => node.Group is null)) DotNode(text, "  ", names[node], node);
        for (var i = 0; i < graph.Groups.Count; i++)
        {
            text.Append("  subgraph cluster_").Append(i).Append(" {\n    label=").Append(DotText(graph.Groups[i].Name)).Append(";\n");
            foreach (var node in graph.Groups[i].Members) DotNode(text, "    ", names[node], node);
            text.Append("  }\n");
        }
        foreach (var link in graph.Links)
            text.Append("  ").Append(names[link.Source]).Append(" -> ").Append(names[link.Target]).Append(" [label=").Append(DotText(link.Type)).Append("];\n");
        return text.Append("}\n").ToString();
    }

    public static string Mermaid(ThreatGraph graph)
    {
        var text = new StringBuilder("flowchart LR\n");
        var names = Flat.ShortNames(graph);
        foreach (var node in graph.Nodes.Where(node => node.Group is null)) MermaidNode(text, "  ", names[node], node);
        for (var i = 0; i < graph.Groups.Count; i++)
        {
            text.Append("  subgraph g").Append(i).Append("[\"").Append(MermaidText(graph.Groups[i].Name)).Append("\"]\n");
            foreach (var node in graph.Groups[i].Members) MermaidNode(text, "    ", names[node], node);
            text.Append("  end\n");
        }
        foreach (var link in graph.Links)
        {
            text.Append("  ").Append(names[link.Source]).Append(" -->");
            if (link.Type.Length > 0) text.Append("|\"").Append(MermaidText(link.Type)).Append("\"|");
            text.Append(' ').Append(names[link.Target]).Append('\n');
        }
        text.Append("  classDef detected stroke:").Append(DetectedColour).Append(",stroke-width:3px\n");
        foreach (var node in graph.Nodes.Where(node => node.IsDetected == true)) text.Append("  class ").Append(names[node]).Append(" detected\n");
        return text.ToString();
    }

    private static void DotNode(StringBuilder text, string indent, string name, GraphNode node)
    {
        text.Append(indent).Append(name).Append(" [label=").Append(DotText(node.DisplayName)).Append(", tooltip=").Append(DotText(node.ToString()));
        if (node.IsDetected == true) text.Append(", color=\"").Append(DetectedColour).Append("\", penwidth=2");
        if (node.Position is { } place) text.Append(", pos=\"").Append(Flat.Number(place.X)).Append(',').Append(Flat.Number(-place.Y)).Append('"');
        text.Append("];\n");
    }

    private static void MermaidNode(StringBuilder text, string indent, string name, GraphNode node) =>
        text.Append(indent).Append(name).Append("[\"").Append(MermaidText(node.DisplayName)).Append("\"]\n");

    /// <summary>In quotes; what DOT would take for an escape or an entity is written out.</summary>
    private static string DotText(string text)
    {
        var result = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
            result.Append(rune.Value switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '&' => "&amp;",
                '\n' => "\\n",
                _ => Rune.IsControl(rune) ? " " : rune.ToString(),
            });
        return result.Append('"').ToString();
    }

    /// <summary>Whatever is no letter, digit or harmless sign is written as its number, for Mermaid reads Markdown and HTML in labels.</summary>
    private static string MermaidText(string text)
    {
        var result = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || rune.Value is ' ' or '.' or ',' or '-' or '_' or '/' or '@' or '+' or '=' or '?') result.Append(rune.ToString());
            else if (Rune.IsControl(rune)) result.Append(' ');
            else result.Append('#').Append(rune.Value).Append(';');
        }
        return result.Length == 0 ? " " : result.ToString();
    }
}
