using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace VtKit;

/// <summary>Makes the handlers that move bytes: our own, or a caller's client in their place.</summary>
internal static class HttpHandlers
{
    /// <summary>The handler that the options describe.</summary>
    public static SocketsHttpHandler Create(ClientSettings settings)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.GZip,
            UseCookies = false,
            ConnectTimeout = settings.ConnectTimeout,
            // Long-lived programs have to notice that the service has moved.
            PooledConnectionLifetime = TimeSpan.FromMinutes(15),
            ConnectCallback = ConnectAsync,
            PlaintextStreamFilter = Connected,
        };
        if (settings.Proxy is not null) handler.Proxy = WithCredentialsOfAddress(settings.Proxy);
        // Who points at this machine means this machine, whatever proxy the system has.
        else if (settings.BaseAddress.IsLoopback) handler.UseProxy = false;
        if (settings.ExtraCertificateAuthorities is { Count: > 0 } authorities)
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) => IsTrusted(certificate, chain, errors, authorities);
        return handler;
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        (context.InitialRequestMessage as ApiMessage)?.Watchdog?.BeginConnect();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static ValueTask<Stream> Connected(SocketsHttpPlaintextStreamFilterContext context, CancellationToken cancellationToken)
    {
        (context.InitialRequestMessage as ApiMessage)?.Watchdog?.Touch();
        return ValueTask.FromResult(context.PlaintextStream);
    }

    private static bool IsTrusted(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, X509Certificate2Collection authorities)
    {
        if (errors == SslPolicyErrors.None) return true;
        // A wrong name stays wrong, whoever signed it.
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is not X509Certificate2 leaf) return false;
        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.AddRange(authorities);
        // A company's authority seldom publishes where its revocations are.
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid("1.3.6.1.5.5.7.3.1"));
        if (chain is not null)
            foreach (var element in chain.ChainElements)
                own.ChainPolicy.ExtraStore.Add(element.Certificate);
        return own.Build(leaf);
    }

    // WebProxy ignores a name and a password in its address.
    private static IWebProxy WithCredentialsOfAddress(IWebProxy proxy)
    {
        if (proxy is not WebProxy { Address: { UserInfo.Length: > 0 } address, Credentials: null } web) return proxy;
        var parts = address.UserInfo.Split(':', 2);
        return new WebProxy(new UriBuilder(address) { UserName = "", Password = "" }.Uri, web.BypassProxyOnLocal, web.BypassList)
        {
            Credentials = new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : ""),
        };
    }
}

/// <summary>
/// Sends through a client that belongs to the caller. It is neither changed nor disposed; each attempt is a message of its own,
/// for a client sends none twice.
/// </summary>
internal sealed class CallersClientHandler(HttpClient client) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var own = new HttpRequestMessage(request.Method, request.RequestUri) { Content = request.Content };
        foreach (var header in request.Headers.NonValidated)
            own.Headers.TryAddWithoutValidation(header.Key, header.Value);
        HttpResponseMessage response;
        try
        {
            response = await client.SendAsync(own, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (TaskCanceledException e) when (e.InnerException is TimeoutException && !cancellationToken.IsCancellationRequested)
        {
            // Whether it was connecting or waiting cannot be told from here, and what cannot be told must not be sent twice.
            throw ((ApiMessage)request).Fault(VtTransportFault.ReadTimeout, $"The HttpClient that was given to VtClient gave up (its Timeout is {client.Timeout.TotalSeconds:0.###} s). Let its Timeout be infinite: VtClient has timeouts of its own.");
        }
        finally
        {
            own.Headers.Clear();
        }
        // A client that redirects by itself has carried the key along. It has to be said at once, and loudly.
        if (own.RequestUri != request.RequestUri)
        {
            response.Dispose();
            throw new InvalidOperationException(
                "The HttpClient that was given to VtClient follows redirects by itself, and takes the API key along to wherever they point. " +
                "Make it with VtClient.CreateHandler(options), or with a handler whose AllowAutoRedirect is false.");
        }
        return response;
    }
}
