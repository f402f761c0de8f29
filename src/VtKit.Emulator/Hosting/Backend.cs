using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace VtKit.Emulator;

/// <summary>What all requests share: the store, the samples, the clock, the engines.</summary>
internal sealed class Backend : IDisposable
{
    private const string SecretName = "secret";
    private const string CreatedName = "created";
    private readonly Database _database;

    private Backend(VtEmulatorOptions options, string instance, Database database, BlobStore blobs, EmulatorClock clock, byte[] secret, long createdMs)
    {
        Options = options;
        Instance = instance;
        _database = database;
        Blobs = blobs;
        Clock = clock;
        Signer = new Signer(secret);
        Created = DateTimeOffset.FromUnixTimeMilliseconds(createdMs);
        Analyzer = new SampleAnalyzer(this);
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

    /// <summary>When the store was made: since then its users have been there.</summary>
    public DateTimeOffset Created { get; private set; }

    public Faults Faults { get; } = new();

    public RequestLog Requests { get; } = new();

    /// <summary>Ends when a fresh store knows what it must: requests wait for it, so that starting does not.</summary>
    public Task Ready { get; private set; } = Task.CompletedTask;

    /// <summary>Opens the store and removes what a crash left behind.</summary>
    public static async Task<Backend> OpenAsync(VtEmulatorOptions options, DataFolder folder, string instance, CancellationToken cancellationToken)
    {
        var clock = new EmulatorClock(options.TimeProvider);
        var database = Database.Open(folder.DatabasePath);
        try
        {
            var blobs = new BlobStore(folder);
            var (secret, created) = await database.WriteAsync(store =>
            {
                RemoveOrphans(store, blobs);
                return (Setting(store, SecretName, () => RandomNumberGenerator.GetBytes(32)),
                    BitConverter.ToInt64(Setting(store, CreatedName, () => BitConverter.GetBytes(clock.Now.ToUnixTimeMilliseconds()))));
            }, cancellationToken).ConfigureAwait(false);
            return new Backend(options, instance, database, blobs, clock, secret, created);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Cancelled when the emulator stops: what only waits is given up then.</summary>
    public CancellationToken Stopping { get; private set; }

    /// <summary>Starts to fill a fresh store, in the background.</summary>
    public void Prepare(CancellationToken stopping)
    {
        Stopping = stopping;
        Ready = Task.Run(() => EicarSample.SeedAsync(this, stopping), stopping);
    }

    public Task<T> ReadAsync<T>(Func<Session, T> work, CancellationToken cancellationToken) => _database.ReadAsync(work, cancellationToken);

    public Task<T> WriteAsync<T>(Func<Session, T> work, CancellationToken cancellationToken) => _database.WriteAsync(work, cancellationToken);

    /// <summary>What to tell a person about a damaged database.</summary>
    public string DamageMessage(SqliteException e) => _database.DamageMessage(e);

    /// <summary>Forgets everything, samples and the clock's offset included, and starts as a fresh store does.</summary>
    public async Task ResetAsync(CancellationToken cancellationToken)
    {
        Faults.Clear();
        Clock.Reset();
        Created = Clock.Now;
        await WriteAsync(store =>
        {
            foreach (var table in store.List("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'setting'", row => row.GetString(0)))
                store.Execute($"DELETE FROM \"{table}\"");
            return store.Execute("UPDATE setting SET value = $2 WHERE name = $1", CreatedName, BitConverter.GetBytes(Created.ToUnixTimeMilliseconds()));
        }, cancellationToken).ConfigureAwait(false);
        Blobs.Clear();
        await EicarSample.SeedAsync(this, cancellationToken).ConfigureAwait(false);
        Requests.Clear();
    }

    public void Dispose()
    {
        _database.Dispose();
        Analyzer.Dispose();
    }

    private static void RemoveOrphans(Session store, BlobStore blobs)
    {
        foreach (var orphan in store.List("SELECT sha256 FROM blob_arriving WHERE sha256 NOT IN (SELECT sha256 FROM file)", row => row.GetString(0)))
            blobs.Delete(orphan);
        store.Execute("DELETE FROM blob_arriving");
    }

    private static byte[] Setting(Session store, string name, Func<byte[]> make)
    {
        if (store.First("SELECT value FROM setting WHERE name = $1", row => row.GetFieldValue<byte[]>(0), name) is { } value) return value;
        value = make();
        store.Execute("INSERT INTO setting(name, value) VALUES ($1, $2)", name, value);
        return value;
    }
}
