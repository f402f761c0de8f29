using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace VtKit.Emulator;

/// <summary>
/// Answers that hold a page of a list. A cursor is opaque, signed, and good only for the list and the user that it was made
/// for. A page without items has no cursor, and the last page has none.
/// </summary>
internal static class PageAnswer
{
    /// <summary>What vtapi3 sends for "no cursor yet": two quotation marks.</summary>
    private const string QuotedNothing = "\"\"";

    /// <summary>A page of whole objects.</summary>
    /// <param name="store">The store.</param>
    /// <param name="request">The request, with its limit and cursor.</param>
    /// <param name="scope">Names the list: a cursor of one list is refused for another.</param>
    /// <param name="query">The list.</param>
    public static Answer Objects(Session store, ApiRequest request, string scope, ListQuery query) => Of(store, request, scope, query,
        (writer, row) => writer.Object(row.Type, row.Id, query.Listing(row), InlineRelationships.For(writer, row.Type, row.Id)));

    /// <summary>A page of types and ids.</summary>
    public static Answer Descriptors(Session store, ApiRequest request, string scope, ListQuery query) =>
        Of(store, request, scope, query, (writer, row) => writer.Descriptor(row.Type, row.Id, query.Listing(row)));

    /// <summary>The cursor that leads on behind a row of a list. The text that a list is ordered by goes along, readable and signed.</summary>
    public static string CursorBehind(ApiRequest request, string scope, ListPosition position)
    {
        var token = request.Backend.Signer.Sign(Purpose(request, scope, position.Sort), position.Key);
        return position.Sort is null ? token : $"{token}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(position.Sort))}";
    }

    private static Answer Of(Session store, ApiRequest request, string scope, ListQuery query, Action<ObjectWriter, ListRow> write)
    {
        var limit = ReadLimit(request, Limits.PageMax);
        var cursor = request.Query("cursor");
        var behind = ReadCursor(request, scope, cursor);
        // One more than asked for tells whether another page follows.
        var rows = request.EmptyPage ? [] : query.Read(store, behind, limit + 1);
        var more = rows.Count > limit;
        if (more) rows.RemoveAt(limit);
        var next = request.EmptyPage ? CursorBehind(request, scope, behind)
            : more ? CursorBehind(request, scope, rows[^1].Position)
            : null;
        return Answer.Json(json =>
        {
            var writer = new ObjectWriter(store, request, json);
            json.WriteStartArray("data"u8);
            foreach (var row in rows) write(writer, row);
            json.WriteEndArray();
            if (rows.Count > 0 || next is not null)
            {
                json.WriteStartObject("meta"u8);
                json.WriteNumber("count"u8, Math.Min(query.Count(store), query.CountCap));
                if (next is not null) json.WriteString("cursor"u8, next);
                json.WriteEndObject();
            }
            WriteLinks(json, request, limit, cursor, next);
        });
    }

    public static void WriteLinks(Utf8JsonWriter json, ApiRequest request, int limit, string? cursor, string? next)
    {
        var address = request.ApiBase + request.Path;
        var rest = string.Concat(request.Http.Request.Query
            .Where(parameter => parameter.Key is not ("limit" or "cursor"))
            .Select(parameter => $"{Uri.EscapeDataString(parameter.Key)}={Uri.EscapeDataString(parameter.Value.ToString())}&"));
        var size = string.Create(CultureInfo.InvariantCulture, $"limit={limit}");
        json.WriteStartObject("links"u8);
        json.WriteString("self"u8, $"{address}?{rest}{(IsFirst(cursor) ? "" : $"cursor={Uri.EscapeDataString(cursor!)}&")}{size}");
        if (next is not null) json.WriteString("next"u8, $"{address}?{rest}cursor={Uri.EscapeDataString(next)}&{size}");
        json.WriteEndObject();
    }

    /// <summary>How many items the request asks for.</summary>
    /// <exception cref="ApiException">It asks for none, or for more than a page may have.</exception>
    public static int ReadLimit(ApiRequest request, int most)
    {
        if (request.Query("limit") is not { } text) return Limits.PageDefault;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit < 1)
            throw ApiException.BadRequest($"Limit \"{text}\" is not a positive integer");
        return limit <= most ? limit : throw ApiException.BadRequest($"Limit can't be larger than {most}");
    }

    private static ListPosition ReadCursor(ApiRequest request, string scope, string? cursor)
    {
        if (IsFirst(cursor)) return ListPosition.Start;
        var dot = cursor!.IndexOf('.', StringComparison.Ordinal);
        var sort = dot < 0 ? null : Base64Url.IsValid(cursor.AsSpan(dot + 1)) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor.AsSpan(dot + 1))) : "";
        return request.Backend.Signer.Verify(Purpose(request, scope, sort), dot < 0 ? cursor : cursor[..dot]) is { } key
            ? new ListPosition(key, sort)
            : throw ApiException.InvalidArgument("Invalid cursor");
    }

    /// <summary>Whether a cursor says nothing: the page is the first.</summary>
    public static bool IsFirst(string? cursor) => cursor is null or "" or QuotedNothing;

    /// <summary>What a cursor is signed for: a list, its order, and the user who asked for it.</summary>
    public static string Purpose(ApiRequest request, string scope, string? sort = null) =>
        $"cursor\n{request.Account.Name}\n{scope}" + (sort is null ? "" : $"\nsort\n{sort}");
}
