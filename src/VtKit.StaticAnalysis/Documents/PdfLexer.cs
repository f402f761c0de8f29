using System.Buffers;
using System.Collections.Frozen;

namespace VtKit.StaticAnalysis;

/// <summary>A reference to an object, by its number. Generations are not told apart.</summary>
internal readonly record struct PdfReference(int Number);

/// <summary>The entries of a dictionary that matter here, by their names without the slash and without <c>#41</c> for <c>A</c>.</summary>
internal sealed class PdfDictionary
{
    private readonly Dictionary<string, object> _entries = new(StringComparer.Ordinal);

    /// <summary>A number is a long, a name a string, a string bytes, an array a list; null where there is none of these.</summary>
    public object? this[string name] => _entries.GetValueOrDefault(name);

    public void Add(string name, object value) => _entries.TryAdd(name, value);
}

/// <summary>
/// Reads values of a PDF file, as forgivingly as the programs that show them: what is none is passed over. Only what somebody asks for here is kept,
/// so that most of a document costs no memory.
/// </summary>
/// <param name="bytes">The file, or what an object stream unpacks to.</param>
internal sealed class PdfLexer(byte[] bytes)
{
    private const int MaxDepth = 64;
    private const int MaxItems = 64;
    private const int MaxName = 64;
    private const int MaxKeptText = 4096;

    /// <summary>One value is no longer than this: what is open until the end of the file would be read again for each object.</summary>
    private const int MaxValue = 1 << 20;
    private const int MaxSpace = 4096;

    private static readonly FrozenSet<string> Known = FrozenSet.Create(
        StringComparer.Ordinal,
        "Type", "Subtype", "Length", "Filter", "DecodeParms", "Predictor", "Colors", "BitsPerComponent", "Columns", "N", "First",
        "EF", "UF", "F", "Unix", "Mac", "DOS", "Params", "Size", "Encrypt");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> KnownBySpan = Known.GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly char[] _name = new char[MaxName];
    private readonly ArrayBufferWriter<byte> _text = new();
    private int _end;
    private bool _failed;

    /// <summary>Where the next value is read, and where the last one ended.</summary>
    public int Position { get; set; }

    /// <summary>Bytes that were read so far; some may be read more than once.</summary>
    public long Work { get; private set; }

    /// <summary>Whether the last value did not end where it should have.</summary>
    public bool Failed => _failed;

    /// <summary>Dictionaries that name a file and say where it is embedded, wherever they stood.</summary>
    public List<PdfDictionary> FileSpecifications { get; } = [];

    /// <summary>Gets each string, with its escapes undone.</summary>
    public Action<ReadOnlySpan<byte>>? OnText { get; init; }

    /// <summary>Reads the value that begins here.</summary>
    public object? Read()
    {
        var start = Position;
        _end = (int)Math.Min(bytes.Length, start + (long)MaxValue);
        _failed = false;
        var value = Value(0, isWanted: true);
        Work += Position - start + 1;
        return value;
    }

    /// <summary>Passes over white space and comments.</summary>
    public void SkipSpace()
    {
        var start = Position;
        _end = (int)Math.Min(bytes.Length, start + (long)MaxSpace);
        Space();
        Work += Position - start;
    }

    private void Space()
    {
        for (; Position < _end; Position++)
        {
            if (bytes[Position] == '%')
            {
                var line = bytes.AsSpan(Position, _end - Position).IndexOfAny((byte)'\r', (byte)'\n');
                Position = line < 0 ? _end : Position + line;
                if (Position == _end) return;
            }
            else if (!IsSpace(bytes[Position])) return;
        }
    }

    private object? Value(int depth, bool isWanted)
    {
        Space();
        if (Position >= _end || depth > MaxDepth) return Fail();
        switch (bytes[Position])
        {
            case (byte)'/':
                var name = Name();
                return isWanted ? name.ToString() : null;
            case (byte)'<' when Position + 1 < _end && bytes[Position + 1] == '<':
                return Dictionary(depth);
            case (byte)'<':
                return Text(isHex: true, isWanted);
            case (byte)'(':
                return Text(isHex: false, isWanted);
            case (byte)'[':
                return Items(depth, isWanted);
            case >= (byte)'0' and <= (byte)'9' or (byte)'+' or (byte)'-' or (byte)'.':
                return Number(isWanted);
            case (byte)')' or (byte)'>' or (byte)']' or (byte)'{' or (byte)'}':
                Position++;
                return null;
        }
        var word = Word();
        // A value has no such words inside: something was left open.
        if (word.SequenceEqual("obj"u8) || word.SequenceEqual("endobj"u8) || word.SequenceEqual("stream"u8) || word.SequenceEqual("endstream"u8))
        {
            Position -= word.Length;
            return Fail();
        }
        return null;
    }

    private PdfDictionary? Dictionary(int depth)
    {
        Position += 2;
        PdfDictionary? found = null;
        while (true)
        {
            Space();
            if (_failed || Position >= _end)
            {
                Fail();
                break;
            }
            if (bytes[Position] == '>')
            {
                Position = Math.Min(_end, Position + (Position + 1 < _end && bytes[Position + 1] == '>' ? 2 : 1));
                break;
            }
            if (bytes[Position] != '/')
            {
                Value(depth + 1, isWanted: false);
                continue;
            }
            var isKnown = KnownBySpan.TryGetValue(Name(), out var key);
            var value = Value(depth + 1, isKnown);
            if (isKnown && value is not null) (found ??= new PdfDictionary()).Add(key!, value);
        }
        if (found?["EF"] is not null) FileSpecifications.Add(found);
        // What an object is matters even where nothing in it does.
        return found ?? (depth == 0 ? new PdfDictionary() : null);
    }

