using System.Text.Json;

namespace VtKit.Cli;

/// <summary>Makes the writer that the user asked for.</summary>
internal static class Writers
{
    /// <param name="session">Who asks.</param>
    /// <param name="list">Whether several objects are to be written, and not one that was asked for by itself.</param>
    /// <param name="idsOnly">Whether only their ids are wanted.</param>
    public static ObjectWriter Create(CliSession session, bool list, bool idsOnly = false) => session.Format switch
    {
        OutputFormat.Json when !idsOnly => new JsonObjectWriter(session.Console, list),
        OutputFormat.Jsonl when !idsOnly => new JsonLinesObjectWriter(session.Console, list),
        OutputFormat.Yaml when !idsOnly => new YamlObjectWriter(session.Console, list),
        OutputFormat.Csv when !idsOnly => new CsvObjectWriter(session.Console),
        OutputFormat.Raw when !idsOnly => new RawObjectWriter(session.Console),
        OutputFormat.Table when !idsOnly => new TableObjectWriter(session.Console, session.Style, list),
        OutputFormat.Json => new JsonIdWriter(session.Console),
        OutputFormat.Jsonl => new IdWriter(session.Console, id => $"\"{JsonEncodedText.Encode(id)}\""),
        OutputFormat.Yaml => new IdWriter(session.Console, id => $"- \"{JsonEncodedText.Encode(id)}\""),
        OutputFormat.Csv => new IdWriter(session.Console, CsvText.Text),
        _ => new IdWriter(session.Console, TerminalText.Neutralise),
    };
}

/// <summary>The ids of objects, one a line: what the next command of a pipe reads.</summary>
internal sealed class IdWriter(CliConsole console, Func<string, string> encode) : ObjectWriter(console)
{
    protected override void WriteItem(VtObject item) => Console.WriteLine(encode(item.Id));
}

/// <summary>The ids of objects as a JSON list.</summary>
internal sealed class JsonIdWriter(CliConsole console) : ObjectWriter(console)
{
    protected override void WriteItem(VtObject item)
    {
        Console.Write($"{(Any ? ",\n  " : "[\n  ")}\"{JsonEncodedText.Encode(item.Id)}\"");
    }

    protected override void Complete() => Console.WriteLine(Any ? "\n]" : "[]");
}
