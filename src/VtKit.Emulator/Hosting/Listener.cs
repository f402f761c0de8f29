using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace VtKit.Emulator;

/// <summary>
/// Kestrel, with as little around it as it needs: it reads no environment variables and configuration files, logs nothing,
/// and leaves Ctrl-C to the program that it runs in.
/// </summary>
internal sealed class Listener : IAsyncDisposable
{
    private const double SlowestBytesPerSecond = 100;
    private readonly WebApplication _application;

    private Listener(WebApplication application) => _application = application;

    /// <summary>Whether only programs on this machine reach an address.</summary>
    /// <exception cref="VtEmulatorException">It is no address.</exception>
    public static bool IsLoopback(string host) => IPAddress.IsLoopback(Resolve(host));

    public static async Task<(Listener Listener, Uri Address)> StartAsync(string host, int port, TimeSpan slownessGrace, RequestDelegate handler, CancellationToken cancellationToken)
    {
        if (port is < 0 or > IPEndPoint.MaxPort)
            throw new VtEmulatorException(VtEmulatorFailure.AddressUnusable, $"{port} is no TCP port: give one from 0 (any free one) to 65535.");
        var address = Resolve(host);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(10));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = null;
            // Who sends or reads next to nothing is cut off: each holds a connection, and an upload a file.
            options.Limits.MinRequestBodyDataRate = new MinDataRate(SlowestBytesPerSecond, slownessGrace);
            options.Limits.MinResponseDataRate = new MinDataRate(SlowestBytesPerSecond, slownessGrace);
            options.Limits.RequestHeadersTimeout = slownessGrace;
            // The id of a long URL, in base64url, stands in the request line.
            options.Limits.MaxRequestLineSize = 128 * 1024;
            options.Listen(address, port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        var application = builder.Build();
        application.Run(handler);
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw Explain(e, host, port) ?? e;
        }
        var bound = new Uri(application.Urls.First());
        var name = IPAddress.Any.Equals(address) ? IPAddress.Loopback : IPAddress.IPv6Any.Equals(address) ? IPAddress.IPv6Loopback : address;
        return (new Listener(application), new UriBuilder(Uri.UriSchemeHttp, name.ToString(), bound.Port).Uri);
    }

    public Task StopAsync(CancellationToken cancellationToken) => _application.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => _application.DisposeAsync();

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

    /// <summary>Waits for no signal: the program that the emulator runs in decides when it ends.</summary>
    private sealed class QuietLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
