using System.Buffers;
using System.Text;
using System.Text.Json;

namespace VtKit;

/// <summary>A request that has no method of its own: any verb, any path, any body.</summary>
/// <param name="method">The HTTP method.</param>
/// <param name="path">The path below the API's root, or an absolute URL. The key goes along to the service's origin alone.</param>
public sealed class VtRequest(HttpMethod method, VtPath path)
{
    /// <summary>The HTTP method.</summary>
    public HttpMethod Method { get; } = method;

    /// <summary>The path below the API's root, or an absolute URL.</summary>
    public string Path { get; } = path.ToString();

    /// <summary>Parameters of the query, encoded here.</summary>
    public IEnumerable<KeyValuePair<string, string>>? Query { get; init; }

    /// <summary>The body; none if null.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>The media type of the body.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>More headers for this request. They go to the service's origin alone.</summary>
    public IEnumerable<KeyValuePair<string, string>>? Headers { get; init; }

    /// <summary>Writes a JSON body.</summary>
    /// <param name="write">Writes one JSON value.</param>
    public static ReadOnlyMemory<byte> Json(Action<Utf8JsonWriter> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer)) write(writer);
        return buffer.WrittenMemory;
    }

    internal static VtRequest Form(string path, IEnumerable<KeyValuePair<string, string>> fields) => new(HttpMethod.Post, path)
    {
        Body = Encoding.ASCII.GetBytes(string.Join('&', fields.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value)}"))),
        ContentType = "application/x-www-form-urlencoded",
    };
}
