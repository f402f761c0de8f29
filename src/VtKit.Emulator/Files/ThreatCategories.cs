namespace VtKit.Emulator;

/// <summary>The threat categories that files of the store are said to be of, the most frequent first.</summary>
internal static class ThreatCategories
{
    private const string Path = "$." + Attr.File.PopularThreatClassification + "." + Part.PopularThreatClassification.PopularThreatCategory;

    public static Task<Answer> ListAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.ReadAsync(store =>
    {
        var names = store.List(
            """
            SELECT name FROM (
                SELECT json_extract(j.value, '$.value') AS name FROM file f, json_each(f.facts, $1) j
                UNION ALL SELECT json_extract(j.value, '$.value') FROM record r, json_each(r.attributes, $1) j WHERE r.type = 'file')
            WHERE typeof(name) = 'text' GROUP BY name ORDER BY count(*) DESC, name
            """, row => row.GetString(0), Path);
        return Answer.Json(json =>
        {
            json.WriteStartArray("data"u8);
            foreach (var name in names) json.WriteStringValue(name);
            json.WriteEndArray();
        });
    }, cancellationToken);
}
