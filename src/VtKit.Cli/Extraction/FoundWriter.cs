using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using VtKit.Indicators;

namespace VtKit.Cli;

/// <summary>The formats in which <c>vtk extract</c> tells what it found.</summary>
internal static class FoundFormats
{
    private const string Lines = "lines";

    public static readonly IReadOnlyList<string> Names = [Lines, "table", "json", "jsonl", "csv"];

    /// <exception cref="CliException">There is no such format.</exception>
    public static FoundWriter Create(string? name, CliSession session, bool isDefanged) => (name ?? Lines).ToLowerInvariant() switch
    {
        Lines => new FoundLines(session, isDefanged),
        "table" => new FoundTable(session, isDefanged),
        "json" => new FoundJson(session, isDefanged, isList: true),
        "jsonl" => new FoundJson(session, isDefanged, isList: false),
        "csv" => new FoundCsv(session, isDefanged),
        _ => throw CliException.Usage($"there is no format '{name}' here; there are {string.Join(", ", Names)}"),
    };
}

/// <summary>Writes indicators as they are found.</summary>
internal abstract class FoundWriter(CliSession session, bool isDefanged) : IDisposable
{
    private readonly StreamWriter _out = new(session.Console.Out, CliConsole.Utf8, 1 << 14, leaveOpen: true) { NewLine = "\n" };

    protected CliSession Session { get; } = session;

    protected TextWriter Out => _out;

    public abstract void Write(ExtractedIndicator found, string? source);

    /// <summary>Writes what stands behind the last one.</summary>
    public virtual void End() => _out.Flush();

    public void Dispose() => _out.Dispose();

    /// <summary>What is printed: a URL as it was written, refanged, for so it is looked up; all else in canonical form.</summary>
    protected string Value(ExtractedIndicator found)
    {
        var plain = found.Indicator.UrlId?.Url ?? found.Value;
        return isDefanged ? Indicator.Defang(plain) : plain;
    }
}

/// <summary>One a line, and nothing else: what other commands read from stdin.</summary>
internal sealed class FoundLines(CliSession session, bool isDefanged) : FoundWriter(session, isDefanged)
{
    public override void Write(ExtractedIndicator found, string? source) => Out.WriteLine(TerminalText.Neutralise(Value(found)));
}

/// <summary>For a person. A table is as wide as its rows, so it comes at the end.</summary>
internal sealed class FoundTable(CliSession session, bool isDefanged) : FoundWriter(session, isDefanged)
{
    private readonly TextTable _table = new(new Column("Kind"), new Column("Offset", Right: true), new Column("File"), new Column("Value"));

    public override void Write(ExtractedIndicator found, string? source) =>
        _table.Add(KindName.Of(found.Kind), found.Offset.ToString(CultureInfo.InvariantCulture), source, Value(found));

    public override void End()
    {
        var text = new StringBuilder();
        _table.Render(text, Session.Style, Session.Console.Width);
        Out.Write(text);
        base.End();
    }
}

/// <summary>Rows with a heading.</summary>
internal sealed class FoundCsv(CliSession session, bool isDefanged) : FoundWriter(session, isDefanged)
{
    private bool _any;

    public override void Write(ExtractedIndicator found, string? source)
    {
        if (!_any) Out.Write(CsvText.Row(["kind", "value", "offset", "length", "port", "prefix_length", "file"]));
        _any = true;
        Out.Write(CsvText.Row([KindName.Of(found.Kind), CsvText.Text(Value(found)), Number(found.Offset), Number(found.Length), Number(found.Port), Number(found.PrefixLength), CsvText.Text(source ?? "")]));
    }

    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}

/// <summary>Objects, in a list or one a line.</summary>
internal sealed class FoundJson(CliSession session, bool isDefanged, bool isList) : FoundWriter(session, isDefanged)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Default };

    private bool _any;

    public override void Write(ExtractedIndicator found, string? source)
    {
        if (isList) Out.Write(_any ? ",\n  " : "[\n  ");
        _any = true;
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("kind"u8, KindName.Of(found.Kind));
            json.WriteString("value"u8, Value(found));
            json.WriteNumber("offset"u8, found.Offset);
            json.WriteNumber("length"u8, found.Length);
            if (found.Port is { } port) json.WriteNumber("port"u8, port);
            if (found.PrefixLength is { } prefix) json.WriteNumber("prefix_length"u8, prefix);
            if (source is not null) json.WriteString("file"u8, source);
            json.WriteEndObject();
        }
        Out.Write(Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
        if (!isList) Out.Write('\n');
    }

    public override void End()
    {
        if (isList) Out.Write(_any ? "\n]\n" : "[]\n");
        base.End();
    }
}
