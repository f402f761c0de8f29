using System.Globalization;
using Microsoft.Data.Sqlite;

namespace VtKit.Emulator;

/// <summary>
/// Statements on the store during one turn (see <see cref="Database"/>). They are prepared once each. A reading function sees
/// one row; it must not run statements itself.
/// </summary>
internal sealed class Session(SqliteConnection connection) : IDisposable
{
    /// <summary>Searches make statements of their own; so many are kept ready.</summary>
    private const int MostPrepared = 500;

    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    /// <summary>Runs a statement; its parameters are <c>$1</c>, <c>$2</c>, ... Returns how many rows changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> arguments) => Prepare(sql, arguments).ExecuteNonQuery();

    /// <summary>Whether a query has a row.</summary>
    public bool Any(string sql, params ReadOnlySpan<object?> arguments)
    {
        using var reader = Prepare(sql, arguments).ExecuteReader();
        return reader.Read();
    }

    /// <summary>The number that a query of one number finds; 0 for none and NULL.</summary>
    public long Number(string sql, params ReadOnlySpan<object?> arguments) =>
        Prepare(sql, arguments).ExecuteScalar() is long number ? number : 0;

    /// <summary>The text that a query of one text finds; null for none.</summary>
    public string? Text(string sql, params ReadOnlySpan<object?> arguments) => Prepare(sql, arguments).ExecuteScalar() as string;

    /// <summary>The first row, or <c>default</c>.</summary>
    public T? First<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> arguments)
    {
        using var reader = Prepare(sql, arguments).ExecuteReader();
        return reader.Read() ? read(reader) : default;
    }

    /// <summary>All rows.</summary>
    public List<T> List<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> arguments)
    {
        var rows = new List<T>();
        using var reader = Prepare(sql, arguments).ExecuteReader();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    /// <summary>All rows of a query whose text is made for one request: it is not kept, since there is no end of them.</summary>
    public List<T> ListOnce<T>(string sql, Func<SqliteDataReader, T> read, params IReadOnlyList<object?> arguments)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < arguments.Count; i++) command.Parameters.AddWithValue(string.Create(CultureInfo.InvariantCulture, $"${i + 1}"), arguments[i] ?? DBNull.Value);
        var rows = new List<T>();
        using var reader = command.ExecuteReader();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    /// <summary>Runs an INSERT and returns the key of the row.</summary>
    public long Insert(string sql, params ReadOnlySpan<object?> arguments)
    {
        Execute(sql, arguments);
        return Number("SELECT last_insert_rowid()");
    }

    /// <summary>Lets go of the prepared statements.</summary>
    public void Forget()
    {
        foreach (var command in _commands.Values) command.Dispose();
        _commands.Clear();
    }

    public void Dispose() => Forget();

    private SqliteCommand Prepare(string sql, ReadOnlySpan<object?> arguments)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            if (_commands.Count >= MostPrepared) Forget();
            command = connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 1; i <= arguments.Length; i++)
                command.Parameters.Add(new SqliteParameter { ParameterName = string.Create(CultureInfo.InvariantCulture, $"${i}") });
            _commands.Add(sql, command);
        }
        for (var i = 0; i < arguments.Length; i++) command.Parameters[i].Value = arguments[i] ?? DBNull.Value;
        return command;
    }
}
