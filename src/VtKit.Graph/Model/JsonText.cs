using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace VtKit.Graph;

/// <summary>Small things in JSON.</summary>
internal static class JsonText
{
    /// <summary>Readable text in files; what could close a script or a string is still escaped.</summary>
    public static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All) };

    public static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All) };

    public static JsonElement Element(string value) => Element(writer => writer.WriteStringValue(value));

    public static JsonElement Element(long value) => Element(writer => writer.WriteNumberValue(value));

    public static JsonElement Element(bool value) => Element(writer => writer.WriteBooleanValue(value));

    public static JsonElement Element(Action<Utf8JsonWriter> write) => JsonElement.Parse(Bytes(write, Compact).WrittenSpan);

    public static string Text(Action<Utf8JsonWriter> write) => System.Text.Encoding.UTF8.GetString(Bytes(write, Indented).WrittenSpan);

    /// <summary>The value as text: a string without quotes, anything else as JSON.</summary>
    public static string Plain(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    /// <summary>The member of that name when it is a string.</summary>
    public static string? String(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    /// <summary>The member of that name when it is a number, or text that is one.</summary>
    public static double? Number(JsonElement element, string name) => Member(element, name) switch
    {
        { ValueKind: JsonValueKind.Number } value => value.TryGetDouble(out var number) ? number : null,
        { ValueKind: JsonValueKind.String } value => double.TryParse(value.GetString(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null,
        _ => null,
    };

    private static ArrayBufferWriter<byte> Bytes(Action<Utf8JsonWriter> write, JsonWriterOptions options)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, options)) write(writer);
        return buffer;
    }
}
