using System.Text.Json;

namespace VtKit.Emulator;

/// <summary>Where a page of hits begins: behind a row, told by what it was sorted by and by its key.</summary>
internal sealed record SearchCursor(long Value, long Key, long Total)
{
    /// <summary>Before the first row.</summary>
    public static SearchCursor Start { get; } = new(0, -1, -1);

    public bool IsStart => Key < 0;
}

/// <summary>How a request wants its hits: how many, in which order, from where on, whole or by id alone.</summary>
internal sealed record SearchPaging(int Limit, SearchOrder Order, bool Descending, SearchCursor From, string Scope, bool DescriptorsOnly)
{
    public static SearchPaging Read(ApiRequest request, SearchQuery query)
    {
        var limit = PageAnswer.ReadLimit(request, Limits.SearchPageMax);
        // A plus that was not escaped arrives as a space.
        var text = request.Query("order") is { Length: > 0 } given ? given.TrimEnd(' ', '+') : query.Entity.DefaultOrder + "-";
        var name = text.TrimEnd('-');
        if (!query.Entity.Orders.TryGetValue(name, out var order))
            throw ApiException.InvalidArgument($"Order \"{text}\" is not one of {query.Entity.Name}s: give {string.Join(", ", query.Entity.Orders.Keys)}, with + or - behind it");
        // The same in another order is another list.
        var scope = $"intelligence search\n{request.Query("query")}\n{text}";
        return new SearchPaging(limit, order, text.EndsWith('-'), ReadCursor(request, scope), scope, ReadDescriptorsOnly(request));
    }

    public string Sign(ApiRequest request, SearchCursor cursor) =>
        request.Backend.Signer.Sign(PageAnswer.Purpose(request, Scope), cursor.Value, cursor.Key, cursor.Total);

    /// <summary>Writes a page.</summary>
    /// <param name="store">The store.</param>
    /// <param name="request">The request.</param>
    /// <param name="hits">The hits of the page.</param>
    /// <param name="next">Where the next page begins; null when there is none.</param>
    /// <param name="writeMeta">Writes what else is told of the search.</param>
    public Answer Answer(Session store, ApiRequest request, IReadOnlyList<SearchHit> hits, SearchCursor? next, Action<Utf8JsonWriter> writeMeta)
    {
        var cursor = next is { } behind ? Sign(request, behind) : null;
        return Emulator.Answer.Json(json =>
        {
            var writer = new ObjectWriter(store, request, json);
            json.WriteStartArray("data"u8);
            foreach (var hit in hits)
            {
                var listing = new Listing(Context: hit.Snippet is { } snippet ? found => WriteContext(found.Json, snippet) : null);
                if (DescriptorsOnly) writer.Descriptor(hit.Type, hit.Id, listing);
                else writer.Object(hit.Type, hit.Id, listing, InlineRelationships.For(writer, hit.Type, hit.Id));
            }
            json.WriteEndArray();
            json.WriteStartObject("meta"u8);
            writeMeta(json);
            json.WriteNumber("days_back"u8, Limits.SearchHistoryDays);
            if (cursor is not null) json.WriteString("cursor"u8, cursor);
            json.WriteEndObject();
            PageAnswer.WriteLinks(json, request, Limit, request.Query("cursor"), cursor);
        });
    }

    private static SearchCursor ReadCursor(ApiRequest request, string scope)
    {
        var text = request.Query("cursor");
        if (PageAnswer.IsFirst(text)) return SearchCursor.Start;
        Span<long> numbers = stackalloc long[3];
        return request.Backend.Signer.Verify(PageAnswer.Purpose(request, scope), text!, numbers)
            ? new SearchCursor(numbers[0], numbers[1], numbers[2])
            : throw ApiException.InvalidArgument("Invalid cursor");
    }

    private static bool ReadDescriptorsOnly(ApiRequest request) => request.Query("descriptors_only")?.ToLowerInvariant() switch
    {
        null or "" or "false" or "0" => false,
        "true" or "1" => true,
        _ => throw ApiException.BadRequest("descriptors_only is neither true nor false"),
    };

    private static void WriteContext(Utf8JsonWriter json, string snippet)
    {
        json.WriteNumber(Part.SearchContext.Confidence, 1);
        json.WriteBoolean(Part.SearchContext.MatchInSubfile, false);
        json.WriteString(Part.SearchContext.Snippet, snippet);
    }
}

/// <summary>A hit, with what it was sorted by.</summary>
internal sealed record SearchHit(long Key, string Type, string Id, long Value, string? Snippet = null);
