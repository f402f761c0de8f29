using System.Text.Json;

namespace VtKit.Emulator;

/// <summary>
/// Tactics and techniques that a sandbox saw. Reports name techniques only; which tactic a technique serves, and the words about both,
/// come from the <c>attack_tactic</c> and <c>attack_technique</c> objects that were brought in. A technique of no known tactic has no place.
/// </summary>
internal static class MitreTrees
{
    private const string SeverityPrefix = "IMPACT_SEVERITY_";

    public static void Write(Session store, Utf8JsonWriter json, string attributes)
    {
        using var report = JsonDocument.Parse(attributes);
        var signatures = Signatures(report.RootElement).GroupBy(one => one.Technique, one => (one.Severity, one.Text), StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Distinct().ToList(), StringComparer.Ordinal);
        var tactics = signatures.Keys.SelectMany(technique => TacticsOf(store, technique).Select(tactic => (tactic, technique)))
            .GroupBy(pair => pair.tactic, pair => pair.technique, StringComparer.Ordinal).OrderBy(tactic => tactic.Key, StringComparer.Ordinal);
        json.WriteStartArray(Part.MitreTree.Tactics);
        foreach (var tactic in tactics)
        {
            json.WriteStartObject();
            WriteWords(store, json, ObjectType.AttackTactic, tactic.Key);
            json.WriteStartArray(Part.MitreTactic.Techniques);
            foreach (var technique in tactic.Order(StringComparer.Ordinal))
            {
                json.WriteStartObject();
                WriteWords(store, json, ObjectType.AttackTechnique, technique);
                json.WriteStartArray(Part.MitreTechnique.Signatures);
                foreach (var (severity, text) in signatures[technique])
                {
                    json.WriteStartObject();
                    if (severity is not null) json.WriteString(Part.MitreSignature.Severity, severity.StartsWith(SeverityPrefix, StringComparison.Ordinal) ? severity[SeverityPrefix.Length..] : severity);
                    if (text is not null) json.WriteString(Part.MitreSignature.Description, text);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static IEnumerable<(string Technique, string? Severity, string? Text)> Signatures(JsonElement report)
    {
        if (report.Member(Attr.FileBehaviour.MitreAttackTechniques) is { ValueKind: JsonValueKind.Array } list)
            foreach (var one in list.EnumerateArray())
                if (one.Text(Part.MitreAttackTechnique.Id) is { } id)
                    yield return (id, one.Text(Part.MitreAttackTechnique.Severity), one.Text(Part.MitreAttackTechnique.SignatureDescription));
        if (report.Member(Attr.FileBehaviour.AttackTechniques) is not { ValueKind: JsonValueKind.Object } map) yield break;
        foreach (var technique in map.EnumerateObject())
            if (technique.Value.ValueKind == JsonValueKind.Array)
                foreach (var one in technique.Value.EnumerateArray())
                    yield return (technique.Name, one.Text(Part.MitreSignature.Severity), one.Text(Part.MitreSignature.Description));
    }

    /// <summary>The tactics of a technique, said by either side; those of the technique that it is part of where nothing is said of itself.</summary>
    private static List<string> TacticsOf(Session store, string technique)
    {
        var tactics = store.List(
            """
            SELECT target FROM link WHERE type = 'attack_technique' AND id = $1 AND name = 'attack_tactics' AND target_type = 'attack_tactic'
            UNION SELECT id FROM link WHERE target_type = 'attack_technique' AND target = $1 AND type = 'attack_tactic' AND name = 'attack_techniques'
            """, row => row.GetString(0), technique);
        var dot = technique.IndexOf('.', StringComparison.Ordinal);
        return tactics.Count == 0 && dot > 0 ? TacticsOf(store, technique[..dot]) : tactics;
    }

    private static void WriteWords(Session store, Utf8JsonWriter json, string type, string id)
    {
        json.WriteString(Part.MitreTechnique.Id, id);
        if (Records.Find(store, type, id) is not { } record) return;
        using var attributes = record.Read();
        foreach (var name in new[] { Part.MitreTechnique.Name, Part.MitreTechnique.Link, Part.MitreTechnique.Description })
            if (attributes.RootElement.Text(name) is { } text) json.WriteString(name, text);
    }
}
