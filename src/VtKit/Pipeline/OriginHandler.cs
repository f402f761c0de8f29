using System.Net;

namespace VtKit;

/// <summary>
/// Gives the key to its own origin and to no other, and follows redirects itself: .NET would carry <c>x-apikey</c> along to
/// wherever a redirect points.
/// </summary>
internal sealed class OriginHandler(ClientSettings settings, PipelineHandler next) : PipelineHandler(next)
{
    private const int MaxRedirects = 5;
    private readonly bool _baseIsVirusTotals = Service.IsVirusTotals(settings.BaseAddress);

    public override async Task<Answer> SendAsync(ApiMessage message, CancellationToken cancellationToken)
    {
        var target = message.Target;
        for (var hops = 0; ; hops++)
        {
            message.BeforeAttempt?.Invoke();
            message.RequestUri = target;
            SetHeaders(message, target);
            HttpResponseMessage response;
            try
            {
                response = (await Next.SendAsync(message, cancellationToken).ConfigureAwait(false)).Response;
            }
            finally
            {
                // Nothing that is handed out afterwards, an exception's request included, carries the key.
                message.Headers.Clear();
            }
            if (!IsRedirect(response.StatusCode)) return new Answer(response);
            try
            {
                target = Destination(message, target, response, hops);
            }
            finally
            {
                response.Dispose();
            }
        }
    }

    /// <summary>Whether the key may go to an address.</summary>
    private bool MayHaveKey(ApiMessage message, Uri target) =>
        SameOrigin(target, settings.BaseAddress) ||
        // The service wants the key at its upload hosts.
        (message.IsUpload && _baseIsVirusTotals && Service.IsVirusTotals(target) && target.IsDefaultPort);

    private void SetHeaders(ApiMessage message, Uri target)
    {
        var headers = message.Headers;
        headers.TryAddWithoutValidation("User-Agent", settings.UserAgent);
        if (!message.Streams) headers.TryAddWithoutValidation("Accept", "application/json");
        if (!MayHaveKey(message, target)) return;
        headers.TryAddWithoutValidation(Service.KeyHeader, settings.ApiKey);
        if (settings.ToolName is { } tool) headers.TryAddWithoutValidation(Service.ToolHeader, tool);
        foreach (var (name, value) in settings.Headers) Set(message, name, value);
        if (message.OwnHeaders is null) return;
        foreach (var (name, value) in message.OwnHeaders) Set(message, name, value);
    }

    private static void Set(ApiMessage message, string name, string value)
    {
        if (name.Equals(Service.KeyHeader, StringComparison.OrdinalIgnoreCase)) return;
        message.Headers.Remove(name);
        message.Headers.TryAddWithoutValidation(name, value);
    }

    private static Uri Destination(ApiMessage message, Uri from, HttpResponseMessage response, int hops)
    {
        if (message.Method != HttpMethod.Get && message.Method != HttpMethod.Head)
            throw message.Violation($"{message.Method} {message.ShownPath} was answered by a redirect ({(int)response.StatusCode}), which only reads may follow. Is the address of the service right?", response);
        if (hops == MaxRedirects) throw message.Violation($"{message.Method} {message.ShownPath} was redirected more than {MaxRedirects} times.", response);
        if (response.Headers.Location is not { } location || !Uri.TryCreate(from, location, out var next) || next.Scheme is not ("http" or "https"))
            throw message.Violation($"{message.Method} {message.ShownPath} was answered by a redirect ({(int)response.StatusCode}) to nowhere.", response);
        if (from.Scheme == "https" && next.Scheme == "http")
            throw message.Violation($"{message.Method} {message.ShownPath} was redirected from HTTPS to plain HTTP, which is not followed.", response);
        return next;
    }

    private static bool SameOrigin(Uri a, Uri b) =>
        a.Scheme == b.Scheme && a.Port == b.Port && a.IdnHost.Equals(b.IdnHost, StringComparison.OrdinalIgnoreCase);

    private static bool IsRedirect(HttpStatusCode status) => status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found
        or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
}
