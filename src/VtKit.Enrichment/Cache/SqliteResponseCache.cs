using System.Collections.Concurrent;
using System.Net;
using System.Numerics;
using System.Runtime.InteropServices;

namespace VtKit.Enrichment;

/// <summary>
/// A cache of reports in a file, which all processes of a user share. An entry that was damaged is as good as none, and so is a file that fails: a cache is no reason for
/// a look-up to fail. It holds reports in the clear, and no key; only its owner may read it.
/// </summary>
public sealed class SqliteResponseCache : VtResponseCache, IDisposable
{
    internal static readonly SqliteFormat Format = new("response cache", 0x56744B43,
    [
        """
        -- Times are milliseconds since 1970, UTC. sum is the CRC-32C of the body.
        CREATE TABLE answer(key INTEGER PRIMARY KEY, status INTEGER NOT NULL, received INTEGER NOT NULL, expires INTEGER NOT NULL, used INTEGER NOT NULL, sum INTEGER NOT NULL, body BLOB NOT NULL);
        CREATE INDEX answer_used ON answer(used);
        -- What leads to an answer: account, type, id and query. A file has a name for each of its hashes.
        CREATE TABLE name(name TEXT PRIMARY KEY, answer INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX name_answer ON name(answer);
        CREATE TABLE total(bytes INTEGER NOT NULL);
        INSERT INTO total VALUES(0);
        """,
    ]);

    // What an answer takes beside its body: roughly.
    private const int EntryBytes = 500;
    private const int MostTouched = 1000;

    // That an answer was needed is written down when it was last written down so long ago, and then together with an answer that is kept.
    private static readonly long TouchAfter = (long)TimeSpan.FromHours(1).TotalMilliseconds;

    private readonly SqliteFile _file;
    private readonly VtCacheOptions _options;
    private readonly ConcurrentDictionary<long, long> _touched = [];

    private SqliteResponseCache(SqliteFile file, VtCacheOptions options) => (_file, _options) = (file, options);

    /// <summary>Opens a cache, or makes it. Dispose of it after the clients that use it.</summary>
    /// <param name="path">The file, the same for all processes that are to share it.</param>
    /// <param name="options">For how long answers are good, and how much room they may take.</param>
    /// <exception cref="VtStoreException">It cannot be used; the text says why. It was left as it is.</exception>
    /// <exception cref="ArgumentException">An option is not acceptable.</exception>
    public static SqliteResponseCache Open(string path, VtCacheOptions? options = null) => new(SqliteFile.Open(path, Format), (options ?? new VtCacheOptions()).Validated());

    /// <summary>How many answers there are, and how many bytes they take.</summary>
    /// <exception cref="VtStoreException">The file cannot be read.</exception>
    public VtCacheSize Size => _file.Read(file => new VtCacheSize(file.Number("SELECT count(*) FROM answer") ?? 0, file.Number("SELECT bytes FROM total") ?? 0));

    /// <inheritdoc/>
    public override ValueTask<VtCachedResponse?> FindAsync(VtCacheKey key, DateTimeOffset now, bool alsoStale = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<VtCachedResponse?>(cancellationToken);
        try
        {
            return ValueTask.FromResult(_file.Read(file => Find(file, key, now.ToUnixTimeMilliseconds(), alsoStale)));
        }
        catch (VtStoreException)
        {
            return ValueTask.FromResult<VtCachedResponse?>(null);
        }
    }

    /// <inheritdoc/>
    public override ValueTask KeepAsync(VtCacheKey key, IReadOnlyList<string> otherIds, VtCachedResponse response, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(otherIds);
        ArgumentNullException.ThrowIfNull(response);
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        try
        {
            _file.Write(file => Keep(file, key, otherIds, response));
        }
        catch (VtStoreException)
        {
            // The answer goes to who asked; only the next one has to ask again.
        }
        return ValueTask.CompletedTask;
    }

    /// <summary>Forgets everything, and gives the room back.</summary>
    /// <exception cref="VtStoreException">The file cannot be written.</exception>
    public void Clear()
    {
        _touched.Clear();
        _file.Write(file =>
        {
            file.Run("DELETE FROM name");
            file.Run("DELETE FROM answer");
            file.Run("UPDATE total SET bytes = 0");
        });
        _file.Shrink();
    }

