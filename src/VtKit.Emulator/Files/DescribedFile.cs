using System.Text.Json;
using VtKit.Indicators;

namespace VtKit.Emulator;

/// <summary>A file that a test describes instead of giving it: <c>{"sha256": "...", "md5": "...", "sha1": "...", "size": 1, "name": "..."}</c>.</summary>
internal sealed record DescribedFile(string Sha256, string? Md5, string? Sha1, long? Size, string? Name)
{
    /// <summary>Reads a description; all but the SHA-256 may be absent.</summary>
    /// <exception cref="ApiException">A hash is none, or none of its kind.</exception>
    public static DescribedFile Read(JsonElement json) => new(
        Hash(json, Attr.File.Sha256, HashKind.Sha256) ?? throw ApiException.BadRequest("Each of \"files\" needs its content in \"base64\", or its \"sha256\""),
        Hash(json, Attr.File.Md5, HashKind.Md5), Hash(json, Attr.File.Sha1, HashKind.Sha1), Length(json), json.Text("name"));

    /// <summary>The file of which the service gave these attributes; a hash that is none is left out.</summary>
    public static DescribedFile Of(string sha256, JsonElement attributes) => new(
        sha256, HashOrNull(attributes, Attr.File.Md5, HashKind.Md5), HashOrNull(attributes, Attr.File.Sha1, HashKind.Sha1), attributes.Number(Attr.File.Size), null);

    /// <summary>The attributes that this says.</summary>
    public string ToJson() => Records.Write(writer =>
    {
        writer.WriteString(Attr.File.Sha256, Sha256);
        if (Md5 is not null) writer.WriteString(Attr.File.Md5, Md5);
        if (Sha1 is not null) writer.WriteString(Attr.File.Sha1, Sha1);
        if (Size is { } size) writer.WriteNumber(Attr.File.Size, size);
    });

    private static long? Length(JsonElement json) => json.Member(Attr.File.Size) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt64(out var size) && size >= 0 => size,
        _ => throw ApiException.BadRequest("\"size\" of a file is its number of bytes"),
    };

    private static string? HashOrNull(JsonElement json, string member, HashKind kind) =>
        FileHash.TryParse(json.Text(member), out var hash) && hash.Kind == kind ? hash.ToString() : null;

    private static string? Hash(JsonElement json, string member, HashKind kind) => json.Text(member) switch
    {
        null => null,
        var text when FileHash.TryParse(text, out var hash) && hash.Kind == kind => hash.ToString(),
        _ => throw ApiException.BadRequest($"\"{member}\" of a file is no {member} hash"),
    };
}
