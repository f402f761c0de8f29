namespace VtKit.Enrichment;

/// <summary>
/// A list of things to look up, and what came of each, in a file that survives whatever happens to the process: an outcome stands as soon as it is there, together with its row of the output.
/// What was under way when the process was killed is asked again, and nothing else. One process works on a run at a time.
/// </summary>
public sealed class EnrichmentRun : IDisposable
{
    internal static readonly SqliteFormat Format = new("run", 0x56744B52,
    [
        """
        -- done counts the outcomes that stand, in their order; the rows of the output follow it.
        CREATE TABLE item(
            number INTEGER PRIMARY KEY, text TEXT NOT NULL, key TEXT NOT NULL UNIQUE, outcome INTEGER NOT NULL DEFAULT 0, tries INTEGER NOT NULL DEFAULT 0,
            done INTEGER UNIQUE, row BLOB);
        CREATE INDEX item_left ON item(tries, number) WHERE done IS NULL;
        CREATE INDEX item_outcome ON item(outcome);
        CREATE TABLE note(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        -- written: up to which done the output has its rows, and how long it then is, in bytes.
        CREATE TABLE total(requests INTEGER NOT NULL, written INTEGER NOT NULL, length INTEGER NOT NULL);
        INSERT INTO total VALUES(0, 0, 0);
        """,
    ]);

    private readonly SqliteFile _file;
    private readonly FileStream _lock;

    private EnrichmentRun(SqliteFile file, FileStream held) => (_file, _lock) = (file, held);

