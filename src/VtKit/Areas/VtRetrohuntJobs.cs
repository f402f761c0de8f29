namespace VtKit;

public sealed partial class VtRetrohuntJobs
{
    /// <summary>Waits until a job has ended, finished or aborted. Each look costs 1 request.</summary>
    /// <param name="id">The id of the job.</param>
    /// <param name="options">Deadline (an hour or more is common), intervals, progress.</param>
    /// <param name="cancellationToken">Ends the waiting; the job goes on at the service.</param>
    /// <returns>The job: its status says how it ended.</returns>
    /// <exception cref="VtTimeoutException">The deadline came first.</exception>
    /// <exception cref="VtException">What waiting cannot cure.</exception>
    public Task<VtRetrohuntJob> WaitAsync(string id, VtWaitOptions? options = null, CancellationToken cancellationToken = default) =>
        Waiting.ForAsync(Client, id, token => GetAsync(id, null, token), job => job.Status?.Value, [RetrohuntStatus.Finished.Value, RetrohuntStatus.Aborted.Value], options, cancellationToken);
}
