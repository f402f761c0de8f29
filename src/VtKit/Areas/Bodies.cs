using System.Text.Json;

namespace VtKit;

/// <summary>Bodies of requests.</summary>
internal static class Bodies
{
    public static ReadOnlyMemory<byte> Comment(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return Create(VtObjectTypes.Comment, writer => writer.WriteString("text"u8, text));
    }

    public static ReadOnlyMemory<byte> Vote(VoteVerdict verdict)
    {
        if (verdict.Value.Length == 0) throw new ArgumentException("A vote needs a verdict.", nameof(verdict));
        return Create(VtObjectTypes.Vote, writer => writer.WriteString("verdict"u8, verdict.Value));
    }

    /// <summary>The usual envelope: an object of a type, with the attributes that are to be set.</summary>
    public static ReadOnlyMemory<byte> Create(string type, Action<Utf8JsonWriter> attributes) => VtRequest.Json(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject("data"u8);
        writer.WriteString("type"u8, type);
        writer.WriteStartObject("attributes"u8);
        attributes(writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    /// <summary>A bare value under <c>data</c>, as the vote on a comment has it.</summary>
    public static ReadOnlyMemory<byte> Data(string value) => VtRequest.Json(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("data"u8, value);
        writer.WriteEndObject();
    });
}

/// <summary>Parameters of queries.</summary>
internal static class Query
{
    public static IEnumerable<KeyValuePair<string, string>>? Relationships(IEnumerable<string>? names)
    {
        var joined = names is null ? "" : string.Join(',', names);
        return joined.Length == 0 ? null : [KeyValuePair.Create("relationships", joined)];
    }
}
