using System.Text.Json;

namespace VtKit.Cli;

/// <summary>A value in a column: text of others, or a number or a truth value that stands for itself.</summary>
internal readonly record struct FlatValue(string Text, bool IsText = true);

/// <summary>Objects as columns by dotted path. Lists of plain values are joined with commas, lists of objects are JSON.</summary>
internal static class FlatObject
{
    private const string TypeColumn = "type";
    private const string IdColumn = "id";
    private const string ErrorColumn = "error";

    public static Dictionary<string, FlatValue> Of(VtObject item)
    {
        var row = new Dictionary<string, FlatValue> { [TypeColumn] = new(item.Type), [IdColumn] = new(item.Id) };
        Flatten("", item.Attributes, row);
        Flatten("context_attributes", item.ContextAttributes, row);
        if (item.Error is { } error) row[ErrorColumn] = new(error.Code ?? "");
        return row;
    }

    public static Dictionary<string, FlatValue> Of(FailedItem item) =>
        new() { [TypeColumn] = new(item.Type), [IdColumn] = new(item.Id), [ErrorColumn] = new(item.Code) };

    /// <summary>The columns of rows: type and id, and then the others by name.</summary>
    public static IReadOnlyList<string> Columns(IEnumerable<Dictionary<string, FlatValue>> rows)
    {
        var columns = new HashSet<string>(rows.SelectMany(row => row.Keys));
        columns.ExceptWith([TypeColumn, IdColumn]);
        return [TypeColumn, IdColumn, .. columns.Order(StringComparer.Ordinal)];
    }

    /// <summary>A value in one column.</summary>
    public static FlatValue Of(VtNode node) => node.Kind switch
    {
        JsonValueKind.String => new(node.AsString()!),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => new(node.ToString(), IsText: false),
        JsonValueKind.Array when node.AsList<VtNode>().All(item => item.Kind is not (JsonValueKind.Object or JsonValueKind.Array)) =>
            new(string.Join(',', node.AsList<VtNode>().Select(item => item.AsText()))),
        JsonValueKind.Array or JsonValueKind.Object => new(node.ToString()),
        _ => new(""),
    };

    private static void Flatten(string path, VtNode node, Dictionary<string, FlatValue> row)
    {
        if (node.Kind == JsonValueKind.Object)
        {
            foreach (var (name, value) in node.AsMap<VtNode>())
                Flatten(path.Length == 0 ? name : $"{path}.{name}", value, row);
        }
        else if (node.Exists)
        {
            row[path] = Of(node);
        }
    }
}
