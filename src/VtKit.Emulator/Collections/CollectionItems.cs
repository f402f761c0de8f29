using System.Text.Json;
using VtKit.Indicators;

namespace VtKit.Emulator;

/// <summary>What is in a collection: indicators by type and id, URLs also by their text, and indicators within a text.</summary>
internal static class CollectionItems
{
    private const string RawItems = "raw_items";

    /// <summary>The relationships that a user can fill, with the type that each holds.</summary>
    private static readonly Dictionary<string, string> Holds = new(StringComparer.Ordinal)
    {
        [Relationships.Collection.Files.Name] = ObjectType.File,
        [Relationships.Collection.Urls.Name] = ObjectType.Url,
        [Relationships.Collection.Domains.Name] = ObjectType.Domain,
        [Relationships.Collection.IpAddresses.Name] = ObjectType.IpAddress,
        [Relationships.Collection.References.Name] = ObjectType.Reference,
    };

    /// <summary>The indicators that a collection can hold, by relationship.</summary>
    public static IEnumerable<string> Names => Holds.Keys;

    /// <summary>Adds what the body of a new or changed collection holds. Nothing is taken away.</summary>
    public static void Save(Session store, Record collection, JsonElement data)
    {
        if (data.Member("relationships") is { } relationships)
        {
            if (relationships.ValueKind != JsonValueKind.Object) throw ApiException.BadRequest("\"relationships\" in the request body is not an object");
            foreach (var relationship in relationships.EnumerateObject()) Add(store, collection, relationship.Name, relationship.Value);
        }
        if (data.Member(RawItems) is not { } raw) return;
        if (raw.ValueKind != JsonValueKind.String || raw.TryText() is not { } text) throw ApiException.BadRequest($"\"{RawItems}\" in the request body is not a text");
        foreach (var found in Indicators(text))
            if (Recognised(found) is var (type, value) && ItemIds.See(store, type, value, collection.Modified) is { } id)
                RecordLinks.Add(store, collection.Type, collection.Id, ObjectType.CollectionOf(type)!, type, id);
    }

    /// <summary>Adds the items of a list <c>{"data": [...]}</c>, and returns them by their ids.</summary>
    public static List<(string Type, string Id)> Add(Session store, Record collection, string relationship, JsonElement list)
    {
        var items = Read(relationship, list);
        for (var i = 0; i < items.Count; i++)
        {
            var (type, text) = items[i];
            var id = type == ObjectType.Reference ? text : ItemIds.See(store, type, text, collection.Modified) ?? throw Invalid(type, text);
            RecordLinks.Add(store, collection.Type, collection.Id, relationship, type, id);
            items[i] = (type, id);
        }
        return items;
    }

    /// <summary>Takes the items of a list out of a collection; what is not in it is let pass.</summary>
    public static void Remove(Session store, Record collection, string relationship, JsonElement list)
    {
        foreach (var (type, text) in Read(relationship, list))
            RecordLinks.Remove(store, collection.Type, collection.Id, relationship, type, type == ObjectType.Reference ? text : ItemIds.Read(store, type, text) ?? throw Invalid(type, text));
    }

    /// <summary>The tags of the files in a collection that are there, each once.</summary>
    public static List<string> TagsOfFiles(Session store, string collection) => store.List(
        $"""
        SELECT DISTINCT t.value FROM link k JOIN file f ON f.sha256 = k.target, json_each(f.facts, '$.{Attr.File.Tags}') t
        WHERE k.type = $1 AND k.id = $2 AND k.name = $3 AND t.type = 'text' ORDER BY t.value
        """, row => row.GetString(0), ObjectType.Collection, collection, Relationships.Collection.Files.Name);

    private static List<(string Type, string Text)> Read(string relationship, JsonElement list)
    {
        if (!Holds.TryGetValue(relationship, out var type))
            throw ApiException.InvalidArgument($"\"{relationship}\" of collection objects cannot be changed. Use {string.Join(", ", Names)}");
        if (list.Member("data") is not { ValueKind: JsonValueKind.Array } data) throw ApiException.BadRequest($"The {relationship} of a collection are not a list \"data\" of types and ids");
        return [.. data.EnumerateArray().Select(item =>
            item.Text("type") == type && (item.Text("id") ?? (type == ObjectType.Url ? item.Text("url") : null)) is { } id
                ? (type, id)
                : throw ApiException.BadRequest($"Each of the {relationship} of a collection needs the \"type\" {type} and an \"id\"" + (type == ObjectType.Url ? ", or the \"url\"" : "")))];
    }

    /// <summary>What looks like an indicator in a text: what white space, quotation marks and the like set apart.</summary>
    private static IEnumerable<string> Indicators(string text) => text
        .Split([' ', '\t', '\r', '\n', '\v', '\f', '\u00a0', ',', ';', '|', '"', '\'', '<', '>'], StringSplitOptions.RemoveEmptyEntries)
        .Select(word => word.TrimEnd('.', ':', '!', '?'));

    private static (string Type, string Value)? Recognised(string word) => Indicator.Recognise(word) switch
    {
        { Kind: IndicatorKind.File } file => (ObjectType.File, file.Value),
        { Kind: IndicatorKind.Url } url => (ObjectType.Url, url.Value),
        { Kind: IndicatorKind.Domain } domain => (ObjectType.Domain, domain.Value),
        { Kind: IndicatorKind.IpAddress } address => (ObjectType.IpAddress, address.Value),
        _ => null,
    };

    private static ApiException Invalid(string type, string text) => ApiException.InvalidArgument($"\"{text}\" is not a valid {type}");
}
