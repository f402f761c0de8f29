using System.Net.Sockets;

namespace VtKit;

/// <summary>Tells the faults of an exchange apart, in words that hold no key.</summary>
internal static class TransportFaults
{
    /// <summary>The exception to throw instead, or null to let the given one pass.</summary>
    public static Exception? Name(Exception e, ApiMessage message, Watchdog? watchdog, ClientSettings settings, CancellationToken caller)
    {
        if (e is VtException) return null;
        if (caller.IsCancellationRequested) return new OperationCanceledException("The call was cancelled.", caller);
        // What the caller's own file or stream did is the caller's to know.
        if (message.Content is UploadContent { SourceFault: { } ownFault }) return ownFault == e ? null : ownFault;
        return e switch
        {
            OperationCanceledException => NameTimeout(e, message, watchdog, settings),
            HttpRequestException http => NameHttp(http, message, settings),
            HttpIOException io => NameByError(io.HttpRequestError, io, message, settings),
            InvalidDataException => message.Violation($"The answer to {message.Method} {message.ShownPath} is compressed and damaged.", inner: Clean(e, settings)),
            IOException or SocketException => Lost(message, e, settings),
            _ => null,
        };
    }

    private static VtTransportException NameTimeout(Exception e, ApiMessage message, Watchdog? watchdog, ClientSettings settings)
    {
        var origin = message.ShownOrigin;
        var fired = watchdog?.Token.IsCancellationRequested == true;
        if (message.Deadline.IsPassed || (fired && watchdog!.ByDeadline))
            return message.Fault(VtTransportFault.Deadline, $"{message.Method} {message.ShownPath} took longer than its deadline of {Seconds(message.Deadline.Limit)} s.", Clean(e, settings));
        // On a busy machine the watchdog may come before the timeout of the connection, which was due first.
        if (fired ? watchdog!.IsConnecting : e.InnerException is TimeoutException)
            return message.Fault(VtTransportFault.ConnectTimeout, $"No connection to {origin} within {Seconds(settings.ConnectTimeout)} s. Check the address, the network and the proxy.", Clean(e, settings));
        if (!fired) return message.Fault(VtTransportFault.Interrupted, $"The exchange with {origin} was given up by the HTTP client.", Clean(e, settings));
        return message.Fault(VtTransportFault.ReadTimeout, $"{origin} was silent for {Seconds(settings.ReadTimeout)} s in the middle of {message.Method} {message.ShownPath}.", Clean(e, settings));
    }

    private static Exception NameHttp(HttpRequestException e, ApiMessage message, ClientSettings settings)
    {
        if (e.HttpRequestError != HttpRequestError.Unknown) return NameByError(e.HttpRequestError, e, message, settings);
        return e.InnerException switch
        {
            HttpIOException io => NameByError(io.HttpRequestError, e, message, settings),
            SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostUnreachable or SocketError.NetworkUnreachable } => NotConnected(message, e, settings),
            _ => Lost(message, e, settings),
        };
    }

    private static Exception NameByError(HttpRequestError error, Exception e, ApiMessage message, ClientSettings settings)
    {
        var origin = message.ShownOrigin;
        return error switch
        {
            HttpRequestError.NameResolutionError => message.Fault(VtTransportFault.NameResolution, $"The host {message.Target.Host} is unknown. Check the address and the network.", Clean(e, settings)),
            HttpRequestError.ConnectionError => NotConnected(message, e, settings),
            HttpRequestError.SecureConnectionError => message.Fault(VtTransportFault.Tls, $"No secure connection to {origin}: {Root(e, settings)} A company's own authority can be added to the trusted ones.", Clean(e, settings)),
            HttpRequestError.ProxyTunnelError => message.Fault(VtTransportFault.Proxy, $"The proxy did not connect to {origin}: {Root(e, settings)}", Clean(e, settings)),
            HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.HttpProtocolError or HttpRequestError.VersionNegotiationError =>
                message.Violation($"What {origin} answers to {message.Method} {message.ShownPath} is not HTTP as it should be: {Root(e, settings)}", inner: Clean(e, settings)),
            _ => Lost(message, e, settings),
        };
    }

    private static VtTransportException NotConnected(ApiMessage message, Exception e, ClientSettings settings) =>
        message.Fault(VtTransportFault.Connection, $"No connection to {message.ShownOrigin}: {Root(e, settings)} Check the address, the network and the proxy.", Clean(e, settings));

    private static VtTransportException Lost(ApiMessage message, Exception e, ClientSettings settings) =>
        message.Fault(VtTransportFault.Interrupted, $"The connection to {message.ShownOrigin} was lost in the middle of {message.Method} {message.ShownPath}.", Clean(e, settings));

    // The innermost text is the one that says what happened.
    private static string Root(Exception e, ClientSettings settings)
    {
        while (e.InnerException is { } inner) e = inner;
        var text = settings.Redactor.Redact(e.Message).Trim();
        return text.EndsWith('.') ? text : text + ".";
    }

    // An inner exception stays for those who debug, unless some text in it holds the key.
    private static Exception? Clean(Exception e, ClientSettings settings) => settings.Redactor.Hides(e.ToString()) ? null : e;

    private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture);
}
