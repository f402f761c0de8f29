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
internal sealed class MarkdownObjectWriter(CliConsole console) : RowObjectWriter(console)
{
    private protected override string Head(IReadOnlyList<string> columns) => MarkdownText.Head([.. columns]);

    private protected override string Row(IEnumerable<FlatValue> values) => MarkdownText.Row(values.Select(value => MarkdownText.Cell(value.Text ?? "")));
}
