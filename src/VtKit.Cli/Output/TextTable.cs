using System.Text;

namespace VtKit.Cli;

/// <summary>A cell: its text, and how it is painted once its width is known.</summary>
internal readonly record struct Cell(string Text, Func<string, string>? Paint = null)
{
    public static implicit operator Cell(string? text) => new(text ?? "");
}

/// <summary>A column: its heading, which is empty where no column has one, and on which side its cells stand.</summary>
internal readonly record struct Column(string Heading, bool Right = false);

/// <summary>Rows in columns, as wide as their cells; the last column takes what is left and is cut there.</summary>
internal sealed class TextTable(params ReadOnlySpan<Column> columns)
{
    private const int Gap = 2;
    private const int NarrowestCut = 8;

    private readonly Column[] _columns = columns.ToArray();
    private readonly List<Cell[]> _rows = [];

    public bool IsEmpty => _rows.Count == 0;

    /// <summary>Adds a row. Its texts may come from strangers: they are neutralised here.</summary>
    public void Add(params ReadOnlySpan<Cell> cells)
    {
        var row = new Cell[_columns.Length];
        for (var i = 0; i < row.Length; i++)
            row[i] = i < cells.Length ? cells[i] with { Text = TerminalText.Neutralise(cells[i].Text) } : "";
        _rows.Add(row);
    }

    /// <summary>Appends the table, each line begun with an indentation. Columns that are empty in all rows are left out.</summary>
    public void Render(StringBuilder into, Style style, int width, int indent = 0)
    {
        var shown = Enumerable.Range(0, _columns.Length).Where(column => _rows.Exists(row => row[column].Text.Length > 0)).ToArray();
        if (shown.Length == 0) return;
        var widths = Widths(shown, width - indent);
        var headings = shown.Select(column => new Cell(_columns[column].Heading, style.Faint)).ToArray();
        if (Array.Exists(headings, heading => heading.Text.Length > 0)) AppendLine(into, headings, shown, widths, indent);
        foreach (var row in _rows) AppendLine(into, [.. shown.Select(column => row[column])], shown, widths, indent);
    }

    private int[] Widths(int[] shown, int room)
    {
        var widths = shown.Select(column =>
            Math.Max(_columns[column].Heading.Length, _rows.Max(row => TerminalText.Width(row[column].Text)))).ToArray();
        var excess = widths.Sum() + Gap * (widths.Length - 1) - room;
        // The last column gives way first; then the widest ones.
        while (excess > 0)
        {
            var last = widths.Length - 1;
            var giving = widths[last] > NarrowestCut ? last : Array.IndexOf(widths, widths.Max());
            if (widths[giving] <= NarrowestCut) break;
            var cut = Math.Min(excess, widths[giving] - NarrowestCut);
            widths[giving] -= cut;
            excess -= cut;
        }
        return widths;
    }

    private void AppendLine(StringBuilder into, Cell[] cells, int[] shown, int[] widths, int indent)
    {
        var line = new StringBuilder().Append(' ', indent);
        for (var i = 0; i < cells.Length; i++)
        {
            var fitted = TerminalText.Fit(cells[i].Text, widths[i]);
            var padded = TerminalText.Pad(fitted, widths[i], _columns[shown[i]].Right);
            if (i == cells.Length - 1) padded = padded.TrimEnd();
            line.Append(cells[i].Paint?.Invoke(padded) ?? padded);
            if (i < cells.Length - 1) line.Append(' ', Gap);
        }
        into.Append(line.ToString().TrimEnd()).Append('\n');
    }
}
