namespace VtKit.Cli;

/// <summary>
/// Objects as CSV: a row for each, a column for each attribute by its dotted path. The columns are known when all rows are, so
/// nothing is written before the end.
/// </summary>
internal sealed class CsvObjectWriter(CliConsole console) : ObjectWriter(console)
{
    private readonly List<Dictionary<string, FlatValue>> _rows = [];

    protected override void WriteItem(VtObject item) => _rows.Add(FlatObject.Of(item));

    protected override void WriteFailedItem(FailedItem item) => _rows.Add(FlatObject.Of(item));

    protected override void Complete()
    {
        if (_rows.Count == 0) return;
        var columns = FlatObject.Columns(_rows);
        Console.Write(CsvText.Row(columns.Select(CsvText.Text)));
        foreach (var row in _rows)
            Console.Write(CsvText.Row(columns.Select(column => row.TryGetValue(column, out var value) ? CsvText.Cell(value) : "")));
    }
}
