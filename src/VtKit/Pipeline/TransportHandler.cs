namespace VtKit;

/// <summary>One exchange over the wire: watched for silence, its answer read to the end, its faults named.</summary>
internal sealed class TransportHandler(ClientSettings settings, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var message = (ApiMessage)request;
        using var watchdog = new Watchdog(settings, message.Deadline, cancellationToken);
        message.Watchdog = watchdog;
        if (message.Content is UploadContent upload) upload.Watchdog = watchdog;
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, watchdog.Token).ConfigureAwait(false);
            message.ReceivedAt = settings.Time.GetUtcNow();
            if (!message.Streams || !response.IsSuccessStatusCode)
                message.Body = await BodyReader.ReadAsync(message, response, watchdog, settings.MaxResponseBytes).ConfigureAwait(false);
            Telemetry.Exchanged(message, response, null);
            return response;
        }
        catch (Exception e)
        {
            response?.Dispose();
            var named = TransportFaults.Name(e, message, watchdog, settings, cancellationToken);
            Telemetry.Exchanged(message, null, named ?? e);
            if (named is null) throw;
            throw named;
        }
    }
}
