using System.Text.Json.Nodes;

namespace VtKit.StaticAnalysis;

/// <summary>Puts lists into the service's shapes, without the generic ways of JSON nodes, which need code that is made at run time.</summary>
internal static class Shape
{
    public static JsonArray List(IEnumerable<JsonNode> items) => new([.. items]);

    public static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    /// <summary>Adds a list, unless it is empty.</summary>
    public static void AddTexts(this JsonObject shape, string name, IReadOnlyCollection<string> texts)
    {
        if (texts.Count > 0) shape[name] = Texts(texts);
    }

    /// <summary>Adds a list, unless it is empty.</summary>
    public static void AddList(this JsonObject shape, string name, IReadOnlyCollection<JsonObject> items)
    {
        if (items.Count > 0) shape[name] = List(items);
    }
}
