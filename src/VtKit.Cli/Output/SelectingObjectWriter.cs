using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace VtKit.Cli;

/// <summary>
/// The values that paths lead to, instead of objects. One path gives its values one after the other; several give a row for each
/// object, in which several values of one path stand together. As text it is what a shell reads: a value a line, columns by tabs.
/// </summary>
internal sealed class SelectingObjectWriter(CliConsole console, OutputFormat format, IReadOnlyList<ObjectPath> paths) : ObjectWriter(console)
{
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private bool _headed;

    protected override void WriteItem(VtObject item)
    {
        if (format is OutputFormat.Csv or OutputFormat.Md) WriteRow(item);
        else if (format is OutputFormat.Table) WriteText(item);
        else if (paths.Count > 1) WriteJson(Together(item));
        else foreach (var value in paths[0].Select(item)) WriteJson(System.Text.Encoding.UTF8.GetBytes(value.ToString()));
    }

    protected override void Complete()
    {
        if (format == OutputFormat.Json) Console.WriteLine(_headed ? "\n]" : "[]");
        else if (format == OutputFormat.Yaml && !_headed) Console.WriteLine("[]");
    }

    private void WriteText(VtObject item)
    {
        if (paths.Count > 1)
        {
            Console.WriteLine(string.Join('\t', paths.Select(path => TerminalText.Neutralise(string.Join(',', path.Select(item).Select(value => FlatObject.Of(value).Text))))));
            return;
        }
        foreach (var value in paths[0].Select(item).Where(value => value.Exists))
            Console.WriteLine(TerminalText.Neutralise(FlatObject.Of(value).Text));
    }

    private void WriteRow(VtObject item)
    {
        if (!_headed)
        {
            var names = paths.Select(path => path.Text).ToList();
            Console.Write(format == OutputFormat.Md ? MarkdownText.Head(names) : CsvText.Row(names.Select(CsvText.Text)));
            _headed = true;
        }
        var cells = paths.Select(path => CellOf([.. path.Select(item)]));
        Console.Write(format == OutputFormat.Md ? MarkdownText.Row(cells.Select(cell => MarkdownText.Cell(cell.Text))) : CsvText.Row(cells.Select(CsvText.Cell)));
    }

    private static FlatValue CellOf(VtNode[] values) =>
        values.Length == 1 ? FlatObject.Of(values[0]) : new(string.Join(',', values.Select(value => FlatObject.Of(value).Text)));

    private void WriteJson(ReadOnlySpan<byte> json)
    {
        if (format == OutputFormat.Json)
        {
            Console.Write(_headed ? "," : "[");
            JsonLayout.Break(_buffer, 1);
            JsonLayout.Indent(json, _buffer, 1);
        }
        else
        {
            // JSON on one line is YAML, too.
            if (format == OutputFormat.Yaml) _buffer.Write("- "u8);
            JsonLayout.Compact(json, _buffer);
            _buffer.Write("\n"u8);
        }
        _headed = true;
        Console.Out.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }

    private ReadOnlySpan<byte> Together(VtObject item)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, JsonOptions))
        {
            writer.WriteStartObject();
            foreach (var path in paths)
            {
                var values = path.Select(item).ToList();
                writer.WritePropertyName(path.Text);
                if (values.Count == 0) writer.WriteNullValue();
                if (values.Count > 1) writer.WriteStartArray();
                foreach (var value in values) writer.WriteRawValue(value.ToString(), skipInputValidation: true);
                if (values.Count > 1) writer.WriteEndArray();
            }
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan;
    }
}
