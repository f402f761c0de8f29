using System.Globalization;

namespace VtKit.Cli;

/// <summary>A row of <c>vtk enrich</c> as a person reads it on a terminal: what the engines say or what became of the look-up, the indicator, and what is known beside.</summary>
internal static class EnrichEntry
{
    // What these hold speaks for itself; what stands in other columns is named.
    private static readonly string[] Bare = ["type", "error", "label", "name", "tags", "verdict", "why"];

    private static readonly string[] InMark = ["indicator", "outcome", "malicious", "suspicious", "total"];

    /// <summary>The entry of a row.</summary>
    /// <param name="row">Names of columns and the texts of their cells; an empty text is no value.</param>
    /// <param name="style">The terminal's colours.</param>
    public static ListEntry Of(IReadOnlyList<(string Column, string Text)> row, Style style)
    {
        string Cell(string column) => row.FirstOrDefault(cell => cell.Column == column).Text ?? "";
        var head = Cell("indicator") is { Length: > 0 } indicator ? indicator : row[0].Text;
        return new ListEntry(Mark(Cell("outcome"), Number(Cell("malicious")), Number(Cell("suspicious")), Number(Cell("total")), style), head, [.. row.Select(Detail)]);
    }

    // "Not found" is never shown as clean: only what was found has a share, and only where engines were asked.
    private static Cell Mark(string outcome, long? malicious, long? suspicious, long? total, Style style) => outcome switch
    {
        "found" or "" => total is null && malicious is null ? (outcome.Length > 0 ? "-" : "") : Verdict.Share(malicious ?? 0, suspicious ?? 0, total ?? 0, style),
        "not_found" => new Cell("not found", style.Faint),
        "transient" => new Cell("no answer", style.Doubtful),
        _ => new Cell(outcome, style.Doubtful),
    };

    private static string? Detail((string Column, string Text) cell) =>
        cell.Text.Length == 0 || InMark.Contains(cell.Column) ? null
        : Bare.Contains(cell.Column) ? cell.Text
        : cell.Column == "last_analysis_date" ? $"analysed {cell.Text[..Math.Min(cell.Text.Length, "yyyy-MM-dd".Length)]}"
        : $"{cell.Column} {cell.Text}";

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
