namespace VtKit.Cli;

/// <summary>The bytes of the objects as they came, one after the other, each on lines of its own.</summary>
internal sealed class RawObjectWriter(CliConsole console) : ObjectWriter(console)
{
    protected override void WriteItem(VtObject item)
    {
        Console.Out.Write(item.Utf8Json);
        Console.Out.Write("\n"u8);
    }
}
