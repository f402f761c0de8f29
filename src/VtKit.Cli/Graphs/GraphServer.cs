using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace VtKit.Cli;

/// <summary>
/// Serves one page on the loopback address. The path has a secret in it, and the name that was asked for is checked, so that neither other users of the machine nor
/// pages of other sites read the graph.
/// </summary>
internal sealed class GraphServer : IAsyncDisposable
{
    private const int SecretBytes = 16;

    private readonly WebApplication _application;

    private GraphServer(WebApplication application, Uri address) => (_application, Address) = (application, address);

    public Uri Address { get; }

    /// <exception cref="CliException">The port is taken, or not allowed.</exception>
    public static async Task<GraphServer> StartAsync(int port, Func<CancellationToken, Task<string>> page, CancellationToken cancellationToken)
    {
        // With nothing in it that reads the environment or a folder, or that logs.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Listen(IPAddress.Loopback, port);
        });
        var application = builder.Build();
        var path = "/" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));
        application.Run(context => AnswerAsync(context, path, page));
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw new CliException(ExitCode.Error, $"port {port} cannot be used: {e.Message} Give another --port, or none", e);
        }
        return new GraphServer(application, new Uri(new Uri(application.Urls.First()), path));
    }

    public async ValueTask DisposeAsync()
    {
        // A browser keeps its connection: nobody waits for it.
        using var now = new CancellationTokenSource();
        await now.CancelAsync().ConfigureAwait(false);
        await _application.StopAsync(now.Token).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task AnswerAsync(HttpContext context, string path, Func<CancellationToken, Task<string>> page)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.CacheControl = "no-store";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.XFrameOptions = "DENY";
        if (request.Host.Host is not ("127.0.0.1" or "localhost") || request.Path != path || !HttpMethods.IsGet(request.Method))
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        try
        {
            var html = await page(context.RequestAborted).ConfigureAwait(false);
            response.ContentType = "text/html; charset=utf-8";
            await response.WriteAsync(html, context.RequestAborted).ConfigureAwait(false);
        }
        catch (CliException e)
        {
            response.StatusCode = StatusCodes.Status500InternalServerError;
            await response.WriteAsync(e.Message, context.RequestAborted).ConfigureAwait(false);
        }
    }
}
