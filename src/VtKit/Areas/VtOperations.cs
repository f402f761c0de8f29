namespace VtKit;

public sealed partial class VtOperations
{
    /// <summary>Waits until an operation has ended, finished or aborted. Each look costs 1 request.</summary>
    /// <param name="id">The id that a bulk call gave.</param>
    /// <param name="options">Deadline, intervals, progress.</param>
    /// <param name="cancellationToken">Ends the waiting; the operation goes on at the service.</param>
    /// <exception cref="VtTimeoutException">The deadline came first.</exception>
    /// <exception cref="VtException">What waiting cannot cure.</exception>
    public Task<VtOperation> WaitAsync(string id, VtWaitOptions? options = null, CancellationToken cancellationToken = default) =>
        Waiting.ForAsync(Client, id, token => GetAsync(id, null, token), operation => operation.Status?.Value, [OperationStatus.Finished.Value, OperationStatus.Aborted.Value], options, cancellationToken);
}
