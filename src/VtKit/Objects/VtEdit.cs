using System.Text.Json;
using System.Text.Json.Nodes;

namespace VtKit;

/// <summary>What a request sets on an object. What is null is not sent: a change leaves it as it is.</summary>
public abstract class VtEdit
{
    private protected VtEdit() { }

    /// <summary>More attributes by the service's names, also <c>null</c> to clear one.</summary>
    public JsonObject? More { get; init; }

    internal void WriteTo(EditWriter writer)
    {
        Write(writer);
        writer.Set(More);
    }

    private protected abstract void Write(EditWriter writer);
}

/// <summary>Writes the attributes that are set.</summary>
internal sealed class EditWriter(Utf8JsonWriter writer)
{
    private readonly HashSet<string> _set = new(StringComparer.Ordinal);

    public static void Copy(Utf8JsonWriter writer, JsonObject attributes)
    {
        foreach (var (name, value) in attributes)
        {
            writer.WritePropertyName(name);
            if (value is null) writer.WriteNullValue();
            else value.WriteTo(writer);
        }
    }

    public bool HasSet(string name) => _set.Contains(name);

    public void Set(string name, string? value)
    {
        if (value is null) return;
        _set.Add(name);
        writer.WriteString(name, value);
    }

    public void Set(string name, long? value)
    {
        if (value is { } number && _set.Add(name)) writer.WriteNumber(name, number);
    }

    public void Set(string name, double? value)
    {
        if (value is { } number && _set.Add(name)) writer.WriteNumber(name, number);
    }

    public void Set(string name, bool? value)
    {
        if (value is { } flag && _set.Add(name)) writer.WriteBoolean(name, flag);
    }

    public void Set(string name, DateTimeOffset? value)
    {
        if (value is { } date && _set.Add(name)) writer.WriteNumber(name, date.ToUnixTimeSeconds());
    }

    public void Set(string name, IReadOnlyList<string>? value)
    {
        if (value is null || !_set.Add(name)) return;
        writer.WriteStartArray(name);
        foreach (var item in value) writer.WriteStringValue(item);
        writer.WriteEndArray();
    }

    public void Set(string name, JsonNode? value)
    {
        if (value is null || !_set.Add(name)) return;
        writer.WritePropertyName(name);
        value.WriteTo(writer);
    }

    public void Set(JsonObject? more)
    {
        if (more is null) return;
        foreach (var (name, _) in more)
            if (!_set.Add(name)) throw new ArgumentException($"'{name}' is set twice: by its own member and in More.", nameof(more));
        Copy(writer, more);
    }
}
