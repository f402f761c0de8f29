using System.Globalization;
using System.Text;

namespace VtKit.Emulator;

/// <summary>
/// Reads the language of Intelligence searches. Terms beside each other are joined by AND, which binds tighter than OR; NOT binds
/// tightest. What cannot be read is refused with its place.
/// </summary>
internal sealed class SearchParser
{
    /// <summary>The service names no bounds. These keep a query within what SQLite plans in no time.</summary>
    public const int MaxLength = 8192, MaxDepth = 40, MaxTerms = 200;

    private readonly string _text;
    private int _at;
    private int _depth;
    private int _terms;

    private SearchParser(string text) => _text = text;

    /// <summary>Reads a query.</summary>
    /// <exception cref="ApiException">It is none.</exception>
    public static SearchNode Parse(string text)
    {
        if (text.Length > MaxLength) throw ApiException.InvalidArgument($"The query is longer than {MaxLength} characters");
        var parser = new SearchParser(text);
        var node = parser.ReadAny();
        return parser._at == text.Length ? node : throw parser.Wrong("a parenthesis closes that was not opened");
    }

    /// <summary>A complaint about a place of a query.</summary>
    public static ApiException Wrong(int at, string problem) =>
        ApiException.InvalidArgument(string.Create(CultureInfo.InvariantCulture, $"Invalid query at position {at}: {problem}"));

    private ApiException Wrong(string problem) => Wrong(_at + 1, problem);

    private SearchNode ReadAny()
    {
        var parts = new List<SearchNode> { ReadAll() };
        while (TryKeyword("OR")) parts.Add(ReadAll());
        return parts.Count == 1 ? parts[0] : new SearchAny(parts);
    }

    private SearchNode ReadAll()
    {
        var parts = new List<SearchNode> { ReadNot() };
        while (true)
        {
            var joined = TryKeyword("AND");
            if (!joined && (IsAtEnd() || _text[_at] == ')' || IsKeyword("OR"))) break;
            parts.Add(ReadNot());
        }
        return parts.Count == 1 ? parts[0] : new SearchAll(parts);
    }

    private SearchNode ReadNot()
    {
        var negative = false;
        while (TryKeyword("NOT")) negative = !negative;
        var part = ReadPart();
        return negative ? new SearchNot(part) : part;
    }

    private SearchNode ReadPart()
    {
        if (IsAtEnd()) throw Wrong("something is missing at the end");
        if (IsKeyword("AND") || IsKeyword("OR")) throw Wrong("an operator has nothing before it");
        switch (_text[_at])
        {
            case ')':
                throw Wrong("something is missing before the parenthesis");
            case '(':
                if (++_depth > MaxDepth) throw Wrong($"parentheses are nested deeper than {MaxDepth}");
                _at++;
                var inner = ReadAny();
                if (IsAtEnd()) throw Wrong("a parenthesis is not closed");
                _at++;
                _depth--;
                return inner;
            default:
                if (++_terms > MaxTerms) throw Wrong($"it has more than {MaxTerms} terms");
                return ReadTerm();
        }
    }

    private SearchTerm ReadTerm()
    {
        var start = _at;
        var modifier = ReadModifier();
        if (modifier is not null && (IsAtEnd() || _text[_at] is '(' or ')')) throw Wrong($"\"{modifier}:\" has no value");
        var (value, raw, hex) = _text[_at] switch
        {
            '"' => ReadQuoted(),
            '{' when modifier is not null => ReadBraces(),
            _ => ReadBare(),
        };
        return new SearchTerm(modifier, value, raw, hex, start + 1);
    }

    /// <summary>The name before a colon, and the space that may follow it.</summary>
    private string? ReadModifier()
    {
        var end = _at;
        while (end < _text.Length && (char.IsAsciiLetterOrDigit(_text[end]) || _text[end] is '_' or '-')) end++;
        if (end == _at || end == _text.Length || _text[end] != ':') return null;
        var name = _text[_at..end].ToLowerInvariant();
        _at = end + 1;
        SkipSpace();
        return name;
    }

    private (string Value, string Raw, bool Hex) ReadQuoted()
    {
        var open = _at;
        var value = new StringBuilder();
        for (_at++; _at < _text.Length && _text[_at] != '"'; _at++)
        {
            // A backslash before anything but a quote or another one is itself: paths have many.
            if (_text[_at] == '\\' && _at + 1 < _text.Length && _text[_at + 1] is '"' or '\\') _at++;
            value.Append(_text[_at]);
        }
        if (_at >= _text.Length) throw Wrong(open + 1, "a quotation mark is not closed");
        var raw = _text[(open + 1).._at];
        _at++;
        // A bound behind the quotes belongs to the value, as one inside them does.
        if (_at < _text.Length && _text[_at] is '+' or '-') value.Append(_text[_at++]);
        return (value.ToString(), raw, false);
    }

    private (string Value, string Raw, bool Hex) ReadBraces()
    {
        var open = _at;
        var close = _text.IndexOf('}', _at);
        if (close < 0) throw Wrong("a brace is not closed");
        _at = close + 1;
        return (_text[(open + 1)..close], _text[(open + 1)..close], true);
    }

    private (string Value, string Raw, bool Hex) ReadBare()
    {
        var start = _at;
        while (_at < _text.Length && !char.IsWhiteSpace(_text[_at]) && _text[_at] is not ('(' or ')')) _at++;
        var value = _text[start.._at];
        return (value, value, false);
    }

    private bool TryKeyword(string word)
    {
        if (!IsKeyword(word)) return false;
        _at += word.Length;
        return true;
    }

    private bool IsKeyword(string word)
    {
        SkipSpace();
        return string.Compare(_text, _at, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0
            && (_at + word.Length >= _text.Length ? _at + word.Length == _text.Length : char.IsWhiteSpace(_text[_at + word.Length]) || _text[_at + word.Length] is '(' or ')');
    }

    private bool IsAtEnd()
    {
        SkipSpace();
        return _at >= _text.Length;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at])) _at++;
    }
}
