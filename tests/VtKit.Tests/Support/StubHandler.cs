using System.Net;
using System.Text;

namespace VtKit.Tests;

/// <summary>Answers from a script in place of the wire, and keeps what was asked.</summary>
internal sealed class StubHandler : HttpMessageHandler
{
    private readonly Queue<Func<Asked, HttpResponseMessage>> _script = new();
    private Func<Asked, HttpResponseMessage>? _always;

    /// <summary>What was asked, in order, as it stood on the wire.</summary>
    public List<Asked> Requests { get; } = [];

    public StubHandler Then(Func<Asked, HttpResponseMessage> answer)
    {
        _script.Enqueue(answer);
        return this;
    }

    public StubHandler Then(HttpStatusCode status, string body = "{}", params (string Name, string Value)[] headers) => Then(_ => Answer(status, body, headers));

    public StubHandler ThenFail(Exception fault) => Then(_ => throw fault);

    public StubHandler Always(Func<Asked, HttpResponseMessage> answer)
    {
        _always = answer;
        return this;
    }

    public StubHandler Always(HttpStatusCode status, string body = "{}", params (string Name, string Value)[] headers) => Always(_ => Answer(status, body, headers));

    public static HttpResponseMessage Answer(HttpStatusCode status, string body = "{}", params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers) response.Headers.TryAddWithoutValidation(name, value);
        return response;
    }

    public static string Error(string code, string message = "No.") => "{\"error\":{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}}";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await SerializeAsync(request.Content, cancellationToken);
        var headers = request.Headers.NonValidated.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        if (request.Content is not null)
            foreach (var header in request.Content.Headers.NonValidated) headers[header.Key] = header.Value.ToString();
        var asked = new Asked(request.Method.Method, request.RequestUri!, headers, body);
        Requests.Add(asked);
        if (_script.TryDequeue(out var next)) return next(asked);
        return _always is null ? throw new InvalidOperationException($"Nothing is left to answer {asked.Method} {asked.Url} with.") : _always(asked);
    }
    // Reading a content would keep a copy in it, and every later attempt would send that copy.
    private static async Task<byte[]> SerializeAsync(HttpContent? content, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        if (content is not null) await content.CopyToAsync(body, cancellationToken);
        return body.ToArray();
    }
}

/// <summary>A request as it stood on the wire.</summary>
internal sealed record Asked(string Method, Uri Url, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);
    public string PathAndQuery => Url.PathAndQuery;
    public string? Key => Headers.GetValueOrDefault("x-apikey");
}
