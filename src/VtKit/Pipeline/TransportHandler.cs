namespace VtKit;

/// <summary>One exchange over the wire: watched for silence, its answer read to the end, its faults named.</summary>
internal sealed class TransportHandler(ClientSettings settings, HttpMessageHandler wire) : PipelineHandler(null)
{
    private readonly HttpMessageInvoker _wire = new(wire, disposeHandler: true);

    public override async Task<Answer> SendAsync(ApiMessage message, CancellationToken cancellationToken)
    {
        using var watchdog = new Watchdog(settings, message.Deadline, cancellationToken);
        message.Watchdog = watchdog;
        if (message.Content is UploadContent upload) upload.Watchdog = watchdog;
        HttpResponseMessage? response = null;
        try
        {
            response = await _wire.SendAsync(message, watchdog.Token).ConfigureAwait(false);
            message.ReceivedAt = settings.Time.GetUtcNow();
            if (!message.Streams || !response.IsSuccessStatusCode)
                message.Body = await BodyReader.ReadAsync(message, response, watchdog, settings.MaxResponseBytes).ConfigureAwait(false);
            Telemetry.Exchanged(message, response, null);
            return new Answer(response);
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

    public override void Dispose()
    {
        _wire.Dispose();
        base.Dispose();
    }
}
