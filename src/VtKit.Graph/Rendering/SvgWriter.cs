using System.Globalization;
using System.Xml;

namespace VtKit.Graph;

/// <summary>A drawing as SVG.</summary>
internal sealed class SvgWriter(Scene scene, Palette palette, string title)
{
    private const string Fonts = "'Segoe UI', 'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";

    private readonly double _scale = scene.Scale;

    public string Write() => XmlText.Write(writer =>
    {
        var margin = 24 * _scale;
        var box = scene.Box.IsEmpty ? new Rectangle(0, 0, 0, 0) : scene.Box;
        var width = Math.Ceiling(Math.Max(box.Width + (2 * margin), 420 * _scale));
        var header = 62 * _scale;
        var legend = new Legend(scene, palette, width - (2 * margin));
        var height = Math.Ceiling(header + box.Height + margin + legend.Height + margin);
        var heading = LabelText.Shorten(title, (int)((width - (2 * margin)) / (20 * _scale * 0.62)));
        writer.Open("svg", ("width", Svg.Number(width)), ("height", Svg.Number(height)), ("viewBox", $"0 0 {Svg.Number(width)} {Svg.Number(height)}"), ("font-family", Fonts), ("role", "img"));
        writer.Text("title", heading.Length > 0 ? heading : "Threat graph");
        WriteIcons(writer, legend);
        writer.Element("rect", ("width", "100%"), ("height", "100%"), ("fill", palette.Background));
        WriteHeader(writer, heading, margin);
        writer.Open("g", ("transform", $"translate({Svg.Point((((width - box.Width) / 2) - box.Left, header - box.Top))})"));
        WriteGroups(writer);
        WriteLinks(writer);
        WriteNodes(writer);
        WriteTexts(writer);
        writer.WriteEndElement();
        writer.Open("g", ("transform", $"translate({Svg.Point((margin, height - margin - legend.Height))})"));
        legend.Write(writer);
        writer.WriteEndElement();
        writer.WriteEndElement();
    });

    private void WriteIcons(XmlWriter writer, Legend legend)
    {
        writer.Open("defs");
        foreach (var name in scene.Nodes.Select(node => Glyphs.Name(node.Node.Type)).Concat(legend.Icons).Distinct().Order(StringComparer.Ordinal))
            writer.Element("path", ("id", "vtk-" + name), ("d", Glyphs.Path(name)), ("fill", "none"), ("stroke-width", "2"), ("stroke-linecap", "round"), ("stroke-linejoin", "round"));
        writer.WriteEndElement();
    }

    private void WriteHeader(XmlWriter writer, string heading, double margin)
    {
        var counts = string.Create(CultureInfo.InvariantCulture, $"{Count(scene.Graph.Nodes.Count, "node")}, {Count(scene.Graph.Links.Count, "link")}");
        if (scene.Groups.Count > 0) counts += ", " + Count(scene.Groups.Count, "group");
        if (heading.Length > 0)
            writer.Text("text", heading, ("x", Svg.Number(margin)), ("y", Svg.Number(32 * _scale)), ("font-size", Svg.Number(20 * _scale)), ("font-weight", "600"), ("fill", palette.Text));
        writer.Text("text", counts, ("x", Svg.Number(margin)), ("y", Svg.Number((heading.Length > 0 ? 50 : 32) * _scale)), ("font-size", Svg.Number(12 * _scale)), ("fill", palette.Faint));
    }

    private static string Count(int number, string what) => string.Create(CultureInfo.InvariantCulture, $"{number:N0} {what}{(number == 1 ? "" : "s")}");

    private void WriteGroups(XmlWriter writer)
    {
        foreach (var group in scene.Groups)
            writer.Element("path", ("d", group.Outline()), ("fill", palette.Group), ("stroke", palette.Group), ("stroke-width", Svg.Number(group.Width)),
                ("stroke-linejoin", "round"), ("stroke-linecap", "round"), ("opacity", "0.13"));
    }

    private void WriteLinks(XmlWriter writer)
    {
        if (scene.Links.Count == 0) return;
        var width = Svg.Number(1.3 * Math.Sqrt(_scale));
        writer.Open("g", ("fill", "none"), ("stroke", palette.Link), ("stroke-width", width));
        if (!scene.IsDetailed) writer.WriteAttributeString("stroke-opacity", "0.55");
        foreach (var link in scene.Links)
        {
            writer.Open("path", ("d", link.Line()));
            if (link.IsManual) writer.WriteAttributeString("stroke-dasharray", "5 4");
            writer.WriteEndElement();
        }
        writer.WriteEndElement();
        writer.Open("g", ("fill", palette.Link));
        foreach (var link in scene.Links)
            if (link.IsVisible) writer.Element("path", ("d", link.Arrow()));
        writer.WriteEndElement();
    }

    private void WriteNodes(XmlWriter writer)
    {
        foreach (var node in scene.Nodes)
        {
            writer.Open("g", ("transform", $"translate({Svg.Point((node.X, node.Y))})"));
            writer.Text("title", LabelText.Tooltip(node.Node.Label is { Length: > 0 } label && label != node.Node.Id ? $"{label}\n{node.Node.Type.Name} {node.Node.Id}" : $"{node.Node.Type.Name} {node.Node.Id}"));
            writer.Element("circle", ("r", Svg.Number(NodeShape.Radius)), ("fill", palette.Of(node.Verdict)), ("stroke", palette.Background), ("stroke-width", "2"));
            writer.Element("use", ("href", "#vtk-" + Glyphs.Name(node.Node.Type)), ("stroke", Palette.Glyph));
            if (scene.IsDetailed && node.Node.Detections is > 0 and var detections) WriteMark(writer, detections);
            writer.WriteEndElement();
        }
    }

    /// <summary>How many engines detect it.</summary>
    private void WriteMark(XmlWriter writer, long detections)
    {
        var text = detections > 999 ? "999+" : detections.ToString(CultureInfo.InvariantCulture);
        var width = Math.Max(15, LabelText.Width(text, 9) + 7);
        writer.Element("rect", ("x", Svg.Number(14 - (width / 2))), ("y", "-21"), ("width", Svg.Number(width)), ("height", "14"), ("rx", "7"), ("fill", palette.Background), ("stroke", palette.Detected), ("stroke-width", "1.5"));
        writer.Text("text", text, ("x", "14"), ("y", "-10.8"), ("font-size", "9"), ("font-weight", "700"), ("text-anchor", "middle"), ("fill", palette.Detected));
    }

    private void WriteTexts(XmlWriter writer)
    {
        if (scene.Texts.Count == 0) return;
        // A rim in the colour of the background lets a text stand out from what it lies on.
        writer.Open("g", ("text-anchor", "middle"), ("stroke", palette.Background), ("stroke-width", Svg.Number(3 * _scale)), ("stroke-linejoin", "round"), ("paint-order", "stroke"));
        foreach (var text in scene.Texts)
        {
            writer.Open("text", ("x", Svg.Number(text.X)), ("y", Svg.Number(text.Y)), ("font-size", Svg.Number(text.FontSize)),
                ("fill", text.Kind switch { TextKind.Link => palette.Faint, TextKind.Group => palette.Group, _ => palette.Text }));
            if (text.Kind is TextKind.Group or TextKind.Hub) writer.WriteAttributeString("font-weight", "600");
            writer.WriteString(XmlText.Clean(text.Text));
            writer.WriteEndElement();
        }
        writer.WriteEndElement();
    }
}
