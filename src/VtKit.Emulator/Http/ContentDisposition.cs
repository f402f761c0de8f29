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
        for (var at = 0; (at = header.IndexOf(name + "=", at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
        {
            // The whole name, not the end of another one.
            if (at > 0 && header[at - 1] is not (';' or ' ' or '\t')) continue;
            var value = header.AsSpan(at + name.Length + 1).TrimStart();
            if (!value.StartsWith('"'))
            {
                var end = value.IndexOf(';');
                return (end < 0 ? value : value[..end]).Trim().ToString();
            }
            return Quoted(value[1..]);
        }
        return null;
    }

    /// <summary>A quoted value ends at the quotation mark that stands before a semicolon or the end: others belong to it.</summary>
    private static string Quoted(ReadOnlySpan<char> value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] != '"' || (i > 0 && value[i - 1] == '\\' && value[(i + 1)..].Contains('"'))) continue;
            var rest = value[(i + 1)..].TrimStart();
            if (rest.IsEmpty || rest[0] == ';') return value[..i].ToString().Replace("\\\"", "\"", StringComparison.Ordinal);
        }
        return value.ToString();
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
