using System.Runtime.InteropServices;
using System.Text.Json;

namespace VtKit;

/// <summary>
/// The bytes that an object owns, and the JSON over them. An item of a page gets a copy of its own bytes and is parsed
/// when it is first read, so that one kept item does not keep its page.
/// </summary>
public sealed class VtObjectBody
{
    private readonly ReadOnlyMemory<byte> _utf8;
    private readonly ReadOnlyMemory<byte> _utf8Meta;
    private readonly VtNode _meta;
    private JsonElement _json;

    private VtObjectBody(ReadOnlyMemory<byte> utf8, JsonElement json, VtNode meta = default) => (_utf8, _json, _meta) = (utf8, json, meta);

    private VtObjectBody(ReadOnlyMemory<byte> utf8, ReadOnlyMemory<byte> utf8Meta) => (_utf8, _utf8Meta) = (utf8, utf8Meta);

    /// <summary>The object as JSON.</summary>
    public JsonElement Json
    {
        get
        {
            // Parsing twice in a race gives two equal elements; either serves.
            if (_json.ValueKind == JsonValueKind.Undefined) _json = JsonDocument.Parse(_utf8, JsonText.Options).RootElement;
            return _json;
        }
    }

    /// <summary>The object's bytes as they came.</summary>
    public ReadOnlySpan<byte> Utf8 => _utf8.IsEmpty ? JsonMarshal.GetRawUtf8Value(_json) : _utf8.Span;

    /// <summary>The <c>meta</c> that stood beside the object in its answer.</summary>
    internal VtNode Meta => _utf8Meta.IsEmpty ? _meta : new VtNode(JsonDocument.Parse(_utf8Meta, JsonText.Options).RootElement);

    /// <summary>The body of an element of a document that the object may keep.</summary>
    internal static VtObjectBody Over(JsonElement json, VtNode meta = default) => new(default, json, meta);

    /// <summary>The body of the object under <c>data</c> of an answer, parsed when it is first read.</summary>
    /// <param name="answer">The answer.</param>
    /// <returns>The body; null where the answer has no object there, or is no JSON.</returns>
    internal static VtObjectBody? OfAnswer(ReadOnlyMemory<byte> answer)
    {
        if (JsonEnvelope.TryFind(answer.Span, out var data, out var meta)) return new VtObjectBody(answer[data], answer[meta]);
        try
        {
            var root = new VtNode(Parse(answer).Json);
            return root["data"u8] is { Kind: JsonValueKind.Object } found ? Over(found.Json, root["meta"u8]) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The body of an element of a document that the object must not keep: its bytes are copied, and parsed when first read.</summary>
    internal static VtObjectBody CopyOf(JsonElement json) => new(JsonMarshal.GetRawUtf8Value(json).ToArray(), default);

    /// <summary>The body of a copy of bytes that are JSON; parsed at once. Nothing of a pool stays with it.</summary>
    /// <exception cref="JsonException">The bytes are not JSON, or more than one value.</exception>
    internal static VtObjectBody CopyOf(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = JsonText.Options.MaxDepth });
        var json = JsonElement.ParseValue(ref reader);
        return reader.Read() ? throw new JsonException("More follows its end.") : Over(json);
    }

    /// <summary>The body of bytes that are JSON; parsed at once, so that what is wrong with them shows here.</summary>
    internal static VtObjectBody Parse(ReadOnlyMemory<byte> utf8) => new(utf8, JsonDocument.Parse(utf8, JsonText.Options).RootElement);
}
