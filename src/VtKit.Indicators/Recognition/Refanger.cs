using System.Buffers;
using System.Globalization;
using System.Text;

namespace VtKit.Indicators;

/// <summary>
/// Undoes defanging. The host is read tolerantly. In what precedes and follows it (user, path, query) only <c>[.]</c> and the spellings that the host uses for
/// its dots are undone, and only where the scheme or the host is defanged: brackets are ordinary characters there.
/// </summary>
internal static class Refanger
{
    private const int MaxSpellings = 4;

    private static readonly SearchValues<char> Spelling = SearchValues.Create("[](){}\\");

    public static string Refang(string text)
    {
        var typed = TextTrim.Trim(text);
        if (RareSpelling.Rewrite(typed) is { } usual) typed = text = usual;
        return Ascii.IsValid(typed) && !typed.ContainsAny(Spelling) ? WithPlainScheme(text, typed) : RefangAll(text, typed);
    }

    /// <summary>The common case: nothing but the scheme can be defanged.</summary>
    private static string WithPlainScheme(string text, ReadOnlySpan<char> typed)
    {
        var separator = typed.IndexOf("://");
        if (separator > 0 && PlainScheme(typed[..separator]) is { } scheme)
        {
            var rest = typed[(separator + 3)..];
            return string.Concat(scheme, "://", rest is [' ', ..] ? rest[1..] : rest);
        }
        return typed.Length == text.Length ? text : typed.ToString();
    }

    private static string RefangAll(string text, ReadOnlySpan<char> typed)
    {
        var result = new StringBuilder(typed.Length);
        var spellings = new List<string>(1);

        var isDefanged = ReadScheme(typed, result, out var rest);
        var hasScheme = result.Length > 0;
        var authority = rest[..AuthorityLength(rest)];
        var tail = rest[authority.Length..];
        var at = hasScheme ? LastPlainAt(authority) : -1;
        var user = authority[..(at + 1)];

        var host = new StringBuilder(authority.Length);
        isDefanged |= ReadHost(authority[(at + 1)..], host, spellings);
        if (isDefanged && !spellings.Contains("[.]")) spellings.Add("[.]");
        AppendWithDots(result, user, spellings);
        result.Append(host);
        AppendWithDots(result, tail, spellings);
        return result.Length == text.Length && result.Equals(text) ? text : result.ToString();
    }

    /// <summary>Reads <c>scheme://</c> in any spelling and appends it as it should be; nothing where there is none.</summary>
    private static bool ReadScheme(ReadOnlySpan<char> text, StringBuilder result, out ReadOnlySpan<char> rest)
    {
        rest = text;
        Span<char> scheme = stackalloc char[UrlCanonicalizer.MaxSchemeLength];
        var length = 0;
        var i = 0;
        for (; i < text.Length && length < scheme.Length; i++)
        {
            if (TextTrim.IsInvisible(text[i])) continue;
            if (!char.IsAsciiLetterOrDigit(text[i]) && text[i] is not ('+' or '-' or '.' or '*' or '_')) break;
            scheme[length++] = text[i];
        }
        var name = scheme[..length];
        var separator = SeparatorLength(text[i..], IsWebScheme(name) || PlainScheme(name) is not null);
        if (separator == 0 || length == 0 || !char.IsAsciiLetter(name[0])) return false;
        var plain = PlainScheme(name);
        if (plain is null && name.ContainsAny('*', '_')) return false;
        var isPlain = text[i..].StartsWith("://");
        rest = text[(i + separator)..];
        // hxxp:// a.example.com
        if (plain is not null && rest is [' ', ..]) rest = rest[1..];
        if (plain is null) result.Append(name);
        else result.Append(plain);
        result.Append("://");
        return plain is not null || !isPlain;
    }

    /// <summary>The length of <c>://</c>, also as <c>[:]//</c>, <c>[://]</c>, <c>:[//]</c> or with other brackets; 0 where there is none.</summary>
    /// <param name="text">What follows the scheme.</param>
    /// <param name="isWeb">Whether the scheme is one of the web, behind which backslashes may stand for slashes. Behind another word they are a path.</param>
    public static int SeparatorLength(ReadOnlySpan<char> text, bool isWeb)
    {
        var i = 0;
        char open = default;
        if (i < text.Length && IsOpener(text[i])) open = text[i++];
        if (i >= text.Length || text[i++] != ':') return 0;
        if (open != default && i < text.Length && text[i] == Closer(open)) (open, i) = (default, i + 1);
        if (open == default && i < text.Length && IsOpener(text[i])) open = text[i++];
        if (!text[i..].StartsWith("//") && !(isWeb && text[i..].StartsWith(@"\\"))) return 0;
        i += 2;
        if (open == default) return i;
        return i < text.Length && text[i] == Closer(open) ? i + 1 : 0;
    }

    /// <summary>Whether a scheme is one of the web, as it should be written.</summary>
    public static bool IsWebScheme(ReadOnlySpan<char> name) =>
        name.Equals("http", StringComparison.OrdinalIgnoreCase) || name.Equals("https", StringComparison.OrdinalIgnoreCase) || name.Equals("ftp", StringComparison.OrdinalIgnoreCase);

