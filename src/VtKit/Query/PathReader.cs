using System.Globalization;
using System.Text;

namespace VtKit;

/// <summary>Reads the words of a path: blanks, whole numbers, names, quoted strings. Says where it is when one is not as it should be.</summary>
internal sealed class PathReader(string text)
{
    // I-JSON: beyond it, whole numbers are not the same for everyone.
    private const long LargestInt = (1L << 53) - 1;

    /// <summary>Where the next character is.</summary>
    public int At { get; set; }

    public bool IsAtEnd => At >= text.Length;

    /// <summary>The next character, or U+0000 at the end: no path holds that one unquoted.</summary>
    public char Next => At < text.Length ? text[At] : '\0';

    public string From(int start) => text[start..At];

    public bool IsNext(string word) => string.CompareOrdinal(text, At, word, 0, word.Length) == 0;

    public bool TryTake(string word)
    {
        if (!IsNext(word)) return false;
        At += word.Length;
        return true;
    }

    public void Take(char expected, string problem)
    {
        if (Next != expected) throw Error(problem);
        At++;
    }

    /// <summary>Skips blanks, and says whether there were any.</summary>
    public bool SkipBlanks()
    {
        var start = At;
        while (Next is ' ' or '\t' or '\n' or '\r') At++;
        return At > start;
    }

    public VtJsonPathException Error(string problem, int? at = null) => new(at ?? At, problem);

    /// <summary>A whole number, if one begins here.</summary>
    public long? TryReadInt()
    {
        if (Next != '-' && !char.IsAsciiDigit(Next)) return null;
        var start = At;
        if (Next == '-') At++;
        var digits = At;
        while (char.IsAsciiDigit(Next)) At++;
        if (At == digits) throw Error("A digit must follow the minus sign.");
        if (text[digits] == '0' && (At > digits + 1 || digits > start)) throw Error("A whole number has no leading zero and no minus before 0.", start);
        return long.TryParse(text.AsSpan(start, At - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) <= LargestInt
            ? value
            : throw Error("A whole number lies between -9007199254740991 and 9007199254740991.", start);
    }

    /// <summary>A number as JSON writes it.</summary>
    public string ReadNumber()
    {
        var start = At;
        if (Next == '-') At++;
        var digits = At;
        while (char.IsAsciiDigit(Next)) At++;
        if (At == digits) throw Error("A digit must follow the minus sign.");
        if (text[digits] == '0' && At > digits + 1) throw Error("A number has no leading zero.", start);
        if (Next == '.')
        {
            At++;
            SkipDigits("A digit must follow the decimal point.");
        }
        if (Next is 'e' or 'E')
        {
            At++;
            if (Next is '+' or '-') At++;
            SkipDigits("A digit must follow in the exponent.");
        }
        return From(start);
    }

    /// <summary>A name without quotes, as it stands after a dot.</summary>
    public string ReadShorthand(string problem)
    {
        var start = At;
        while (!IsAtEnd && TryRune(out var rune) && IsNameRune(rune, first: At == start)) At += rune.Utf16SequenceLength;
        return At > start ? From(start) : throw Error(problem);
    }

    /// <summary>A word of a filter: <c>true</c>, <c>null</c>, the name of a function. Empty where none begins.</summary>
    public string ReadWord()
    {
        var start = At;
        if (!char.IsAsciiLetter(Next)) return "";
        while (char.IsAsciiLetterOrDigit(Next) || Next == '_') At++;
        return From(start);
    }

    /// <summary>A string in either kind of quotes.</summary>
    public string ReadString()
    {
        var (start, quote) = (At, Next);
        At++;
        var value = new StringBuilder();
        while (Next != quote)
        {
            if (IsAtEnd) throw Error("The string has no closing quote.", start);
            if (Next == '\\') value.Append(ReadEscape(quote));
            else if (Next < ' ') throw Error("A control character in a string is written as an escape, such as \\n or \\u0000.");
            else if (TryRune(out var rune))
            {
                value.Append(text, At, rune.Utf16SequenceLength);
                At += rune.Utf16SequenceLength;
            }
            else throw Error("Half of a surrogate pair is no character.");
        }
        At++;
        return value.ToString();
    }

    private string ReadEscape(char quote)
    {
        var start = At++;
        var kind = Next;
        if (IsAtEnd) throw Error("The string ends in the middle of an escape.", start);
        At++;
        if (kind == quote) return quote.ToString();
        switch (kind)
        {
            case 'b': return "\b";
            case 'f': return "\f";
            case 'n': return "\n";
            case 'r': return "\r";
            case 't': return "\t";
            case '/' or '\\': return kind.ToString();
            case 'u': break;
            default: throw Error("After a backslash comes b, f, n, r, t, /, \\, u with four hex digits, or the quote that the string stands in.", start);
        }
        var unit = ReadHex(start);
        if (!char.IsSurrogate(unit)) return unit.ToString();
        if (char.IsHighSurrogate(unit) && TryTake("\\u") && ReadHex(start) is var low && char.IsLowSurrogate(low)) return new string([unit, low]);
        throw Error("A surrogate is written as a pair, the high one first: \\ud83d\\ude00.", start);
    }

    private char ReadHex(int start)
    {
        if (At + 4 > text.Length || !ushort.TryParse(text.AsSpan(At, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
            throw Error("Four hex digits must follow \\u.", start);
        At += 4;
        return (char)unit;
    }

    private void SkipDigits(string problem)
    {
        if (!char.IsAsciiDigit(Next)) throw Error(problem);
        while (char.IsAsciiDigit(Next)) At++;
    }

    private bool TryRune(out Rune rune) => Rune.TryGetRuneAt(text, At, out rune);

    private static bool IsNameRune(Rune rune, bool first) =>
        rune.Value >= 0x80 || rune.Value == '_' || char.IsAsciiLetter((char)rune.Value) || (!first && char.IsAsciiDigit((char)rune.Value));
}
