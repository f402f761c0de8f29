namespace VtKit.Emulator;

/// <summary>
/// A list in the store: a SELECT with the columns <c>key</c>, <c>type</c>, <c>id</c>, <c>file_name</c> and its arguments. Pages
/// follow descending keys, so that what is added meanwhile moves nothing.
/// </summary>
internal sealed record ListQuery(string Sql, params object?[] Arguments)
{
    public const string Columns = "key, type, id, file_name";

    /// <summary>A list that is empty because the emulator has no source for it.</summary>
    public static ListQuery Nothing { get; } = new("SELECT 0 AS key, '' AS type, '' AS id, NULL AS file_name WHERE 0");

    /// <summary>Rows below a key, the highest first.</summary>
    public List<ListRow> Read(Session store, long below, int count)
    {
        var n = Arguments.Length;
        return store.List($"SELECT {Columns} FROM ({Sql}) WHERE key < ${n + 1} ORDER BY key DESC LIMIT ${n + 2}",
            row => new ListRow(row.GetInt64(0), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3)),
            [.. Arguments, below, count]);
    }

    public long Count(Session store) => store.Number($"SELECT count(*) FROM ({Sql})", Arguments);
}

/// <summary>One entry of a list.</summary>
internal sealed record ListRow(long Key, string Type, string Id, string? FileName);
