using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace VtKit.Graph;

/// <summary>GraphML, for yEd, Gephi, networkx and others.</summary>
internal static class GraphMl
{
    private const string Space = "http://graphml.graphdrawing.org/xmlns";

    public static string Write(ThreatGraph graph) => XmlText.Write(writer =>
    {
        writer.WriteStartElement("graphml", Space);
        foreach (var name in Flat.Names) WriteKey(writer, "node", name, name is Flat.X or Flat.Y or Flat.PinX or Flat.PinY ? "double" : "string");
        WriteKey(writer, "edge", "link_type", "string");
        WriteKey(writer, "graph", "name", "string");
        writer.WriteStartElement("graph", Space);
        writer.WriteAttributeString("edgedefault", "directed");
        if (graph.Name is { } title) WriteData(writer, "name", title);
        var names = Flat.ShortNames(graph);
        foreach (var (node, name) in names)
        {
            writer.WriteStartElement("node", Space);
            writer.WriteAttributeString("id", name);
            foreach (var (fact, value) in Flat.Facts(graph, node)) WriteData(writer, fact, value);
            writer.WriteEndElement();
        }
        var number = 0;
        foreach (var link in graph.Links)
        {
            writer.WriteStartElement("edge", Space);
            writer.WriteAttributeString("id", "e" + number++.ToString(CultureInfo.InvariantCulture));
            writer.WriteAttributeString("source", names[link.Source]);
            writer.WriteAttributeString("target", names[link.Target]);
            WriteData(writer, "link_type", link.Type);
            writer.WriteEndElement();
        }
        writer.WriteEndElement();
        writer.WriteEndElement();
    });

    public static ThreatGraph Read(string text)
    {
        var root = XmlText.Read(text);
        var names = Elements(root, "key").ToDictionary(key => key.Attribute("id")?.Value ?? "", key => key.Attribute("attr.name")?.Value ?? "", StringComparer.Ordinal);
        var reader = new FlatReader();
        var graphs = Elements(root, "graph").ToList();
        foreach (var node in graphs.SelectMany(graph => Elements(graph, "node")))
        {
            var facts = Data(node, names);
            reader.AddNode(node.Attribute("id")?.Value ?? "", name => facts.GetValueOrDefault(name));
        }
        foreach (var edge in graphs.SelectMany(graph => Elements(graph, "edge")))
            reader.AddLink(edge.Attribute("source")?.Value, edge.Attribute("target")?.Value, Data(edge, names).GetValueOrDefault("link_type"));
        reader.Graph.Name = graphs.Select(graph => Data(graph, names).GetValueOrDefault("name")).FirstOrDefault(name => name is not null);
        return reader.Graph;
    }

    private static IEnumerable<XElement> Elements(XElement parent, string name) => parent.Elements().Where(element => element.Name.LocalName == name);

    private static Dictionary<string, string> Data(XElement element, Dictionary<string, string> names)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var data in Elements(element, "data"))
            facts[names.GetValueOrDefault(data.Attribute("key")?.Value ?? "") ?? ""] = data.Value;
        return facts;
    }

    private static void WriteKey(XmlWriter writer, string kind, string name, string type)
    {
        writer.WriteStartElement("key", Space);
        writer.WriteAttributeString("id", name);
        writer.WriteAttributeString("for", kind);
        writer.WriteAttributeString("attr.name", name);
        writer.WriteAttributeString("attr.type", type);
        writer.WriteEndElement();
    }

    private static void WriteData(XmlWriter writer, string key, string value)
    {
        writer.WriteStartElement("data", Space);
        writer.WriteAttributeString("key", key);
        writer.WriteString(XmlText.Clean(value));
        writer.WriteEndElement();
    }
}
