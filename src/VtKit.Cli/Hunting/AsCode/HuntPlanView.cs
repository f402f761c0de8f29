using System.Text;
using System.Text.Json;

namespace VtKit.Cli;

/// <summary>A plan as a person reads it, and as a program does.</summary>
internal static class HuntPlanView
{
    private const int MostLines = 40;

    public static string Of(IReadOnlyList<HuntStep> steps, CliSession session) =>
        session.Format == OutputFormat.Table ? Text(steps, session.Style) : CommandJson.Text(writer => Write(writer, steps));

    /// <summary>The counts in a line.</summary>
    public static string Counts(IReadOnlyList<HuntStep> steps)
    {
        var parts = steps.Where(step => step.Action is not (HuntAction.Same or HuntAction.Keep)).GroupBy(step => step.Action).OrderBy(group => group.Key)
            .Select(group => $"{Count.Number(group.Count())} to {WordOf(group.Key)}").ToList();
        return parts.Count == 0 ? "folder and account agree: there is nothing to do" : string.Join(", ", parts).Replace("to broken", "that do not compile", StringComparison.Ordinal);
    }

    private static string Text(IReadOnlyList<HuntStep> steps, Style style)
    {
        var text = new StringBuilder();
        foreach (var step in steps)
        {
            var word = WordOf(step.Action).PadRight(7);
            Func<string, string> paint = step.Action switch
            {
                HuntAction.Create => style.Good,
                HuntAction.Update => style.Doubtful,
                HuntAction.Delete or HuntAction.Broken => style.Bad,
                _ => style.Faint,
            };
            text.Append(paint(word)).Append(' ').Append(TerminalText.Neutralise(step.Name)).Append(TerminalText.Neutralise(Detail(step))).Append('\n');
            foreach (var line in (step.Changes ?? []).Take(MostLines))
                text.Append("  ").Append((line.Mark == '+' ? style.Good : (Func<string, string>)style.Bad)($"{line.Mark} {line.Number,4}  {TerminalText.Neutralise(line.Text)}")).Append('\n');
            if (step.Changes?.Count > MostLines) text.Append($"  and {step.Changes.Count - MostLines} lines more\n");
        }
        return text.ToString();
    }

    private static string Detail(HuntStep step) => step.Action switch
    {
        HuntAction.Create => $"  ({Count.Of(LineDiff.Lines(step.File!.Rules).Length, "line")})",
        HuntAction.Update => $"  ({Changed(step, '+')} added, {Changed(step, '-')} removed)",
        HuntAction.Keep => "  (has no file; --prune deletes it)",
        HuntAction.Broken => $"  ({step.File!.Path}: {step.Problem})",
        _ => "",
    };

    private static string Changed(HuntStep step, char mark) => Count.Of(step.Changes!.Count(line => line.Mark == mark), "line");

    private static void Write(Utf8JsonWriter json, IReadOnlyList<HuntStep> steps)
    {
        json.WriteStartArray();
        foreach (var step in steps)
        {
            json.WriteStartObject();
            json.WriteString("action", WordOf(step.Action));
            json.WriteString("name", step.Name);
            if (step.Id is not null) json.WriteString("id", step.Id);
            if (step.File is not null) json.WriteString("file", step.File.Path);
            if (step.Problem is not null) json.WriteString("problem", step.Problem);
            if (step.Changes is { Count: > 0 } changes) CommandJson.WriteTexts(json, "changes", changes.Select(line => $"{line.Mark}{line.Number}: {line.Text}"));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static string WordOf(HuntAction action) => action.ToString().ToLowerInvariant();
}
