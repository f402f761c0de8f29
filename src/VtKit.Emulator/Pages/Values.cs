using System.Globalization;
using System.Text.Json;

namespace VtKit.Emulator;

/// <summary>Attributes in words for people.</summary>
internal static class Values
{
    /// <summary>A date of the wire, in UTC.</summary>
    public static string Date(long seconds) => seconds is > -62_135_596_800 and < 253_402_300_800
        ? DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)
        : Number(seconds);

    public static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Bytes(long bytes) => bytes < 1024 ? $"{Number(bytes)} B"
        : bytes < 1024 * 1024 ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.0} KB ({Number(bytes)} B)")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0 / 1024.0:0.0} MB ({Number(bytes)} B)");

    /// <summary>A name of the wire as words: <c>pe_info</c> is "Pe info".</summary>
    public static string Name(string attribute)
    {
        var words = attribute.Split('_', '-').Select((word, i) => Abbreviations.Contains(word) ? word.ToUpperInvariant() : i == 0 && word.Length > 0 ? char.ToUpperInvariant(word[0]) + word[1..] : word);
        return string.Join(' ', words);
    }

    private static readonly HashSet<string> Abbreviations = new(StringComparer.Ordinal)
        { "md5", "sha1", "sha256", "ssdeep", "tlsh", "pe", "elf", "pdf", "vba", "ip", "url", "urls", "ips", "dns", "ids", "yara", "exif", "html", "http", "https", "id", "tld", "whois" };

    /// <summary>A single value; null for an object or a list of them.</summary>
    public static string? Scalar(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.TryText(),
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Null => "",
        JsonValueKind.Number when value.TryGetInt64(out var number) => IsDate(name) ? Date(number) : name == Attr.File.Size ? Bytes(number) : Number(number),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.Array when value.EnumerateArray().All(one => one.ValueKind is JsonValueKind.String or JsonValueKind.Number) =>
            string.Join('\n', value.EnumerateArray().Select(one => one.ValueKind == JsonValueKind.String ? one.TryText() : one.GetRawText())),
        _ => null,
    };

    private static bool IsDate(string name) => name.EndsWith(Service.DateSuffix, StringComparison.Ordinal) || name is "date" or "timestamp";
}
