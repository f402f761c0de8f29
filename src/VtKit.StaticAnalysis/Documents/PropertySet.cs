using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace VtKit.StaticAnalysis;

/// <summary>The properties that a compound file carries about itself, in the shapes of <c>summary_info</c> and <c>document_summary_info</c>.</summary>
/// <seealso href="https://learn.microsoft.com/openspecs/windows_protocols/ms-oleps/"/>
internal static class PropertySet
{
    /// <summary>How much of a stream is read; what stands behind is pictures.</summary>
    public const int MaxSize = 1 << 20;

    private const int MaxProperties = 200;
    private const int MaxText = 1024;
    private const int Unicode = 1200, Utf8 = 65001;

    private const uint CodePage = 1, EditTime = 10;

    /// <summary>What the numbers of <c>SummaryInformation</c> mean.</summary>
    public static readonly Dictionary<uint, string> Summary = new()
    {
        [CodePage] = "code_page", [2] = "title", [3] = "subject", [4] = "author", [5] = "keywords", [6] = "comments", [7] = "template", [8] = "last_author",
        [9] = "revision_number", [EditTime] = "edit_time", [11] = "last_printed", [12] = "creation_datetime", [13] = "last_saved", [14] = "page_count", [15] = "word_count",
        [16] = "character_count", [18] = "application_name", [19] = "security",
    };

    /// <summary>What the numbers of <c>DocumentSummaryInformation</c> mean.</summary>
    public static readonly Dictionary<uint, string> DocumentSummary = new()
    {
        [CodePage] = "code_page", [2] = "category", [5] = "line_count", [6] = "paragraph_count", [7] = "slide_count", [8] = "note_count", [9] = "hidden_slide_count",
        [11] = "scale", [14] = "manager", [15] = "company", [16] = "links_dirty", [17] = "characters_with_spaces", [19] = "shared_document", [22] = "hyperlinks_changed",
        [23] = "version",
    };

    private static readonly Dictionary<int, string> CodePages = new()
    {
        [874] = "Thai", [932] = "Japanese Shift-JIS", [936] = "Simplified Chinese GBK", [949] = "Korean", [950] = "Traditional Chinese Big5", [1200] = "Unicode UTF-16",
        [1250] = "Latin II", [1251] = "Cyrillic", [1252] = "Latin I", [1253] = "Greek", [1254] = "Turkish", [1255] = "Hebrew", [1256] = "Arabic", [1257] = "Baltic",
        [1258] = "Vietnamese", [65001] = "Unicode UTF-8",
    };

    /// <summary>Reads the first set of a stream; what does not lie inside it, or is of a kind that these properties never have, is left out.</summary>
    public static JsonObject Read(ReadOnlySpan<byte> stream, Dictionary<uint, string> names)
    {
        var shape = new JsonObject();
        if (Number(stream, 0) is not { } mark || (mark & 0xFFFF) != 0xFFFE || Number(stream, 44) is not { } start || start >= stream.Length) return shape;
        var set = stream[(int)start..];
        var count = Math.Min(Number(set, 4) ?? 0, MaxProperties);
        var codePage = 0;
        for (var i = 0; i < count; i++)
        {
            if (Number(set, 8 + 8 * i) is not { } id || Number(set, 12 + 8 * i) is not { } at) break;
            if (at >= set.Length || !names.TryGetValue(id, out var name) || shape.ContainsKey(name)) continue;
            var value = set[(int)at..];
            // The set begins with it.
            if (id == CodePage && Number(value, 4) is { } page) codePage = (ushort)page;
            var known = id == CodePage ? CodePages.GetValueOrDefault(codePage, codePage.ToString(CultureInfo.InvariantCulture)) : Value(value, codePage, isDuration: id == EditTime);
            if (known is not null) shape[name] = known;
        }
        return shape;
    }

    private static JsonNode? Value(ReadOnlySpan<byte> value, int codePage, bool isDuration)
    {
        if (Number(value, 0) is not { } type || Number(value, 4) is not { } number) return null;
        return (type & 0xFFFF) switch
        {
            2 => (JsonNode)(short)number,
            3 => (JsonNode)(int)number,
            11 => (JsonNode)((ushort)number != 0),
            30 => Text(value[8..], number, codePage is Unicode ? Encoding.Unicode : codePage is Utf8 ? Encoding.UTF8 : Encoding.Latin1),
            31 => Text(value[8..], (long)number * 2, Encoding.Unicode),
            64 when value.Length >= 12 => Time(BinaryPrimitives.ReadInt64LittleEndian(value[4..]), isDuration),
            _ => null,
        };
    }

    // Recorded reports have letters of older character sets byte by byte, too.
    private static JsonNode? Text(ReadOnlySpan<byte> bytes, long length, Encoding encoding)
    {
        var text = encoding.GetString(bytes[..(int)Math.Min(Math.Min(length, MaxText), bytes.Length)]);
        if (text.IndexOf('\0', StringComparison.Ordinal) is >= 0 and var end) text = text[..end];
        return text.Length > 0 ? (JsonNode)text : null;
    }

    /// <summary>A date, or how long a document was edited, in seconds.</summary>
    private static JsonNode? Time(long ticks, bool isDuration)
    {
        if (isDuration) return ticks >= 0 ? (JsonNode)(ticks / TimeSpan.TicksPerSecond) : null;
        return ticks > 0 && ticks <= DateTime.MaxValue.ToFileTimeUtc() ? (JsonNode)DateTime.FromFileTimeUtc(ticks).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : null;
    }

    private static uint? Number(ReadOnlySpan<byte> bytes, int at) =>
        at <= bytes.Length - 4 ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]) : null;
}
