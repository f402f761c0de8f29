using System.Text;

namespace VtKit.Emulator;

/// <summary>
/// Reads <c>filter=</c>: terms <c>name:value</c> and bare words, quoted where they hold spaces, joined by <c>AND</c> (also without a
/// word), <c>OR</c>, <c>NOT</c> and parentheses.
/// </summary>
internal sealed class FilterReader
{
    private const int MaxDepth = 20;
    private const int MaxTerms = 100;
    private readonly string _text;
    private readonly ApiRequest _request;
    private readonly SqlArguments _arguments;
    private readonly RecordListing _listing;
    private int _at;
    private int _terms;

    private FilterReader(string text, ApiRequest request, SqlArguments arguments, RecordListing listing)
    {
        _text = text;
        _request = request;
        _arguments = arguments;
        _listing = listing;
    }

    /// <summary>The SQL condition that a filter stands for.</summary>
    /// <exception cref="ApiException">It is none, or has a name that the list has not.</exception>
    public static string Read(string text, ApiRequest request, SqlArguments arguments, RecordListing listing)
    {
        var reader = new FilterReader(text, request, arguments, listing);
        var condition = reader.ReadOr(0);
        return reader._at == text.Length ? condition : throw reader.Invalid("a parenthesis closes nothing");
    }

    private string ReadOr(int depth)
    {
        if (depth > MaxDepth) throw Invalid("it is nested too deeply");
        var condition = ReadAnd(depth);
        while (TakeWord("OR")) condition = $"({condition} OR {ReadAnd(depth)})";
        return condition;
    }

    private string ReadAnd(int depth)
    {
        var condition = ReadNot(depth);
        while (true)
        {
            SkipSpace();
            if (_at == _text.Length || _text[_at] == ')' || IsWord("OR")) return condition;
            TakeWord("AND");
            condition = $"({condition} AND {ReadNot(depth)})";
        }
    }

    private string ReadNot(int depth)
    {
        if (depth > MaxDepth) throw Invalid("it is nested too deeply");
        if (TakeWord("NOT")) return $"NOT coalesce({ReadNot(depth + 1)}, 0)";
        SkipSpace();
        if (_at == _text.Length || _text[_at] == ')') throw Invalid("a term is missing");
        if (_text[_at] != '(') return ReadTerm();
        _at++;
        var condition = ReadOr(depth + 1);
        SkipSpace();
        if (_at == _text.Length || _text[_at++] != ')') throw Invalid("a parenthesis is not closed");
        return $"({condition})";
    }

    private string ReadTerm()
    {
        if (++_terms > MaxTerms) throw Invalid("it has too many terms");
        var isQuoted = _text[_at] == '"';
        var word = isQuoted ? ReadQuoted() : ReadWhile(static c => c is not (':' or '(' or ')') && !char.IsWhiteSpace(c));
        if (isQuoted || _at == _text.Length || _text[_at] != ':') return _listing.FreeText(_request, _arguments, word);
        _at++;
        if (!_listing.Filters.TryGetValue(word, out var term)) throw _listing.Unknown?.Invoke(word) ?? Invalid($"\"{word}\" is not one of {string.Join(", ", _listing.Filters.Keys)}");
        var value = _at < _text.Length && _text[_at] == '"' ? ReadQuoted() : ReadWhile(static c => c is not ('(' or ')') && !char.IsWhiteSpace(c));
        return value.Length > 0 ? term(_request, _arguments, value) : throw Invalid($"\"{word}\" has no value");
    }

    private string ReadQuoted()
    {
        var value = new StringBuilder();
        for (_at++; _at < _text.Length; _at++)
        {
            if (_text[_at] == '"')
            {
                _at++;
                return value.ToString();
            }
            if (_text[_at] == '\\' && _at + 1 < _text.Length) _at++;
            value.Append(_text[_at]);
        }
        throw Invalid("a quotation mark is not closed");
    }

    private string ReadWhile(Func<char, bool> belongs)
    {
        var start = _at;
        while (_at < _text.Length && belongs(_text[_at])) _at++;
        return _text[start.._at];
    }

    private bool TakeWord(string word)
    {
        SkipSpace();
        if (!IsWord(word)) return false;
        _at += word.Length;
        return true;
    }

    private bool IsWord(string word) =>
        string.Compare(_text, _at, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0
        && (_at + word.Length == _text.Length || char.IsWhiteSpace(_text[_at + word.Length]) || _text[_at + word.Length] is '(' or ')');

    private void SkipSpace()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at])) _at++;
    }

    private ApiException Invalid(string why) => ApiException.InvalidArgument($"Filter \"{_text}\" is not valid: {why}");
}
