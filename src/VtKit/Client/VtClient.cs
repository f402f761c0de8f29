using System.Net.Http.Headers;
using System.Text;

namespace VtKit;

/// <summary>
/// VirusTotal's API v3. Make one per key and share it: it is safe for many threads, keeps its connections, and counts the key's
/// quota. Typed areas stand on the generic verbs, which reach every path.
/// </summary>
/// <remarks>https://docs.virustotal.com/reference/overview</remarks>
public sealed partial class VtClient : IDisposable, IAsyncDisposable
{
    private readonly ClientSettings _settings;
    private readonly PipelineHandler _pipeline;
    private readonly CancellationTokenSource _lifetime;
    private readonly VtClient _owner;
    private readonly Action? _beforeAttempt;
    private int _disposed;

    /// <summary>A client of VirusTotal's own service.</summary>
    /// <param name="apiKey">The API key.</param>
    /// <exception cref="ArgumentException">The key is empty or holds what no key holds.</exception>
    public VtClient(string apiKey) : this(new VtClientOptions { ApiKey = apiKey }) { }

    /// <summary>A client with options.</summary>
    /// <param name="options">The options; they are checked and copied.</param>
    /// <param name="httpClient">
    /// A client to send through, which stays yours: it is not changed and not disposed, and its own handler decides about proxy,
    /// certificates and connecting. It must not follow redirects by itself (see <see cref="CreateHandler"/>); its
    /// <see cref="HttpClient.Timeout"/> cuts uploads off, so let it be infinite; its default headers go wherever it sends, so keep
    /// keys out of them.
    /// </param>
    /// <exception cref="ArgumentException">An option is not acceptable; the text says which.</exception>
    public VtClient(VtClientOptions options, HttpClient? httpClient = null)
        : this(new ClientSettings(options), httpClient is null ? null : new CallersClientHandler(httpClient)) { }

    internal VtClient(ClientSettings settings, HttpMessageHandler? wire)
    {
        _settings = settings;
        _lifetime = new CancellationTokenSource();
        _owner = this;
        var transport = new TransportHandler(settings, wire ?? HttpHandlers.Create(settings));
        var counted = new QuotaHandler(settings, new OriginHandler(settings, transport));
        PipelineHandler retried = new RetryHandler(settings, counted);
        if (settings.Cache is { } cache) retried = new CacheHandler(settings, cache, retried);
        _pipeline = new TelemetryHandler(settings, retried);
    }

    private VtClient(VtClient client, Action beforeAttempt)
    {
        _settings = client._settings;
        _pipeline = client._pipeline;
        _lifetime = client._lifetime;
        _owner = client._owner;
        _beforeAttempt = client._beforeAttempt + beforeAttempt;
    }

    /// <summary>The version of the API that this speaks.</summary>
    public const int ApiVersion = 3;

    /// <summary>The address that paths are relative to.</summary>
    public Uri BaseAddress => _settings.BaseAddress;

    internal ClientSettings Settings => _settings;

    /// <summary>Makes the handler that the options describe, for an <see cref="HttpClient"/> of your own: redirects off, gzip, timeouts, proxy, authorities.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">An option is not acceptable; the text says which.</exception>
    public static HttpMessageHandler CreateHandler(VtClientOptions options) => HttpHandlers.Create(new ClientSettings(options));

    /// <summary>
    /// This client, asking before each attempt that it makes: retries, pages, redirects and questions about the quota are attempts of their own. With it calls
    /// are counted exactly, or held to a budget.
    /// </summary>
    /// <param name="beforeAttempt">Asked each time, perhaps by many threads at once. What it throws ends the call, and nothing is sent.</param>
    /// <returns>A client that shares everything with this one. It lives as long as this one; to dispose of it does nothing.</returns>
    public VtClient WithBeforeAttempt(Action beforeAttempt)
    {
        ArgumentNullException.ThrowIfNull(beforeAttempt);
        return new VtClient(this, beforeAttempt);
    }

