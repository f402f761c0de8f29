using System.Buffers.Text;

namespace VtKit.StaticAnalysis;

/// <summary>
/// The objects of a document, found one behind the other as they stand. The table that says where they are is not relied on: those who make hostile
/// documents write a wrong one, and programs that show documents find the objects all the same.
/// </summary>
internal sealed class PdfObjects
{
    private const int MaxValues = 100_000;
    private const int MaxStreams = 100_000;

    // What is left open is read again from the next object on, which has to end.
    private const int WorkPerByte = 4;
    private const int FreeWork = 4 << 20;

    private readonly Dictionary<int, object> _values = [];
    private readonly byte[] _bytes;
    private readonly PdfLexer _lexer;
    private Dictionary<int, int>? _integers;
    private (int From, int Found) _streamEnd = (0, -1);
    private (int From, int Found) _objectEnd = (0, -1);

    private PdfObjects(byte[] bytes)
    {
        _bytes = bytes;
        _lexer = new PdfLexer(bytes);
    }

    /// <summary>Streams in the order of the file.</summary>
    public List<PdfStream> Streams { get; } = [];

    /// <summary>Dictionaries that name an embedded file.</summary>
    public List<PdfDictionary> FileSpecifications => _lexer.FileSpecifications;

    /// <summary>Whether something says that the document is encrypted.</summary>
    public bool IsEncrypted { get; private set; }

    /// <summary>Whether all of it was read.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>Reads all objects that stand in the open.</summary>
    public static PdfObjects Read(byte[] bytes, CancellationToken cancellationToken)
    {
        var objects = new PdfObjects(bytes);
        for (var at = 0; at >= 0 && objects.IsWhole;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            at = objects.Next(at);
        }
        return objects;
    }

    /// <summary>Gives what a reference leads to, and anything else as it is. One that leads to another one leads nowhere.</summary>
    public object? Resolve(object? value) => value is PdfReference reference ? _values.GetValueOrDefault(reference.Number) : value;

    /// <summary>Adds an object, if it is one of those that others refer to for what matters here: pages and long lists are not.</summary>
    public void Add(int number, object? value)
    {
        if (value is not (null or PdfReference or List<object> { Count: > PdfStream.MaxFilters }) && (value as PdfDictionary)?["Type"] is null && (_values.Count < MaxValues || _values.ContainsKey(number))) _values[number] = value;
    }

    /// <summary>Reads the next object, and says where to go on.</summary>
    private int Next(int at)
    {
        var found = _bytes.AsSpan(at).IndexOf("obj"u8);
        var end = found < 0 ? _bytes.Length : at + found;
        Trailers(at, end);
        if (found < 0) return -1;
        var behind = end + 3;
        if (NumberBefore(end) is not { } number) return behind;
        if (Exhausted()) return -1;
        _lexer.Position = behind;
        var value = _lexer.Read();
        Add(number, value);
        _lexer.SkipSpace();
        // What is left open may swallow other objects, so the search goes on inside the value.
        if (value is not PdfDictionary dictionary || !_bytes.AsSpan(_lexer.Position).StartsWith("stream"u8)) return behind;
        var start = _lexer.Position + "stream"u8.Length;
        var next = Stream(number, dictionary, start);
        return HasObject(behind, start) ? behind : next;
    }

    private int Stream(int number, PdfDictionary dictionary, int start)
    {
        var rest = _bytes.AsSpan(start);
        start += rest.StartsWith("\r\n"u8) ? 2 : rest is [(byte)'\r' or (byte)'\n', ..] ? 1 : 0;
        var length = Length(dictionary["Length"], start);
        var end = start + (length ?? LengthTo(start) ?? _bytes.Length - start);
        if (Streams.Count < MaxStreams) Streams.Add(new PdfStream(number, start, end - start, dictionary));
        else IsWhole = false;
        if (dictionary["Type"] is "XRef" && dictionary["Encrypt"] is not null) IsEncrypted = true;
        // One that does not end where it says may have swallowed other objects.
        return length is null ? start : end;
    }

