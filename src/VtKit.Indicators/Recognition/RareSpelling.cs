using System.Text;

namespace VtKit.Indicators;

/// <summary>Whole texts that are written around what a filter looks for: made into what <see cref="Refanger"/> reads.</summary>
internal static class RareSpelling
{
    private const string Underscores = "__", EncodedSeparator = "%3A%2F%2F";

    /// <summary>The text as others defang it; null where it is not written so.</summary>
    public static string? Rewrite(ReadOnlySpan<char> text)
    {
        var spoken = SpokenName(text);
        if (spoken is not null) text = spoken;
        if (UnderscoredLength(text) is > 0 and var scheme) return string.Concat(text[..scheme], "[:]//", text[(scheme + Underscores.Length)..]);
        if (EncodedLength(text) is > 0 and var masked) return string.Concat(text[..masked], "://", Decode(text[(masked + EncodedSeparator.Length)..]));
        return spoken;
    }

    /// <summary>The length of the scheme in <c>http__a.example.com</c>; 0 where the text starts otherwise.</summary>
    public static int UnderscoredLength(ReadOnlySpan<char> text) => SchemeBefore(text, Underscores, maskedOnly: false);

    /// <summary>The length of the scheme in <c>hxxp%3A%2F%2Fa.example.com</c>; 0 where the text starts otherwise. One that is not masked is a part of another URL.</summary>
    public static int EncodedLength(ReadOnlySpan<char> text) => SchemeBefore(text, EncodedSeparator, maskedOnly: true);

    /// <summary>The length of what stands between a scheme and the host where it is percent-encoded.</summary>
    public static int EncodedSeparatorLength => EncodedSeparator.Length;

    /// <summary>The same for underscores.</summary>
    public static int UnderscoresLength => Underscores.Length;

    private static int SchemeBefore(ReadOnlySpan<char> text, string separator, bool maskedOnly)
    {
        for (var length = 5; length >= 3; length--)
        {
            if (text.Length <= length || !text[length..].StartsWith(separator, StringComparison.OrdinalIgnoreCase)) continue;
            if (Refanger.PlainScheme(text[..length]) is not null || (!maskedOnly && Refanger.IsWebScheme(text[..length]))) return length;
        }
        return 0;
    }

    /// <summary><c>user AT a DOT example DOT com</c>, in capitals: in small letters these are words of a sentence.</summary>
    private static string? SpokenName(ReadOnlySpan<char> text)
    {
        if (!text.Contains(" DOT ", StringComparison.Ordinal) || text.Contains("://", StringComparison.Ordinal)) return null;
        var name = text.ToString().Replace(" DOT ", "[.]", StringComparison.Ordinal).Replace(" AT ", "[@]", StringComparison.Ordinal);
        return name.Contains(' ', StringComparison.Ordinal) ? null : name;
    }

    // Once, and only what can be seen: the rest stays encoded, as it must be in a URL.
    private static string Decode(ReadOnlySpan<char> text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2])
                && (char)Convert.ToInt32(text.Slice(i + 1, 2).ToString(), 16) is > ' ' and < '\u007F' and var c)
            {
                result.Append(c);
                i += 2;
            }
            else
            {
                result.Append(text[i]);
            }
        }
        return result.ToString();
    }
}
