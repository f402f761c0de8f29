using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using VtKit.StaticAnalysis;

namespace VtKit.Emulator;

/// <summary>What all requests share: the store, the samples, the clock, the engines.</summary>
internal sealed class Backend : IDisposable
{
    /// <summary>How long the rules of users may take to compile, and on one file.</summary>
    private static readonly TimeSpan HuntingTimeout = TimeSpan.FromSeconds(30);

    private const string SecretName = "secret";
    private const string CreatedName = "created";
    private const string ClockName = "clock_offset";
    private static readonly TimeSpan UsageSaveInterval = TimeSpan.FromSeconds(1);
    private readonly Database _database;
    private readonly bool _lasting;
    private long _usageSaved;

    private Backend(VtEmulatorOptions options, string instance, Database database, BlobStore blobs, AnswerCache reports, EmulatorClock clock, DataFolder folder, byte[] secret, long createdMs)
    {
        Reports = reports;
        SnapshotsPath = folder.SnapshotsPath;
        _lasting = folder.DatabasePath is not null;
        Options = options;
        Instance = instance;
        _database = database;
        Blobs = blobs;
        Clock = clock;
        Signer = new Signer(secret);
        Created = DateTimeOffset.FromUnixTimeMilliseconds(createdMs);
        Analyzer = new SampleAnalyzer(this);
        Yara = new YaraCompiler(HuntingTimeout, folder: options.YaraFolder);
        Livehunt = new Livehunt(this);
        Retrohunt = new Retrohunt(this);
    }

    public VtEmulatorOptions Options { get; }

    /// <summary>Tells this emulator from any other, also from one that gets its port later.</summary>
    public string Instance { get; }

    /// <summary>Where it listens.</summary>
    public Uri BaseAddress { get; set; } = new("http://127.0.0.1/");

    public EmulatorClock Clock { get; }

    public BlobStore Blobs { get; }

    public Signer Signer { get; }

    public SampleAnalyzer Analyzer { get; }

    /// <summary>Compiles the rules of users.</summary>
    public YaraCompiler Yara { get; }

    public Livehunt Livehunt { get; }

    public GraphPictures GraphPictures { get; } = new();

    public Retrohunt Retrohunt { get; }

    /// <summary>When the store was made: since then its users have been there.</summary>
    public DateTimeOffset Created { get; private set; }

    public Faults Faults { get; } = new();

    public RequestLog Requests { get; } = new();

    /// <summary>Where snapshots of the store lie.</summary>
    public string SnapshotsPath { get; }

    public UsageLedger Usage { get; } = new();

    public AnswerCache Reports { get; }

    /// <summary>Ends when a fresh store knows what it must: requests wait for it, so that starting does not.</summary>
    public Task Ready { get; private set; } = Task.CompletedTask;

