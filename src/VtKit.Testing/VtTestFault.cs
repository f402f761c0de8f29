using System.Globalization;
using System.Net;
using System.Text.Json;

namespace VtKit.Testing;

public sealed partial class VtTestServer
{
    /// <summary>Begins to order a fault for requests to come: say for how many of them, and end with what happens to them.</summary>
    /// <param name="path">The path below the API's root, with <c>*</c> for any text: <c>/files/*</c>.</param>
    /// <example><code>await virusTotal.When("/files/*").Times(2).FailAsync(HttpStatusCode.ServiceUnavailable);</code></example>
    public VtTestFault When(string path = "*") => new(_admin, ApiRoot, null, path);

    /// <summary>Begins to order a fault for requests of one method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path below the API's root, with <c>*</c> for any text.</param>
    public VtTestFault When(HttpMethod method, string path = "*")
    {
        ArgumentNullException.ThrowIfNull(method);
        return new(_admin, ApiRoot, method.Method, path);
    }

    private string ApiRoot => Client.BaseAddress.AbsolutePath;

    /// <summary>Forgets the faults that have not struck.</summary>
    /// <param name="cancellationToken">Gives the call up.</param>
    public Task ClearFaultsAsync(CancellationToken cancellationToken = default) => _admin.SendAsync(HttpMethod.Delete, "/faults", null, cancellationToken);
}

/// <summary>A fault that is being ordered: which requests, which of them, and, with the last call, what happens. It strikes one request unless told otherwise.</summary>
public sealed class VtTestFault
{
    private readonly AdminClient _admin;
    private readonly string? _method;
    private readonly string _path;
    private int _first = 1;
    private int _times = 1;

    internal VtTestFault(AdminClient admin, string apiRoot, string? method, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _admin = admin;
        _method = method;
        _path = path[0] == '*' || path.StartsWith("/_", StringComparison.Ordinal) || path.StartsWith(apiRoot + "/", StringComparison.Ordinal)
            ? path
            : path[0] == '/' ? apiRoot + path : $"{apiRoot}/{path}";
    }

    /// <summary>Lets some requests pass first.</summary>
    /// <param name="requests">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public VtTestFault After(int requests)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(requests);
        _first = requests + 1;
        return this;
    }

    /// <summary>Strikes a number of requests in a row.</summary>
    /// <param name="requests">How many, at least one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than one.</exception>
    public VtTestFault Times(int requests)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(requests, 1);
        _times = requests;
        return this;
    }

    /// <summary>Strikes every request from then on.</summary>
    public VtTestFault Always()
    {
        _times = 0;
        return this;
    }

    /// <summary>Answers an error of the service.</summary>
    /// <param name="status">The status.</param>
    /// <param name="code">The service's code; the first that the status has if null.</param>
    /// <param name="message">The service's message.</param>
    /// <param name="cancellationToken">Gives the order up.</param>
    public Task FailAsync(HttpStatusCode status, VtErrorCode? code = null, string? message = null, CancellationToken cancellationToken = default) => OrderAsync(json =>
    {
        json.WriteNumber("status"u8, (int)status);
        if (code is { } known) json.WriteString("code"u8, known.Value);
        if (message is not null) json.WriteString("message"u8, message);
    }, cancellationToken);

    /// <summary>Refuses for quota, as the service does (429).</summary>
    /// <param name="retryAfter">What <c>Retry-After</c> says; the header is absent if null, as it often is.</param>
    /// <param name="code">The code; <see cref="VtErrorCode.QuotaExceededError"/> if null.</param>
    /// <param name="cancellationToken">Gives the order up.</param>
    public Task RefuseAsync(TimeSpan? retryAfter = null, VtErrorCode? code = null, CancellationToken cancellationToken = default) => OrderAsync(json =>
    {
        json.WriteNumber("status"u8, (int)HttpStatusCode.TooManyRequests);
        json.WriteString("code"u8, (code ?? VtErrorCode.QuotaExceededError).Value);
        json.WriteString("message"u8, "Quota exceeded");
        if (retryAfter is { } wait) json.WriteString("retry_after"u8, Math.Ceiling(wait.TotalSeconds).ToString("0", CultureInfo.InvariantCulture));
    }, cancellationToken);

    /// <summary>Answers a body of your own, such as the page of a proxy that wants a login.</summary>
    /// <param name="status">The status.</param>
    /// <param name="body">The body.</param>
    /// <param name="contentType">Its media type.</param>
    /// <param name="cancellationToken">Gives the order up.</param>
    public Task AnswerAsync(HttpStatusCode status, string body, string contentType = "text/html; charset=utf-8", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(body);
        return OrderAsync(json =>
        {
            json.WriteNumber("status"u8, (int)status);
            json.WriteString("body"u8, body);
            json.WriteString("content_type"u8, contentType);
        }, cancellationToken);
    }

    /// <summary>Gives the right answer late. This time is the machine's, not that of <see cref="VtTestServer.Clock"/>: timeouts are real.</summary>
    /// <param name="delay">How late.</param>
    /// <param name="cancellationToken">Gives the order up.</param>
    public Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken = default) =>
        OrderAsync(json =>
        {
            json.WriteString("kind"u8, "delay");
            json.WriteNumber("delay_ms"u8, (int)delay.TotalMilliseconds);
        }, cancellationToken);

    /// <summary>Gives half of the right answer, then breaks the connection.</summary>
    /// <param name="cancellationToken">Gives the order up.</param>
    public Task TruncateAsync(CancellationToken cancellationToken = default) => OrderAsync("truncate", cancellationToken);

    /// <summary>Gives the right answer damaged.</summary>
    /// <param name="cancellationToken">Gives the order up.</param>
    public Task CorruptAsync(CancellationToken cancellationToken = default) => OrderAsync("corrupt", cancellationToken);

    /// <summary>Breaks the connection before any answer.</summary>
    /// <param name="cancellationToken">Gives the order up.</param>
    public Task BreakAsync(CancellationToken cancellationToken = default) => OrderAsync("reset", cancellationToken);

    /// <summary>Gives a page of a list without items that yet has a cursor, as the service sometimes does.</summary>
    /// <param name="cancellationToken">Gives the order up.</param>
    public Task EmptyPageAsync(CancellationToken cancellationToken = default) => OrderAsync("empty_page", cancellationToken);

    private Task OrderAsync(string kind, CancellationToken cancellationToken) => OrderAsync(json => json.WriteString("kind"u8, kind), cancellationToken);

    private Task OrderAsync(Action<Utf8JsonWriter> what, CancellationToken cancellationToken) => _admin.SendAsync(HttpMethod.Post, "/faults", json =>
    {
        if (_method is not null) json.WriteString("method"u8, _method);
        json.WriteString("path"u8, _path);
        json.WriteNumber("nth"u8, _first);
        json.WriteNumber("times"u8, _times);
        what(json);
    }, cancellationToken);
}
