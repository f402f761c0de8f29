using System.Text.Json;

namespace VtKit.Cli;

/// <summary>
/// Objects as CSV: a row for each, a column for each attribute by its dotted path. Lists of plain values are joined with
/// commas, lists of objects are JSON. The columns are known when all rows are, so nothing is written before the end.
/// </summary>
internal sealed class CsvObjectWriter(CliConsole console) : ObjectWriter(console)
{
    private const string TypeColumn = "type";
    private const string IdColumn = "id";
    private const string ErrorColumn = "error";

    private readonly List<Dictionary<string, string>> _rows = [];

    protected override void WriteItem(VtObject item)
    {
        var row = new Dictionary<string, string>
        {
            [TypeColumn] = CsvText.Text(item.Type),
            [IdColumn] = CsvText.Text(item.Id),
        };
        Flatten("", item.Attributes, row);
        Flatten("context_attributes", item.ContextAttributes, row);
        if (item.Error is { } error) row[ErrorColumn] = CsvText.Text(error.Code ?? "");
        _rows.Add(row);
    }

    protected override void WriteFailedItem(FailedItem item) => _rows.Add(new Dictionary<string, string>
    {
        [TypeColumn] = CsvText.Text(item.Type),
        [IdColumn] = CsvText.Text(item.Id),
        [ErrorColumn] = CsvText.Text(item.Code),
    });

    protected override void Complete()
    {
        if (_rows.Count == 0) return;
        var columns = new HashSet<string>(_rows.SelectMany(row => row.Keys));
        columns.ExceptWith([TypeColumn, IdColumn]);
        List<string> ordered = [TypeColumn, IdColumn, .. columns.Order(StringComparer.Ordinal)];
        Console.Write(CsvText.Row(ordered.Select(CsvText.Text)));
        foreach (var row in _rows)
            Console.Write(CsvText.Row(ordered.Select(column => row.GetValueOrDefault(column, ""))));
    }

    private static void Flatten(string path, VtNode node, Dictionary<string, string> row)
    {
        switch (node.Kind)
        {
            case JsonValueKind.Object:
                foreach (var (name, value) in node.AsMap<VtNode>())
                    Flatten(path.Length == 0 ? name : $"{path}.{name}", value, row);
                break;
            case JsonValueKind.Array when node.AsList<VtNode>().All(item => item.Kind is not (JsonValueKind.Object or JsonValueKind.Array)):
                row[path] = CsvText.Text(string.Join(',', node.AsList<VtNode>().Select(item => item.AsText())));
                break;
            case JsonValueKind.Array:
                row[path] = CsvText.Text(node.ToString());
                break;
            case JsonValueKind.String:
                row[path] = CsvText.Text(node.AsString()!);
                break;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                row[path] = node.ToString();
                break;
        }
    }
}
