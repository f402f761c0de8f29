namespace VtKit.Cli;

/// <summary>Objects for a person: a report of one, a list of several.</summary>
internal sealed class TableObjectWriter(CliConsole console, Style style, bool list) : ObjectWriter(console)
{
    protected override void WriteItem(VtObject item) =>
        Console.Write(list ? ListEntry.Of(item, style).Render(style, Console.Width) : Reports.Of(item, style, Console.Width));

    protected override void Complete()
    {
        if (list && !Any) Console.WriteLine(style.Faint("(none)"));
    }
}
