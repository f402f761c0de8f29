namespace VtKit.Enrichment;

/// <summary>
/// A ledger in a file, which all processes of a user share: what one spends, the others see before they spend. It keeps the rules of <see cref="VtMemoryQuotaLedger"/>;
/// a process that is killed leaves nothing half done. Accounts are fingerprints of keys; the file holds no key.
/// </summary>
public sealed class SqliteQuotaLedger : VtQuotaLedger, IDisposable
{
    internal static readonly SqliteFormat Format = new("quota ledger", 0x56744B51,
    [
        """
        -- Times are ticks of 100 ns since the year 1, UTC, as .NET counts them: to the tick what the ledger in memory reckons with.
        CREATE TABLE account(name TEXT PRIMARY KEY, now INTEGER NOT NULL, day INTEGER NOT NULL, month INTEGER NOT NULL, minute_closed_until INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE spent(key INTEGER PRIMARY KEY, account TEXT NOT NULL, at INTEGER NOT NULL, cost INTEGER NOT NULL);
        CREATE INDEX spent_account ON spent(account, key, at, cost);
        """,
    ]);

    private readonly SqliteFile _file;

    private SqliteQuotaLedger(SqliteFile file) => _file = file;

    /// <summary>Opens a ledger, or makes it. Dispose of it after the clients that use it.</summary>
    /// <param name="path">The file, the same for all processes that use the same keys. Only its owner may read it.</param>
    /// <exception cref="VtStoreException">It cannot be used; the text says why. It was left as it is.</exception>
    public static SqliteQuotaLedger Open(string path) => new(SqliteFile.Open(path, Format));

    /// <inheritdoc/>
    /// <exception cref="VtStoreException">The file cannot be written, or was locked for ten seconds.</exception>
    public override ValueTask<VtQuotaGrant> TakeAsync(string account, VtQuota quota, int cost, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(quota);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(cost);
        return ChangeAsync(account, now, opened => opened.Take(quota, cost), cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="VtStoreException">The file cannot be written, or was locked for ten seconds.</exception>
    public override ValueTask<VtQuotaUsage> GetUsageAsync(string account, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        ChangeAsync(account, now, opened => opened.Usage, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="VtStoreException">The file cannot be written, or was locked for ten seconds.</exception>
    public override async ValueTask ReconcileAsync(string account, VtQuotaUsage before, int? day, int? month, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        await ChangeAsync(account, now, opened => opened.Reconcile(before, day, month), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    /// <exception cref="VtStoreException">The file cannot be written, or was locked for ten seconds.</exception>
    public override async ValueTask CloseMinuteAsync(string account, DateTimeOffset until, CancellationToken cancellationToken = default) =>
        await ChangeAsync(account, DateTimeOffset.MinValue, opened => opened.CloseMinute(until), cancellationToken).ConfigureAwait(false);

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private ValueTask<T> ChangeAsync<T>(string account, DateTimeOffset now, Func<SqliteAccount, T> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<T>(cancellationToken);
        return ValueTask.FromResult(_file.Write(file =>
        {
            var opened = SqliteAccount.Open(file, account, now);
            var result = change(opened);
            opened.Save();
            return result;
        }));
    }
}
