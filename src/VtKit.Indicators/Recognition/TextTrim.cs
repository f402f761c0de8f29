using System.Globalization;

namespace VtKit.Indicators;

/// <summary>What surrounds or hides in text that was pasted.</summary>
internal static class TextTrim
{
    /// <summary>Soft hyphens, zero-width characters, marks of direction: what no reader sees.</summary>
    public static bool IsInvisible(char c) => c > 0x7F && char.GetUnicodeCategory(c) == UnicodeCategory.Format;

    /// <summary>Without white space, control and invisible characters at the ends.</summary>
    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty && IsDirt(text[0])) text = text[1..];
        while (!text.IsEmpty && IsDirt(text[^1])) text = text[..^1];
        return text;
    }

    /// <summary>Without pairs of quotes or angle brackets around it.</summary>
    public static ReadOnlySpan<char> Unwrap(ReadOnlySpan<char> text)
    {
        while (text is ['"', _, .., '"'] or ['\'', _, .., '\''] or ['`', _, .., '`'] or ['<', _, .., '>'] or ['\u201C', _, .., '\u201D'] or ['\u2018', _, .., '\u2019'])
            text = Trim(text[1..^1]);
        return text;
    }

    private static bool IsDirt(char c) => char.IsWhiteSpace(c) || char.IsControl(c) || IsInvisible(c);
}
