using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
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
    private const int Half = 32;
    internal const int MaxPieces = 64;
    internal const int MinBlock = 3;
    internal const int Window = 7;
    private const int ShiftPerByte = 5;
    private const int Quarter = 16;

    // Multiplied with it, multiples of three become what they are multiples by, and all other numbers are larger.
    private const uint InverseOfMinBlock = 0xAAAA_AAAB;
    private const uint MaxCut = uint.MaxValue / MinBlock;
    private const byte Start = 0x27;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private readonly Pieces[] _pieces = new Pieces[Sizes];
    // The running hash of the present piece at every block size, and behind them those of the pieces that may be half as many. Only six bits of each count,
    // and what multiplies and mixes them carries nothing downwards, so a byte is enough. The last lane of each half belongs to no size: it is never started anew.
    private Vector512<byte> _states = Vector512.Create(Start);
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
        // The vectors look back into the block itself, so its first bytes go one by one.
        var head = Math.Min(bytes.Length, Window);
        AddEach(bytes[..head]);
        if (Avx512Vbmi.IsSupported && bytes.Length > Window) head += AddVectors(bytes);
        AddEach(bytes[head..]);
    }

    private void AddEach(ReadOnlySpan<byte> bytes)
    {
        var (states, sum, weighted, shifted, recent, mask) = (_states, _sum, _weighted, _shifted, _recent, _mask);
        var high = Vector512.Create((byte)0xF0);
        foreach (var value in bytes)
        {
            weighted = weighted - sum + Window * (uint)value;
            sum = sum + value - (byte)(recent >> 48);
            recent = (recent << 8) | value;
            shifted = (shifted << ShiftPerByte) ^ value;

            // Times 19, which is what the hash's prime comes to within six bits; the mask keeps lanes apart.
            states = (states + states + states + (Vector512.ShiftLeft(states.AsUInt16(), 4).AsByte() & high)) ^ Vector512.Create(value);

            var cut = (sum + weighted + shifted + 1) * InverseOfMinBlock;
            if ((cut & mask) != 0 || cut - 1 >= MaxCut) continue;
            _states = states;
            Cut(cut);
            (states, mask) = (_states, _mask);
        }
        (_states, _sum, _weighted, _shifted, _recent) = (states, sum, weighted, shifted, recent);
    }

    /// <summary>
    /// The same for 64 bytes at a time. A step makes another number below 64 of one below 64, so steps can be put together before it is known what they are
    /// taken from: the bytes wait for one another in four short queues instead of one long one. Where a piece may end, they go one by one.
    /// </summary>
    /// <returns>How many bytes behind the first seven were taken.</returns>
    private int AddVectors(ReadOnlySpan<byte> bytes)
    {
        ref var source = ref MemoryMarshal.GetReference(bytes);
        Span<uint> copies = stackalloc uint[4 * Quarter];
        ref var copy = ref MemoryMarshal.GetReference(copies);
        var at = Window;
        for (; at + copies.Length <= bytes.Length; at += copies.Length)
        {
            var cuts = Vector512<uint>.Zero;
            for (nuint i = 0; i < 4 * Quarter; i += Quarter)
                cuts |= Cuts(ref Unsafe.Add(ref source, (nuint)at + i), _mask, ref Unsafe.Add(ref copy, i));
            if (cuts == Vector512<uint>.Zero)
            {
                _states = Steps(ref copy, _states);
                continue;
            }
            Roll(bytes.Slice(at - Window, Window));
            AddEach(bytes.Slice(at, copies.Length));
        }
        Roll(bytes.Slice(at - Window, Window));
        return at - Window;
    }

    /// <summary>Behind which of 16 bytes a piece ends; and each of these bytes, four times over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Cuts(ref byte source, uint mask, ref uint copies)
    {
        Vector512<uint> value = default, sum = default, older = default, shifted = default;
        for (var back = Window - 1; back >= 0; back--)
        {
            value = Avx512F.ConvertToVector512UInt32(Vector128.LoadUnsafe(ref Unsafe.Subtract(ref source, back)));
            sum += value;
            older += sum;
            shifted = (shifted << ShiftPerByte) ^ value;
        }
        (value * 0x0101_0101).StoreUnsafe(ref copies);
        // The rolling hash weighs the youngest byte eight times and each older one once less; here it is the other way round.
        var cut = ((sum << 3) + sum - older + shifted + Vector512<uint>.One) * InverseOfMinBlock;
        return Vector512.LessThan(cut - Vector512<uint>.One, Vector512.Create(MaxCut)) & Vector512.Equals(cut & Vector512.Create(mask), Vector512<uint>.Zero);
    }

    /// <summary>The hashes behind 64 bytes, of which each stands in one number four times.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Steps(ref uint copies, Vector512<byte> states)
    {
        var products = Vector512<byte>.Indices * 19;
        var (first, second, third, fourth) = (Vector512<byte>.Indices, Vector512<byte>.Indices, Vector512<byte>.Indices, Vector512<byte>.Indices);
        for (nuint i = 0; i < Quarter; i++)
        {
            first = Then(products, first) ^ Vector512.Create(Unsafe.Add(ref copies, i)).AsByte();
            second = Then(products, second) ^ Vector512.Create(Unsafe.Add(ref copies, Quarter + i)).AsByte();
            third = Then(products, third) ^ Vector512.Create(Unsafe.Add(ref copies, 2 * Quarter + i)).AsByte();
            fourth = Then(products, fourth) ^ Vector512.Create(Unsafe.Add(ref copies, 3 * Quarter + i)).AsByte();
        }
        return Then(fourth, Then(third, Then(second, Then(first, states))));

        // Looks at six bits of each number.
        static Vector512<byte> Then(Vector512<byte> step, Vector512<byte> numbers) => Avx512Vbmi.PermuteVar64x8(step, numbers);
    }

    /// <summary>The rolling hash behind its window's bytes.</summary>
    private void Roll(ReadOnlySpan<byte> window)
    {
        (_sum, _weighted, _shifted, _recent) = (0, 0, 0, 0);
        for (var i = 0; i < window.Length; i++)
        {
            var value = window[i];
            _sum += value;
            _weighted += (uint)(i + 1) * value;
            _shifted = (_shifted << ShiftPerByte) ^ value;
            _recent = (_recent << 8) | value;
        }
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
        if (hasRest) text.Append(Letter(_states[size]));
        else if (pieces.Text[pieces.Count] != 0) text.Append(pieces.Text[pieces.Count]);
        text.Append(':');
        if (size < _end - 1)
        {
            var next = _pieces[size + 1];
            text.Append(next.Text, 0, Math.Min(next.Count, MaxPieces / 2 - 1));
            if (hasRest) text.Append(Letter(_states[Half + size + 1]));
            else if (next.Half != 0) text.Append(next.Half);
        }
        else if (hasRest) text.Append(Letter(_states[size == 0 ? 0 : Sizes]));
        return text.ToString();
    }

    /// <summary>Ends pieces at every block size that the number, of the smallest, is a multiple of.</summary>
    private void Cut(uint cut)
    {
        cut >>= _first;
        for (var size = _first; size < _end; size++, cut >>= 1)
        {
            var pieces = _pieces[size];
            // The next size is only begun when this one has its first cut: before, both are the same.
            if (pieces.Count == 0 && size == _end - 1 && _end < Sizes) _end++;
            pieces.Text[pieces.Count] = Letter(_states[size]);
            pieces.Half = Letter(_states[Half + size]);
            if (pieces.Count < MaxPieces - 1)
            {
                pieces.Text[++pieces.Count] = '\0';
                _states = _states.WithElement(size, Start);
                if (pieces.Count < MaxPieces / 2)
                {
                    _states = _states.WithElement(Half + size, Start);
                    pieces.Half = '\0';
                }
            }
            else Reduce();
            if ((cut & 1) != 0) break;
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
