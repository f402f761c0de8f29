using System.Net;

namespace VtKit;

/// <summary>Analyses: what the engines say about what was submitted, and how far they are.</summary>
/// <remarks>https://docs.virustotal.com/reference/analyses-object</remarks>
public sealed class VtAnalyses
{
    private readonly VtClient _client;

    internal VtAnalyses(VtClient client) => _client = client;

    /// <summary>Reads an analysis. Costs 1 request.</summary>
    /// <param name="id">The id that a submission gave.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="VtException">See <see cref="VtClient.GetAsync"/>.</exception>
    public Task<VtAnalysis> GetAsync(string id, CancellationToken cancellationToken = default) =>
        _client.GetObjectAsync<VtAnalysis>(Endpoints.AnalysesGet.Path(id), null, cancellationToken);

    /// <summary>Reads the file or the URL that an analysis is of, or null where the service knows none. Costs 1 request.</summary>
    /// <param name="id">The id that a submission gave.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="VtException">See <see cref="VtClient.GetAsync"/>.</exception>
    public async Task<VtObject?> GetItemAsync(string id, CancellationToken cancellationToken = default) =>
        await _client.GetOneAsync<VtObject>(Endpoints.AnalysesRelationship.Path(id, VtRelationships.Analysis.Item.Name), cancellationToken).ConfigureAwait(false) is { } found
            ? VtObjectTypes.Narrow(found)
            : null;

    /// <summary>
    /// Waits until an analysis is completed. It asks at once, then in growing intervals, each time for 1 request; refusals for
    /// a minute's quota, faults of the connection and of the service are waited out until the deadline.
    /// </summary>
    /// <param name="id">The id that a submission gave. Any program with the same key can wait for it, at any time.</param>
    /// <param name="options">Deadline, intervals, progress.</param>
    /// <param name="cancellationToken">Ends the waiting; the analysis goes on at the service.</param>
    /// <returns>The completed analysis.</returns>
    /// <exception cref="VtTimeoutException">The deadline came first.</exception>
    /// <exception cref="VtException">What waiting cannot cure: no such analysis, a key that is refused, the day's or month's quota spent. <see cref="VtException.AnalysisId"/> is set.</exception>
    public async Task<VtAnalysis> WaitAsync(string id, VtWaitOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        options = (options ?? new VtWaitOptions()).Validated();
        var time = _client.Settings.Time;
        var started = time.GetTimestamp();
        var (interval, status, polls) = (options.FirstInterval, "", 0);
        while (true)
        {
            var pause = interval;
            VtException? fault = null;
            try
            {
                var analysis = await GetAsync(id, cancellationToken).ConfigureAwait(false);
                status = analysis.Status?.Value ?? "";
                options.Progress?.Report(new VtWaitProgress(id, status, time.GetElapsedTime(started), ++polls));
                if (analysis.Status == AnalysisStatus.Completed) return analysis;
            }
            catch (VtException e)
            {
                e.AnalysisId = id;
                if (!Passes(e)) throw;
                fault = e;
                if (e is VtApiException { RetryAfter: { } after } && after > pause) pause = after;
            }
            var left = options.Deadline == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : options.Deadline - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero) throw new VtTimeoutException(id, status, time.GetElapsedTime(started), fault);
            await Task.Delay(pause < left ? pause : left, time, cancellationToken).ConfigureAwait(false);
            interval = Min(interval * options.Growth, options.MaxInterval);
        }
    }

    private static bool Passes(VtException e) => e switch
    {
        VtQuotaException quota => quota.Window is null or VtQuotaWindow.Minute,
        VtApiException api => api.Status >= HttpStatusCode.InternalServerError,
        VtProtocolException protocol => protocol.Status >= HttpStatusCode.InternalServerError,
        VtTransportException transport => transport.Fault is not (VtTransportFault.Tls or VtTransportFault.NameResolution),
        _ => false,
    };

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
