namespace VtKit.Cli;

/// <summary>Rows of CSV (RFC 4180), with cells that no spreadsheet takes for a formula.</summary>
internal static class CsvText
{
    /// <summary>A row with its line break.</summary>
    public static string Row(IEnumerable<string> cells) => string.Join(',', cells) + "\r\n";

    /// <summary>
    /// A cell that holds text of others. Where it begins as a formula would, an apostrophe is put before it: spreadsheets
    /// then show it and do not run it. What only looks like a number is text here too.
    /// </summary>
    public static string Text(string text)
    {
        var first = text.AsSpan().TrimStart();
        var formula = text.Length > 0 && text[0] is '\t' or '\r' or '\n'
            || !first.IsEmpty && first[0] is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠';
        return Quote(formula ? "'" + text : text);
    }

    /// <summary>A cell that holds a value.</summary>
    public static string Cell(FlatValue value) => value.IsText ? Text(value.Text) : value.Text;

    /// <summary>A cell as it is, quoted where its characters need it.</summary>
    public static string Quote(string cell) =>
        cell.AsSpan().ContainsAny("\",\r\n") ? "\"" + cell.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : cell;
}