    /// <summary>Writes down what was used, and closes the file.</summary>
    public void Dispose()
    {
        try
        {
            if (!_touched.IsEmpty) _file.Write(Touch);
        }
        catch (Exception e) when (e is VtStoreException or ObjectDisposedException)
        {
            // What is used last goes last; not knowing it does no harm.
        }
        _file.Dispose();
    }

    private VtCachedResponse? Find(SqliteFile file, VtCacheKey key, long now, bool alsoStale)
    {
        var row = file.Prepare("SELECT a.status, a.received, a.expires, a.used, a.sum, a.body, a.key FROM name n JOIN answer a ON a.key = n.answer WHERE n.name = ?1").Bind(1, NameOf(key, key.Id));
        try
        {
            if (!row.Step()) return null;
            var status = (HttpStatusCode)row.Int64(0);
            var received = row.Int64(1);
            // A clock that was set back makes an answer no younger than it is; one from the future is not believed.
            var isFresh = now < row.Int64(2) && received <= now + TouchAfter;
            if (!isFresh && !(alsoStale && status == HttpStatusCode.OK)) return null;
            var body = row.Blob(5);
            if (SumOf(body) != row.Int64(4)) return null;
            if (now - row.Int64(3) > TouchAfter && _touched.Count < MostTouched) _touched[row.Int64(6)] = now;
            return new VtCachedResponse(status, body.ToArray(), DateTimeOffset.FromUnixTimeMilliseconds(received));
        }
        finally
        {
            row.Reset();
        }
    }

    private void Keep(SqliteFile file, VtCacheKey key, IReadOnlyList<string> otherIds, VtCachedResponse response)
    {
        List<string> names = [NameOf(key, key.Id)];
        foreach (var id in otherIds) names.Add(NameOf(key, id));
        foreach (var name in names)
            if (file.Number("SELECT answer FROM name WHERE name = ?1", name) is { } old) Remove(file, old);
        if (response.Body.Length + EntryBytes > _options.MaxBytes) return;
        var received = response.ReceivedAt.ToUnixTimeMilliseconds();
        file.Prepare("INSERT INTO answer(status, received, expires, used, sum, body) VALUES(?1, ?2, ?3, ?2, ?4, ?5)")
            .Bind(1, (long)response.Status).Bind(2, received).Bind(3, received + (long)_options.Of(key, response).TotalMilliseconds)
            .Bind(4, SumOf(response.Body.Span)).Bind(5, response.Body.Span).Run();
        var answer = file.LastRow;
        foreach (var name in names) file.Run("INSERT OR REPLACE INTO name(name, answer) VALUES(?1, ?2)", name, answer);
        file.Run("UPDATE total SET bytes = bytes + ?1", response.Body.Length + EntryBytes);
        Touch(file);
        Evict(file);
    }

    private void Touch(SqliteFile file)
    {
        if (_touched.IsEmpty) return;
        foreach (var (answer, used) in _touched) file.Run("UPDATE answer SET used = max(used, ?2) WHERE key = ?1", answer, used);
        _touched.Clear();
    }

    // A tenth more than has to go goes, so that not every answer that is kept drives one out.
    private void Evict(SqliteFile file)
    {
        if (file.Number("SELECT bytes FROM total") <= _options.MaxBytes) return;
        while (file.Number("SELECT bytes FROM total") > _options.MaxBytes - (_options.MaxBytes / 10) && file.Number("SELECT key FROM answer ORDER BY used, key LIMIT 1") is { } oldest)
            Remove(file, oldest);
    }

    private static void Remove(SqliteFile file, long answer)
    {
        file.Run("UPDATE total SET bytes = bytes - coalesce((SELECT length(body) + ?2 FROM answer WHERE key = ?1), 0)", answer, EntryBytes);
        file.Run("DELETE FROM name WHERE answer = ?1", answer);
        file.Run("DELETE FROM answer WHERE key = ?1", answer);
    }

    private static string NameOf(VtCacheKey key, string id) => $"{key.Account} {key.Type} {id}{key.Query}";

    private static long SumOf(ReadOnlySpan<byte> body)
    {
        var sum = uint.MaxValue;
        foreach (var eight in MemoryMarshal.Cast<byte, ulong>(body)) sum = BitOperations.Crc32C(sum, eight);
        foreach (var one in body[(body.Length & ~7)..]) sum = BitOperations.Crc32C(sum, one);
        return sum;
    }
}

/// <summary>How much a cache holds.</summary>
/// <param name="Answers">How many answers.</param>
/// <param name="Bytes">How many bytes they take, roughly.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct VtCacheSize(long Answers, long Bytes);