    private bool HasObject(int start, int end)
    {
        for (var at = start; ; at += 3)
        {
            var found = _bytes.AsSpan(at, end - at).IndexOf("obj"u8);
            if (found < 0) return false;
            at += found;
            if (NumberBefore(at) is not null) return true;
        }
    }

    /// <summary>The length that is claimed, if the end of the stream is there.</summary>
    private int? Length(object? claimed, int start)
    {
        var length = claimed switch
        {
            long direct => direct,
            PdfReference reference => (_integers ??= Integers()).GetValueOrDefault(reference.Number, -1),
            _ => -1,
        };
        if (length < 0 || length > _bytes.Length - start) return null;
        var rest = _bytes.AsSpan(start + (int)length);
        rest = rest[..Math.Min(rest.Length, 16)].TrimStart("\r\n \t"u8);
        return rest.StartsWith("endstream"u8) || rest.StartsWith("endobj"u8) ? (int)length : null;
    }

    /// <summary>The length as the next end of a stream or of an object tells it; the line break in front belongs to that.</summary>
    private int? LengthTo(int start)
    {
        var length = Find("endstream"u8, start, ref _streamEnd);
        if (Find("endobj"u8, start, ref _objectEnd) is { } end && !(length < end)) length = end;
        if (length is null) return null;
        var content = _bytes.AsSpan(start, length.Value);
        return length - (content.EndsWith("\r\n"u8) ? 2 : content is [.., (byte)'\r' or (byte)'\n'] ? 1 : 0);
    }

    /// <summary>How far a word is away. What was found for one place is what follows the next one, too.</summary>
    private int? Find(ReadOnlySpan<byte> word, int start, ref (int From, int Found) last)
    {
        if (start < last.From || start > last.Found)
        {
            var found = _bytes.AsSpan(start).IndexOf(word);
            last = (start, found < 0 ? int.MaxValue : start + found);
        }
        return last.Found == int.MaxValue ? null : last.Found - start;
    }

    /// <summary>Objects that are a number: lengths stand behind the streams that they measure.</summary>
    private Dictionary<int, int> Integers()
    {
        var integers = new Dictionary<int, int>();
        for (var at = 0; integers.Count < MaxValues;)
        {
            var found = _bytes.AsSpan(at).IndexOf("obj"u8);
            if (found < 0) break;
            var start = at + found;
            at = start + 3;
            while (at < _bytes.Length && PdfLexer.IsSpace(_bytes[at])) at++;
            if (Utf8Parser.TryParse(_bytes.AsSpan(at), out int value, out _) && NumberBefore(start) is { } number) integers[number] = value;
        }
        return integers;
    }

    /// <summary>The number in front of the word <c>obj</c>, with a generation between.</summary>
    private int? NumberBefore(int at)
    {
        const int MaxDigits = 10;
        if (Digits(SpaceBefore(at)) is not { } generation || Digits(SpaceBefore(generation.Start)) is not { } number || SpaceBefore(generation.Start) == generation.Start) return null;
        return Utf8Parser.TryParse(_bytes.AsSpan(number.Start, number.End - number.Start), out int value, out _) ? value : null;

        (int Start, int End)? Digits(int end)
        {
            var start = end;
            while (start > 0 && end - start < MaxDigits && char.IsAsciiDigit((char)_bytes[start - 1])) start--;
            return start == end ? null : (start, end);
        }

        int SpaceBefore(int end)
        {
            for (var i = 0; i < MaxDigits && end > 0 && PdfLexer.IsSpace(_bytes[end - 1]); i++) end--;
            return end;
        }
    }

    private void Trailers(int start, int end)
    {
        for (var at = start; !IsEncrypted && !Exhausted();)
        {
            var found = _bytes.AsSpan(at, end - at).IndexOf("trailer"u8);
            if (found < 0) return;
            at += found + "trailer"u8.Length;
            _lexer.Position = at;
            IsEncrypted |= _lexer.Read() is PdfDictionary trailer && trailer["Encrypt"] is not null;
        }
    }

    private bool Exhausted()
    {
        if (_lexer.Work > FreeWork + (long)WorkPerByte * _bytes.Length) IsWhole = false;
        return !IsWhole;
    }
}
