using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace VtKit.Cli;

/// <summary>Thrown in place of a request that <c>--dry-run</c> has shown and not sent.</summary>
internal sealed class DryRunStop() : Exception("Nothing was sent.")
{
    /// <summary>Does one of several things that a dry run is to show, so that it goes on behind it.</summary>
    public static async Task PassAsync(Func<Task> send)
    {
        try
        {
            await send().ConfigureAwait(false);
        }
        catch (DryRunStop)
        {
            // It was shown.
        }
    }
}

/// <summary>Prints each request that would change something, and stops it there. What only reads goes through.</summary>
internal sealed class DryRunHandler(CliConsole console, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly Lock _gate = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Get) return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var text = $"{request.Method} {request.RequestUri}\n" + await DescribeAsync(request.Content, cancellationToken).ConfigureAwait(false);
        lock (_gate) console.Write(text);
        throw new DryRunStop();
    }

    private static async Task<string> DescribeAsync(HttpContent? content, CancellationToken cancellationToken)
    {
        if (content is null or { Headers.ContentLength: 0 }) return "";
        var type = content.Headers.ContentType;
        if (type?.MediaType is not ("application/json" or "application/x-www-form-urlencoded")) return Size(type, content.Headers.ContentLength);
        var body = await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        if (type.MediaType != "application/json") return TerminalText.Neutralise(Encoding.UTF8.GetString(body)) + "\n";
        using var json = JsonDocument.Parse(body);
        return CommandJson.Text(json.RootElement.WriteTo);
    }

    private static string Size(MediaTypeHeaderValue? type, long? length) => $"({(length is { } bytes ? Count.Of(bytes, "byte") : "some bytes")} of {type?.MediaType})\n";
}