    private List<object>? Items(int depth, bool isWanted)
    {
        Position++;
        List<object>? items = null;
        while (true)
        {
            Space();
            if (_failed || Position >= _end)
            {
                Fail();
                return items;
            }
            if (bytes[Position] == ']')
            {
                Position++;
                return items;
            }
            var isKept = isWanted && !(items?.Count >= MaxItems);
            if (Value(depth + 1, isKept) is { } value && isKept) (items ??= []).Add(value);
        }
    }

    private object? Number(bool isWanted)
    {
        var number = Integer();
        if (number is null)
        {
            Word();
            return null;
        }
        if (!isWanted) return null;
        var after = Position;
        // Two numbers and an R are a reference.
        Space();
        if (number is >= 0 and <= int.MaxValue && Integer() is not null)
        {
            Space();
            if (Position < _end && bytes[Position] == 'R' && (Position + 1 == _end || !IsRegular(bytes[Position + 1])))
            {
                Position++;
                return new PdfReference((int)number);
            }
        }
        Position = after;
        return number;
    }

    /// <summary>An integer and nothing else; the position stays where it is when there is none.</summary>
    private long? Integer()
    {
        var at = Position;
        var number = 0L;
        while (at < _end && bytes[at] is >= (byte)'0' and <= (byte)'9' && at - Position < 18) number = number * 10 + (bytes[at++] - '0');
        if (at == Position || (at < _end && IsRegular(bytes[at]))) return null;
        Position = at;
        return number;
    }

    private ReadOnlySpan<byte> Word()
    {
        var start = Position;
        while (Position < _end && IsRegular(bytes[Position])) Position++;
        if (Position == start) Position++;
        return bytes.AsSpan(start, Position - start);
    }

    /// <summary>The name, its beginning if it is longer than any that matters.</summary>
    private ReadOnlySpan<char> Name()
    {
        var length = 0;
        for (Position++; Position < _end && IsRegular(bytes[Position]); Position++)
        {
            var c = (char)bytes[Position];
            if (c == '#' && Position + 2 < _end && char.IsAsciiHexDigit((char)bytes[Position + 1]) && char.IsAsciiHexDigit((char)bytes[Position + 2]))
            {
                c = (char)(Digit(bytes[Position + 1]) << 4 | Digit(bytes[Position + 2]));
                Position += 2;
            }
            if (length < MaxName) _name[length++] = c;
        }
        return _name.AsSpan(0, length);
    }

    private byte[]? Text(bool isHex, bool isWanted)
    {
        var isKept = isWanted || OnText is not null;
        _text.ResetWrittenCount();
        Position++;
        if (!(isHex ? Hex(isKept) : Literal(isKept))) Fail();
        if (!isKept) return null;
        var text = _text.WrittenSpan;
        OnText?.Invoke(text);
        return isWanted ? text[..Math.Min(text.Length, MaxKeptText)].ToArray() : null;
    }

    private bool Hex(bool isKept)
    {
        var digits = 0;
        var value = 0;
        for (; Position < _end; Position++)
        {
            var c = bytes[Position];
            if (char.IsAsciiHexDigit((char)c))
            {
                value = value << 4 | Digit(c);
                if ((++digits & 1) == 0 && isKept) _text.Write([(byte)value]);
            }
            else if (c == '>')
            {
                Position++;
                if ((digits & 1) == 1 && isKept) _text.Write([(byte)(value << 4)]);
                return true;
            }
        }
        return false;
    }

    private bool Literal(bool isKept)
    {
        var open = 1;
        while (Position < _end)
        {
            var plain = bytes.AsSpan(Position, _end - Position).IndexOfAny((byte)'(', (byte)')', (byte)'\\');
            if (plain < 0) break;
            if (isKept) _text.Write(bytes.AsSpan(Position, plain));
            Position += plain;
            var c = bytes[Position++];
            if (c == ')' && --open == 0) return true;
            if (c == '(') open++;
            if (c == '\\') Escape(isKept);
            else if (isKept) _text.Write([c]);
        }
        Position = _end;
        return false;
    }

    private void Escape(bool isKept)
    {
        if (Position >= _end) return;
        var c = bytes[Position++];
        if (c is (byte)'\r' or (byte)'\n')
        {
            // The line goes on.
            if (c == '\r' && Position < _end && bytes[Position] == '\n') Position++;
            return;
        }
        if (c is >= (byte)'0' and <= (byte)'7')
        {
            var value = c - '0';
            for (var i = 0; i < 2 && Position < _end && bytes[Position] is >= (byte)'0' and <= (byte)'7'; i++) value = value << 3 | bytes[Position++] - '0';
            c = (byte)value;
        }
        else
        {
            c = c switch { (byte)'n' => (byte)'\n', (byte)'r' => (byte)'\r', (byte)'t' => (byte)'\t', (byte)'b' => (byte)'\b', (byte)'f' => (byte)'\f', _ => c };
        }
        if (isKept) _text.Write([c]);
    }

    private object? Fail()
    {
        _failed = true;
        return null;
    }

    private static int Digit(byte hex) => hex <= '9' ? hex - '0' : (hex | 0x20) - 'a' + 10;

    internal static bool IsSpace(byte value) => value is 0 or 9 or 10 or 12 or 13 or 32;

    private static bool IsRegular(byte value) =>
        !IsSpace(value) && value is not ((byte)'(' or (byte)')' or (byte)'<' or (byte)'>' or (byte)'[' or (byte)']' or (byte)'{' or (byte)'}' or (byte)'/' or (byte)'%');
}
