using System.Text.Json;

namespace VtKit.Emulator;

/// <summary>Brings in objects as the service answers them: <c>{"type": ..., "id": ..., "attributes": {...}, "relationships": {...}}</c>.</summary>
internal static class Import
{
    /// <summary>Puts an object and its relationships into the store.</summary>
    /// <exception cref="ApiException">It is no object, or of a type that the store makes itself.</exception>
    public static void Put(Session store, JsonElement found, DateTimeOffset now)
    {
        if (found.Text("type") is not { } type || found.Text("id") is not { } id) throw ApiException.BadRequest("Each of \"objects\" needs a \"type\" and an \"id\"");
        var attributes = found.Member("attributes") is { ValueKind: JsonValueKind.Object } given ? given.GetRawText() : "{}";
        Records.Put(store, type, id, owner: null, now.ToUnixTimeMilliseconds(), attributes);
        if (found.Member("relationships") is not { ValueKind: JsonValueKind.Object } relationships) return;
        foreach (var relationship in relationships.EnumerateObject())
            foreach (var (targetType, target) in Descriptors(relationship.Value))
                RecordLinks.Add(store, type, id, relationship.Name, targetType, target);
    }

    private static IEnumerable<(string Type, string Id)> Descriptors(JsonElement relationship)
    {
        var data = relationship.Member("data") ?? relationship;
        var entries = data.ValueKind == JsonValueKind.Array ? data.EnumerateArray().ToArray() : [data];
        foreach (var entry in entries)
            if (entry.Text("type") is { } type && entry.Text("id") is { } id) yield return (type, id);
    }
}
