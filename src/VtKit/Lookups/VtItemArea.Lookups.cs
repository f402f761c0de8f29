namespace VtKit;

public abstract partial class VtItemArea<T, TId>
{
    /// <summary>
    /// Looks up many, some at the same time, and gives one outcome for each, in the order of the ids. No single one throws. However many there
    /// are, no more are held than the options say. Each costs 1 request; one that comes again, or is no id, costs nothing. When a day's or a month's
    /// quota is spent, or the key is wrong, the others are answered so without being sent.
    /// </summary>
    /// <param name="ids">The texts of the ids. They are read as the outcomes are.</param>
    /// <param name="options">How many at the same time, and how many ahead.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="OperationCanceledException">It was cancelled. What was given out before stands.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public IAsyncEnumerable<VtLookup<T>> LookupManyAsync(IEnumerable<string> ids, VtLookupOptions? options = null, CancellationToken cancellationToken = default) =>
        LookupManyAsync(Ids.ToAsync(ids), options, cancellationToken);

    /// <inheritdoc cref="LookupManyAsync(IEnumerable{string}, VtLookupOptions?, CancellationToken)"/>
    public IAsyncEnumerable<VtLookup<T>> LookupManyAsync(IAsyncEnumerable<string> ids, VtLookupOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        options = (options ?? new VtLookupOptions()).Validated();
        return new LookupRun<T>(Client, id => TargetOf(id, options.Read), options).RunAsync(ids, cancellationToken);
    }

    /// <summary>Says what <see cref="LookupManyAsync(IEnumerable{string}, VtLookupOptions?, CancellationToken)"/> would need of the quota. Costs nothing.</summary>
    /// <param name="ids">The texts of the ids. They are gone through; what comes again, is no id or is in the cache counts for nothing.</param>
    /// <param name="cancellationToken">Gives the question up.</param>
    /// <exception cref="VtException">See <see cref="VtQuotaArea.EstimateAsync"/>.</exception>
    public Task<VtQuotaEstimate> EstimateManyAsync(IEnumerable<string> ids, CancellationToken cancellationToken = default) =>
        Client.EstimateAsync(ids, id => TargetOf(id, null), cancellationToken);

    internal LookupTarget<T> TargetOf(string id, VtReadOptions? read)
    {
        var identity = IdentityOf(id);
        return new LookupTarget<T>(identity, CacheRules.KeyOf(_endpoints.Get, identity, Client.Settings), token => GetAsync(id, read, token));
    }

    /// <summary>A text that is the same for all ids that mean the same. Throws where it is no id.</summary>
    private protected virtual string IdentityOf(string id) => Resolve(id);
}
