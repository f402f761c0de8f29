namespace VtKit.Emulator;

/// <summary>
/// Reads the header of a form's part the way clients write it: paths with backslashes and spaces, quotation marks that nobody
/// escaped, and the extended form for names that are not ASCII.
/// </summary>
internal static class ContentDisposition
{
    /// <summary>The file's name as it was sent: nothing is decoded but the extended form, which wins.</summary>
    public static string? FileName(string header) => Extended(Parameter(header, "filename*")) ?? Parameter(header, "filename");

    /// <summary>The value of a parameter; null when it is not there.</summary>
    public static string? Parameter(string header, string name)
    {
        var rest = header.AsSpan();
        while (rest.IndexOf(';') is >= 0 and var next)
        {
            rest = rest[(next + 1)..].TrimStart();
            var length = NameLength(rest);
            if (length == 0) continue;
            var isWanted = rest[..length].Equals(name, StringComparison.OrdinalIgnoreCase);
            rest = rest[(length + 1)..].TrimStart();
            var end = rest.StartsWith('"') ? ClosingQuote(rest) : rest.IndexOf(';') is >= 0 and var semicolon ? semicolon : rest.Length;
            if (isWanted)
                return rest.StartsWith('"')
                    ? rest[1..Math.Max(1, end)].ToString().Replace("\\\"", "\"", StringComparison.Ordinal)
                    : rest[..end].Trim().ToString();
            rest = rest[end..];
        }
        return null;
    }

    /// <summary>The length of the name of a parameter that stands before an equals sign; 0 where none begins.</summary>
    private static int NameLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiLetterOrDigit(text[length]) || text[length] is '-' or '_' or '*')) length++;
        return length < text.Length && text[length] == '=' ? length : 0;
    }

    /// <summary>A quoted value ends at the quotation mark behind which the header ends or another parameter begins: others belong to it.</summary>
    private static int ClosingQuote(ReadOnlySpan<char> text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] != '"') continue;
            var rest = text[(i + 1)..].TrimStart();
            if (rest.IsEmpty || (rest[0] == ';' && (rest[1..].IsWhiteSpace() || NameLength(rest[1..].TrimStart()) > 0))) return i;
        }
        return text.Length;
    }

    /// <summary>RFC 5987: <c>charset'language'percent-encoded</c>.</summary>
    private static string? Extended(string? value)
    {
        if (value is null) return null;
        var text = value.IndexOf('\'', StringComparison.Ordinal) is >= 0 and var first && value.IndexOf('\'', first + 1) is >= 0 and var second
            ? value[(second + 1)..]
            : value;
        return Uri.UnescapeDataString(text);
    }
}
