using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace VtKit;

/// <summary>Bodies of requests.</summary>
internal static class Bodies
{
    /// <summary>The usual envelope with one attribute.</summary>
    public static ReadOnlyMemory<byte> Attribute(string type, string name, string value, [CallerArgumentExpression(nameof(value))] string? parameter = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value, parameter);
        return Create(type, writer => writer.WriteString(name, value));
    }

    /// <summary>The usual envelope with attributes by the service's names.</summary>
    public static ReadOnlyMemory<byte> Attributes(string type, JsonObject attributes)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        return Create(type, writer => EditWriter.Copy(writer, attributes));
    }

    /// <summary>The usual envelope with what is to be set.</summary>
    /// <exception cref="ArgumentException">One of the needed attributes is not set.</exception>
    public static ReadOnlyMemory<byte> Attributes(string type, VtEdit edit, params string[] needed)
    {
        ArgumentNullException.ThrowIfNull(edit);
        return Create(type, writer =>
        {
            var attributes = new EditWriter(writer);
            edit.WriteTo(attributes);
            if (Array.Find(needed, name => !attributes.HasSet(name)) is { } missing) throw new ArgumentException($"A {type} needs '{missing}': set it.", nameof(edit));
        });
    }

    /// <summary>An object of a type, with the attributes that are to be set, and what stands beside them.</summary>
    public static ReadOnlyMemory<byte> Create(string type, Action<Utf8JsonWriter> attributes, Action<Utf8JsonWriter>? beside = null) => Data(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, type);
        writer.WriteStartObject("attributes"u8);
        attributes(writer);
        writer.WriteEndObject();
        beside?.Invoke(writer);
        writer.WriteEndObject();
    });

    /// <summary>A bare value under <c>data</c>, as the vote on a comment has it.</summary>
    public static ReadOnlyMemory<byte> Data(string value) => Data(writer => writer.WriteStringValue(value));

    /// <summary>A list of objects by type and id.</summary>
    public static ReadOnlyMemory<byte> Descriptors(IEnumerable<VtRef> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return Data(writer => WriteDescriptors(writer, items));
    }

    public static void WriteDescriptors(Utf8JsonWriter writer, IEnumerable<VtRef> items)
    {
        writer.WriteStartArray();
        foreach (var item in items)
        {
            if (string.IsNullOrEmpty(item.Type) || string.IsNullOrEmpty(item.Id)) throw new ArgumentException("An item has no type or no id.", nameof(items));
            writer.WriteStartObject();
            writer.WriteString("type"u8, item.Type);
            writer.WriteString("id"u8, item.Id);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    /// <summary>JSON of the caller's making.</summary>
    public static ReadOnlyMemory<byte> Json(JsonNode body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return VtRequest.Json(writer => body.WriteTo(writer));
    }

    public static ReadOnlyMemory<byte> Data(Action<Utf8JsonWriter> value) => VtRequest.Json(writer =>
    {
        writer.WriteStartObject();
        writer.WritePropertyName("data"u8);
        value(writer);
        writer.WriteEndObject();
    });
}
