namespace VtKit;

public sealed partial class VtAnalyses
{
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
    public Task<VtAnalysis> WaitAsync(string id, VtWaitOptions? options = null, CancellationToken cancellationToken = default) =>
        Waiting.ForAsync(Client, id, token => GetAsync(id, null, token), analysis => analysis.Status?.Value, [AnalysisStatus.Completed.Value], options, cancellationToken);
}
