using System.Globalization;
using System.Text.Json;

namespace VtKit.Graph;

/// <summary>A node as names and texts, for formats that know no more; and back.</summary>
internal static class Flat
{
    public const string Type = "type", Id = "entity_id", Label = "label", X = "x", Y = "y", PinX = "fx", PinY = "fy", Note = "note", Provenance = "provenance",
        Group = "group", GroupName = "group_name", Attributes = "attributes";

    public static readonly string[] Names = [Type, Id, Label, X, Y, PinX, PinY, Note, Provenance, Group, GroupName, Attributes];

    public static IEnumerable<(string Name, string Value)> Facts(ThreatGraph graph, GraphNode node)
    {
        yield return (Type, node.Type.ToString());
        yield return (Id, node.Id);
        if (node.Label is { } label) yield return (Label, label);
        if (node.Position is { } place)
        {
            yield return (X, Number(place.X));
            yield return (Y, Number(place.Y));
        }
        if (node.Pin is { } pin)
        {
            yield return (PinX, Number(pin.X));
            yield return (PinY, Number(pin.Y));
        }
        if (node.Note is { } note) yield return (Note, note);
        if (node.Provenance is { } provenance) yield return (Provenance, provenance);
        if (node.Group is { } group)
        {
            yield return (Group, NumberOf(graph, group));
            yield return (GroupName, group.Name);
        }
        if (node.Attributes.Count > 0) yield return (Attributes, AttributesText(node));
    }

    /// <summary>The short name of each node inside a document.</summary>
    public static Dictionary<GraphNode, string> ShortNames(ThreatGraph graph)
    {
        var names = new Dictionary<GraphNode, string>();
        foreach (var node in graph.Nodes) names.Add(node, "n" + names.Count.ToString(CultureInfo.InvariantCulture));
        return names;
    }

    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static string NumberOf(ThreatGraph graph, GraphGroup group)
    {
        for (var i = 0; i < graph.Groups.Count; i++)
            if (graph.Groups[i] == group) return i.ToString(CultureInfo.InvariantCulture);
        return "";
    }

    private static string AttributesText(GraphNode node) => JsonText.Element(writer =>
    {
        writer.WriteStartObject();
        foreach (var (name, value) in node.Attributes)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }
        writer.WriteEndObject();
    }).GetRawText();
}

/// <summary>Builds a graph from what <see cref="Flat"/> wrote, or from what another tool wrote into the same format.</summary>
internal sealed class FlatReader
{
    private readonly Dictionary<string, GraphNode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GraphGroup> _groups = new(StringComparer.Ordinal);

    public ThreatGraph Graph { get; } = new();

    /// <summary>Adds a node. Without a type, what is recognised gets its own, and the rest becomes a custom node.</summary>
    public void AddNode(string name, Func<string, string?> fact)
    {
        var id = fact(Flat.Id) is { Length: > 0 } given ? given : fact(Flat.Label) is { Length: > 0 } label ? label : name;
        if (id.Length == 0) return;
        var key = fact(Flat.Type) is { Length: > 0 } type ? NodeKey.Tolerant(NodeType.Parse(type), id)
            : VtKit.Indicators.Indicator.TryRecognise(id, out var indicator) ? NodeKey.Of(indicator) : new NodeKey(NodeType.Custom("node"), id);
        var node = Graph.Add(key, fact(Flat.Label));
        node.Position ??= Point(fact(Flat.X), fact(Flat.Y));
        node.Pin ??= Point(fact(Flat.PinX), fact(Flat.PinY));
        node.Note ??= fact(Flat.Note);
        node.Provenance ??= fact(Flat.Provenance);
        ReadAttributes(node, fact(Flat.Attributes));
        if (fact(Flat.Group) is { Length: > 0 } number && node.Group is null)
        {
            if (_groups.TryGetValue(number, out var group)) Graph.AddToGroup(group, node);
            else _groups[number] = Graph.Group(fact(Flat.GroupName) ?? number, [node]);
        }
        _nodes.TryAdd(name, node);
    }

    /// <summary>Adds a link; one whose ends are not there, or are the same, is left out.</summary>
    public void AddLink(string? source, string? target, string? type)
    {
        if (source is null || target is null || !_nodes.TryGetValue(source, out var from) || !_nodes.TryGetValue(target, out var to) || from == to) return;
        Graph.Link(from, to, type ?? GraphLink.Manual);
    }

    private static GraphPoint? Point(string? x, string? y) =>
        double.TryParse(x, NumberStyles.Float, CultureInfo.InvariantCulture, out var left) && double.TryParse(y, NumberStyles.Float, CultureInfo.InvariantCulture, out var top) ? new GraphPoint(left, top) : null;

    private static void ReadAttributes(GraphNode node, string? text)
    {
        if (string.IsNullOrEmpty(text)) return;
        try
        {
            var attributes = JsonElement.Parse(text);
            if (attributes.ValueKind != JsonValueKind.Object) return;
            foreach (var attribute in attributes.EnumerateObject()) node.SetAttribute(attribute.Name, attribute.Value);
        }
        catch (JsonException)
        {
            // Another tool's text of the same name: it is kept as it is.
            node.SetAttribute(Flat.Attributes, text);
        }
    }
}
