namespace VtKit.Emulator;

/// <summary><c>?relationships=a,b</c>: the first descriptors of relationships inside the object that they belong to.</summary>
internal static class InlineRelationships
{
    /// <summary>The relationships that the request names for an object of a type.</summary>
    /// <exception cref="ApiException">The type has no such relationship, or the user may not see it.</exception>
    public static IReadOnlyList<Relationship> Read(ApiRequest request, string type) =>
        [.. request.QueryList("relationships").Distinct(StringComparer.Ordinal).Select(name => Relations.Require(request, type, name))];

    /// <summary>What writes them for an object of a list; null when the request names none.</summary>
    public static Action<ObjectWriter>? For(ObjectWriter writer, string type, string id)
    {
        var wanted = Read(writer.Request, type);
        return wanted.Count == 0 ? null : _ => Write(writer, type, id, wanted);
    }

    public static void Write(ObjectWriter writer, string type, string id, IReadOnlyList<Relationship> wanted)
    {
        foreach (var relationship in wanted) Write(writer, type, id, relationship);
    }

    private static void Write(ObjectWriter writer, string type, string id, Relationship relationship)
    {
        var json = writer.Json;
        var query = Relations.Query(writer.Store, writer.Request, relationship, id);
        var rows = query.Read(writer.Store, long.MaxValue, relationship.ToMany ? Limits.InlinePage + 1 : 1);
        var more = rows.Count > Limits.InlinePage;
        if (more) rows.RemoveAt(Limits.InlinePage);
        json.WriteStartObject(relationship.Name);
        if (relationship.ToMany)
        {
            json.WriteStartArray("data"u8);
            foreach (var row in rows) writer.Descriptor(row.Type, row.Id, new Listing(row.FileName));
            json.WriteEndArray();
        }
        else if (rows.Count == 0)
        {
            json.WriteNull("data"u8);
        }
        else
        {
            json.WritePropertyName("data"u8);
            writer.Descriptor(rows[0].Type, rows[0].Id, new Listing(rows[0].FileName));
        }
        var cursor = more ? PageAnswer.CursorBehind(writer.Request, Relations.Scope(relationship, id), rows[^1].Position) : null;
        if (cursor is not null || (!relationship.ToMany && rows.Count > 0))
        {
            json.WriteStartObject("meta"u8);
            if (cursor is not null) json.WriteString("cursor"u8, cursor);
            else json.WriteNumber("count"u8, 1);
            json.WriteEndObject();
        }
        var home = Links.Self(writer.Request, type, id);
        var self = $"{home}/relationships/{relationship.Name}" + (relationship.ToMany ? $"?limit={Limits.InlinePage}" : "");
        json.WriteStartObject("links"u8);
        json.WriteString("self"u8, self);
        json.WriteString("related"u8, $"{home}/{relationship.Name}");
        if (cursor is not null) json.WriteString("next"u8, $"{self}&cursor={Uri.EscapeDataString(cursor)}");
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
