namespace VtKit.Cli;

/// <summary>Names and values, one pair a line; what has no value is left out.</summary>
internal sealed class FactTable
{
    public TextTable Table { get; } = new(new Column(""), new Column(""));

    public void Add(string name, Cell value)
    {
        if (value.Text.Length > 0) Table.Add(name, value);
    }
}
