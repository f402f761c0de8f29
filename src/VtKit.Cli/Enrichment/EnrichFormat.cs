using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace VtKit.Cli;

/// <summary>How rows of <c>vtk enrich</c> are written: each by itself, as it comes.</summary>
internal sealed class EnrichFormat
{
    public const string Table = "table";

    public static readonly IReadOnlyList<string> Names = [Table, "csv", "jsonl", "md"];

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly IReadOnlyList<string> _columns;
    private readonly Func<JsonElement, ReadOnlyMemory<byte>> _render;

    private EnrichFormat(string name, IReadOnlyList<string> columns, bool toFile, Style style, int width)
    {
        (Name, _columns) = (name, columns);
        (Head, _render) = name switch
        {
            // Excel takes a file for UTF-8 by its mark alone.
            "csv" => ((toFile ? "\uFEFF" : "") + CsvText.Row(columns.Select(CsvText.Text)), row => Utf8(CsvText.Row(row.EnumerateArray().Select(Csv)))),
            "jsonl" => ("", JsonRow),
            Table => ("", row => Utf8(EnrichEntry.Of([.. columns.Zip(row.EnumerateArray().Select(Text))], style).Render(style, width))),
            _ => (MarkdownText.Head(columns), (Func<JsonElement, ReadOnlyMemory<byte>>)(row => Utf8(MarkdownText.Row(row.EnumerateArray().Select(cell => MarkdownText.Cell(Text(cell))))))),
        };
    }

    public string Name { get; }

    public string Head { get; }

    /// <summary>The format that was asked for, or that the name of the file says; where neither does, what a person reads on a terminal, and CSV elsewhere.</summary>
    /// <exception cref="CliException">There is no such format, or it is not for files.</exception>
    public static string NameFor(string? asked, string? file, bool onTerminal)
    {
        var name = asked ?? Path.GetExtension(file)?.ToLowerInvariant() switch { null when onTerminal => Table, ".jsonl" or ".ndjson" => "jsonl", ".md" => "md", _ => "csv" };
        if (!Names.Contains(name)) throw CliException.Usage($"there is no format '{name}' here; there are {string.Join(", ", Names)}");
        if (name == Table && file is not null) throw CliException.Usage("--format table is for reading on a terminal: a file is csv, jsonl or md");
        return name;
    }

    public static EnrichFormat Of(string name, IReadOnlyList<string> columns, bool toFile, Style style, int width) => new(name, columns, toFile, style, width);

    /// <summary>The text of a row that was kept.</summary>
    public ReadOnlyMemory<byte> Render(ReadOnlyMemory<byte> row)
    {
        using var cells = JsonDocument.Parse(row);
        return _render(cells.RootElement);
    }

    private static ReadOnlyMemory<byte> Utf8(string text) => CliConsole.Utf8.GetBytes(text);

    private ReadOnlyMemory<byte> JsonRow(JsonElement row)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Json))
        {
            json.WriteStartObject();
            foreach (var (name, cell) in _columns.Zip(row.EnumerateArray()))
            {
                json.WritePropertyName(name);
                cell.WriteTo(json);
            }
            json.WriteEndObject();
        }
        buffer.Write("\n"u8);
        return buffer.WrittenMemory;
    }

    private static string Csv(JsonElement cell) => cell.ValueKind switch
    {
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => cell.GetRawText(),
        _ => CsvText.Text(Text(cell)),
    };

    private static string Text(JsonElement cell) => cell.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        JsonValueKind.String => cell.GetString()!,
        JsonValueKind.Array when cell.EnumerateArray().All(one => one.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object)) => string.Join(',', cell.EnumerateArray().Select(Text)),
        _ => cell.GetRawText(),
    };
}
