using System.Runtime.CompilerServices;

namespace VtKit;

/// <summary>One Huffman code of a block: a table for short codes, and the canonical walk for the rest.</summary>
internal sealed class Bzip2Huffman
{
    /// <summary>Codes up to this length are found with one look.</summary>
    public const int QuickBits = 10;

    /// <summary>What <see cref="DecodeLong"/> gives for bits that are no code.</summary>
    public const int NoCode = -1;

    private readonly ushort[] _quick = new ushort[1 << QuickBits];
    private readonly ushort[] _sorted = new ushort[Bzip2Format.MaxSymbols];
    // For each length: the first code beyond those of it, at the head of 20 bits; and where its symbols begin, less its first code.
    private readonly uint[] _beyond = new uint[Bzip2Format.MaxCodeBits + 2];
    private readonly int[] _offset = new int[Bzip2Format.MaxCodeBits + 2];

    /// <summary>The table: symbol and length (5 bits) for each head of ten bits, 0 where the code is longer.</summary>
    public ReadOnlySpan<ushort> Quick => _quick;

    /// <summary>Makes the code from the lengths of its symbols, each from 1 to 20.</summary>
    /// <returns>False where there are more codes than bits can tell apart.</returns>
    public bool Build(ReadOnlySpan<byte> lengths)
    {
        Span<int> counts = stackalloc int[Bzip2Format.MaxCodeBits + 1];
        counts.Clear();
        foreach (var length in lengths) counts[length]++;
        Span<int> place = stackalloc int[Bzip2Format.MaxCodeBits + 1];
        var code = 0;
        var used = 0;
        for (var length = 1; length <= Bzip2Format.MaxCodeBits; length++)
        {
            code <<= 1;
            place[length] = used;
            _offset[length] = used - code;
            code += counts[length];
            used += counts[length];
            if (code > 1 << length) return false;
            _beyond[length] = (uint)code << (Bzip2Format.MaxCodeBits - length);
        }
        for (var symbol = 0; symbol < lengths.Length; symbol++) _sorted[place[lengths[symbol]]++] = (ushort)symbol;
        FillQuick(counts);
        return true;
    }

    /// <summary>The symbol of a code that is longer than the table knows, and its length.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public int DecodeLong(uint head, out int length)
    {
        for (length = QuickBits + 1; length <= Bzip2Format.MaxCodeBits; length++)
            if (head < _beyond[length])
                return _sorted[_offset[length] + (int)(head >> (Bzip2Format.MaxCodeBits - length))];
        return NoCode;
    }

    private void FillQuick(ReadOnlySpan<int> counts)
    {
        var at = 0;
        var next = 0;
        for (var length = 1; length <= QuickBits; length++)
        {
            var span = 1 << (QuickBits - length);
            for (var i = 0; i < counts[length]; i++, at += span)
                _quick.AsSpan(at, span).Fill((ushort)((_sorted[next++] << 5) | length));
        }
        _quick.AsSpan(at).Clear();
    }
}
