using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace VtKit.Emulator;

/// <summary>One request to the API, after its key and its path were understood.</summary>
internal sealed class ApiRequest(HttpContext http, Endpoint endpoint, string path, Account account, Backend backend)
{
    private readonly string[] _arguments = ReadArguments(endpoint, path);

    public HttpContext Http { get; } = http;

    public Endpoint Endpoint { get; } = endpoint;

    /// <summary>The path below <c>/api/v3</c> as it came, percent-encoded.</summary>
    public string Path { get; } = path;

    public Account Account { get; } = account;

    public Backend Backend { get; } = backend;

    /// <summary>When the request came, on the emulator's clock.</summary>
    public DateTimeOffset Now { get; } = backend.Clock.Now;

    /// <summary><see cref="Now"/> in milliseconds since 1970, as the store keeps time.</summary>
    public long NowMs => Now.ToUnixTimeMilliseconds();

    /// <summary>Where the client reached the emulator, so that the links in answers lead back the same way.</summary>
    public string Origin { get; } = OriginOf(http, backend);

    /// <summary>The address of the API, without a slash at the end.</summary>
    public string ApiBase => Origin + Service.ApiPath;

    /// <summary>Set by a fault: a list answers a page without items that yet has a cursor.</summary>
    public bool EmptyPage { get; init; }

    /// <summary>The text in place of a placeholder of the path, decoded.</summary>
    public string Argument(int index) => _arguments[index];

    /// <summary>A parameter of the query, or null.</summary>
    public string? Query(string name) => Http.Request.Query.TryGetValue(name, out var values) ? values[^1] : null;

    /// <summary>A parameter that lists names, separated by commas.</summary>
    public string[] QueryList(string name) =>
        Query(name)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>Reads the body as a JSON object, whatever its content type says.</summary>
    public Task<JsonDocument> ReadJsonAsync(CancellationToken cancellationToken) => BodyReader.ReadJsonObjectAsync(Http.Request.Body, cancellationToken);

    private static string OriginOf(HttpContext http, Backend backend) => http.Request.Host is { HasValue: true } host
        ? string.Create(CultureInfo.InvariantCulture, $"http://{host.Value}")
        : backend.BaseAddress.GetLeftPart(UriPartial.Authority);

    private static string[] ReadArguments(Endpoint endpoint, string path)
    {
        var names = endpoint.Template.Split('/');
        var values = path.Split('/');
        var arguments = new List<string>();
        for (var i = 0; i < names.Length; i++)
            if (names[i].StartsWith('{')) arguments.Add(Uri.UnescapeDataString(values[i]));
        return [.. arguments];
    }
}
