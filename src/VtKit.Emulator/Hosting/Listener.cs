using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace VtKit.Emulator;

/// <summary>
/// Kestrel alone, without the hosting around it: it starts faster, reads no environment variables and configuration files,
/// and leaves Ctrl-C to the program that it runs in.
/// </summary>
internal sealed class Listener : IDisposable
{
    private readonly KestrelServer _server;

    private Listener(KestrelServer server) => _server = server;

    public static async Task<(Listener Listener, Uri Address)> StartAsync(string host, int port, RequestDelegate handler, CancellationToken cancellationToken)
    {
        if (port is < 0 or > IPEndPoint.MaxPort)
            throw new VtEmulatorException(VtEmulatorFailure.AddressUnusable, $"{port} is no TCP port: give one from 0 (any free one) to 65535.");
        var address = Resolve(host);
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        // The id of a long URL, in base64url, stands in the request line.
        options.Limits.MaxRequestLineSize = 128 * 1024;
        options.Listen(address, port, listen => listen.Protocols = HttpProtocols.Http1);
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        var server = new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance);
        try
        {
            await server.StartAsync(new Application(handler), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            server.Dispose();
            throw Explain(e, host, port) ?? e;
        }
        var bound = new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.First());
        var name = IPAddress.Any.Equals(address) ? IPAddress.Loopback : IPAddress.IPv6Any.Equals(address) ? IPAddress.IPv6Loopback : address;
        return (new Listener(server), new UriBuilder(Uri.UriSchemeHttp, name.ToString(), bound.Port).Uri);
    }

    public Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    public void Dispose() => _server.Dispose();

    private static IPAddress Resolve(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
        : host is "*" ? IPAddress.Any
        : IPAddress.TryParse(host, out var address) ? address
        : throw new VtEmulatorException(VtEmulatorFailure.AddressUnusable,
            $"\"{host}\" is no address to listen on: give an IP address of this machine, or localhost.");

    private static VtEmulatorException? Explain(Exception e, string host, int port) => e switch
    {
        AddressInUseException or { InnerException: AddressInUseException } => new(VtEmulatorFailure.PortInUse,
            $"Port {port} on {host} is in use by another program. Stop that one, or choose another port (0 picks a free one).", e),
        SocketException { SocketErrorCode: SocketError.AccessDenied } => new(VtEmulatorFailure.AddressUnusable,
            $"This user may not listen on port {port} of {host}. Choose a port above 1023 (0 picks a free one).", e),
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } => new(VtEmulatorFailure.AddressUnusable,
            $"{host} is no address of this machine. Leave the host out to listen on loopback.", e),
        _ => null,
    };

    private sealed class Application(RequestDelegate handler) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context) => handler(context);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }
    }
}
