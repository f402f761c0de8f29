using System.Globalization;
using SQLitePCL;

namespace VtKit.Enrichment;

/// <summary>
/// A SQLite file that many processes share: one connection, used by one caller at a time, for work that is short. It stands on SQLite's own functions: ADO.NET
/// over them takes three quarters of the start of a small program.
/// </summary>
internal sealed class SqliteFile : IDisposable
{
    private const int BusyMilliseconds = 10_000;
    private const int NoCheckpointOnClose = 1006;

    // The first process to open the file reads the log beside it through, which takes a millisecond for so many bytes.
    private const long MostLogBytes = 1 << 20;
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly sqlite3 _connection;
    private bool _disposed;

    static SqliteFile() => raw.SetProvider(new SQLite3Provider_e_sqlite3());

    private SqliteFile(string path, sqlite3 connection) => (Path, _connection) = (path, connection);

    public string Path { get; }

    /// <summary>Opens a file, or makes it, for its owner alone.</summary>
    /// <param name="path">The path of the file. Folders that are missing are made.</param>
    /// <param name="format">What it has to be.</param>
    /// <exception cref="VtStoreException">It cannot be used. What is there was left as it is.</exception>
    public static SqliteFile Open(string path, SqliteFormat format)
    {
        path = System.IO.Path.GetFullPath(path);
        Make(path, format);
        var result = raw.sqlite3_open_v2(path, out var connection, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX, null);
        var file = new SqliteFile(path, connection);
        try
        {
            file.Check(result);
            raw.sqlite3_busy_timeout(connection, BusyMilliseconds);
            // Closing would wait for the disk, each time that the last process ends. What was committed stands in the log beside the file, until Dispose finds enough of it.
            raw.sqlite3_db_config(connection, NoCheckpointOnClose, 1, out _);
            file.Upgrade(format);
            // A commit outlives the process at once; after a power failure the last ones may be missing, all of each.
            file.Execute("PRAGMA synchronous = NORMAL");
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Runs work that only reads.</summary>
    public T Read<T>(Func<SqliteFile, T> work)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return work(this);
        }
    }

    /// <summary>Runs work that writes: all of it or, when it throws, nothing. No other process writes meanwhile.</summary>
    /// <exception cref="VtStoreException">Others wrote for ten seconds, or the file or the disk fails.</exception>
    public T Write<T>(Func<SqliteFile, T> work)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            Execute("BEGIN IMMEDIATE");
            try
            {
                var result = work(this);
                Execute("COMMIT");
                return result;
            }
            catch
            {
                // SQLite may have rolled back by itself, as it does when the disk is full.
                if (raw.sqlite3_get_autocommit(_connection) == 0) _ = raw.sqlite3_exec(_connection, "ROLLBACK");
                throw;
            }
        }
    }

    /// <inheritdoc cref="Write{T}"/>
    public void Write(Action<SqliteFile> work) => Write(file =>
    {
        work(file);
        return true;
    });

    /// <summary>A statement, prepared once, with its parameters to be bound. Only inside of work.</summary>
    public SqliteStatement Prepare(string sql)
    {
        if (_statements.TryGetValue(sql, out var known))
        {
            known.Reset();
            return known;
        }
        Check(raw.sqlite3_prepare_v3(_connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out var handle));
        return _statements[sql] = new SqliteStatement(this, handle);
    }

    /// <summary>Runs a statement with parameters of type long, string, byte[] or null.</summary>
    public void Run(string sql, params ReadOnlySpan<object?> parameters) => Prepare(sql).BindAll(parameters).Run();

    /// <summary>The number that a statement gives, or null where it gives no row.</summary>
    public long? Number(string sql, params ReadOnlySpan<object?> parameters)
    {
        var statement = Prepare(sql).BindAll(parameters);
        long? number = statement.Step() ? statement.Int64(0) : null;
        statement.Reset();
        return number;
    }

    /// <summary>How many rows the last statement changed.</summary>
    public int Changes => raw.sqlite3_changes(_connection);

    /// <summary>The number of the row that was inserted last.</summary>
    public long LastRow => raw.sqlite3_last_insert_rowid(_connection);

    /// <exception cref="VtStoreException">The result is an error.</exception>
    public void Check(int result)
    {
        if (result is raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE) return;
        var why = raw.sqlite3_errmsg(_connection).utf8_to_string();
        throw new VtStoreException((result & 0xFF) switch
        {
            raw.SQLITE_NOTADB => $"{Path} is no file of VtKit. It was left as it is: move it away, then try again.",
            raw.SQLITE_CORRUPT => $"{Path} is damaged ({why}). It was left as it is: move it away, or put a copy in its place, then try again.",
            raw.SQLITE_BUSY => $"{Path} is in use by another program that does not let go of it. Try again.",
            raw.SQLITE_FULL => $"{Path} cannot be written: the disk is full.",
            raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_AUTH => $"{Path} cannot be opened for writing ({why}): look at its rights, and at those of its folder.",
            _ => $"{Path} cannot be used: {why}.",
        }, Path);
    }

    /// <summary>Gives the room of what was deleted back to the disk.</summary>
    public void Shrink()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            Execute("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
            foreach (var statement in _statements.Values) statement.Dispose();
            // Only who closes it last can empty the log where each process writes once, for each that opens it takes all of the log for new.
            if (new FileInfo(Path + "-wal") is { Exists: true, Length: > MostLogBytes }) raw.sqlite3_db_config(_connection, NoCheckpointOnClose, 0, out _);
            _connection.Dispose();
        }
    }

    private void Execute(string sql) => Check(raw.sqlite3_exec(_connection, sql));

    private long Header(string name) => Number(name) ?? 0;

    private void Upgrade(SqliteFormat format)
    {
        // Looked at in one transaction: another process may be making the file at this moment.
        Execute("BEGIN");
        var version = VersionOf(format);
        Execute("COMMIT");
        if (version == format.Steps.Count) return;
        // Others read while one writes. Whoever comes while another makes the file finds it done.
        if (raw.sqlite3_exec(_connection, "PRAGMA journal_mode = WAL") is var result and not raw.SQLITE_BUSY) Check(result);
        Write(file =>
        {
            for (var step = file.VersionOf(format); step < format.Steps.Count; step++) file.Execute(format.Steps[(int)step]);
            file.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {format.ApplicationId}; PRAGMA user_version = {format.Steps.Count}"));
        });
    }

    private long VersionOf(SqliteFormat format)
    {
        var version = Header("PRAGMA user_version");
        if (version == 0 ? Header("SELECT count(*) FROM sqlite_schema") > 0 : Header("PRAGMA application_id") != format.ApplicationId)
            throw new VtStoreException($"{Path} is no {format.Name} of VtKit. It was left as it is: move it away, then try again.", Path);
        if (version <= format.Steps.Count) return version;
        throw new VtStoreException(string.Create(CultureInfo.InvariantCulture,
            $"{Path} was written by a newer version of VtKit (its format is {version}, this version knows {format.Steps.Count}). It was left as it is: use the newer version."), Path);
    }

    private static void Make(string path, SqliteFormat format)
    {
        if (File.Exists(path)) return;
        try
        {
            var folder = System.IO.Path.GetDirectoryName(path)!;
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
            else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var made = new FileStream(path, options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VtStoreException($"{path} cannot be made, so there is no place for the {format.Name}: {e.Message}", path, e);
        }
    }
}
