using System.Text.Json;

namespace VtKit.Graph.Explorer;

/// <summary>Writes the parts of a run's state. Keys of nodes are written once, and elsewhere by number.</summary>
internal sealed class StateWriter(Utf8JsonWriter json)
{
    private readonly Dictionary<NodeKey, int> _numbers = [];
    private readonly List<NodeKey> _keys = [];

    public Utf8JsonWriter Json { get; } = json;

    public void Write<T>(string name, IEnumerable<T> items, Action<T> write)
    {
        Json.WriteStartArray(name);
        foreach (var item in items) write(item);
        Json.WriteEndArray();
    }

    public void Write(NodeKey key)
    {
        if (!_numbers.TryGetValue(key, out var number))
        {
            _numbers.Add(key, number = _keys.Count);
            _keys.Add(key);
        }
        Json.WriteNumberValue(number);
    }

    public void Write(Found? found)
    {
        if (found is null)
        {
            Json.WriteNullValue();
            return;
        }
        Json.WriteStartArray();
        Write(found.Key);
        Json.WriteStringValue(found.Label);
        if (found.Detections is { } detections) Json.WriteNumberValue(detections);
        else Json.WriteNullValue();
        Json.WriteStringValue(found.TypeTag);
        Json.WriteStringValue(found.Country);
        Json.WriteEndArray();
    }

    public void Write(Plan plan)
    {
        Json.WriteNumber("results", plan.MostResults);
        Json.WriteStartObject("follow");
        foreach (var (type, relationships) in plan.Relationships) Write(type, relationships.Select(relationship => relationship.Name), Json.WriteStringValue);
        Json.WriteEndObject();
    }

    public void Write(Wave wave)
    {
        Json.WriteNumber("begun", wave.Begun);
        Write("frontier", wave.Frontier, Write);
        Write("open", wave.Open.OrderBy(job => job.Index), Write);
    }

    public void WriteKeys() => Write("keys", _keys, key =>
    {
        Json.WriteStringValue(key.Type.ToString());
        Json.WriteStringValue(key.Id);
    });

    private void Write(RelationJob job)
    {
        Json.WriteStartObject();
        Json.WriteNumber("index", job.Index);
        Json.WritePropertyName("node");
        Write(job.Node);
        Json.WriteString("relationship", job.Relationship.Name);
        Json.WriteString("place", job.Place.ToString());
        Json.WriteNumber("taken", job.Taken);
        Json.WriteNumber("empty", job.EmptyPages);
        Json.WriteNumber("placed", job.Placed);
        Json.WriteBoolean("read", job.IsRead);
        Write("waiting", job.Waiting, Write);
        Json.WriteEndObject();
    }
}
