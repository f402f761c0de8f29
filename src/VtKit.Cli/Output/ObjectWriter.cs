using System.Text.Encodings.Web;
using System.Text.Json;

namespace VtKit.Cli;

/// <summary>An item of a batch that gave no object, in the form that the service uses for such items in its own lists.</summary>
internal sealed record FailedItem(string Type, string Id, string Code, string Message)
{
    public byte[] ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (Type.Length > 0) json.WriteString("type"u8, Type);
            json.WriteString("id"u8, Id);
            json.WriteStartObject("error"u8);
            json.WriteString("code"u8, Code);
            json.WriteString("message"u8, Message);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }
}

/// <summary>
/// Writes objects to stdout as they come, in one format. One object that was asked for by itself is written by itself;
/// several are written as a list, in which failed items stand at their place.
/// </summary>
internal abstract class ObjectWriter(CliConsole console) : IDisposable
{
    private bool _ended;

    protected CliConsole Console { get; } = console;

    /// <summary>Whether anything has been written.</summary>
    protected bool Any { get; private set; }

    public void Write(VtObject item)
    {
        WriteItem(item);
        Any = true;
    }

    /// <summary>Writes what stands for an item that failed. Formats for people leave it to the message on stderr.</summary>
    public void WriteFailed(FailedItem item)
    {
        WriteFailedItem(item);
        Any = true;
    }

    /// <summary>Says that this is all, also where it is nothing.</summary>
    public void End() => _ended = true;

    /// <summary>Makes the output whole, also where the work was cut short. What failed before its first object leaves no output.</summary>
    public void Dispose()
    {
        if (_ended || Any) Complete();
    }

    protected abstract void WriteItem(VtObject item);

    protected virtual void WriteFailedItem(FailedItem item) { }

    protected virtual void Complete() { }
}
