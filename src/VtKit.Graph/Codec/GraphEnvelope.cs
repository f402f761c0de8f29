using System.Text.Json;

namespace VtKit.Graph;

/// <summary>What stands around the nodes and links.</summary>
internal static class GraphEnvelope
{
    /// <summary>The attributes: below <c>data</c>, alone in <c>attributes</c>, or the whole text.</summary>
    public static JsonElement? Attributes(JsonElement root) => Path(root) switch
    {
        2 => JsonText.Member(JsonText.Member(root, WireWords.Data)!.Value, WireWords.Attributes),
        1 => JsonText.Member(root, WireWords.Attributes),
        0 => root,
        _ => null,
    };

    /// <summary>How deep the attributes lie, or -1 where there are none.</summary>
    public static int Path(JsonElement root)
    {
        if (JsonText.Member(root, WireWords.Data) is { } data && JsonText.Member(data, WireWords.Attributes) is { ValueKind: JsonValueKind.Object }) return 2;
        if (JsonText.Member(root, WireWords.Attributes) is { ValueKind: JsonValueKind.Object }) return 1;
        return JsonText.Member(root, Attr.Graph.Nodes) is { ValueKind: JsonValueKind.Array } || JsonText.Member(root, Attr.Graph.GraphData) is { ValueKind: JsonValueKind.Object } ? 0 : -1;
    }

    public static string? Id(JsonElement root) => Path(root) switch
    {
        2 => JsonText.String(JsonText.Member(root, WireWords.Data)!.Value, WireWords.Id),
        1 => JsonText.String(root, WireWords.Id),
        _ => null,
    };

    public static string? Name(JsonElement attributes) =>
        JsonText.Member(attributes, Attr.Graph.GraphData) is { } data ? JsonText.String(data, Part.GraphData.Description) : null;

    public static bool? IsPrivate(JsonElement attributes) => JsonText.Member(attributes, Attr.Graph.Private)?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    public static GraphView? View(JsonElement attributes) =>
        JsonText.Member(attributes, Attr.Graph.Position) is { } view
        && JsonText.Number(view, Part.GraphPosition.X) is { } x && JsonText.Number(view, Part.GraphPosition.Y) is { } y && JsonText.Number(view, Part.GraphPosition.Scale) is { } scale
            ? new GraphView(x, y, scale)
            : null;
}
