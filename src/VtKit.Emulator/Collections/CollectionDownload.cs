using System.Text;
using System.Text.Json;

namespace VtKit.Emulator;

/// <summary>Collections as files. The JSON is that of recorded answers: what is empty is not there.</summary>
internal static class CollectionDownload
{
    private static readonly string[] Everything =
        [.. CollectionItems.Names, Relationships.Collection.ThreatActors.Name];

    /// <summary>All that is in a collection.</summary>
    public static Task<Answer> ItemsAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.ReadAsync(store =>
        OfItems(store, request, Everything, request.Argument(1)), cancellationToken);

    /// <summary>What is in a collection under one relationship.</summary>
    public static Task<Answer> RelationshipAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.ReadAsync(store =>
        OfItems(store, request, [Relations.Require(request, ObjectType.Collection, request.Argument(1)).Name], request.Argument(2)), cancellationToken);

    /// <summary>What two or more of the items are related to, by the kind of item and the relationship.</summary>
    public static Task<Answer> AggregationsAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.ReadAsync(store =>
    {
        var collection = Records.Require(store, request, ObjectType.Collection, request.Argument(0));
        var shared = store.List(
            $"""
            SELECT k.name, l.name, coalesce(u.url, l.target), count(*) FROM link k JOIN link l ON l.type = k.target_type AND l.id = k.target
                LEFT JOIN url u ON l.target_type = 'url' AND u.id = l.target
            WHERE k.type = $1 AND k.id = $2 AND {RecordAccess.NotHiddenSql("l.target_type", "l.target", 3, 4)}
            GROUP BY k.name, l.name, l.target_type, l.target HAVING count(*) > 1 ORDER BY k.name, l.name, count(*) DESC, l.target
            """, row => (Items: row.GetString(0), Relationship: row.GetString(1), Value: row.GetString(2), Count: row.GetInt64(3)),
            ObjectType.Collection, collection.Id, request.Account.Name, request.Account.Group);
        if (IsCsv(request.Argument(1)))
            return Csv("items,relationship,value,count", shared.Select(one => new[] { one.Items, one.Relationship, one.Value, FormattableString.Invariant($"{one.Count}") }));
        return Answer.Json(json =>
        {
            foreach (var items in shared.GroupBy(one => one.Items, StringComparer.Ordinal))
            {
                json.WriteStartObject(items.Key);
                foreach (var relationship in items.GroupBy(one => one.Relationship, StringComparer.Ordinal))
                {
                    json.WriteStartArray(relationship.Key);
                    foreach (var one in relationship)
                    {
                        json.WriteStartObject();
                        json.WriteNumber("count"u8, one.Count);
                        json.WriteString("value"u8, one.Value);
                        json.WriteEndObject();
                    }
                    json.WriteEndArray();
                }
                json.WriteEndObject();
            }
        });
    }, cancellationToken);

    private static Answer OfItems(Session store, ApiRequest request, string[] relationships, string format)
    {
        var isCsv = IsCsv(format);
        var collection = Records.Require(store, request, ObjectType.Collection, request.Argument(0));
        var items = relationships.ToDictionary(name => name, name => store.List(
            $"""
            SELECT coalesce(u.url, k.target) FROM link k LEFT JOIN url u ON k.target_type = 'url' AND u.id = k.target
            WHERE k.type = $1 AND k.id = $2 AND k.name = $3 AND {RecordAccess.NotHiddenSql("k.target_type", "k.target", 4, 5)} ORDER BY k.key
            """, row => row.GetString(0), ObjectType.Collection, collection.Id, name, request.Account.Name, request.Account.Group), StringComparer.Ordinal);
        if (isCsv) return Csv("relationship,value", items.SelectMany(pair => pair.Value.Select(value => new[] { pair.Key, value })));
        return Answer.Json(json =>
        {
            foreach (var (name, values) in items)
            {
                if (values.Count == 0) continue;
                json.WriteStartArray(name);
                foreach (var value in values) json.WriteStringValue(value);
                json.WriteEndArray();
            }
        });
    }

    /// <exception cref="ApiException">The format is none, or the emulator has not got it.</exception>
    private static bool IsCsv(string format) => format switch
    {
        "json" => false,
        "csv" => true,
        "stix" => throw ApiException.NotSupported("The emulator does not have collections as STIX. Use json or csv."),
        _ => throw ApiException.InvalidArgument($"\"{format}\" is not a format of downloads. Use json, csv or stix"),
    };

    private static Answer Csv(string header, IEnumerable<string[]> rows)
    {
        var text = new StringBuilder(header).Append("\r\n");
        foreach (var row in rows) text.AppendJoin(',', row.Select(Quoted)).Append("\r\n");
        return new Answer { ContentType = "text/csv; charset=utf-8", Body = Encoding.UTF8.GetBytes(text.ToString()) };
    }

    private static string Quoted(string value) =>
        value.AsSpan().IndexOfAny("\",\r\n") < 0 ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
