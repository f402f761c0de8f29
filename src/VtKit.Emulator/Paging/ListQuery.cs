using System.Globalization;
using System.Text.RegularExpressions;

namespace VtKit.Emulator;

/// <summary>
/// A list in the store: a SELECT with the columns <c>key</c>, <c>type</c>, <c>id</c>, <c>file_name</c> and its arguments. Pages
/// follow descending keys, so that what is added meanwhile moves nothing.
/// </summary>
internal sealed record ListQuery(string Sql, params object?[] Arguments)
{
    public const string Columns = "key, type, id, file_name";

    /// <summary>
    /// Whether the list follows a column <c>sort</c>, a text that the SELECT has besides, from its smallest or its greatest on. Null for
    /// the usual order.
    /// </summary>
    public bool? Ascending { get; init; }

    /// <summary>Writes what stands beside the object of a row, by its key; null when nothing does.</summary>
    public Action<ObjectWriter, long>? Context { get; init; }

    /// <summary>The highest number that <c>meta.count</c> tells.</summary>
    public long CountCap { get; init; } = Limits.CountCap;

    /// <summary>A list that is empty because the emulator has no source for it.</summary>
    public static ListQuery Nothing { get; } = new("SELECT 0 AS key, '' AS type, '' AS id, NULL AS file_name WHERE 0");

    /// <summary>This list and another one. Their keys are told apart, so that pages lose nothing; what both have appears once.</summary>
    public ListQuery And(ListQuery other)
    {
        var second = Regex.Replace(other.Sql, @"\$(?<number>\d+)", match =>
            string.Create(CultureInfo.InvariantCulture, $"${int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) + Arguments.Length}"), RegexOptions.None, TimeSpan.FromSeconds(1));
        return new ListQuery(
            $"SELECT max(key) AS key, type, id, max(file_name) AS file_name FROM (SELECT 2 * key + 1 AS key, type, id, file_name FROM ({Sql}) UNION ALL SELECT 2 * key AS key, type, id, file_name FROM ({second})) GROUP BY type, id",
            [.. Arguments, .. other.Arguments]);
    }

    /// <summary>The rows that follow a place in the list.</summary>
    public List<ListRow> Read(Session store, ListPosition behind, int count)
    {
        if (Ascending is not { } ascending) return Read(store, behind.Key, count);
        var n = Arguments.Length;
        var (follows, direction) = ascending ? (">", "ASC") : ("<", "DESC");
        // What changes its place meanwhile may be met twice or not at all; nothing else is.
        var where = behind.Sort is null ? "" : $"WHERE (sort, key) {follows} (${n + 2}, ${n + 3})";
        object?[] place = behind.Sort is null ? [] : [behind.Sort, behind.Key];
        return store.List($"SELECT {Columns}, sort FROM ({Sql}) {where} ORDER BY sort {direction}, key {direction} LIMIT ${n + 1}",
            row => new ListRow(row.GetInt64(0), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3), row.GetString(4)),
            [.. Arguments, count, .. place]);
    }

    /// <summary>Rows below a key, the highest first.</summary>
    public List<ListRow> Read(Session store, long below, int count)
    {
        var n = Arguments.Length;
        return store.List($"SELECT {Columns} FROM ({Sql}) WHERE key < ${n + 1} ORDER BY key DESC LIMIT ${n + 2}",
            row => new ListRow(row.GetInt64(0), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3)),
            [.. Arguments, below, count]);
    }

    /// <summary>How the object of a row stands in this list.</summary>
    public Listing Listing(ListRow row) => new(row.FileName, Context: Context is { } write ? writer => write(writer, row.Key) : null);

    public long Count(Session store) => store.Number($"SELECT count(*) FROM ({Sql})", Arguments);
}

/// <summary>One entry of a list.</summary>
internal sealed record ListRow(long Key, string Type, string Id, string? FileName, string? Sort = null)
{
    public ListPosition Position => new(Key, Sort);
}

/// <summary>A place in a list: that of the row with the key and, in a list that has an order of its own, the text that it is ordered by.</summary>
internal readonly record struct ListPosition(long Key, string? Sort = null)
{
    /// <summary>Before the first row.</summary>
    public static ListPosition Start { get; } = new(long.MaxValue);
}
