namespace VtKit.Cli;

/// <summary>Objects as a Markdown table for tickets and chats: what a list on a terminal shows.</summary>
internal sealed class MarkdownListWriter(CliConsole console, Style style) : ObjectWriter(console)
{
    private static readonly string[] Columns = ["", "Object", "About"];

    protected override void WriteItem(VtObject item)
    {
        var entry = ListEntry.Of(item, style);
        WriteRow(entry.Mark.Text, entry.Head.Text, entry.DetailText);
    }

    protected override void WriteFailedItem(FailedItem item) => WriteRow("", item.Id, item.Code);

    private void WriteRow(params string[] cells)
    {
        if (!Any) Console.Write(MarkdownText.Head(Columns));
        Console.Write(MarkdownText.Row(cells.Select(MarkdownText.Cell)));
    }
}

/// <summary>The attributes that were chosen as a Markdown table: a row for each object, a column for each of them by its dotted path.</summary>
internal sealed class MarkdownObjectWriter(CliConsole console) : ObjectWriter(console)
{
    private readonly List<Dictionary<string, FlatValue>> _rows = [];

    protected override void WriteItem(VtObject item) => _rows.Add(FlatObject.Of(item));

    protected override void WriteFailedItem(FailedItem item) => _rows.Add(FlatObject.Of(item));

    protected override void Complete()
    {
        if (_rows.Count == 0) return;
        var columns = FlatObject.Columns(_rows);
        Console.Write(MarkdownText.Head([.. columns]));
        foreach (var row in _rows)
            Console.Write(MarkdownText.Row(columns.Select(column => MarkdownText.Cell(row.GetValueOrDefault(column).Text ?? ""))));
    }
}
