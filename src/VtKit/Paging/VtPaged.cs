using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace VtKit;

/// <summary>
/// A list of the service, fetched page by page as it is read; each page costs a request. Enumerate it for its items, or
/// <see cref="Pages"/> for pages and for places to continue from. It can be enumerated any number of times, and asks anew each time.
/// </summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <remarks>https://docs.virustotal.com/reference/collections</remarks>
public sealed class VtPaged<T> : IAsyncEnumerable<T> where T : VtObject, IVtObject<T>
{
    private readonly VtClient _client;
    private readonly string _path;
    private readonly IEnumerable<KeyValuePair<string, string>> _query;
    private readonly VtListOptions _options;

    internal VtPaged(VtClient client, string path, VtListOptions? options, IEnumerable<KeyValuePair<string, string>>? query = null)
    {
        _client = client;
        _path = path;
        _query = query ?? [];
        _options = options ?? new VtListOptions();
        if (_options.Max is < 0) throw new ArgumentException("Max is at least 0.", nameof(options));
        if (_options.PageSize is <= 0) throw new ArgumentException("PageSize is at least 1.", nameof(options));
    }

    /// <summary>Enumerates the items.</summary>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="VtException">A page could not be fetched; see <see cref="VtClient.GetAsync"/>.</exception>
    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (var page in Pages(cancellationToken: cancellationToken).ConfigureAwait(false))
            foreach (var item in page.Items)
                yield return item;
    }

    /// <summary>Enumerates the pages.</summary>
    /// <param name="resumeFrom">Where to begin: a place that a page of the same list gave. Null for the options' place, or the beginning.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="VtException">A page could not be fetched; see <see cref="VtClient.GetAsync"/>.</exception>
    /// <exception cref="VtProtocolException">The answer is no list, or the service gives a cursor for the second time.</exception>
    public async IAsyncEnumerable<VtPage<T>> Pages(VtResumeToken? resumeFrom = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var place = resumeFrom ?? _options.ResumeFrom ?? default;
        var (cursor, skip) = (place.Cursor, place.Offset);
        var left = _options.Max ?? int.MaxValue;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (left > 0)
        {
            if (cursor is not null && !seen.Add(cursor)) throw Loop();
            var request = new VtRequest(HttpMethod.Get, _path) { Query = QueryFor(cursor) };
            var response = await _client.CallAsync(request, cancellationToken).ConfigureAwait(false);
            var page = Read(response, cursor, ref skip, left);
            left -= page.Items.Count;
            yield return page;
            if (page.NextCursor is null) yield break;
            cursor = page.NextCursor;
        }
    }

    private static VtPage<T> Read(VtResponse response, string? cursor, ref int skip, int left)
    {
        // The page's own document goes back to the pool at once; items copy their bytes out of it.
        using var document = Parse(response);
        var root = new VtNode(document.RootElement);
        var data = root["data"u8];
        // A relationship to one, read by its name as a list, is a list of one or none.
        IReadOnlyList<JsonElement> elements = data.Kind switch
        {
            JsonValueKind.Array => [.. data.Json.EnumerateArray()],
            JsonValueKind.Object => [data.Json],
            JsonValueKind.Null => [],
            _ => throw response.Unexpected("list"),
        };
        var start = new VtResumeToken(cursor, skip);
        var passed = Math.Min(skip, elements.Count);
        skip -= passed;
        var items = elements.Skip(passed).Take(left).Select(item => T.Create(VtObjectBody.CopyOf(item))).ToArray();
        var nextCursor = NextCursor(root, response);
        var next = nextCursor is not null && passed + items.Length == elements.Count ? new VtResumeToken(nextCursor, skip) : (VtResumeToken?)null;
        return new VtPage<T>(items, start, nextCursor, next, Keep(root["meta"u8]), Keep(root["links"u8]));
    }

    private static JsonDocument Parse(VtResponse response)
    {
        try
        {
            return JsonDocument.Parse(response.Body, JsonText.Options);
        }
        catch (JsonException)
        {
            _ = response.Json;
            throw;
        }
    }

    private static VtNode Keep(VtNode node) => node.Exists ? new VtNode(node.Json.Clone()) : default;

    // The cursor alone is followed, never the link: a link could lead anywhere.
    private static string? NextCursor(VtNode root, VtResponse response)
    {
        if (root["meta"u8]["cursor"u8].AsText() is { Length: > 0 } cursor) return cursor;
        if (root["links"u8]["next"u8].AsString() is not { Length: > 0 } link) return null;
        var query = link.IndexOf('?', StringComparison.Ordinal);
        foreach (var part in query < 0 ? [] : link[(query + 1)..].Split('&'))
            if (part.StartsWith("cursor=", StringComparison.Ordinal) && part.Length > 7)
                return Uri.UnescapeDataString(part[7..].Replace('+', ' '));
        throw new VtProtocolException(
            $"The answer to {response.Request.Method} {response.Request.ShownPath} has a next page, but no cursor to fetch it with.",
            response.Request.Method.Method, response.Request.ShownPath, response.Status, response.Body);
    }

    private IEnumerable<KeyValuePair<string, string>> QueryFor(string? cursor)
    {
        foreach (var parameter in _query) yield return parameter;
        foreach (var parameter in Query.Of(_options) ?? []) yield return parameter;
        if (_options.PageSize is { } size) yield return KeyValuePair.Create("limit", size.ToString(CultureInfo.InvariantCulture));
        if (cursor is not null) yield return KeyValuePair.Create("cursor", cursor);
    }

    private VtProtocolException Loop()
    {
        var query = _path.IndexOf('?', StringComparison.Ordinal);
        var shown = _client.Settings.Redactor.Redact(query < 0 ? _path : _path[..query]);
        return new VtProtocolException($"The service gave the same cursor twice for {shown}: the list would never end.", "GET", shown);
    }
}
