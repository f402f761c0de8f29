using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace VtKit.Benchmarks;

/// <summary>
/// A server that does as little as one can: it answers every look-up with the same report, and takes an upload without
/// keeping it. It runs in a process of its own, so that its work is not measured with the client's.
/// </summary>
internal sealed class ReportServer(Process process, Uri address) : IDisposable
{
    public Uri Address { get; } = address;

    /// <param name="package">A file to answer with where a feed is asked for.</param>
    /// <param name="unknown">A hash that it does not know.</param>
    public static async Task<ReportServer> StartAsync(string? package = null, string? unknown = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardInput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet") start.ArgumentList.Add(typeof(ReportServer).Assembly.Location);
        start.ArgumentList.Add("serve");
        start.ArgumentList.Add(package ?? "");
        start.ArgumentList.Add(unknown ?? "");
        var process = Process.Start(start) ?? throw new InvalidOperationException("The report server did not start.");
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The report server ended at once.");
        return new ReportServer(process, new Uri(line));
    }

    /// <summary>The server itself: prints its address and serves until its input closes.</summary>
    public static async Task ServeAsync(string package, string unknown)
    {
        var report = SyntheticReport.Make();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Limits.MaxRequestBodySize = null).UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.Run(context => package.Length > 0 && context.Request.Path.StartsWithSegments("/api/v3/feeds", StringComparison.Ordinal)
            ? context.Response.SendFileAsync(package)
            : AnswerAsync(context, report, unknown));
        await app.StartAsync();
        Console.WriteLine(app.Urls.First());
        await Console.In.ReadToEndAsync();
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }

    private static async Task AnswerAsync(HttpContext context, byte[] report, string unknown)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        var path = context.Request.Path.Value!;
        if (HttpMethods.IsPost(context.Request.Method))
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            await WriteAsync(context, """{"data":{"type":"analysis","id":"bench"}}"""u8.ToArray());
        }
        else if (path.EndsWith("/upload_url", StringComparison.Ordinal))
        {
            var origin = $"{context.Request.Scheme}://{context.Request.Host}";
            await WriteAsync(context, System.Text.Encoding.UTF8.GetBytes($$"""{"data":"{{origin}}/upload"}"""));
        }
        else if (unknown.Length > 0 && path.EndsWith(unknown, StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await WriteAsync(context, """{"error":{"code":"NotFoundError","message":"Unknown"}}"""u8.ToArray());
        }
        else
        {
            await WriteAsync(context, report);
        }
    }

    private static Task WriteAsync(HttpContext context, byte[] body)
    {
        context.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body).AsTask();
    }
}
