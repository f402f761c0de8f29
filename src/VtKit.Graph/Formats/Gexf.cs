using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace VtKit.Graph;

/// <summary>GEXF 1.2 with places and colours, for Gephi and networkx.</summary>
internal static class Gexf
{
    private const string Space = "http://www.gexf.net/1.2draft", Viz = "http://www.gexf.net/1.2draft/viz";

    public static string Write(ThreatGraph graph) => XmlText.Write(writer =>
    {
        writer.WriteStartElement("gexf", Space);
        writer.WriteAttributeString("xmlns", "viz", null, Viz);
        writer.WriteAttributeString("version", "1.2");
        writer.WriteStartElement("graph", Space);
        writer.WriteAttributeString("defaultedgetype", "directed");
        writer.WriteAttributeString("mode", "static");
        WriteAttributeTable(writer, "node", Flat.Names);
        WriteAttributeTable(writer, "edge", ["link_type"]);
        var names = Flat.ShortNames(graph);
        writer.WriteStartElement("nodes", Space);
        foreach (var (node, name) in names) WriteNode(writer, graph, node, name);
        writer.WriteEndElement();
        writer.WriteStartElement("edges", Space);
        var number = 0;
        foreach (var link in graph.Links)
        {
            writer.WriteStartElement("edge", Space);
            writer.WriteAttributeString("id", "e" + number++.ToString(CultureInfo.InvariantCulture));
            writer.WriteAttributeString("source", names[link.Source]);
            writer.WriteAttributeString("target", names[link.Target]);
            WriteValues(writer, [("link_type", link.Type)]);
            writer.WriteEndElement();
        }
        writer.WriteEndElement();
        writer.WriteEndElement();
        writer.WriteEndElement();
    });

    public static ThreatGraph Read(string text)
    {
        var root = XmlText.Read(text);
        var titles = root.Descendants().Where(element => element.Name.LocalName == "attributes")
            .SelectMany(table => table.Elements().Select(one => (Key: (table.Attribute("class")?.Value, one.Attribute("id")?.Value), Title: one.Attribute("title")?.Value ?? "")))
            .DistinctBy(one => one.Key).ToDictionary(one => one.Key, one => one.Title);
        var reader = new FlatReader();
        foreach (var node in root.Descendants().Where(element => element.Name.LocalName == "node"))
        {
            var facts = Values(node, "node", titles);
            var place = node.Elements().FirstOrDefault(element => element.Name.LocalName == "position");
            reader.AddNode(node.Attribute("id")?.Value ?? "", name =>
                facts.TryGetValue(name, out var value) ? value
                : facts.ContainsKey(Flat.Id) ? null
                : name switch { Flat.Label => node.Attribute("label")?.Value, Flat.X or Flat.Y => place?.Attribute(name)?.Value, _ => null });
        }
        foreach (var edge in root.Descendants().Where(element => element.Name.LocalName == "edge"))
            reader.AddLink(edge.Attribute("source")?.Value, edge.Attribute("target")?.Value, Values(edge, "edge", titles).GetValueOrDefault("link_type") ?? edge.Attribute("label")?.Value);
        return reader.Graph;
    }

    private static void WriteNode(XmlWriter writer, ThreatGraph graph, GraphNode node, string name)
    {
        writer.WriteStartElement("node", Space);
        writer.WriteAttributeString("id", name);
        writer.WriteAttributeString("label", XmlText.Clean(node.DisplayName));
        WriteValues(writer, Flat.Facts(graph, node));
        var colours = Palette.Of(GraphTheme.Light);
        var colour = node.IsDetected switch { true => colours.Detected, false => colours.Clean, null => colours.Unknown };
        writer.WriteStartElement("viz", "color", Viz);
        WriteChannel("r", 1);
        WriteChannel("g", 3);
        WriteChannel("b", 5);
        writer.WriteEndElement();
        if (node.Position is { } place)
        {
            writer.WriteStartElement("viz", "position", Viz);
            writer.WriteAttributeString("x", Flat.Number(place.X));
            writer.WriteAttributeString("y", Flat.Number(place.Y));
            writer.WriteAttributeString("z", "0");
            writer.WriteEndElement();
        }
        writer.WriteEndElement();

        void WriteChannel(string channel, int digits) => writer.WriteAttributeString(channel, Convert.ToByte(colour.Substring(digits, 2), 16).ToString(CultureInfo.InvariantCulture));
    }

    private static void WriteAttributeTable(XmlWriter writer, string kind, string[] names)
    {
        writer.WriteStartElement("attributes", Space);
        writer.WriteAttributeString("class", kind);
        writer.WriteAttributeString("mode", "static");
        foreach (var name in names)
        {
            writer.WriteStartElement("attribute", Space);
            writer.WriteAttributeString("id", name);
            writer.WriteAttributeString("title", name);
            writer.WriteAttributeString("type", name is Flat.X or Flat.Y or Flat.PinX or Flat.PinY ? "double" : "string");
            writer.WriteEndElement();
        }
        writer.WriteEndElement();
    }

    private static void WriteValues(XmlWriter writer, IEnumerable<(string Name, string Value)> facts)
    {
        writer.WriteStartElement("attvalues", Space);
        foreach (var (name, value) in facts)
        {
            writer.WriteStartElement("attvalue", Space);
            writer.WriteAttributeString("for", name);
            writer.WriteAttributeString("value", XmlText.Clean(value));
            writer.WriteEndElement();
        }
        writer.WriteEndElement();
    }

    private static Dictionary<string, string> Values(XElement element, string kind, Dictionary<(string?, string?), string> titles)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var value in element.Elements().Where(one => one.Name.LocalName == "attvalues").Elements())
            if (titles.TryGetValue((kind, value.Attribute("for")?.Value), out var title)) facts[title] = value.Attribute("value")?.Value ?? "";
        return facts;
    }
}
