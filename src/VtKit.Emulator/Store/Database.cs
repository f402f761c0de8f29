using Microsoft.Data.Sqlite;

namespace VtKit.Emulator;

/// <summary>
/// The store: one SQLite connection, in a file or in memory, used by one caller at a time. Callers await their turn; the work
/// in a turn is short and never waits.
/// </summary>
internal sealed class Database : IDisposable
{
    private const long MaxCheckedBytes = 64 * 1024 * 1024;
    private const int SqliteCorrupt = 11;
    private const int SqliteNotADatabase = 26;
    private readonly SqliteConnection _connection;
    private readonly Session _session;
    private readonly SemaphoreSlim _turn = new(1, 1);

    private Database(SqliteConnection connection)
    {
        _connection = connection;
        _session = new Session(connection);
    }

    /// <summary>Opens the database of a file, or one in memory when there is none.</summary>
    /// <exception cref="VtEmulatorException">It is damaged, another program's, or too new. It was left as it is.</exception>
    public static Database Open(string? path)
    {
        SQLitePCL.Batteries_V2.Init();
        var builder = new SqliteConnectionStringBuilder { DataSource = path ?? ":memory:", Pooling = false };
        var connection = new SqliteConnection(builder.ConnectionString);
        try
        {
            connection.Open();
            // Looked at before anything is written, so that a damaged file stays as it is.
            if (path is not null) Check(connection, path);
            Schema.Upgrade(connection, path ?? "The database in memory");
            if (path is not null) Schema.Run(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
            if (path is not null && !OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            // 64 MB: searches and the index of what comes in touch many pages.
            Schema.Run(connection, "PRAGMA cache_size = -65536");
            SimilarFiles.AddFunctions(connection);
            return new Database(connection);
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw IsDamage(e)
                ? new VtEmulatorException(VtEmulatorFailure.DatabaseDamaged, DamageMessage(path, e), e)
                : new VtEmulatorException(VtEmulatorFailure.DataDirectoryUnusable,
                    $"The database {path} cannot be opened: {e.Message} Look at its rights and at the space left, or choose another data folder.", e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Whether an error means that the file is damaged.</summary>
    public static bool IsDamage(SqliteException e) => e.SqliteErrorCode is SqliteCorrupt or SqliteNotADatabase;

    /// <summary>What to tell a person about a damaged database.</summary>
    public string DamageMessage(SqliteException e) => DamageMessage(_connection.DataSource, e);

    /// <summary>Runs work that only reads.</summary>
    public async Task<T> ReadAsync<T>(Func<Session, T> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return work(_session);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Runs work that writes: all of it or, when it throws, nothing.</summary>
    public async Task<T> WriteAsync<T>(Func<Session, T> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _session.Execute("BEGIN IMMEDIATE");
            try
            {
                var result = work(_session);
                _session.Execute("COMMIT");
                return result;
            }
            catch
            {
                Rollback();
                throw;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Puts the content of another database in the place of this one's.</summary>
    public async Task RestoreAsync(string path, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var source = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
            source.Open();
            _session.Forget();
            source.BackupDatabase(_connection);
        }
        finally
        {
            _turn.Release();
        }
    }

    private void Rollback()
    {
        try
        {
            _session.Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself, as it does when the disk is full.
        }
    }

    public void Dispose()
    {
        _session.Dispose();
        _connection.Dispose();
        _turn.Dispose();
    }

    /// <summary>Reads through a database of ordinary size; of a large one only the beginning, so that starting stays quick.</summary>
    private static void Check(SqliteConnection connection, string path)
    {
        using var command = connection.CreateCommand();
        command.CommandText = new FileInfo(path).Length <= MaxCheckedBytes ? "PRAGMA quick_check(1)" : "SELECT 'ok' FROM sqlite_schema LIMIT 1";
        if (command.ExecuteScalar() is string finding and not "ok") throw new SqliteException(finding, SqliteCorrupt);
    }

    private static string DamageMessage(string? path, SqliteException e) =>
        $"The database {path} is damaged ({e.Message.ReplaceLineEndings(" ").Trim()}). It was left as it is: move it away, or put a copy in its place, then start again.";
}
