using SQLitePCL;

namespace VtKit.Enrichment;

/// <summary>A prepared statement. Parameters are counted from 1, columns from 0.</summary>
internal sealed class SqliteStatement(SqliteFile file, sqlite3_stmt handle) : IDisposable
{
    public SqliteStatement Bind(int parameter, long value) => Bound(raw.sqlite3_bind_int64(handle, parameter, value));

    public SqliteStatement Bind(int parameter, string? value) =>
        Bound(value is null ? raw.sqlite3_bind_null(handle, parameter) : raw.sqlite3_bind_text(handle, parameter, value));

    public SqliteStatement Bind(int parameter, ReadOnlySpan<byte> value) => Bound(raw.sqlite3_bind_blob(handle, parameter, value));

    public SqliteStatement BindAll(ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            _ = values[i] switch
            {
                null => Bind(i + 1, (string?)null),
                long number => Bind(i + 1, number),
                int number => Bind(i + 1, number),
                string text => Bind(i + 1, text),
                byte[] bytes => Bind(i + 1, bytes.AsSpan()),
                var other => throw new ArgumentException($"A parameter is no {other.GetType().Name}."),
            };
        }
        return this;
    }

    /// <summary>Goes to the next row; false where there is none.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(handle);
        if (result == raw.SQLITE_ROW) return true;
        if (result == raw.SQLITE_DONE) return false;
        try
        {
            file.Check(result);
            return false;
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Runs it to its end.</summary>
    public void Run()
    {
        while (Step())
        {
            // Rows of a statement that is run are not wanted.
        }
        Reset();
    }

    public long Int64(int column) => raw.sqlite3_column_int64(handle, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    public string Text(int column) => raw.sqlite3_column_text(handle, column).utf8_to_string() ?? "";

    /// <summary>The bytes, which are gone with the next step.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(handle, column);

    /// <summary>Ends its reading, so that the file is free, and forgets what was bound.</summary>
    public void Reset()
    {
        _ = raw.sqlite3_reset(handle);
        _ = raw.sqlite3_clear_bindings(handle);
    }

    public void Dispose() => handle.Dispose();

    private SqliteStatement Bound(int result)
    {
        file.Check(result);
        return this;
    }
}
