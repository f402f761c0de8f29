using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace VtKit.Emulator;

/// <summary>Reads forms as the known clients write them, part by part and never whole.</summary>
internal static class FormReader
{
    private const int MaxFieldBytes = 1024 * 1024;

    /// <summary>Text fields of a form, urlencoded or multipart, those of the names only. Of several of one name the first counts.</summary>
    /// <exception cref="ApiException">The body is no form, or too large for one.</exception>
    public static async Task<IReadOnlyDictionary<string, string>> ReadFieldsAsync(HttpContext http, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Boundary(http) is null)
        {
            var body = await ReadTextAsync(http.Request.Body, cancellationToken).ConfigureAwait(false);
            foreach (var (name, values) in QueryHelpers.ParseQuery("?" + body))
                if (names.Contains(name, StringComparer.Ordinal)) found[name] = values[0] ?? "";
            return found;
        }
        await ReadPartsAsync(http, async part =>
        {
            if (names.Contains(part.Name, StringComparer.Ordinal)) found.TryAdd(part.Name, await ReadTextAsync(part.Body, cancellationToken).ConfigureAwait(false));
        }, cancellationToken).ConfigureAwait(false);
        return found;
    }

    public static bool IsMultipart(HttpContext http) => Boundary(http) is not null;

    /// <summary>The text of a field.</summary>
    public static async Task<string> ReadTextAsync(Stream body, CancellationToken cancellationToken) =>
        Encoding.UTF8.GetString((await ReadSmallAsync(body, cancellationToken).ConfigureAwait(false)).Span);

    /// <summary>A text field of a form, urlencoded or multipart; null when it is not there.</summary>
    /// <exception cref="ApiException">The body is no form, or too large for one.</exception>
    public static async Task<string?> ReadFieldAsync(HttpContext http, string name, CancellationToken cancellationToken) =>
        (await ReadFieldsAsync(http, [name], cancellationToken).ConfigureAwait(false)).GetValueOrDefault(name);

    /// <summary>Hands each part of a multipart form to a reader, in the order in which they come.</summary>
    /// <exception cref="ApiException">The body is no multipart form, or broken off.</exception>
    public static async Task ReadPartsAsync(HttpContext http, Func<FormPart, Task> read, CancellationToken cancellationToken)
    {
        var boundary = Boundary(http) ?? throw ApiException.BadRequest("The request body is not multipart/form-data");
        try
        {
            var reader = new MultipartReader(boundary, http.Request.Body, 64 * 1024);
            while (await reader.ReadNextSectionAsync(cancellationToken).ConfigureAwait(false) is { } section)
                await read(FormPart.Of(section)).ConfigureAwait(false);
        }
        catch (Exception e) when (e is InvalidDataException || IsBrokenForm(e))
        {
            throw ApiException.BadRequest("The multipart form is damaged or breaks off");
        }
    }

    /// <summary>The reader of parts tells a form that breaks off from other failures of reading by its text alone.</summary>
    private static bool IsBrokenForm(Exception e) => e is IOException and not BadHttpRequestException && e.Message.StartsWith("Unexpected end of Stream", StringComparison.Ordinal);

    private static async Task<ReadOnlyMemory<byte>> ReadSmallAsync(Stream body, CancellationToken cancellationToken) =>
        await BodyReader.ReadAsync(body, MaxFieldBytes, cancellationToken).ConfigureAwait(false) ?? throw ApiException.BadRequest("A form field is too large");

    /// <summary>The line between the parts; null when the body is not said to be multipart.</summary>
    private static string? Boundary(HttpContext http)
    {
        var type = http.Request.ContentType ?? "";
        if (!type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase)) return null;
        const string Parameter = "boundary=";
        var at = type.IndexOf(Parameter, StringComparison.OrdinalIgnoreCase);
        if (at < 0) return null;
        var value = type[(at + Parameter.Length)..];
        if (value.StartsWith('"'))
            return value.IndexOf('"', 1) is > 1 and var close ? value[1..close] : null;
        var end = value.IndexOf(';', StringComparison.Ordinal);
        value = (end < 0 ? value : value[..end]).Trim();
        return value.Length is 0 or > 200 ? null : value;
    }
}

/// <summary>A part of a multipart form.</summary>
internal sealed record FormPart(string Name, string? FileName, Stream Body)
{
    public static FormPart Of(MultipartSection section)
    {
        var disposition = section.Headers is not null && section.Headers.TryGetValue("Content-Disposition", out var value) ? value.ToString() : "";
        return new FormPart(ContentDisposition.Parameter(disposition, "name") ?? "", ContentDisposition.FileName(disposition), section.Body);
    }
}
