namespace VtKit.Indicators;

/// <summary>
/// Goes through a part of a text, from word to word. What follows a word tells what may begin with it; then <see cref="Indicator.Recognise"/> judges. Nothing looks further ahead
/// than <see cref="Margin"/>, and what was looked at in vain is not looked at again but for its words, so the time is in proportion to the length.
/// </summary>
internal ref partial struct TextScanner
{
    /// <summary>How many characters before the place where it starts must be in the part.</summary>
    public const int LookBehind = 128;

    /// <summary>How many characters of the part are left for the next one, unless it is the last.</summary>
    private const int Margin = MaxUrlLength + 3 * NameChain.MaxLength;

    private readonly ReadOnlySpan<char> _text;
    private readonly long _start;
    private readonly bool _isLast;
    private readonly ExtractionState _state;
    private int _notIPv6Before;

    /// <param name="text">The part.</param>
    /// <param name="start">Where it starts in the whole text.</param>
    /// <param name="isLast">Whether nothing follows it.</param>
    /// <param name="state">What is remembered.</param>
    public TextScanner(ReadOnlySpan<char> text, long start, bool isLast, ExtractionState state)
    {
        _text = text;
        _start = start;
        _isLast = isLast;
        _state = state;
    }

    /// <summary>Finds what starts at a place or after it, and returns the place from which the next part must be looked at.</summary>
    public int Run(int from)
    {
        var i = from;
        if (_state.IsInsideRun)
        {
            if (i < _text.Length && TextCharacters.IsLabel(_text[i])) i = TextCharacters.EndOfLabel(_text, i);
            _state.IsInsideRun = i == _text.Length && !_isLast;
        }
        var stop = _isLast ? _text.Length : _text.Length - Margin;
        while (i < stop)
        {
            if (TextCharacters.IsStart(_text[i])) i = ReadAt(i);
            else i++;
        }
        _state.Steps += i - from;
        return i;
    }

    /// <summary>Reads what starts here; returns where to go on.</summary>
    private int ReadAt(int start)
    {
        int resume;
        if (_text[start] == ':') return Peek(start + 1) == ':' && TryIPv6(start, out resume) ? resume : start + 1;

        var end = TextCharacters.EndOfLabel(_text, start);
        if (end == _text.Length && !_isLast)
        {
            _state.IsInsideRun = true;
            return end;
        }
        var next = Peek(end);
        if (next is ':' or '[' or '(' or '{' or '*' && TryUrl(start, end, out resume)) return resume;
        if (next is ':' or '[' && end - start <= 4 && TryIPv6(start, out resume)) return resume;
        if (TryRareUrl(start, out resume)) return resume;
        if (next is not ('.' or '@' or '+' or ' ' or '[' or '(' or '{' or '\\') && !HostName.IsForeignDot(next)) return FindInWords(start, end);

        var chain = NameChain.Read(_text, start);
        _state.Steps += chain.WholeEnd - start;
        if (TryEmail(chain, out resume) || (chain.Labels > 1 && TryName(chain, out resume))) return resume;
        // "the dot to", but after it a name may begin.
        return FindInWords(start, chain.IsSpoken ? chain.LastLabel : chain.WholeEnd);
    }

    /// <summary>Finds hashes and CVE numbers among the runs of letters and digits.</summary>
    private int FindInWords(int start, int end)
    {
        if (end - start < 3) return end;
        _state.Steps += end - start;
        for (var i = start; i < end;)
        {
            if (!char.IsAsciiLetterOrDigit(_text[i]))
            {
                i++;
                continue;
            }
            var piece = i;
            while (i < end && char.IsAsciiLetterOrDigit(_text[i])) i++;
            if (i - piece is 32 or 40 or 64) AddHash(piece, i);
            else if (i - piece == 3 && TryCve(piece, out var cveEnd)) i = cveEnd;
            if (i > end) return i;
        }
        return end;
    }

    private void AddHash(int start, int end)
    {
        if (!Hex.IsHex(_text[start..end])) return;
        // The id of an analysis of a URL: u-SHA256-time. Its hash is no file's.
        if (end - start == 64 && start >= 2 && _text[start - 1] == '-' && _text[start - 2] == 'u' && !TextCharacters.IsLabel(Peek(start - 3))) return;
        Add(Indicator.Recognise(_text[start..end].ToString()), start, end);
    }

    private bool TryCve(int start, out int end)
    {
        end = start;
        if (!_text.Slice(start, 3).Equals("CVE", StringComparison.OrdinalIgnoreCase)) return false;
        end = start + 9;
        while (char.IsAsciiDigit(Peek(end)) && end - start < CveNumber.MaxLength) end++;
        if (char.IsAsciiLetterOrDigit(Peek(end)) || end > _text.Length || !CveNumber.TryParse(_text[start..end], out _)) return false;
        Add(Indicator.Recognise(_text[start..end].ToString()), start, end);
        return true;
    }

    private void Add(Indicator indicator, int start, int end, int? port = null, int? prefixLength = null)
    {
        _state.Take(new ExtractedIndicator(indicator, _start + start, end - start) { Port = port, PrefixLength = prefixLength });
    }

    /// <summary>The character at a place, or NUL beyond the ends.</summary>
    private readonly char Peek(int at) => (uint)at < (uint)_text.Length ? _text[at] : '\0';
}
