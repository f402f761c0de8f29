namespace VtKit.SpecGenerator;

/// <summary>
/// A tab-separated table: one header line, then one row per line, no quoting. Reading is strict, because a cell that
/// slips into the next column would become code.
/// </summary>
public sealed class Tsv
{
    private readonly Dictionary<string, int> _columns;

    private Tsv(string file, Dictionary<string, int> columns, IReadOnlyList<TsvRow> rows) =>
        (File, _columns, Rows) = (file, columns, rows);

    /// <summary>The file as messages name it.</summary>
    public string File { get; }

    /// <summary>The rows in the order of the file.</summary>
    public IReadOnlyList<TsvRow> Rows { get; private set; }

    /// <summary>Reads a table that must have exactly these columns; the first one is the key and may not repeat.</summary>
    /// <param name="folder">The folder the file lies in.</param>
    /// <param name="file">The file, relative to the folder; messages name it so.</param>
    /// <param name="columns">The header.</param>
    /// <exception cref="SpecException">The file does not have that form.</exception>
    public static Tsv Read(string folder, string file, params string[] columns) => Read(folder, file, 1, columns);

    /// <summary>Reads a table whose first columns together are the key.</summary>
    /// <param name="folder">The folder the file lies in.</param>
    /// <param name="file">The file, relative to the folder; messages name it so.</param>
    /// <param name="keyColumns">How many columns make the key.</param>
    /// <param name="columns">The header.</param>
    /// <exception cref="SpecException">The file does not have that form.</exception>
    public static Tsv Read(string folder, string file, int keyColumns, string[] columns)
    {
        var path = Path.Combine(folder, file);
        if (!System.IO.File.Exists(path)) throw new SpecException(file, 0, "there is no such file");
        var text = System.IO.File.ReadAllText(path);
        if (text.Contains('\r', StringComparison.Ordinal)) throw new SpecException(file, 1, "lines end in CR LF; they must end in LF");
        if (!text.EndsWith('\n')) throw new SpecException(file, text.Split('\n').Length, "the last line does not end");
        var lines = text.Split('\n')[..^1];
        var header = lines.Length == 0 ? "" : lines[0];
        if (header != string.Join('\t', columns))
            throw new SpecException(file, 1, $"the header is '{header.Replace('\t', ' ')}', expected '{string.Join(' ', columns)}'");

        var table = new Tsv(file, columns.Index().ToDictionary(c => c.Item, c => c.Index, StringComparer.Ordinal), []);
        var rows = new List<TsvRow>(lines.Length);
        var keys = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 1; i < lines.Length; i++)
        {
            var cells = lines[i].Split('\t');
            if (cells.Length != columns.Length)
                throw new SpecException(file, i + 1, $"{cells.Length} columns, expected {columns.Length}");
            if (cells.FirstOrDefault(cell => cell != cell.Trim()) is { } padded)
                throw new SpecException(file, i + 1, $"space around '{padded.Trim()}'");
            var key = string.Join(' ', cells[..keyColumns]);
            if (key.Length == 0) throw new SpecException(file, i + 1, $"'{columns[0]}' is empty");
            if (!keys.TryAdd(key, i + 1))
                throw new SpecException(file, i + 1, $"'{key}' stands on line {keys[key]} already");
            rows.Add(new TsvRow(table, i + 1, cells));
        }
        table.Rows = rows;
        return table;
    }

    internal int Column(string name) => _columns[name];
}

/// <summary>A row of a table.</summary>
public sealed class TsvRow
{
    private readonly Tsv _table;
    private readonly string[] _cells;

    internal TsvRow(Tsv table, int line, string[] cells) => (_table, Line, _cells) = (table, line, cells);

    /// <summary>The line in the file, from 1.</summary>
    public int Line { get; }

    /// <summary>The cell of that column.</summary>
    public string this[string column] => _cells[_table.Column(column)];

    /// <summary>The words of a cell, which are separated by single spaces.</summary>
    public string[] Words(string column) => this[column].Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A cell that must be one of these words.</summary>
    /// <exception cref="SpecException">It is not.</exception>
    public string OneOf(string column, params string[] allowed) =>
        allowed.Contains(this[column], StringComparer.Ordinal)
            ? this[column]
            : throw Wrong($"{column} is '{this[column]}', expected one of: {string.Join(", ", allowed)}");

    /// <summary>A cell that must be a whole number of at least 0.</summary>
    /// <exception cref="SpecException">It is not.</exception>
    public long Number(string column) =>
        long.TryParse(this[column], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Wrong($"{column} is '{this[column]}', expected a whole number");

    /// <summary>A cell that may not be empty.</summary>
    /// <exception cref="SpecException">It is.</exception>
    public string Required(string column) => this[column].Length > 0 ? this[column] : throw Wrong($"{column} is empty");

    /// <summary>The complaint about this row.</summary>
    public SpecException Wrong(string problem) => new(_table.File, Line, problem);
}
