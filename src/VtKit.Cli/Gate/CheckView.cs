using System.Text;
using System.Text.Json;

namespace VtKit.Cli;

/// <summary>The results of a check on stdout.</summary>
internal static class CheckView
{
    /// <summary>How results are written, as the user wants them.</summary>
    /// <param name="session">Who asks.</param>
    /// <param name="host">The service that was asked.</param>
    /// <exception cref="CliException">Not in that format.</exception>
    public static Action<IReadOnlyList<CheckedFile>> Of(CliSession session, string host) => session.Format switch
    {
        OutputFormat.Table => results => session.Console.Write(Table(results, session)),
        OutputFormat.Json => results => session.Console.Write(CommandJson.Text(writer =>
        {
            writer.WriteStartArray();
            foreach (var file in results) Write(writer, file);
            writer.WriteEndArray();
        })),
        OutputFormat.Jsonl => results =>
        {
            foreach (var file in results) session.Console.Write(CommandJson.Line(writer => Write(writer, file)));
        },
        OutputFormat.Md => results => session.Console.Write(CheckMarkdown.Of(results, host)),
        _ => throw CliException.Usage("a check is printed as table, json, jsonl or md; --sarif, --junit and --summary write files"),
    };

    private static string Table(IReadOnlyList<CheckedFile> results, CliSession session)
    {
        var style = session.Style;
        var table = new TextTable(new Column("Result"), new Column("Verdict"), new Column("File"), new Column("Why"));
        foreach (var file in results)
        {
            var paint = file.Result switch
            {
                CheckResult.Passed => style.Good,
                CheckResult.Allowed => style.Faint,
                CheckResult.Failed => (Func<string, string>)style.Bad,
                _ => style.Doubtful,
            };
            table.Add(new Cell(file.Word, paint), file.VerdictWord, file.Path, file.Why);
        }
        var text = new StringBuilder();
        table.Render(text, style, session.Console.Width);
        return text.ToString();
    }

    private static void Write(Utf8JsonWriter writer, CheckedFile file)
    {
        writer.WriteStartObject();
        writer.WriteString("path", file.Path);
        if (file.Hash is { } hash) writer.WriteString("sha256", hash.ToString());
        writer.WriteString("result", file.Word);
        if (file.Verdict is { } verdict)
        {
            writer.WriteString("verdict", file.VerdictWord);
            writer.WriteNumber("score", verdict.Score);
            CommandJson.WriteTexts(writer, "reasons", verdict.Reasons.Select(reason => reason.ToString()));
        }
        if (file.Allowed is not null) writer.WriteString("allowed", file.Why);
        if (file.Problem is { } problem) writer.WriteString("error", problem.Message);
        writer.WriteEndObject();
    }
}
