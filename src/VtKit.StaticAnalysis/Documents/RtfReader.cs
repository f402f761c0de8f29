using System.Text;
using System.Text.Json.Nodes;

namespace VtKit.StaticAnalysis;

/// <summary>Objects in an RTF document, in the shape of <c>rtf_info</c>, found by their control words wherever these stand.</summary>
internal static class RtfReader
{
    private const int MaxLooked = 32 << 20;
    private const int MaxObjects = 1000;
    private const int MaxClass = 64;

    private static readonly (string Word, string Type)[] Kinds =
        [("objemb", "OLE embedded"), ("objocx", "OLE control"), ("objlink", "OLE link"), ("objautlink", "OLE autolink")];

    private static readonly (string Word, string Name)[] CharacterSets = [("ansi", "ANSI"), ("mac", "Apple Macintosh"), ("pc", "IBM PC"), ("pca", "IBM PS/2")];

    public static async ValueTask<JsonObject> ReadAsync(ContentView view, CancellationToken cancellationToken)
    {
        var bytes = await view.ReadUpToAsync(0, MaxLooked, cancellationToken).ConfigureAwait(false);
        var objects = new List<JsonObject>();
        var pictures = 0;
        string? characters = null;
        int run = 0, longest = 0, foreign = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            if ((i & 0xF_FFFF) == 0) cancellationToken.ThrowIfCancellationRequested();
            run = char.IsAsciiHexDigit((char)bytes[i]) ? run + 1 : 0;
            longest = Math.Max(longest, run);
            if (bytes[i] >= 0x80) foreign++;
            if (bytes[i] != '\\') continue;
            var word = Word(bytes.AsSpan(i + 1));
            if (word == "pict") pictures++;
            var kind = Array.Find(Kinds, one => one.Word == word);
            if (kind.Type is not null && objects.Count < MaxObjects) objects.Add(new JsonObject { ["type"] = kind.Type, ["class"] = null });
            if (word == "objclass" && objects.Count > 0) objects[^1]["class"] ??= Class(bytes.AsSpan(i + 1 + word.Length));
            if (characters is null && Array.Find(CharacterSets, one => one.Word == word).Name is { } name) characters = name;
        }
        var properties = new JsonObject
        {
            ["rtf_header"] = Header(bytes),
            ["embedded_pictures"] = pictures,
            ["longest_hex_string"] = longest,
            ["non_ascii_characters"] = foreign,
        };
        if (characters is not null) properties["default_character_set"] = characters;
        properties.AddList("objects", objects);
        return new JsonObject { ["document_properties"] = properties };
    }

    private static string Word(ReadOnlySpan<byte> rest)
    {
        var length = 0;
        while (length < Math.Min(rest.Length, 32) && char.IsAsciiLetterLower((char)rest[length])) length++;
        return Encoding.ASCII.GetString(rest[..length]);
    }

    /// <summary>What an object says that it is (<c>Equation.3</c>): up to where its group ends.</summary>
    private static string? Class(ReadOnlySpan<byte> rest)
    {
        rest = rest[..Math.Min(rest.Length, MaxClass)];
        if (rest.IndexOfAny((byte)'}', (byte)'\\', (byte)'{') is >= 0 and var end) rest = rest[..end];
        return Encoding.Latin1.GetString(rest).Trim() is { Length: > 0 } text ? text : null;
    }

    // The first control word with its number, as written: forgers leave the number out.
    private static string Header(ReadOnlySpan<byte> bytes)
    {
        var end = 2;
        while (end < Math.Min(bytes.Length, 32) && char.IsAsciiLetterOrDigit((char)bytes[end])) end++;
        return bytes.Length < 2 ? "" : Encoding.ASCII.GetString(bytes[2..Math.Min(end, bytes.Length)]);
    }
}
