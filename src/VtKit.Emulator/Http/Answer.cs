using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace VtKit.Emulator;

/// <summary>What goes back to the client: a body in memory or, for a sample, one that is streamed.</summary>
internal sealed class Answer
{
    public const string JsonType = "application/json; charset=utf-8";

    private static readonly JsonWriterOptions Pretty = new() { Indented = true, IndentSize = 4, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public int Status { get; init; } = 200;

    public string ContentType { get; init; } = JsonType;

    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Opens the body where it is too large for memory.</summary>
    public Func<Stream>? Open { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The body in gzip, made once for an answer that is sent many times.</summary>
    public ReadOnlyMemory<byte>? Compressed { get; set; }

    public bool IsJson => Open is null && ContentType == JsonType;

    /// <summary>An answer whose body is one JSON object; <paramref name="write"/> writes its members.</summary>
    public static Answer Json(Action<Utf8JsonWriter> write, int status = 200)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Pretty))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }
        return new Answer { Status = status, Body = buffer.WrittenMemory };
    }

    public static Answer Error(ErrorCode error, string message) => Json(writer =>
    {
        writer.WriteStartObject("error"u8);
        writer.WriteString("code"u8, error.Code);
        writer.WriteString("message"u8, message);
        writer.WriteEndObject();
    }, error.Status);

    /// <summary><c>{"data": "text"}</c>.</summary>
    public static Answer Data(string text) => Json(writer => writer.WriteString("data"u8, text));

    /// <summary>Leads to another address.</summary>
    public static Answer Redirect(string address, int status = 302) => new()
    {
        Status = status,
        ContentType = "text/html; charset=utf-8",
        Headers = [KeyValuePair.Create("Location", address)],
    };

    /// <summary>What the service answers where there is nothing to tell: 200 and an empty object.</summary>
    public static Answer Empty() => Json(static _ => { });
}
