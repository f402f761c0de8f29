using System.Globalization;
using System.Text;

namespace VtKit.Emulator;

/// <summary>
/// What <c>content:</c> looks for: text, or bytes in hexadecimal with <c>??</c> for any byte, <c>A?</c> for half of one and <c>[2-4]</c> for
/// so many. It consists of pieces of a fixed length with gaps of a variable one between them.
/// </summary>
internal sealed class ContentPattern
{
    /// <summary>The longest match, so that a scan need not keep more than this of what it has read.</summary>
    private const int MaxMatch = 4096;

    /// <summary>A pattern is selective when so many of its bytes are told, and so many beside each other: these are looked for first.</summary>
    private const int MinTold = 3, MinRun = 2;

    private readonly List<Piece> _pieces;
    private readonly int _anchor;
    private readonly int _offset;
    private readonly byte[] _run;

    private ContentPattern(List<Piece> pieces, SearchTerm term)
    {
        _pieces = pieces;
        MaxLength = pieces.Sum(piece => piece.MaxGap + piece.Bytes.Count);
        if (MaxLength > MaxMatch) throw Unsupported(term, $"a match may be longer than {MaxMatch} bytes");
        var (length, at) = (0, 0);
        for (var number = 0; number < pieces.Count; number++)
        {
            var (runLength, runAt) = pieces[number].LongestRun();
            if (runLength > length) (length, at, _anchor) = (runLength, runAt, number);
        }
        _offset = at;
        _run = [.. pieces[_anchor].Bytes.Skip(at).Take(length).Select(one => one.Value)];
        var told = pieces.SelectMany(piece => piece.Bytes).Where(one => one.Mask == 0xFF).Select(one => one.Value).ToList();
        if (told.Count < MinTold || length < MinRun || told.Distinct().Count() < 2)
            throw new ApiException(Errors.UnselectiveContentQueryError, term.Wrong("the pattern is not selective enough: it needs more bytes that are told, not all of them alike").Message);
    }

    /// <summary>How long a match can be.</summary>
    public int MaxLength { get; }

    /// <exception cref="ApiException">The term is no pattern, or one that would be found everywhere.</exception>
    public static ContentPattern Parse(SearchTerm term) => new(term.Hex ? ReadHex(term) : [ReadText(term)], term);

    /// <summary>The first match that begins at a place or behind it; -1 when there is none.</summary>
    public int Find(ReadOnlySpan<byte> content, int from, out int length)
    {
        for (var at = from; at < content.Length;)
        {
            var found = content[at..].IndexOf(_run);
            if (found < 0) break;
            at += found;
            if (MatchAround(content, at - _offset, from) is var (start, end))
            {
                length = end - start;
                return start;
            }
            at++;
        }
        length = 0;
        return -1;
    }

    /// <summary>The match whose anchor begins at a place. All ways to fill the gaps are followed at once, so that none is followed twice.</summary>
    private (int Start, int End)? MatchAround(ReadOnlySpan<byte> content, int place, int from)
    {
        if (place < from || !_pieces[_anchor].Matches(content, place)) return null;
        if (_pieces.Count == 1) return (place, place + _pieces[0].Bytes.Count);
        var starts = new HashSet<int> { place };
        for (var number = _anchor; number > 0; number--)
        {
            var (gap, before) = (_pieces[number], _pieces[number - 1]);
            var earlier = new HashSet<int>();
            foreach (var start in starts)
                for (var skip = gap.MinGap; skip <= gap.MaxGap; skip++)
                    if (start - skip - before.Bytes.Count is var candidate && candidate >= from && before.Matches(content, candidate)) earlier.Add(candidate);
            starts = earlier;
        }
        if (starts.Count == 0) return null;
        var ends = new HashSet<int> { place + _pieces[_anchor].Bytes.Count };
        for (var number = _anchor + 1; number < _pieces.Count; number++)
        {
            var piece = _pieces[number];
            var later = new HashSet<int>();
            foreach (var end in ends)
                for (var skip = piece.MinGap; skip <= piece.MaxGap; skip++)
                    if (piece.Matches(content, end + skip)) later.Add(end + skip + piece.Bytes.Count);
            ends = later;
        }
        return ends.Count == 0 ? null : (starts.Max(), ends.Min());
    }

