using System.Text;

namespace VtKit.Indicators;

/// <summary>
/// Labels with dots between them, in any spelling: what may be a domain, an IPv4 address, or the name before the <c>@</c> of an e-mail address. The spellings themselves
/// are <see cref="Refanger"/>'s.
/// </summary>
internal readonly ref struct NameChain
{
    /// <summary>Longer than any name with its dots defanged; what is longer is none.</summary>
    public const int MaxLength = 2048;

    public int Start { get; private init; }

    /// <summary>After the last label, without hyphens, underscores and invisible characters that end it.</summary>
    public int End { get; private init; }

    /// <summary>After the last label and what ends it.</summary>
    public int WholeEnd { get; private init; }

    /// <summary>Where the last label starts.</summary>
    public int LastLabel { get; private init; }

    public int Labels { get; private init; }

    /// <summary>Whether a dot is spelled otherwise than as a dot.</summary>
    public bool IsDefanged { get; private init; }

    /// <summary>Whether a dot is spelled as a word.</summary>
    public bool IsSpoken { get; private init; }

    /// <summary>Whether there are blanks in it.</summary>
    public bool HasBlanks { get; private init; }

    /// <summary>Reads the chain that starts here, at the start of a label.</summary>
    public static NameChain Read(ReadOnlySpan<char> text, int start)
    {
        var (labels, last, defanged, spoken, blanks) = (1, start, false, false, false);
        var end = TextCharacters.EndOfLabel(text, start);
        while (end - start < MaxLength)
        {
            var dot = MatchDot(text, end, out var isPlain, out var isWord, out var hasBlanks);
            if (dot == 0 || end + dot >= text.Length || !TextCharacters.IsLabel(text[end + dot])) break;
            // A full stop of Chinese or Japanese after a name that is whole.
            if (text[end] is '\u3002' or '\uFF61' && TextCharacters.IsIdeographic(text[end + dot]) && TopLevel.IsKnown(text[last..end])) break;
            // A word that happens to be "dot" before a name that is written as names are.
            if (labels > 1 && isWord != spoken) break;
            (defanged, spoken, blanks) = (defanged || !isPlain, spoken || isWord, blanks || hasBlanks);
            last = end + dot;
            end = TextCharacters.EndOfLabel(text, last);
            labels++;
        }
        var trimmed = end;
        while (trimmed > last + 1 && (text[trimmed - 1] is '-' or '_' || TextTrim.IsInvisible(text[trimmed - 1]))) trimmed--;
        return new NameChain
        {
            Start = start,
            End = trimmed,
            WholeEnd = end,
            LastLabel = last,
            Labels = labels,
            IsDefanged = defanged,
            IsSpoken = spoken,
            HasBlanks = blanks,
        };
    }

    /// <summary>The text from a place in the first label to one behind the last, with blanks around dots, and dots that are words, made into what <see cref="Refanger"/> reads.</summary>
    public string Plain(ReadOnlySpan<char> text, int start, int end)
    {
        if (!HasBlanks) return text[start..end].ToString();
        var result = new StringBuilder(end - start);
        var i = start;
        while (i < End)
        {
            var length = Math.Max(1, MatchDot(text, i, out _, out _, out var hasBlanks));
            if (hasBlanks) result.Append("[.]");
            else result.Append(text.Slice(i, length));
            i += length;
        }
        return result.Append(text[i..end]).ToString();
    }

    /// <summary>The length of a dot in any spelling, with the blanks around it; 0 where there is none.</summary>
    private static int MatchDot(ReadOnlySpan<char> text, int at, out bool isPlain, out bool isWord, out bool hasBlanks)
    {
        (isPlain, isWord, hasBlanks) = (false, false, false);
        if (at >= text.Length) return 0;
        var c = text[at];
        if (HostName.IsForeignDot(c)) return 1;
        if (c is '.' or '[' or '(' or '{' or '\\')
        {
            var length = Refanger.MatchSpelling(text[at..], out var plain);
            if (length > 0 && plain == '.')
            {
                // A bracketed dot may have a blank behind it only.
                hasBlanks = length > 2 && IsBlankBeforeLabel(text, at + length);
                return hasBlanks ? length + 1 : length;
            }
            isPlain = c == '.';
            return isPlain ? 1 : 0;
        }
        if (c != ' ' || at + 3 >= text.Length) return 0;
        if (text[at + 1] is '[' or '(' or '{')
        {
            var length = Refanger.MatchSpelling(text[(at + 1)..], out var plain);
            if (length < 3 || plain != '.') return 0;
            hasBlanks = true;
            return IsBlankBeforeLabel(text, at + 1 + length) ? length + 2 : length + 1;
        }
        hasBlanks = isWord = at + 5 < text.Length && text[(at + 1)..].StartsWith("dot ", StringComparison.OrdinalIgnoreCase);
        return isWord ? 5 : 0;
    }

    private static bool IsBlankBeforeLabel(ReadOnlySpan<char> text, int at) => at + 1 < text.Length && text[at] == ' ' && TextCharacters.IsLabel(text[at + 1]);
}
