using System.Text.Json;

namespace VtKit.Emulator;

/// <summary>
/// The findings of all sandboxes as one: lists are joined, with what several say once; maps of lists too. What tells of one run alone (its
/// date, its sandbox, its hash) is not part of it.
/// </summary>
internal static class BehaviourSummary
{
    public static void Write(Utf8JsonWriter json, IEnumerable<string> reports)
    {
        var documents = reports.Select(report => JsonDocument.Parse(report)).ToList();
        try
        {
            var roots = documents.Select(document => document.RootElement).ToList();
            foreach (var name in roots.SelectMany(root => root.EnumerateObject()).Select(member => member.Name).Distinct(StringComparer.Ordinal))
            {
                var values = roots.Select(root => root.Member(name)).OfType<JsonElement>().ToList();
                if (values[0].ValueKind == JsonValueKind.Array) WriteList(json, name, values);
                else if (values[0].ValueKind == JsonValueKind.Object) WriteMap(json, name, values);
                // The one finding that is a text.
                else if (name == Attr.FileBehaviour.HostsFile) json.WriteString(name, values[0].ToString());
            }
        }
        finally
        {
            foreach (var document in documents) document.Dispose();
        }
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<JsonElement> lists)
    {
        json.WriteStartArray(name);
        var seen = new HashSet<JsonElement>(new SameJson());
        foreach (var entry in lists.Where(list => list.ValueKind == JsonValueKind.Array).SelectMany(list => list.EnumerateArray()))
            if (seen.Add(entry)) entry.WriteTo(json);
        json.WriteEndArray();
    }

    private static void WriteMap(Utf8JsonWriter json, string name, IEnumerable<JsonElement> maps)
    {
        json.WriteStartObject(name);
        foreach (var group in maps.Where(map => map.ValueKind == JsonValueKind.Object).SelectMany(map => map.EnumerateObject()).GroupBy(member => member.Name, member => member.Value, StringComparer.Ordinal))
        {
            if (group.First().ValueKind == JsonValueKind.Array)
            {
                WriteList(json, group.Key, group);
                continue;
            }
            json.WritePropertyName(group.Key);
            group.First().WriteTo(json);
        }
        json.WriteEndObject();
    }

    private sealed class SameJson : IEqualityComparer<JsonElement>
    {
        public bool Equals(JsonElement x, JsonElement y) => JsonElement.DeepEquals(x, y);

        // Equal values can be spelt in several ways, but not as another kind.
        public int GetHashCode(JsonElement value) =>
            value.ValueKind == JsonValueKind.String ? string.GetHashCode(value.TryText(), StringComparison.Ordinal) : (int)value.ValueKind;
    }
}
