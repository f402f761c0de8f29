using System.Globalization;
using System.Text.Json;

namespace VtKit.Graph;

/// <summary>The JSON of Cytoscape and cytoscape.js.</summary>
internal static class Cytoscape
{
    public static string Write(ThreatGraph graph) => JsonText.Text(writer =>
    {
        var names = Flat.ShortNames(graph);
        writer.WriteStartObject();
        if (graph.Name is { } title)
        {
            writer.WriteStartObject("data");
            writer.WriteString("name", title);
            writer.WriteEndObject();
        }
        writer.WriteStartObject("elements");
        writer.WriteStartArray("nodes");
        for (var i = 0; i < graph.Groups.Count; i++) WriteGroup(writer, graph.Groups[i], i);
        foreach (var (node, name) in names) WriteNode(writer, graph, node, name);
        writer.WriteEndArray();
        writer.WriteStartArray("edges");
        var number = 0;
        foreach (var link in graph.Links)
        {
            writer.WriteStartObject();
            writer.WriteStartObject("data");
            writer.WriteString("id", "e" + number++.ToString(CultureInfo.InvariantCulture));
            writer.WriteString("source", names[link.Source]);
            writer.WriteString("target", names[link.Target]);
            writer.WriteString("link_type", link.Type);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    public static ThreatGraph Read(JsonElement root)
    {
        var reader = new FlatReader();
        var elements = JsonText.Member(root, "elements") ?? default;
        foreach (var entry in Entries(elements, "nodes"))
            if (JsonText.Member(entry, "data") is { } data && JsonText.Member(data, "is_group") is null)
                reader.AddNode(JsonText.String(data, "id") ?? "", name => Fact(entry, data, name));
        foreach (var entry in Entries(elements, "edges"))
            if (JsonText.Member(entry, "data") is { } data)
                reader.AddLink(JsonText.String(data, "source"), JsonText.String(data, "target"), JsonText.String(data, "link_type"));
        reader.Graph.Name = JsonText.Member(root, "data") is { } about ? JsonText.String(about, "name") : null;
        return reader.Graph;
    }

    private static string? Fact(JsonElement entry, JsonElement data, string name)
    {
        if (JsonText.Member(data, name) is { ValueKind: not JsonValueKind.Null } value) return JsonText.Plain(value);
        return name is Flat.X or Flat.Y && JsonText.Member(entry, "position") is { } place && JsonText.Number(place, name) is { } number ? Flat.Number(number) : null;
    }

    private static JsonElement.ArrayEnumerator Entries(JsonElement elements, string name) => JsonText.Member(elements, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default;

    private static void WriteGroup(Utf8JsonWriter writer, GraphGroup group, int number)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("data");
        writer.WriteString("id", "g" + number.ToString(CultureInfo.InvariantCulture));
        writer.WriteString("label", group.Name);
        writer.WriteBoolean("is_group", true);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteNode(Utf8JsonWriter writer, ThreatGraph graph, GraphNode node, string name)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("data");
        writer.WriteString("id", name);
        if (node.Group is { } group) writer.WriteString("parent", "g" + Flat.NumberOf(graph, group));
        foreach (var (fact, value) in Flat.Facts(graph, node))
            if (fact is not (Flat.X or Flat.Y)) writer.WriteString(fact, value);
        writer.WriteEndObject();
        if (node.Position is { } place && double.IsFinite(place.X) && double.IsFinite(place.Y))
        {
            writer.WriteStartObject("position");
            writer.WriteNumber("x", place.X);
            writer.WriteNumber("y", place.Y);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }
}
