namespace VtKit.Cli;

/// <summary>Objects for a person: a report of one, a list of several.</summary>
internal sealed class TableObjectWriter(CliConsole console, Style style, bool list) : ObjectWriter(console)
{
    private bool _any;

    public override void Write(VtObject item)
    {
        Console.Write(list ? ListEntry.Of(item, style).Render(style, Console.Width) : Reports.Of(item, style, Console.Width));
        _any = true;
    }

    public override void WriteFailed(FailedItem item) => _any = true;

    protected override void Complete()
    {
        if (list && !_any) Console.WriteLine(style.Faint("(none)"));
    }
}
