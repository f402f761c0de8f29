namespace VtKit.Cli;

/// <summary>
/// Objects as rows: a row for each, a column for each attribute by its dotted path. The columns are known when all rows are, so
/// nothing is written before the end.
/// </summary>
internal abstract class RowObjectWriter(CliConsole console) : ObjectWriter(console)
{
    private readonly List<Dictionary<string, FlatValue>> _rows = [];

    protected override void WriteItem(VtObject item) => _rows.Add(FlatObject.Of(item));

    protected override void WriteFailedItem(FailedItem item) => _rows.Add(FlatObject.Of(item));

    protected override void Complete()
    {
        if (_rows.Count == 0) return;
        var columns = FlatObject.Columns(_rows);
        Console.Write(Head(columns));
        foreach (var row in _rows) Console.Write(Row(columns.Select(row.GetValueOrDefault)));
    }

    private protected abstract string Head(IReadOnlyList<string> columns);

    private protected abstract string Row(IEnumerable<FlatValue> values);
}

/// <summary>Objects as CSV.</summary>
internal sealed class CsvObjectWriter(CliConsole console) : RowObjectWriter(console)
{
    private protected override string Head(IReadOnlyList<string> columns) => CsvText.Row(columns.Select(CsvText.Text));

    private protected override string Row(IEnumerable<FlatValue> values) => CsvText.Row(values.Select(value => value.Text is null ? "" : CsvText.Cell(value)));
}
