using System.Buffers;
using System.Globalization;

namespace VtKit.Indicators;

/// <summary>What characters are in a text that indicators stand in.</summary>
internal static class TextCharacters
{
    private static readonly SearchValues<char> AsciiLabel = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    /// <summary>What may begin an indicator: a letter, a digit, an underscore, or the colon of <c>::1</c>.</summary>
    private static readonly SearchValues<char> Starters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:");

    /// <summary>What ends a URL wherever it stands.</summary>
    public static readonly SearchValues<char> UrlEnds = SearchValues.Create(" \"<>`|\\^\u00A0\u2018\u2019\u201C\u201D\u00AB\u00BB\u3000\u3001\u3002\u300C\u300D\uFF0C\uFF08\uFF09\u2028\u2029");

    /// <summary>Whether the character may stand in a label as people write them.</summary>
    public static bool IsLabel(char c) => char.IsAscii(c) ? AsciiLabel.Contains(c) : IsForeignLetter(c);

    /// <summary>Whether the character may begin an indicator.</summary>
    public static bool IsStart(char c) => char.IsAscii(c) ? Starters.Contains(c) : IsForeignLetter(c) && !TextTrim.IsInvisible(c);

    /// <summary>Whether the character is of a script that is written without blanks between words, where names run into the text around them.</summary>
    public static bool IsIdeographic(char c) => c >= '\u2E80' && !HostName.IsForeignDot(c) && !TextTrim.IsInvisible(c);

    /// <summary>The end of the label that starts here. Ideographs and other letters do not stand in one label.</summary>
    public static int EndOfLabel(ReadOnlySpan<char> text, int start)
    {
        var isIdeographic = IsIdeographic(text[start]);
        var i = start;
        while (i < text.Length)
        {
            if (!isIdeographic)
            {
                var ascii = text[i..].IndexOfAnyExcept(AsciiLabel);
                i = ascii < 0 ? text.Length : i + ascii;
                if (i == text.Length) break;
            }
            if (!IsForeignLetter(text[i]) || IsIdeographic(text[i]) != isIdeographic) break;
            i++;
        }
        return i;
    }

    private static bool IsForeignLetter(char c) => c > 0x7F && (char.IsLetterOrDigit(c) || TextTrim.IsInvisible(c)
        || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark);
}
