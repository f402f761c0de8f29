using System.Text.Json;

namespace VtKit.Emulator;

/// <summary>The ATT&amp;CK techniques that a collection was brought in with, under the tactics that these lead to.</summary>
internal static class MitreTree
{
    public static Task<Answer> OfCollectionAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.ReadAsync(store =>
    {
        var collection = Records.Require(store, request, ObjectType.Collection, request.Argument(0));
        var pairs = store.List(
            """
            SELECT t.target, k.target FROM link k JOIN link t ON t.type = k.target_type AND t.id = k.target AND t.name = $4
            WHERE k.type = $1 AND k.id = $2 AND k.name = $3 ORDER BY t.target, k.target
            """, row => (Tactic: row.GetString(0), Technique: row.GetString(1)),
            collection.Type, collection.Id, Relationships.Collection.AttackTechniques.Name, Relationships.AttackTechnique.AttackTactics.Name);
        return Answer.Json(json =>
        {
            json.WriteStartObject("data"u8);
            json.WriteStartArray("tactics"u8);
            foreach (var tactic in pairs.GroupBy(pair => pair.Tactic, StringComparer.Ordinal))
            {
                WriteNode(store, json, ObjectType.AttackTactic, tactic.Key);
                json.WriteStartArray("techniques"u8);
                foreach (var (_, technique) in tactic)
                {
                    WriteNode(store, json, ObjectType.AttackTechnique, technique);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }, cancellationToken);

    /// <summary>Begins a tactic or technique with what is known of it.</summary>
    private static void WriteNode(Session store, Utf8JsonWriter json, string type, string id)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        if (Records.Find(store, type, id) is not { } record) return;
        using var attributes = record.Read();
        foreach (var name in new[] { Attr.AttackTactic.Name, Attr.AttackTactic.Link, Attr.AttackTactic.Description })
            if (attributes.RootElement.Text(name) is { } text) json.WriteString(name, text);
    }
}
