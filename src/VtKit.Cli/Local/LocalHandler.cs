namespace VtKit.Cli;

/// <summary>
/// Sends to the local service, wherever it is by then: the process that ran it may have ended in the meantime, and then
/// another one runs it, perhaps this one.
/// </summary>
internal sealed class LocalHandler(LocalService service, Func<CancellationToken, Task<LocalService>> reopen, HttpMessageHandler inner)
    : DelegatingHandler(inner), IAsyncDisposable
{
    private const int Attempts = 5;

    private readonly SemaphoreSlim _gate = new(1);
    private LocalService _service = service;

    public async ValueTask DisposeAsync()
    {
        Dispose();
        await _service.DisposeAsync().ConfigureAwait(false);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = request.RequestUri!;
        for (var attempt = 1; ; attempt++)
        {
            var current = _service;
            request.RequestUri = new UriBuilder(asked) { Host = current.Address.Host, Port = current.Address.Port }.Uri;
            try
            {
                return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            }
            // Whatever was sent can be sent again: the same file twice is one file.
            catch (HttpRequestException) when (attempt < Attempts)
            {
                if (!await ReplaceAsync(current, cancellationToken).ConfigureAwait(false)) throw;
            }
            finally
            {
                // The address that was asked for is the caller's to know; it would take another one for a redirect.
                request.RequestUri = asked;
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _gate.Dispose();
        base.Dispose(disposing);
    }

    // False where the service is still there, so that what went wrong was something else.
    private async Task<bool> ReplaceAsync(LocalService gone, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_service != gone) return true;
            if (gone.IsOwn) return false;
            _service = await reopen(cancellationToken).ConfigureAwait(false);
            return _service.Address != gone.Address;
        }
        finally
        {
            _gate.Release();
        }
    }
}
