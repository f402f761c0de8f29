using VtKit.Indicators;

namespace VtKit.Cli;

/// <summary>
/// Text on its way to be searched, watched line by line. Where each line is one word, and indicators are among them, it is a list: then a line without an indicator is a mistake,
/// and has to be told, not passed over.
/// </summary>
internal sealed class ListLines(TextReader text) : TextReader
{
    private const int ShortestWord = 4;
    private const int LongestWord = 256;
    private const int MostMistakes = 10_000;

    private static readonly char[] Quotes = ['"', '\'', ',', ';'];

    private readonly Queue<(long End, string Word)> _waiting = new();
    private readonly List<string> _mistakes = [];
    private readonly System.Text.StringBuilder _line = new();
    private long _start, _at;

    // A line may not have ended yet when what it holds is found.
    private long _lastFound = -1;
    private bool _isList = true;
    private bool _isFirst = true;

    /// <summary>Lines of a list that hold no indicator, when all was read and <see cref="Found"/> was told of all that was found.</summary>
    public IReadOnlyList<string> Mistakes()
    {
        EndLine();
        while (_waiting.TryDequeue(out var line)) Miss(line.Word);
        return _isList && _lastFound >= 0 ? _mistakes : [];
    }

    /// <summary>An indicator was found; they come in the order in which they stand.</summary>
    public void Found(ExtractedIndicator found)
    {
        _lastFound = found.Offset;
        while (_waiting.TryPeek(out var line) && line.End <= found.Offset) Miss(_waiting.Dequeue().Word);
        if (_waiting.TryPeek(out var own) && own.End > found.Offset) _waiting.Dequeue();
    }

    public override int Peek() => text.Peek();

    public override int Read(char[] buffer, int index, int count) => Watch(buffer.AsSpan(index, text.Read(buffer, index, count)));

    public override int Read(Span<char> buffer) => Watch(buffer[..text.Read(buffer)]);

    public override async ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default)
    {
        var read = await text.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        return Watch(buffer.Span[..read]);
    }

    public override async ValueTask<int> ReadBlockAsync(Memory<char> buffer, CancellationToken cancellationToken = default)
    {
        var read = await text.ReadBlockAsync(buffer, cancellationToken).ConfigureAwait(false);
        return Watch(buffer.Span[..read]);
    }

    private int Watch(ReadOnlySpan<char> read)
    {
        for (var rest = read; _isList && rest.Length > 0;)
        {
            var end = rest.IndexOf('\n');
            var part = end < 0 ? rest : rest[..end];
            _line.Append(part[..Math.Min(part.Length, LongestWord)]);
            _at += part.Length;
            // What is longer is prose, or no list that a person keeps.
            if (_line.Length >= LongestWord * 8) _isList = false;
            if (end < 0) break;
            EndLine();
            _start = ++_at;
            rest = rest[(end + 1)..];
        }
        return read.Length;
    }

    private void EndLine()
    {
        var word = _line.ToString().Trim().Trim(Quotes);
        _line.Clear();
        var isHeading = _isFirst && word.All(c => char.IsAsciiLetter(c) || c is '_' or '-');
        if (word.Length == 0 || word[0] == '#') return;
        _isFirst = false;
        if (isHeading) return;
        // Words beside each other are prose or a table.
        if (word.Any(char.IsWhiteSpace) || (word.Contains(',', StringComparison.Ordinal) && !word.Contains("//", StringComparison.Ordinal))) _isList = false;
        if (_isList && word.Length >= ShortestWord && word.Any(char.IsAsciiLetterOrDigit) && _lastFound < _start) _waiting.Enqueue((_at, word));
    }

    private void Miss(string word)
    {
        if (_mistakes.Count < MostMistakes) _mistakes.Add(word);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) text.Dispose();
        base.Dispose(disposing);
    }
}