    private static Piece ReadText(SearchTerm term)
    {
        var bytes = new List<(byte Value, byte Mask)>();
        var text = term.Raw;
        Span<byte> encoded = stackalloc byte[4];
        for (var at = 0; at < text.Length;)
        {
            if (text[at] != '\\' || at + 1 == text.Length)
            {
                Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var consumed);
                foreach (var one in encoded[..rune.EncodeToUtf8(encoded)]) bytes.Add((one, 0xFF));
                at += consumed;
                continue;
            }
            var escaped = text[at + 1];
            if (escaped == 'x' && at + 3 < text.Length && byte.TryParse(text.AsSpan(at + 2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes.Add((value, 0xFF));
                at += 4;
                continue;
            }
            bytes.Add((escaped switch { 'n' => (byte)'\n', 'r' => (byte)'\r', 't' => (byte)'\t', '"' => (byte)'"', '\\' => (byte)'\\', _ => throw term.Wrong($"\"\\{escaped}\" is no escape: give \\\", \\\\, \\n, \\r, \\t or \\x41") }, 0xFF));
            at += 2;
        }
        return new Piece(0, 0, bytes);
    }

    private static List<Piece> ReadHex(SearchTerm term)
    {
        var pieces = new List<Piece> { new(0, 0, []) };
        var text = string.Concat(term.Raw.Where(c => !char.IsWhiteSpace(c)));
        for (var at = 0; at < text.Length;)
        {
            if (text[at] == '[')
            {
                var close = text.IndexOf(']', at);
                if (close < 0) throw term.Wrong("a bracket is not closed");
                var (least, most) = ReadJump(term, text[(at + 1)..close]);
                if (pieces[^1].Bytes.Count == 0) throw term.Wrong("a pattern begins with bytes, and there are some between two brackets");
                pieces.Add(new Piece(least, most, []));
                at = close + 1;
                continue;
            }
            if (text[at] is '(' or '|' or ')' or '~') throw Unsupported(term, $"\"{text[at]}\" is not understood in a pattern");
            if (at + 1 >= text.Length || !TryHalf(text[at], out var high, out var highMask) || !TryHalf(text[at + 1], out var low, out var lowMask))
                throw term.Wrong($"\"{text.Substring(at, Math.Min(2, text.Length - at))}\" is no byte");
            pieces[^1].Bytes.Add(((byte)(high << 4 | low), (byte)(highMask << 4 | lowMask)));
            at += 2;
        }
        if (pieces[^1].Bytes.Count == 0) throw term.Wrong("a pattern ends with bytes");
        return pieces;
    }

    private static (int Least, int Most) ReadJump(SearchTerm term, string text)
    {
        var parts = text.Split('-');
        if (parts.Length is 1 or 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var least) && int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var most))
            return least <= most && most <= MaxMatch ? (least, most) : throw Unsupported(term, $"[{text}] is no jump that can be looked for");
        throw Unsupported(term, $"[{text}] is no jump that can be looked for");
    }

    private static bool TryHalf(char c, out int value, out int mask)
    {
        mask = c == '?' ? 0 : 0xF;
        value = c == '?' ? 0 : char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : -1;
        return value >= 0;
    }

    private static ApiException Unsupported(SearchTerm term, string problem) => new(Errors.UnsupportedContentQueryError, term.Wrong(problem).Message);

    /// <summary>Bytes beside each other, and how many may lie before them.</summary>
    private sealed record Piece(int MinGap, int MaxGap, List<(byte Value, byte Mask)> Bytes)
    {
        public bool Matches(ReadOnlySpan<byte> content, int at)
        {
            if (at < 0 || at > content.Length - Bytes.Count) return false;
            for (var i = 0; i < Bytes.Count; i++)
                if ((content[at + i] & Bytes[i].Mask) != Bytes[i].Value) return false;
            return true;
        }

        public (int Length, int At) LongestRun()
        {
            var (length, at, run) = (0, 0, 0);
            for (var i = 0; i < Bytes.Count; i++)
            {
                run = Bytes[i].Mask == 0xFF ? run + 1 : 0;
                if (run > length) (length, at) = (run, i + 1 - run);
            }
            return (length, at);
        }
    }
}
