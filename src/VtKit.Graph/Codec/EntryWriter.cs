using System.Text.Json;

namespace VtKit.Graph;

/// <summary>Writes an object as it was read, but for what changed: that is replaced where it stands, or added at the end.</summary>
internal sealed class EntryWriter(Utf8JsonWriter writer, JsonElement raw)
{
    private List<(string Name, Action<Utf8JsonWriter>? Write)>? _changes;

    public void Set(string name, bool isChanged, Action<Utf8JsonWriter> write)
    {
        if (isChanged) (_changes ??= []).Add((name, write));
    }

    public void Drop(string name)
    {
        if (JsonText.Member(raw, name) is not null) (_changes ??= []).Add((name, null));
    }

    public void Finish()
    {
        if (_changes is null && raw.ValueKind != JsonValueKind.Undefined)
        {
            raw.WriteTo(writer);
            return;
        }
        writer.WriteStartObject();
        var written = new HashSet<string>(StringComparer.Ordinal);
        if (raw.ValueKind == JsonValueKind.Object)
            foreach (var member in raw.EnumerateObject())
            {
                var index = _changes!.FindIndex(change => member.NameEquals(change.Name));
                if (index < 0) member.WriteTo(writer);
                else if (written.Add(_changes[index].Name)) WriteChange(_changes[index]);
            }
        foreach (var change in _changes ?? [])
            if (written.Add(change.Name)) WriteChange(change);
        writer.WriteEndObject();
    }

    private void WriteChange((string Name, Action<Utf8JsonWriter>? Write) change)
    {
        if (change.Write is null) return;
        writer.WritePropertyName(change.Name);
        change.Write(writer);
    }
}
