using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace VtKit.Cli;

/// <summary>JSON that commands make themselves, indented as a person reads it.</summary>
internal static class CommandJson
{
    // What a terminal would act on is escaped when it is laid out; quotes in a text stay readable.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text(Action<Utf8JsonWriter> write)
    {
        var text = new ArrayBufferWriter<byte>();
        JsonLayout.Indent(Bytes(write, Plain), text);
        return Encoding.UTF8.GetString(text.WrittenSpan) + "\n";
    }

    /// <summary>The same on one line, as in JSON Lines.</summary>
    public static string Line(Action<Utf8JsonWriter> write) => Encoding.UTF8.GetString(Bytes(write, default)) + "\n";

    private static ReadOnlySpan<byte> Bytes(Action<Utf8JsonWriter> write, JsonWriterOptions options)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, options)) write(writer);
        return buffer.WrittenSpan;
    }

    /// <summary>Writes a list of texts, as a member or, without a name, as an item.</summary>
    public static void WriteTexts(Utf8JsonWriter writer, string? name, IEnumerable<string> texts)
    {
        if (name is not null) writer.WritePropertyName(name);
        writer.WriteStartArray();
        foreach (var text in texts) writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
