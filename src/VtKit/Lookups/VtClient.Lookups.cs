using VtKit.Indicators;

namespace VtKit;

public sealed partial class VtClient
{
    /// <summary>
    /// Looks up many indicators of any kind, as analysts write them: hashes, URLs, domains, IP addresses, defanged or not
    /// (<see cref="Indicator.Recognise"/>). Gives one outcome for each, in their order, as the areas do for one kind
    /// (<see cref="VtItemArea{T, TId}.LookupManyAsync(IEnumerable{string}, VtLookupOptions?, CancellationToken)"/>). What is found is a <see cref="VtFile"/>, <see cref="VtUrl"/>,
    /// <see cref="VtDomain"/> or <see cref="VtIpAddress"/>. A text that is none of these, a CVE number among them, is malformed, and its error says why. Each costs 1 request.
    /// </summary>
    /// <param name="indicators">The texts. They are read as the outcomes are.</param>
    /// <param name="options">How many at the same time, and how many ahead.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="OperationCanceledException">It was cancelled. What was given out before stands.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public IAsyncEnumerable<VtLookup<VtObject>> LookupManyAsync(IEnumerable<string> indicators, VtLookupOptions? options = null, CancellationToken cancellationToken = default) =>
        LookupManyAsync(Ids.ToAsync(indicators), options, cancellationToken);

    /// <inheritdoc cref="LookupManyAsync(IEnumerable{string}, VtLookupOptions?, CancellationToken)"/>
    public IAsyncEnumerable<VtLookup<VtObject>> LookupManyAsync(IAsyncEnumerable<string> indicators, VtLookupOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(indicators);
        options = (options ?? new VtLookupOptions()).Validated();
        return new LookupRun<VtObject>(this, text => TargetOf(text, options.Read), options).RunAsync(indicators, cancellationToken);
    }

    /// <summary>Says what <see cref="LookupManyAsync(IEnumerable{string}, VtLookupOptions?, CancellationToken)"/> would need of the quota. Costs nothing.</summary>
    /// <param name="indicators">The texts. They are gone through; what comes again, is no indicator or is in the cache counts for nothing.</param>
    /// <param name="cancellationToken">Gives the question up.</param>
    /// <exception cref="VtException">See <see cref="VtQuotaArea.EstimateAsync"/>.</exception>
    public Task<VtQuotaEstimate> EstimateManyAsync(IEnumerable<string> indicators, CancellationToken cancellationToken = default) =>
        EstimateAsync(indicators, text => TargetOf(text, null), cancellationToken);

    /// <summary>How many of the indicators the cache can answer, each counted once. Costs nothing.</summary>
    /// <param name="indicators">The texts, as <see cref="LookupManyAsync(IEnumerable{string}, VtLookupOptions?, CancellationToken)"/> takes them. They are gone through.</param>
    /// <param name="cancellationToken">Gives the question up.</param>
    public async Task<int> CountCachedAsync(IEnumerable<string> indicators, CancellationToken cancellationToken = default) =>
        (await Ids.CountAsync(this, indicators, text => TargetOf(text, null), cancellationToken).ConfigureAwait(false)).Cached;

    internal async Task<VtQuotaEstimate> EstimateAsync<T>(IEnumerable<string> ids, Func<string, LookupTarget<T>> targetOf, CancellationToken cancellationToken) where T : VtObject
    {
        var (distinct, cached) = await Ids.CountAsync(this, ids, targetOf, cancellationToken).ConfigureAwait(false);
        return await Quota.EstimateAsync(distinct - cached, cancellationToken).ConfigureAwait(false);
    }

    private LookupTarget<VtObject> TargetOf(string text, VtReadOptions? read)
    {
        var indicator = Indicator.Recognise(text);
        return indicator.Kind switch
        {
            IndicatorKind.File => Of(Files.TargetOf(indicator.Value, read)),
            IndicatorKind.Url => Of(UrlTargetOf(indicator.UrlId!.Value, read)),
            IndicatorKind.Domain => Of(Domains.TargetOf(indicator.Value, read)),
            IndicatorKind.IpAddress => Of(IpAddresses.TargetOf(indicator.Value, read)),
            _ => throw new FormatException(indicator.Problem ?? $"{indicator.Value} is of a kind that has no report of its own: give hashes, URLs, domains or IP addresses."),
        };

        // Of each kind the keys are texts of another form, except that a hash of a file is also one of a URL.
        LookupTarget<VtObject> Of<T>(LookupTarget<T> target) where T : VtObject =>
            new($"{indicator.Kind} {target.Key}", target.Cached, async token => await target.GetAsync(token).ConfigureAwait(false));
    }

    // As it was written: from its canonical form the service would make a URL of its own.
    private LookupTarget<VtUrl> UrlTargetOf(UrlId id, VtReadOptions? read)
    {
        var identity = id.LocalIdentity;
        return new LookupTarget<VtUrl>(identity, CacheRules.KeyOf(Endpoints.UrlsGet, identity, Settings), token => Urls.GetAsync(id, read, token));
    }
}
