using System.Text.Json;

namespace VtKit.Emulator;

/// <summary>Reads what clients send: <c>{"data": {"type": ..., "attributes": {...}}}</c>.</summary>
internal static class Envelope
{
    /// <summary>A text attribute of the object in a body; null when it is absent or no text.</summary>
    /// <exception cref="ApiException">The body holds no object of the type.</exception>
    public static string? Text(JsonDocument body, string type, string attribute) => Data(body, type).Member("attributes")?.Text(attribute);

    /// <summary>The attributes of the object in a body, all of them such as its kind lets a user set.</summary>
    /// <exception cref="ApiException">The body holds no object of the type, or one with other attributes.</exception>
    public static JsonElement Attributes(JsonDocument body, RecordKind kind)
    {
        var found = Data(body, kind.Type).Member("attributes");
        if (found is null && kind.MayLackAttributes) return default;
        if (found is not { ValueKind: JsonValueKind.Object } attributes)
            throw ApiException.BadRequest("The object in the request body has no \"attributes\"");
        CheckText(attributes);
        foreach (var attribute in attributes.EnumerateObject())
        {
            if (!kind.Accepts(attribute.Name))
                throw ApiException.InvalidArgument($"Attribute \"{attribute.Name}\" of {kind.Type} objects is not known, or cannot be set");
            AttributeShape.Check(attribute);
        }
        return attributes;
    }

    /// <summary>JSON can hold halves of characters, which no answer could give back.</summary>
    private static void CheckText(JsonElement json)
    {
        try
        {
            Records.Write(writer =>
            {
                writer.WritePropertyName("checked"u8);
                json.WriteTo(writer);
            });
        }
        catch (InvalidOperationException)
        {
            throw ApiException.BadRequest("The request body holds text that is not Unicode");
        }
    }

    /// <summary>Types and ids: <c>{"data": [{"type": ..., "id": ...}]}</c>, or one of them without the list.</summary>
    /// <exception cref="ApiException">The body holds none.</exception>
    public static List<(string Type, string Id)> Descriptors(JsonDocument body) => body.RootElement.Member("data") switch
    {
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(Descriptor)],
        { ValueKind: JsonValueKind.Object } one => [Descriptor(one)],
        _ => throw ApiException.BadRequest("The request body has no list \"data\" of types and ids"),
    };

    /// <summary>The object in a body.</summary>
    /// <exception cref="ApiException">The body holds no object of the type.</exception>
    public static JsonElement Data(JsonDocument body, string type)
    {
        if (body.RootElement.Member("data") is not { ValueKind: JsonValueKind.Object } data)
            throw ApiException.BadRequest("The request body has no object \"data\"");
        return data.Text("type") == type ? data : throw ApiException.BadRequest($"The object in the request body is not of type \"{type}\"");
    }

    private static (string Type, string Id) Descriptor(JsonElement one) => one.Text("type") is { } type && one.Text("id") is { } id
        ? (type, id)
        : throw ApiException.BadRequest("Each of \"data\" needs a \"type\" and an \"id\"");
}
