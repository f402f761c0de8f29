using System.Buffers;

namespace VtKit.Cli;

/// <summary>Objects as indented JSON: a list, or one alone.</summary>
internal sealed class JsonObjectWriter(CliConsole console, bool list) : ObjectWriter(console)
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    protected override void WriteItem(VtObject item) => Write(item.Utf8Json);

    protected override void WriteFailedItem(FailedItem item)
    {
        if (list) Write(item.ToJson());
    }

    protected override void Complete()
    {
        if (list) _buffer.Write(Any ? "\n]\n"u8 : "[]\n"u8);
        Flush();
    }

    private void Write(ReadOnlySpan<byte> json)
    {
        if (list)
        {
            _buffer.Write(Any ? ","u8 : "["u8);
            JsonLayout.Break(_buffer, 1);
        }
        JsonLayout.Indent(json, _buffer, list ? 1 : 0);
        if (!list) _buffer.Write("\n"u8);
        Flush();
    }

    private void Flush()
    {
        Console.Out.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }
}

/// <summary>Objects as JSON lines: each on a line of its own.</summary>
internal sealed class JsonLinesObjectWriter(CliConsole console, bool list) : ObjectWriter(console)
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    protected override void WriteItem(VtObject item) => Write(item.Utf8Json);

    protected override void WriteFailedItem(FailedItem item)
    {
        if (list) Write(item.ToJson());
    }

    private void Write(ReadOnlySpan<byte> json)
    {
        JsonLayout.Compact(json, _buffer);
        _buffer.Write("\n"u8);
        Console.Out.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }
}
