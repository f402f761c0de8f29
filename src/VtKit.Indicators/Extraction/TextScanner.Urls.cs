using System.Buffers;

namespace VtKit.Indicators;

/// <content>URLs.</content>
internal ref partial struct TextScanner
{
    /// <summary>What is longer is data, or was made to cost time.</summary>
    private const int MaxUrlLength = 8192;

    private const int MaxUserLength = 256;

    private static readonly SearchValues<char> UserEnds = SearchValues.Create(" \t\r\n/?#\"'<>`|\\^,;()[]{}");

    /// <summary>Reads a URL whose scheme is the word that ends here.</summary>
    private bool TryUrl(int wordStart, int wordEnd, out int resume)
    {
        resume = wordEnd;
        // h**p, whose stars no word holds.
        if (_text[wordEnd] == '*') wordEnd = EndOfMaskedScheme(wordStart, wordEnd);
        var separator = wordEnd == 0 ? 0 : Refanger.SeparatorLength(_text[wordEnd..], isWeb: true);
        if (separator == 0) return false;
        var start = StartOfScheme(wordStart, wordEnd, out var isWeb);
        if (start < 0) return false;

        var authority = wordEnd + separator;
        if (_text[wordEnd..authority].Contains('\\'))
        {
            if (!isWeb) return false;
            isWeb = false;
        }
        // A sentence may name the scheme alone.
        if (Peek(authority) == ' ' && Refanger.PlainScheme(_text[start..wordEnd]) is not null) (authority, isWeb) = (authority + 1, false);
        var host = authority + UserLength(authority);
        return TryUrlOf(start, host, isWeb, isEncoded: false, out resume);
    }

    /// <summary>Reads a URL whose scheme ends with no colon: <c>http__a.example.com</c>, <c>hxxp%3A%2F%2Fa.example.com</c>.</summary>
    private bool TryRareUrl(int start, out int resume)
    {
        resume = start;
        if (RareSpelling.UnderscoredLength(_text[start..]) is > 0 and var scheme)
        {
            var host = start + scheme + RareSpelling.UnderscoresLength;
            // http__init__.py and http__client.py are names of files.
            var name = NameChain.Read(_text, host);
            _state.Steps += name.WholeEnd - host;
            return name.Labels > 1 && !_text[host..name.WholeEnd].Contains('_') && (name.IsDefanged || Domain(name, host, name.End) is not null && MayBeDomain(name, host))
                && TryUrlOf(start, host, isWeb: false, isEncoded: false, out resume);
        }
        return RareSpelling.EncodedLength(_text[start..]) is > 0 and var masked && TryUrlOf(start, start + masked + RareSpelling.EncodedSeparatorLength, isWeb: false, isEncoded: true, out resume);
    }

    private bool TryUrlOf(int start, int host, bool isWeb, bool isEncoded, out int resume)
    {
        resume = host;
        if (!TryHost(host, isWeb, out var chain, out var hostEnd)) return false;
        var tail = isEncoded ? hostEnd : EndOfPort(hostEnd, out _);
        var end = isEncoded ? EndOfEncoded(tail) : IsTail(tail) ? EndOfUrl(tail, Peek(start - 1)) : tail;
        if (end < 0)
        {
            resume = tail + MaxUrlLength;
            return true;
        }
        var candidate = chain.HasBlanks ? string.Concat(_text[start..host], chain.Plain(_text, host, end)) : _text[start..end].ToString();
        var indicator = Indicator.Recognise(candidate);
        if (indicator.Kind != IndicatorKind.Url) return false;
        Add(indicator, start, end);
        resume = end;
        return true;
    }

    private readonly int EndOfMaskedScheme(int start, int end)
    {
        if (end - start != 1 || start + 4 > _text.Length || Refanger.PlainScheme(_text.Slice(start, 4)) is null) return 0;
        return start + (Peek(start + 4) is 's' or 'S' ? 5 : 4);
    }

    /// <summary>Where the scheme starts: known ones are found at the end of a longer word (<c>URLhttp://</c>), others are the word.</summary>
    private readonly int StartOfScheme(int wordStart, int wordEnd, out bool isWeb)
    {
        isWeb = true;
        foreach (var length in (ReadOnlySpan<int>)[5, 4, 3])
        {
            if (wordEnd - wordStart < length) continue;
            var name = _text[(wordEnd - length)..wordEnd];
            // Three letters that end a longer word may be anything.
            if (length == 3 && wordEnd - wordStart > 4) break;
            if (Refanger.PlainScheme(name) is not null || Refanger.IsWebScheme(name))
                return length == 3 ? wordStart : wordEnd - length;
        }
        isWeb = false;
        return char.IsAsciiLetter(_text[wordStart]) && wordEnd - wordStart <= UrlCanonicalizer.MaxSchemeLength && Ascii(wordStart, wordEnd) ? wordStart : -1;
    }

    /// <summary>The length of <c>user:password@</c>, 0 where there is none.</summary>
    private readonly int UserLength(int authority)
    {
        var room = _text.Slice(authority, Math.Min(MaxUserLength, _text.Length - authority));
        var end = room.IndexOfAny(UserEnds);
        return (end < 0 ? room : room[..end]).LastIndexOf('@') + 1;
    }

    /// <summary>Reads the host of a URL. Behind the schemes of the web it may be any; behind others, which may be no schemes, it must be one of the internet.</summary>
    private bool TryHost(int start, bool isWeb, out NameChain chain, out int end)
    {
        chain = default;
        end = start;
        if (Peek(start) == '[')
        {
            var close = _text.Slice(start, Math.Min(MaxIPv6Length, _text.Length - start)).LastIndexOf("]");
            while (close > 0 && !IpAddress.TryParse(Refanger.Refang(_text.Slice(start + 1, close - 1).ToString()), out _)) close = _text.Slice(start, close).LastIndexOf(']');
            end = start + close + 1;
            return close > 0;
        }
        if (!TextCharacters.IsLabel(Peek(start))) return false;
        chain = NameChain.Read(_text, start);
        _state.Steps += chain.WholeEnd - start;
        end = chain.WholeEnd;
        var last = _text[chain.LastLabel..chain.End];
        if (chain.IsSpoken && !char.IsAsciiDigit(last[0]) && !TopLevel.MayBeSpoken(last)) return false;
        if (isWeb) return true;
        return chain.Labels > 1 && (TopLevel.IsKnown(last) || IpAddress.TryParse(Refanger.Refang(chain.Plain(_text, start, end)), out _));
    }

    private readonly bool IsTail(int at) => Peek(at) is '/' or '?' or '#' || (Peek(at) is '[' or '(' or '{' && Refanger.MatchSpelling(_text[at..], out var plain) > 0 && plain == '/');

    /// <summary>Where path, query and fragment end, without the punctuation of the sentence around them; -1 where they are too long: then nothing of them is looked at again.</summary>
    /// <param name="tail">Where they start.</param>
    /// <param name="before">The character before the URL.</param>
    private int EndOfUrl(int tail, char before)
    {
        var (depth, i) = (0, tail);
        for (; i < _text.Length; i++)
        {
            if (i - tail == MaxUrlLength)
            {
                _state.Steps += MaxUrlLength;
                return -1;
            }
            var c = _text[i];
            if (c < ' ' || c == '\u007F' || TextCharacters.UrlEnds.Contains(c) || (c == '\'' && before == '\'')) break;
            if (c is '(' or '[' or '{') depth++;
            else if (c is ')' or ']' or '}' && --depth < 0) break;
            else if (c is ',' or ';' && StartsUrl(i + 1)) break;
            else if (c == '&' && StartsQuote(i)) break;
        }
        _state.Steps += i - tail;
        while (i > tail && _text[i - 1] is '.' or ',' or ';' or ':' or '!' or '?' or '\'' or '*' or '(' or '[' or '{' or '\u2026') i--;
        return i;
    }

    /// <summary>Where a URL that is percent-encoded as a whole ends: at what would be encoded in it.</summary>
    private int EndOfEncoded(int tail)
    {
        var i = tail;
        while (i - tail < MaxUrlLength && (char.IsAsciiLetterOrDigit(Peek(i)) || Peek(i) is '%' or '-' or '_' or '.' or '~')) i++;
        _state.Steps += i - tail;
        while (i > tail && _text[i - 1] == '.') i--;
        return i;
    }

    /// <summary>Whether the next URL of a list starts here.</summary>
    private readonly bool StartsUrl(int at)
    {
        var i = at;
        while (i - at < 8 && char.IsAsciiLetter(Peek(i))) i++;
        return i > at && i < _text.Length && Refanger.SeparatorLength(_text[i..], isWeb: false) > 0;
    }

    /// <summary>Whether an entity of HTML stands here that cannot be part of a URL.</summary>
    private readonly bool StartsQuote(int at)
    {
        foreach (var entity in (ReadOnlySpan<string>)["&quot;", "&#34;", "&apos;", "&#39;", "&lt;", "&gt;", "&nbsp;"])
            if (_text[at..].StartsWith(entity, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    private readonly bool Ascii(int start, int end) => System.Text.Ascii.IsValid(_text[start..end]);
}
