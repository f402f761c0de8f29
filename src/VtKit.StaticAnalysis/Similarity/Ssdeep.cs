using System.Globalization;
using System.Runtime.Intrinsics;
using System.Text;

namespace VtKit.StaticAnalysis;

/// <summary>
/// The context-triggered piecewise hash of the program <c>ssdeep</c>, built block by block in constant memory. Pieces end
/// where a rolling hash over seven bytes says so; each block size, from 3 bytes doubling, cuts its own pieces, and the size
/// that fits is chosen at the end.
/// </summary>
/// <seealso href="https://ssdeep-project.github.io/ssdeep/"/>
internal sealed class Ssdeep
{
    private const int Sizes = 31;
    private const int MaxPieces = 64;
    private const int MinBlock = 3;
    private const byte Start = 0x27;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private readonly Pieces[] _pieces = new Pieces[Sizes];
    // The running hash of the present piece at every block size. Only six bits of each count, and what multiplies and mixes
    // them carries nothing downwards, so a byte is enough. The last lane belongs to no size: it is never started anew.
    private Vector256<byte> _whole = Vector256.Create(Start);
    private Vector256<byte> _half = Vector256.Create(Start);
    private uint _sum, _weighted, _shifted;
    private ulong _recent;
    private int _first;
    private int _end = 1;
    private uint _mask;
    private long _border = MinBlock * MaxPieces;
    private long _total;

    public Ssdeep()
    {
        for (var i = 0; i < Sizes; i++) _pieces[i] = new Pieces();
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        _total += bytes.Length;
        var (whole, half) = (_whole, _half);
        var (sum, weighted, shifted, recent, mask) = (_sum, _weighted, _shifted, _recent, _mask);
        var high = Vector256.Create((byte)0xF0);
        foreach (var value in bytes)
        {
            weighted = weighted - sum + 7u * value;
            sum = sum + value - (byte)(recent >> 48);
            recent = (recent << 8) | value;
            shifted = (shifted << 5) ^ value;

            // Times 19, which is what the hash's prime comes to within six bits; the mask keeps lanes apart.
            var mixed = Vector256.Create(value);
            whole = (whole + whole + whole + (Vector256.ShiftLeft(whole.AsUInt16(), 4).AsByte() & high)) ^ mixed;
            half = (half + half + half + (Vector256.ShiftLeft(half.AsUInt16(), 4).AsByte() & high)) ^ mixed;

            var trigger = sum + weighted + shifted + 1;
            if (((trigger / MinBlock) & mask) != 0 || trigger % MinBlock != 0 || trigger == 0) continue;
            Cut(trigger / MinBlock, ref whole, ref half);
            mask = _mask;
        }
        (_whole, _half) = (whole, half);
        (_sum, _weighted, _shifted, _recent) = (sum, weighted, shifted, recent);
    }

    /// <summary>The hash, or null for content beyond 192 GiB, which has none.</summary>
    public string? Value()
    {
        var size = _first;
        while (((long)MinBlock << size) * MaxPieces < _total)
            if (++size >= Sizes) return null;
        size = Math.Min(size, _end - 1);
        while (size > _first && _pieces[size].Count < MaxPieces / 2) size--;

        // What follows the last cut makes one more piece, unless the rolling hash is zero: then there was nothing but zeros.
        var hasRest = _sum + _weighted + _shifted != 0;
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{(long)MinBlock << size}:");
        var pieces = _pieces[size];
        text.Append(pieces.Text, 0, pieces.Count);
        if (hasRest) text.Append(Letter(_whole[size]));
        else if (pieces.Text[pieces.Count] != 0) text.Append(pieces.Text[pieces.Count]);
        text.Append(':');
        if (size < _end - 1)
        {
            var next = _pieces[size + 1];
            text.Append(next.Text, 0, Math.Min(next.Count, MaxPieces / 2 - 1));
            if (hasRest) text.Append(Letter(_half[size + 1]));
            else if (next.Half != 0) text.Append(next.Half);
        }
        else if (hasRest) text.Append(Letter(_whole[size == 0 ? 0 : Sizes]));
        return text.ToString();
    }

    /// <summary>Ends pieces at every block size that the trigger is a multiple of.</summary>
    private void Cut(uint trigger, ref Vector256<byte> whole, ref Vector256<byte> half)
    {
        trigger >>= _first;
        for (var size = _first; size < _end; size++, trigger >>= 1)
        {
            var pieces = _pieces[size];
            // The next size is only begun when this one has its first cut: before, both are the same.
            if (pieces.Count == 0 && size == _end - 1 && _end < Sizes) _end++;
            pieces.Text[pieces.Count] = Letter(whole[size]);
            pieces.Half = Letter(half[size]);
            if (pieces.Count < MaxPieces - 1)
            {
                pieces.Text[++pieces.Count] = '\0';
                whole = whole.WithElement(size, Start);
                if (pieces.Count < MaxPieces / 2)
                {
                    half = half.WithElement(size, Start);
                    pieces.Half = '\0';
                }
            }
            else Reduce();
            if ((trigger & 1) != 0) break;
        }
    }

    /// <summary>Drops the smallest block size once it is sure not to be chosen.</summary>
    private void Reduce()
    {
        if (_end - _first < 2 || _border >= _total || _pieces[_first + 1].Count < MaxPieces / 2) return;
        _first++;
        _border *= 2;
        _mask = _mask * 2 + 1;
    }

    private static char Letter(byte hash) => Alphabet[hash & 63];

    private sealed class Pieces
    {
        public char[] Text { get; } = new char[MaxPieces];
        public int Count { get; set; }
        public char Half { get; set; }
    }
}