    /// <summary>The scheme that a masked one (<c>hxxp</c>, <c>h**p</c>, <c>meow</c>) stands for; null where it is not masked.</summary>
    public static string? PlainScheme(ReadOnlySpan<char> name)
    {
        if (name is ['h' or 'H', var a, var b, 'p' or 'P', ..] && IsMasked(a, b, "tT"))
        {
            if (name.Length == 4) return "http";
            if (name is [_, _, _, _, 's' or 'S']) return "https";
        }
        if (name.Equals("meow", StringComparison.OrdinalIgnoreCase)) return "http";
        return name is ['f' or 'F', 'x' or 'X' or '*' or '_', 'p' or 'P'] ? "ftp" : null;
    }

    private static bool IsMasked(char a, char b, string plain) =>
        (IsMask(a) || plain.Contains(a)) && (IsMask(b) || plain.Contains(b)) && (IsMask(a) || IsMask(b));

    private static bool IsMask(char c) => c is 'x' or 'X' or '*' or '_';

    /// <summary>Up to the first slash, question mark or hash that is not part of a bracketed spelling of a slash.</summary>
    private static int AuthorityLength(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAny('/', '?', '#');
        if (end < 0) return text.Length;
        return end > 0 && text[end] == '/' && IsOpener(text[end - 1]) && end + 1 < text.Length && text[end + 1] == Closer(text[end - 1]) ? end + 2 : end;
    }

    /// <summary>Where the user before the host ends, or -1: at the last <c>@</c>, unless that is itself in brackets.</summary>
    private static int LastPlainAt(ReadOnlySpan<char> authority)
    {
        var at = authority.LastIndexOf('@');
        var isSpelled = at > 0 && at + 1 < authority.Length && IsOpener(authority[at - 1]) && authority[at + 1] == Closer(authority[at - 1]);
        return isSpelled ? -1 : at;
    }

    private static bool ReadHost(ReadOnlySpan<char> text, StringBuilder host, List<string> spellings)
    {
        var isDefanged = false;
        for (var i = 0; i < text.Length;)
        {
            if (TextTrim.IsInvisible(text[i]) && !JoinsLetters(text, i))
            {
                i++;
                continue;
            }
            var length = MatchSpelling(text[i..], out var plain);
            if (length == 0)
            {
                host.Append(HostName.IsForeignDot(text[i]) ? '.' : text[i]);
                i++;
                continue;
            }
            isDefanged = true;
            var spelling = text.Slice(i, length);
            if (plain == '.' && length > 2 && spellings.Count < MaxSpellings && !Contains(spellings, spelling)) spellings.Add(spelling.ToString());
            host.Append(plain);
            i += length;
        }
        return isDefanged;
    }

    /// <summary>The length of a spelling of <c>.</c>, <c>:</c>, <c>@</c> or <c>/</c> that the text starts with; 0 where it starts with none.</summary>
    public static int MatchSpelling(ReadOnlySpan<char> text, out char plain)
    {
        plain = '.';
        if (text.StartsWith("\\.")) return 2;
        if (text is ['.', ']' or ')' or '}', ..]) return 2;
        if (!IsOpener(text[0])) return 0;
        var i = 1;
        while (i < text.Length && i < 4 && text[i] == ' ') i++;
        var word = WordLength(text[i..], out plain);
        if (word == 0) return 0;
        i += word;
        while (i < text.Length && i < 12 && text[i] == ' ') i++;
        if (i < text.Length && text[i] == Closer(text[0])) return i + 1;
        // One bracket forgotten: evil[.com
        return plain == '.' && text.Length > 2 && text[1] == '.' ? 2 : 0;
    }

    private static int WordLength(ReadOnlySpan<char> text, out char plain)
    {
        plain = '.';
        if (text.IsEmpty) return 0;
        if (text[0] is '.' || HostName.IsForeignDot(text[0])) return 1;
        if (text.StartsWith("dot", StringComparison.OrdinalIgnoreCase)) return 3;
        plain = text[0];
        if (text[0] is ':' or '@' or '/') return 1;
        plain = '@';
        return text.StartsWith("at", StringComparison.OrdinalIgnoreCase) ? 2 : 0;
    }

    private static void AppendWithDots(StringBuilder result, ReadOnlySpan<char> text, List<string> spellings)
    {
        while (!text.IsEmpty)
        {
            var plain = spellings.Count == 0 ? text.Length : text.IndexOfAny('[', '(', '{');
            if (plain < 0) plain = text.Length;
            result.Append(text[..plain]);
            text = text[plain..];
            if (text.IsEmpty) return;

            var length = LengthOfAny(spellings, text);
            result.Append(length > 0 ? '.' : text[0]);
            text = text[Math.Max(length, 1)..];
        }
    }

    private static int LengthOfAny(List<string> spellings, ReadOnlySpan<char> text)
    {
        foreach (var spelling in spellings)
            if (text.StartsWith(spelling)) return spelling.Length;
        return 0;
    }

    /// <summary>Joiners between letters of scripts that need them are part of a name; elsewhere they are dirt.</summary>
    private static bool JoinsLetters(ReadOnlySpan<char> text, int index) =>
        text[index] is '\u200C' or '\u200D' && index > 0 && index + 1 < text.Length && IsForeignLetter(text[index - 1]) && IsForeignLetter(text[index + 1]);

    private static bool IsForeignLetter(char c) =>
        c > 0x7F && (char.IsLetter(c) || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark);

    private static bool Contains(List<string> spellings, ReadOnlySpan<char> spelling)
    {
        foreach (var known in spellings)
            if (spelling.SequenceEqual(known)) return true;
        return false;
    }

    private static bool IsOpener(char c) => c is '[' or '(' or '{';

    private static char Closer(char opener) => opener switch { '[' => ']', '(' => ')', _ => '}' };
}
