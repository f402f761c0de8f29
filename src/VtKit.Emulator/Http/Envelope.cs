using System.Text.Json;

namespace VtKit.Emulator;

/// <summary>Reads what clients send: <c>{"data": {"type": ..., "attributes": {...}}}</c>.</summary>
internal static class Envelope
{
    /// <summary>A text attribute of the object in a body; null when it is absent or no text.</summary>
    /// <exception cref="ApiException">The body holds no object of the type.</exception>
    public static string? Text(JsonDocument body, string type, string attribute)
    {
        if (body.RootElement.Member("data") is not { ValueKind: JsonValueKind.Object } data)
            throw ApiException.BadRequest("The request body has no object \"data\"");
        if (data.Text("type") != type) throw ApiException.BadRequest($"The object in the request body is not of type \"{type}\"");
        return data.Member("attributes")?.Text(attribute);
    }
}
