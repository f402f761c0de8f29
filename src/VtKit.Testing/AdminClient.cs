using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace VtKit.Testing;

/// <summary>Speaks to the emulator's admin routes.</summary>
internal sealed class AdminClient(Uri address) : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = address };

    /// <summary>Lays things down.</summary>
    public Task SeedAsync(Action<Utf8JsonWriter> write, CancellationToken cancellationToken) => SendAsync(HttpMethod.Post, "/seed", write, cancellationToken);

    /// <summary>Sends a request whose body has the members that are written.</summary>
    /// <exception cref="ArgumentException">The emulator does not understand what it is given; the text is its own.</exception>
    public async Task SendAsync(HttpMethod method, string path, Action<Utf8JsonWriter>? write, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, "/_emulator" + path);
        if (write is not null)
        {
            var body = VtRequest.Json(json =>
            {
                json.WriteStartObject();
                write(json);
                json.WriteEndObject();
            });
            request.Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = Json } };
        }
        using var response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode) return;
        var message = MessageOf(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
        if (response.StatusCode == HttpStatusCode.BadRequest) throw new ArgumentException(message);
        throw new InvalidOperationException($"The emulator answered {(int)response.StatusCode}: {message}");
    }

    public void Dispose() => _http.Dispose();

    private static string MessageOf(byte[] body)
    {
        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty("error"u8).GetProperty("message"u8).GetString() ?? "";
    }
}
