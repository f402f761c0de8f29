using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;

namespace VtKit.StaticAnalysis;

/// <summary>Objects in an RTF document, in the shape of <c>rtf_info</c>, found by their control words wherever these stand.</summary>
internal static class RtfReader
{
    private const int MaxLooked = 32 << 20;
    private const int MaxObjects = 1000;
    private const int MaxClass = 64;
    private const int MaxSpread = 4096;

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
            if (word == "objdata" && objects.Count > 0) objects[^1]["class"] ??= PackedClass(bytes.AsSpan(i + 1 + word.Length));
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

    /// <summary>The service's tag for a document with a kind of object: <c>ole-control</c>.</summary>
    public static string Tag(string type) => type.ToLowerInvariant().Replace(' ', '-');

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

    /// <summary>The name of the class in front of an object's data, which is written in hex digits with white space anywhere.</summary>
    /// <seealso href="https://learn.microsoft.com/openspecs/windows_protocols/ms-oleds/"/>
    private static string? PackedClass(ReadOnlySpan<byte> rest)
    {
        // Version, kind, length of the name; then the name.
        Span<byte> header = stackalloc byte[12 + MaxClass];
        int digits = 0, high = 0;
        foreach (var letter in rest[..Math.Min(rest.Length, MaxSpread)])
        {
            if (letter is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') continue;
            if (!char.IsAsciiHexDigit((char)letter) || digits == 2 * header.Length) break;
            var digit = letter <= '9' ? letter - '0' : (letter | 0x20) - 'a' + 10;
            if (digits % 2 == 0) high = digit;
            else header[digits / 2] = (byte)(high << 4 | digit);
            digits++;
        }
        header = header[..(digits / 2)];
        if (header.Length < 12 || BinaryPrimitives.ReadUInt32LittleEndian(header[4..]) is not (1 or 2)) return null;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
        if (length > header.Length - 12) return null;
        var name = header.Slice(12, (int)length).TrimEnd((byte)0);
        return name.Length > 0 && !name.ContainsAnyExceptInRange((byte)' ', (byte)'~') ? Encoding.ASCII.GetString(name) : null;
    }

    // The first control word with its number, as written: forgers leave the number out.
    private static string Header(ReadOnlySpan<byte> bytes)
    {
        var end = 2;
        while (end < Math.Min(bytes.Length, 32) && char.IsAsciiLetterOrDigit((char)bytes[end])) end++;
        return bytes.Length < 2 ? "" : Encoding.ASCII.GetString(bytes[2..Math.Min(end, bytes.Length)]);
    }
}