    /// <summary>Opens the store and removes what a crash left behind.</summary>
    public static async Task<Backend> OpenAsync(VtEmulatorOptions options, DataFolder folder, string instance, CancellationToken cancellationToken)
    {
        var reports = new AnswerCache();
        var clock = new EmulatorClock(options.TimeProvider, reports.Invalidate);
        // Before anything is opened: what is wrong in it changes nothing.
        var scenario = options.ScenarioFile is { } file ? Scenario.Read(file) : null;
        var database = Database.Open(folder.DatabasePath);
        try
        {
            var blobs = new BlobStore(folder);
            var (secret, created) = await database.WriteAsync(store =>
            {
                SampleIntake.RemoveOrphans(store, blobs);
                Groups.Ensure(store, clock.Now.ToUnixTimeMilliseconds());
                PrivateFiles.Purge(store, blobs, clock.Now.ToUnixTimeMilliseconds());
                return (Setting(store, SecretName, () => RandomNumberGenerator.GetBytes(32)),
                    BitConverter.ToInt64(Setting(store, CreatedName, () => BitConverter.GetBytes(clock.Now.ToUnixTimeMilliseconds()))));
            }, cancellationToken).ConfigureAwait(false);
            var backend = new Backend(options, instance, database, blobs, reports, clock, folder, secret, created) { Scenario = scenario };
            await backend.ReadSavedAsync(cancellationToken).ConfigureAwait(false);
            if (options.StartTime is { } start) clock.Set(start);
            return backend;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Cancelled when the emulator stops: what only waits is given up then.</summary>
    public CancellationToken Stopping { get; private set; }

    /// <summary>What the emulator knows from the start; null for nothing.</summary>
    public Scenario? Scenario { get; private init; }

    /// <summary>Starts to fill a fresh store, in the background.</summary>
    public void Prepare(CancellationToken stopping)
    {
        Stopping = stopping;
        Ready = Task.Run(() => FillAsync(stopping), stopping);
        Retrohunt.Start(stopping);
    }

    public Task<T> ReadAsync<T>(Func<Session, T> work, CancellationToken cancellationToken) => _database.ReadAsync(work, cancellationToken);

    /// <summary>Runs work that changes the store. What was counted meanwhile is saved with it.</summary>
    public async Task<T> WriteAsync<T>(Func<Session, T> work, CancellationToken cancellationToken)
    {
        var result = await _database.WriteAsync(store =>
        {
            var result = work(store);
            SearchIndex.CatchUp(store, Clock.Now.ToUnixTimeMilliseconds());
            if (_lasting) Usage.Save(store);
            return result;
        }, cancellationToken).ConfigureAwait(false);
        Reports.Invalidate();
        return result;
    }

    /// <summary>Saves what was counted, at most once a second: where nobody changes anything, counting alone should not wait for the disk.</summary>
    public void SaveUsageSoon()
    {
        if (!_lasting) return;
        var now = TimeProvider.System.GetTimestamp();
        var last = Interlocked.Read(ref _usageSaved);
        if (TimeProvider.System.GetElapsedTime(last, now) < UsageSaveInterval || Interlocked.CompareExchange(ref _usageSaved, now, last) != last) return;
        _ = SaveUsageAsync();
    }

    /// <summary>Saves what was counted. A failure is told and not more: the next time saves it too.</summary>
    public async Task SaveUsageAsync()
    {
        if (!_lasting) return;
        try
        {
            await _database.WriteAsync(store =>
            {
                Usage.Save(store);
                return 0;
            }, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SqliteException or ObjectDisposedException)
        {
            Options.Log?.Invoke($"The counts of requests were not saved: {e.Message}");
        }
    }

    /// <summary>What to tell a person about a damaged database.</summary>
    public string DamageMessage(SqliteException e) => _database.DamageMessage(e);

    /// <summary>Forgets everything, samples and the clock's offset included, and starts as a fresh store does.</summary>
    public async Task ResetAsync(CancellationToken cancellationToken)
    {
        Faults.Clear();
        Usage.Clear();
        Clock.Reset();
        Created = Clock.Now;
        await WriteAsync(store =>
        {
            // Shadow tables belong to the full text, which empties them itself. What the triggers note meanwhile goes last.
            foreach (var table in store.List(
                "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite%' AND name <> 'setting' ORDER BY name = 'search_changed'",
                row => row.GetString(0)))
                store.Execute($"DELETE FROM \"{table}\"");
            Groups.Ensure(store, Created.ToUnixTimeMilliseconds());
            return store.Execute("UPDATE setting SET value = $2 WHERE name = $1", CreatedName, BitConverter.GetBytes(Created.ToUnixTimeMilliseconds()));
        }, cancellationToken).ConfigureAwait(false);
        // A snapshot may need them; what none needs is removed with the folder, or by a reset after the snapshots are gone.
        if (Snapshots.Files(SnapshotsPath).Length == 0) Blobs.Clear();
        await SaveClockAsync(cancellationToken).ConfigureAwait(false);
        await FillAsync(cancellationToken).ConfigureAwait(false);
        Requests.Clear();
    }

    /// <summary>Remembers how far the clock was moved: a store that is opened again goes on from there.</summary>
    public Task SaveClockAsync(CancellationToken cancellationToken) => WriteAsync(store => store.Execute(
        "INSERT INTO setting(name, value) VALUES ($1, $2) ON CONFLICT(name) DO UPDATE SET value = excluded.value",
        ClockName, BitConverter.GetBytes(Clock.Offset.Ticks)), cancellationToken);

    /// <summary>Writes the whole store into a file that is not there yet.</summary>
    public async Task CopyStoreAsync(string path, CancellationToken cancellationToken)
    {
        await SaveClockAsync(cancellationToken).ConfigureAwait(false);
        await _database.WriteAsync(store =>
        {
            Usage.Save(store);
            return 0;
        }, cancellationToken).ConfigureAwait(false);
        await ReadAsync(store => store.Execute("VACUUM INTO $1", path), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Puts what <see cref="CopyStoreAsync"/> wrote in the place of the store.</summary>
    public async Task RestoreStoreAsync(string path, CancellationToken cancellationToken)
    {
        await _database.RestoreAsync(path, cancellationToken).ConfigureAwait(false);
        await ReadSavedAsync(cancellationToken).ConfigureAwait(false);
        Reports.Invalidate();
    }

    private Task<int> ReadSavedAsync(CancellationToken cancellationToken) => ReadAsync(store =>
    {
        Usage.Load(store);
        if (store.First("SELECT value FROM setting WHERE name = $1", row => row.GetFieldValue<byte[]>(0), ClockName) is { } ticks)
            Clock.MoveTo(TimeSpan.FromTicks(BitConverter.ToInt64(ticks)));
        return 0;
    }, cancellationToken);

    /// <summary>What every store has, and what the scenario adds.</summary>
    private async Task FillAsync(CancellationToken cancellationToken)
    {
        await EicarSample.SeedAsync(this, cancellationToken).ConfigureAwait(false);
        if (Scenario is not null) await Scenario.PlantAsync(this, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _database.Dispose();
        Analyzer.Dispose();
        Livehunt.Dispose();
        GraphPictures.Dispose();
    }

    private static byte[] Setting(Session store, string name, Func<byte[]> make)
    {
        if (store.First("SELECT value FROM setting WHERE name = $1", row => row.GetFieldValue<byte[]>(0), name) is { } value) return value;
        value = make();
        store.Execute("INSERT INTO setting(name, value) VALUES ($1, $2)", name, value);
        return value;
    }
}
