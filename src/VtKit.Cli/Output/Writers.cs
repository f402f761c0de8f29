using System.Text.Json;

namespace VtKit.Cli;

/// <summary>Makes the writer that the user asked for.</summary>
internal static class Writers
{
    /// <param name="session">Who asks.</param>
    /// <param name="list">Whether several objects are to be written, and not one that was asked for by itself.</param>
    /// <param name="idsOnly">Whether only their ids are wanted.</param>
    /// <exception cref="CliException">A pattern or a path is none.</exception>
    public static ObjectWriter Create(CliSession session, bool list, bool idsOnly = false)
    {
        var parsed = session.Parsed;
        if (parsed.GetValue(ObjectOptions.Select) is { Length: > 0 } paths) return Selecting(session, idsOnly, paths);
        var filter = ObjectFilter.Of(parsed.GetValue(ObjectOptions.Include), parsed.GetValue(ObjectOptions.Exclude));
        var writer = OfFormat(session, list, idsOnly, filter is not null);
        return filter is null ? writer : new FilteringObjectWriter(session.Console, filter, writer);
    }

    private static ObjectWriter OfFormat(CliSession session, bool list, bool idsOnly, bool chosen) => session.Format switch
    {
        OutputFormat.Json when !idsOnly => new JsonObjectWriter(session.Console, list),
        OutputFormat.Jsonl when !idsOnly => new JsonLinesObjectWriter(session.Console, list),
        OutputFormat.Yaml when !idsOnly => new YamlObjectWriter(session.Console, list),
        OutputFormat.Csv when !idsOnly => new CsvObjectWriter(session.Console),
        OutputFormat.Md when !idsOnly && chosen => new MarkdownObjectWriter(session.Console),
        OutputFormat.Md when !idsOnly => new MarkdownListWriter(session.Console, session.Style),
        OutputFormat.Raw when !idsOnly => new RawObjectWriter(session.Console),
        OutputFormat.Table when !idsOnly => new TableObjectWriter(session.Console, session.Style, list),
        OutputFormat.Json => new JsonIdWriter(session.Console),
        OutputFormat.Jsonl => new IdWriter(session.Console, id => $"\"{JsonEncodedText.Encode(id)}\""),
        OutputFormat.Yaml => new IdWriter(session.Console, id => $"- \"{JsonEncodedText.Encode(id)}\""),
        OutputFormat.Csv => new IdWriter(session.Console, CsvText.Text),
        _ => new IdWriter(session.Console, TerminalText.Neutralise),
    };

    // Who picks values out wants them bare, also in a pipe, unless a format was asked for.
    private static SelectingObjectWriter Selecting(CliSession session, bool idsOnly, string[] paths)
    {
        if (idsOnly || session.Parsed.GetValue(ObjectOptions.Include) is { Length: > 0 } || session.Parsed.GetValue(ObjectOptions.Exclude) is { Length: > 0 })
            throw CliException.Usage("--select stands alone: leave out --identifiers-only, --include and --exclude");
        return new SelectingObjectWriter(session.Console, session.Settings.Format ?? OutputFormat.Table, [.. paths.Select(text =>
            ObjectPath.TryParse("--select", text) ?? throw CliException.Usage($"--select '{text}' is no path: write names parted by dots, such as pe_info.imphash, or a JSONPath, such as $.attributes.names[0]"))]);
    }
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