    /// <summary>Opens a run to work on it, or makes an empty one.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="VtStoreException">Another process works on it, or the file cannot be used; the text says which.</exception>
    public static EnrichmentRun Open(string path)
    {
        var file = SqliteFile.Open(path, Format);
        try
        {
            return new EnrichmentRun(file, new FileStream(LockOf(path), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e)
        {
            file.Dispose();
            throw new VtStoreException("Another process works on this run: let it end, or end it.", path, e);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads how far a run is, also while another process works on it.</summary>
    /// <param name="path">The file; it has to exist.</param>
    /// <param name="notes">Names of notes to read.</param>
    /// <returns>The counts, and the notes in their order, null where there is none.</returns>
    /// <exception cref="VtStoreException">The file cannot be used.</exception>
    public static (EnrichmentCounts Counts, IReadOnlyList<string?> Notes) Read(string path, params IReadOnlyList<string> notes)
    {
        ArgumentNullException.ThrowIfNull(notes);
        using var file = SqliteFile.Open(path, Format);
        return file.Read(inside => (CountsIn(inside), (IReadOnlyList<string?>)[.. notes.Select(name => NoteIn(inside, name))]));
    }

    /// <summary>Removes a run with all that belongs to it, but not its output.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="VtStoreException">Another process works on it, or the file is no run.</exception>
    public static void Remove(string path)
    {
        using (Open(path))
        {
            // Ours now: nobody works on it.
        }
        foreach (var ending in new[] { "", "-wal", "-shm" }) File.Delete(path + ending);
        File.Delete(LockOf(path));
    }

    /// <summary>How many items have which outcome.</summary>
    public EnrichmentCounts Counts => _file.Read(CountsIn);

    /// <summary>How many requests were made for it, over all its starts. A request that was under way when the process was killed is among them.</summary>
    public int Requests => (int)(_file.Read(file => file.Number("SELECT requests FROM total")) ?? 0);

    /// <summary>Something to remember about the run, such as where its items came from; null where nothing is.</summary>
    /// <param name="name">What it is called.</param>
    public string? Note(string name) => _file.Read(file => NoteIn(file, name));

    /// <summary>Adds what it does not hold yet, and remembers notes: all of it or, when the process is killed meanwhile, nothing.</summary>
    /// <param name="items">The items, in the order in which they are to be looked up.</param>
    /// <param name="notes">Notes, each in the place of the one of its name.</param>
    /// <returns>How many were added.</returns>
    public int Add(IEnumerable<EnrichmentItem> items, params IEnumerable<KeyValuePair<string, string>> notes)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(notes);
        return _file.Write(file =>
        {
            var added = 0;
            foreach (var item in items)
            {
                file.Run("INSERT OR IGNORE INTO item(text, key) VALUES(?1, ?2)", item.Text, item.Key);
                added += file.Changes;
            }
            foreach (var (name, value) in notes) file.Run("INSERT OR REPLACE INTO note VALUES(?1, ?2)", name, value);
            return added;
        });
    }

    /// <summary>The texts that are still to be looked up.</summary>
    public IReadOnlyList<string> Left() => _file.Read(file =>
    {
        var texts = new List<string>();
        var row = file.Prepare("SELECT text FROM item WHERE done IS NULL ORDER BY number");
        while (row.Step()) texts.Add(row.Text(0));
        row.Reset();
        return texts;
    });

    /// <summary>
    /// Looks up what is left, some at the same time, and writes the output as it goes. Ends with the last item, or when something stops it that waiting does not mend; a run that ended early
    /// goes on when this is called again.
    /// </summary>
    /// <param name="client">Who asks. Its quota, ledger, cache and retries hold.</param>
    /// <param name="options">How many at the same time, how many requests, what a row holds.</param>
    /// <param name="output">Where rows are written, or null for nowhere.</param>
    /// <param name="cancellationToken">Ends the work; what stands by then is written.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="IOException">The output, the ledger or the run itself cannot be written. What stands by then stands.</exception>
    public Task<EnrichmentEnd> WorkAsync(VtClient client, EnrichmentOptions options, EnrichmentOutput? output = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(options);
        return new EnrichmentWork(this, client, options.Validated(), output).RunAsync(cancellationToken);
    }

    /// <summary>Closes the file, and lets others work on the run.</summary>
    public void Dispose()
    {
        _file.Dispose();
        _lock.Dispose();
    }

    /// <summary>How often those that are left and were tried least were tried; null where none is left.</summary>
    internal int? LeastTries() => (int?)_file.Read(file => file.Number("SELECT tries FROM item WHERE done IS NULL ORDER BY tries LIMIT 1"));

    /// <summary>The next items that are left and were tried so often, after a number.</summary>
    internal IReadOnlyList<(long Number, string Text)> Next(int tries, long after, int most) => _file.Read(file =>
    {
        var items = new List<(long, string)>(most);
        var row = file.Prepare("SELECT number, text FROM item WHERE done IS NULL AND tries = ?1 AND number > ?2 ORDER BY number LIMIT ?3").Bind(1, tries).Bind(2, after).Bind(3, most);
        while (row.Step()) items.Add((row.Int64(0), row.Text(1)));
        row.Reset();
        return items;
    });

    /// <summary>Counts a request before it is made; false where there may be no more.</summary>
    internal bool TrySpend(int? budget) => _file.Write(file =>
    {
        if (budget is { } most && file.Number("SELECT requests FROM total") >= most) return false;
        file.Run("UPDATE total SET requests = requests + 1");
        return true;
    });

    /// <summary>Writes outcomes down, all together.</summary>
    internal void Commit(IReadOnlyList<EnrichmentStep> steps) => _file.Write(file =>
    {
        var done = file.Number("SELECT max(done) FROM item") ?? 0;
        foreach (var step in steps)
        {
            if (step.Row is { } row)
            {
                file.Prepare("UPDATE item SET outcome = ?2, done = ?3, row = ?4 WHERE number = ?1 AND done IS NULL")
                    .Bind(1, step.Number).Bind(2, (long)step.Outcome).Bind(3, done + 1).Bind(4, row.Span).Run();
                done += file.Changes;
            }
            else
            {
                file.Run("UPDATE item SET outcome = ?2, tries = tries + ?3 WHERE number = ?1 AND done IS NULL", step.Number, (long)step.Outcome, step.Tried ? 1 : 0);
            }
        }
    });

    internal (long Done, long Length) Written => _file.Read(file =>
    {
        var row = file.Prepare("SELECT written, length FROM total");
        row.Step();
        var written = (row.Int64(0), row.Int64(1));
        row.Reset();
        return written;
    });

    internal void Wrote(long done, long length) => _file.Write(file => file.Run("UPDATE total SET written = ?1, length = ?2", done, length));

    /// <summary>The rows after a place, in the order in which they came to stand.</summary>
    internal IReadOnlyList<(long Done, byte[] Row)> Rows(long after, int most) => _file.Read(file =>
    {
        var rows = new List<(long, byte[])>();
        var row = file.Prepare("SELECT done, row FROM item WHERE done > ?1 ORDER BY done LIMIT ?2").Bind(1, after).Bind(2, most);
        while (row.Step()) rows.Add((row.Int64(0), row.Blob(1).ToArray()));
        row.Reset();
        return rows;
    });

    private static string? NoteIn(SqliteFile file, string name)
    {
        var row = file.Prepare("SELECT value FROM note WHERE name = ?1").Bind(1, name);
        var value = row.Step() ? row.Text(0) : null;
        row.Reset();
        return value;
    }

    private static EnrichmentCounts CountsIn(SqliteFile file)
    {
        var counts = new int[Enum.GetValues<EnrichmentOutcome>().Length];
        var row = file.Prepare("SELECT outcome, count(*) FROM item GROUP BY outcome");
        while (row.Step()) counts[row.Int64(0)] = (int)row.Int64(1);
        row.Reset();
        int Of(EnrichmentOutcome outcome) => counts[(int)outcome];
        return new EnrichmentCounts(
            Of(EnrichmentOutcome.Pending), Of(EnrichmentOutcome.Found), Of(EnrichmentOutcome.NotFound), Of(EnrichmentOutcome.Malformed), Of(EnrichmentOutcome.Denied), Of(EnrichmentOutcome.Quota), Of(EnrichmentOutcome.Transient));
    }

    private static string LockOf(string path) => path + ".lock";
}

/// <summary>What a look-up changes of its item: it stands and has a row, or it is still left, and counts as tried or not.</summary>
internal sealed record EnrichmentStep(long Number, EnrichmentOutcome Outcome, ReadOnlyMemory<byte>? Row, bool Tried);