    /// <summary>Sends any request. An answer that is an error is returned like any other; see <see cref="VtResponse.EnsureSuccess"/>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="VtTransportException">There was no answer.</exception>
    /// <exception cref="VtProtocolException">The answer is no HTTP as it should be, or too large.</exception>
    /// <exception cref="VtQuotaException">The ledger says that the quota is spent.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public Task<VtResponse> SendAsync(VtRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return SendAsync(MessageOf(request), cancellationToken);
    }

    /// <summary>Reads any path.</summary>
    /// <param name="path">The path below the API's root, or an absolute URL. The key goes along to the service's origin alone.</param>
    /// <param name="query">Parameters of the query.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="VtException">See <see cref="SendAsync(VtRequest, CancellationToken)"/>; an error of the service is thrown as <see cref="VtApiException"/>.</exception>
    public Task<VtResponse> GetAsync(VtPath path, IEnumerable<KeyValuePair<string, string>>? query = null, CancellationToken cancellationToken = default) =>
        CallAsync(new VtRequest(HttpMethod.Get, path) { Query = query }, cancellationToken);

    /// <summary>Reads the object at a path.</summary>
    /// <typeparam name="T">The type to read it as.</typeparam>
    /// <param name="path">The path below the API's root, or an absolute URL.</param>
    /// <param name="query">Parameters of the query.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="VtException">See <see cref="GetAsync"/>; an answer without an object is a <see cref="VtProtocolException"/>.</exception>
    public Task<T> GetObjectAsync<T>(VtPath path, IEnumerable<KeyValuePair<string, string>>? query = null, CancellationToken cancellationToken = default)
        where T : VtObject, IVtObject<T> =>
        CallForObjectAsync<T>(new VtRequest(HttpMethod.Get, path) { Query = query }, cancellationToken);

    /// <summary>Reads the list at a path, page by page.</summary>
    /// <typeparam name="T">The type to read the items as.</typeparam>
    /// <param name="path">The path below the API's root.</param>
    /// <param name="options">Page size, most items, where to begin.</param>
    public VtPaged<T> IterateAsync<T>(VtPath path, VtListOptions? options = null) where T : VtObject, IVtObject<T> => new(this, path.ToString(), options);

    /// <summary>Sends a JSON body to any path. It is only sent again where the service certainly did nothing with it.</summary>
    /// <param name="path">The path below the API's root.</param>
    /// <param name="json">The body (see <see cref="VtRequest.Json"/>), or null for none.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="VtException">See <see cref="GetAsync"/>.</exception>
    public Task<VtResponse> PostAsync(VtPath path, ReadOnlyMemory<byte>? json = null, CancellationToken cancellationToken = default) =>
        CallAsync(new VtRequest(HttpMethod.Post, path) { Body = json }, cancellationToken);

    /// <summary>Changes an object: send only what changes. It is only sent again where the service certainly did nothing with it.</summary>
    /// <param name="path">The path below the API's root.</param>
    /// <param name="json">The body (see <see cref="VtRequest.Json"/>).</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="VtException">See <see cref="GetAsync"/>.</exception>
    public Task<VtResponse> PatchAsync(VtPath path, ReadOnlyMemory<byte> json, CancellationToken cancellationToken = default) =>
        CallAsync(new VtRequest(HttpMethod.Patch, path) { Body = json }, cancellationToken);

    /// <summary>Deletes what is at a path.</summary>
    /// <param name="path">The path below the API's root.</param>
    /// <param name="json">A body, for the paths that take one, or null for none.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="VtException">See <see cref="GetAsync"/>.</exception>
    public Task<VtResponse> DeleteAsync(VtPath path, ReadOnlyMemory<byte>? json = null, CancellationToken cancellationToken = default) =>
        CallAsync(new VtRequest(HttpMethod.Delete, path) { Body = json }, cancellationToken);

    /// <summary>Ends the calls under way and closes the connections that are the client's own.</summary>
    public void Dispose()
    {
        if (_owner != this || Interlocked.Exchange(ref _disposed, 1) != 0) return;
        _lifetime.Cancel();
        _pipeline.Dispose();
    }

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    internal async Task<VtResponse> CallAsync(VtRequest request, CancellationToken cancellationToken) =>
        (await SendAsync(MessageOf(request), cancellationToken).ConfigureAwait(false)).EnsureSuccess();

    internal async Task<VtResponse> SendAsync(ApiMessage message, CancellationToken cancellationToken) =>
        Read(message, await ExchangeAsync(message, cancellationToken).ConfigureAwait(false));

    private VtResponse Read(ApiMessage message, Answer answer)
    {
        using var response = answer.Response;
        return new VtResponse(message, response, _settings.Redactor);
    }

    /// <summary>Sends through the pipeline. A streaming answer that is one of success is not yet read.</summary>
    internal async Task<Answer> ExchangeAsync(ApiMessage message, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        cancellationToken.ThrowIfCancellationRequested();
        using var call = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _lifetime.Token);
        try
        {
            return await _pipeline.SendAsync(message, call.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The call was cancelled.", e, cancellationToken);
        }
        catch (Exception e) when (Volatile.Read(ref _owner._disposed) != 0)
        {
            throw Disposed(e);
        }
    }

    internal void ThrowIfDisposed()
    {
        if (Volatile.Read(ref _owner._disposed) != 0) throw Disposed(null);
    }

    internal ApiMessage MessageOf(VtRequest request, bool streams = false)
    {
        var (target, path) = Resolve(request.Path, request.Query);
        // Both a path of ours and an absolute URL that lies below our root are rows of the table.
        // The service's own links spell one collection with a dash, which its tables spell with an underscore.
        var endpoint = path is null ? null : Endpoints.Match(request.Method.Method, path) ?? Endpoints.Match(request.Method.Method, path.Replace('-', '_'));
        var message = new ApiMessage(request.Method, target, Shown(target, path), endpoint)
        {
            Cost = endpoint?.Cost ?? (path is null ? 0 : 1),
            Streams = streams,
            OwnHeaders = request.Headers,
            BeforeAttempt = _beforeAttempt,
            Deadline = new Deadline(_settings.Time, streams ? Timeout.InfiniteTimeSpan : _settings.Deadline),
        };
        if (request.Body is { } body)
        {
            message.Content = new ReadOnlyMemoryContent(body);
            message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(request.ContentType);
        }
        return message;
    }

    private (Uri Target, string? Path) Resolve(string path, IEnumerable<KeyValuePair<string, string>>? query)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var isAbsolute = path.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || path.StartsWith("http://", StringComparison.OrdinalIgnoreCase);
        var text = isAbsolute ? path : path[0] == '/' ? _settings.Root + path : $"{_settings.Root}/{path}";
        if (query is not null) text = WithQuery(text, query);
        if (!Uri.TryCreate(text, UriKind.Absolute, out var target)) throw new ArgumentException($"'{path}' is no path and no URL.", nameof(path));
        var absolute = target.AbsoluteUri;
        var lies = absolute.StartsWith(_settings.Root, StringComparison.OrdinalIgnoreCase) && absolute.Length > _settings.Root.Length && absolute[_settings.Root.Length] == '/';
        return (target, lies ? absolute[_settings.Root.Length..] : null);
    }

    // What lies elsewhere is a link that is good for whoever holds it: messages name its origin alone.
    private string Shown(Uri target, string? path)
    {
        if (path is null) return target.GetLeftPart(UriPartial.Authority) + "/…";
        var query = path.IndexOf('?', StringComparison.Ordinal);
        return _settings.Redactor.Redact(query < 0 ? path : path[..query]);
    }

    private static string WithQuery(string text, IEnumerable<KeyValuePair<string, string>> query)
    {
        var result = new StringBuilder(text);
        var separator = text.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        foreach (var (name, value) in query)
        {
            result.Append(separator).Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }
        return result.ToString();
    }

    private static ObjectDisposedException Disposed(Exception? inner) =>
        new("This VtClient has been disposed. Keep one client for the life of the program, and dispose it when nothing uses it any more.", inner);
}
