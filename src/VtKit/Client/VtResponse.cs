using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace VtKit;

/// <summary>An answer of the service, read to its end: status, headers, and the body as it came.</summary>
public sealed partial class VtResponse
{
    private readonly ApiMessage _request;
    private readonly HttpResponseMessage _response;
    private VtObjectBody? _parsed;

    internal VtResponse(ApiMessage request, HttpResponseMessage response, Redactor redactor)
    {
        _request = request;
        _response = response;
        // Errors repeat the key; reports of the service are left as they came.
        Body = response.IsSuccessStatusCode ? request.Body : redactor.Redact(request.Body);
    }

    /// <summary>The HTTP status.</summary>
    public HttpStatusCode Status => _response.StatusCode;

    /// <summary>Whether the status is one of success (2xx).</summary>
    public bool IsSuccess => _response.IsSuccessStatusCode;

    /// <summary>The headers of the answer.</summary>
    public HttpResponseHeaders Headers => _response.Headers;

    /// <summary>The headers of its body.</summary>
    public HttpContentHeaders ContentHeaders => _response.Content.Headers;

    /// <summary>The body as it came, decompressed. In the body of an error the API key is replaced by <c>***</c>.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The body as JSON.</summary>
    /// <exception cref="VtProtocolException">The body is not JSON.</exception>
    public JsonElement Json => Parsed.Json;

    /// <summary>The <c>data</c> member: an object, an array, a string, a boolean, or absent.</summary>
    /// <exception cref="VtProtocolException">The body is not JSON.</exception>
    public VtNode Data => new VtNode(Json)["data"u8];

    /// <summary>The <c>meta</c> member.</summary>
    /// <exception cref="VtProtocolException">The body is not JSON.</exception>
    public VtNode Meta => new VtNode(Json)["meta"u8];

    /// <summary>The <c>links</c> member.</summary>
    /// <exception cref="VtProtocolException">The body is not JSON.</exception>
    public VtLinks Links => new(new VtNode(Json)["links"u8]);

    /// <summary>How old the answer is, where the cache gave it and nothing was asked; null where the service answered.</summary>
    public TimeSpan? CacheAge => _request.CacheAge;

    internal ApiMessage Request => _request;

    private VtObjectBody Parsed
    {
        get
        {
            if (_parsed is not null) return _parsed;
            try
            {
                return _parsed = VtObjectBody.Parse(Body);
            }
            catch (JsonException e)
            {
                throw NotJson(e);
            }
        }
    }

    /// <summary>Throws what the service complains of, if it does.</summary>
    /// <returns>This answer.</returns>
    /// <exception cref="VtApiException">The status is one of failure, and the body says why.</exception>
    /// <exception cref="VtProtocolException">The status is one of failure, and the body is not VirusTotal's.</exception>
    public VtResponse EnsureSuccess() => IsSuccess ? this : throw ErrorReader.Read(this);

    /// <summary>The object under <c>data</c>.</summary>
    /// <typeparam name="T">The type to read it as.</typeparam>
    /// <exception cref="VtProtocolException">There is none.</exception>
    public T ToObject<T>() where T : VtObject, IVtObject<T>
    {
        EnsureSuccess();
        if (_request.Found is { } found) return T.Create(found);
        // What is no JSON at all is told by who reads it.
        _ = Json;
        throw Unexpected("object");
    }

    /// <summary>The analysis that a submission began: its id is what there is to wait for.</summary>
    internal T ToSubmission<T>() where T : VtObject, IVtObject<T> => ToObject<T>() is { Id.Length: > 0 } analysis ? analysis : throw Unexpected("analysis with an id");

    /// <summary>Status, method and path. Never the query, the headers or the body.</summary>
    public override string ToString() => $"{(int)Status} {_request.Method} {_request.ShownPath}";

    internal VtProtocolException Unexpected(string wanted) =>
        new($"The answer to {_request.Method} {_request.ShownPath} has no {wanted} under \"data\".", _request.Method.Method, _request.ShownPath, Status, Body);

    private VtProtocolException NotJson(JsonException inner)
    {
        var type = ContentHeaders.ContentType?.MediaType ?? "no content type";
        var what = Body.IsEmpty ? "is empty" : $"is not JSON ({type}, {Body.Length} bytes)";
        return new VtProtocolException(
            $"The answer to {_request.Method} {_request.ShownPath} {what}: is {_request.ShownOrigin} the address of a VirusTotal service, with nothing in between?",
            _request.Method.Method, _request.ShownPath, Status, Body, inner);
    }
}
