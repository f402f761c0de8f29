using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace VtKit;

/// <summary>How decoding a block ended.</summary>
internal enum Bzip2Result
{
    /// <summary>The block is whole, and its checksum is right.</summary>
    Whole,

    /// <summary>The bits ended before the block did.</summary>
    Short,

    /// <summary>This is no block, or one that was changed.</summary>
    Damaged,
}

/// <summary>
/// Decodes blocks, one after the other: everything that a block needs is allotted once. What a block claims about itself is checked
/// before it is believed. One thread at a time.
/// </summary>
internal sealed class Bzip2Block
{
    // Symbols 0 and 1 are the digits of a run.
    private const int LastRunDigit = 1;
    private readonly Bzip2Huffman[] _codes = [new(), new(), new(), new(), new(), new()];
    private readonly byte[] _selectors = new byte[Bzip2Format.MaxSelectors];
    private readonly byte[] _recent = new byte[256];
    private readonly int[] _counts = new int[256];
    private readonly byte[] _spread = new byte[16 * 1024];
    private readonly Bzip2Rows _rows = new();
    private int _selectorCount;
    private int _symbolCount;

    /// <summary>What is wrong with the block, after <see cref="Bzip2Result.Damaged"/>.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>The bit after the block, after <see cref="Bzip2Result.Whole"/>.</summary>
    public long End { get; private set; }

    /// <summary>The checksum that the block gives.</summary>
    public uint Crc { get; private set; }

    /// <summary>How long the block is before its runs are spread.</summary>
    public int Length { get; private set; }

    /// <summary>Decodes a block.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="from">The bit after the block's mark.</param>
    /// <param name="limit">The bit after the last.</param>
    /// <param name="room">Gives room for any block, once it is known that there is one.</param>
    public Bzip2Result Decode(ReadOnlySpan<byte> bytes, int from, long limit, Func<byte[]> room)
    {
        var bits = new Bzip2Bits(bytes, from, limit);
        Crc = bits.Take(32);
        var isScrambled = bits.Take(1) != 0;
        var start = (int)bits.Take(24);
        if (!ReadSymbols(ref bits)) return Damaged(ref bits, "it has no symbols");
        if (!ReadSelectors(ref bits, out var codes)) return Damaged(ref bits, "its selectors are wrong");
        if (!ReadCodes(ref bits, codes)) return Damaged(ref bits, "its code lengths are wrong");
        var length = ReadColumn(ref bits);
        if (length < 0) return Damaged(ref bits, "its content is no code, or too long");
        if (bits.Overrun) return Bzip2Result.Short;
        if (start >= length) return Damaged(ref bits, "its start lies outside");
        End = bits.Position;
        Length = length;
        var block = room();
        _rows.Restore(_counts, start, block.AsSpan(0, length));
        if (isScrambled) Bzip2Scramble.Undo(block.AsSpan(0, length));
        if (Checksum(block.AsMemory(0, length)) == Crc) return Bzip2Result.Whole;
        Problem = "its checksum is wrong";
        return Bzip2Result.Damaged;
    }

    private Bzip2Result Damaged(ref Bzip2Bits bits, string problem)
    {
        // What is wrong past the end says nothing.
        if (bits.Overrun) return Bzip2Result.Short;
        Problem = problem;
        return Bzip2Result.Damaged;
    }

    private uint Checksum(ReadOnlyMemory<byte> packed)
    {
        var runs = new Bzip2Runs(packed);
        var crc = Bzip2Crc.Seed;
        for (int written; (written = runs.Spread(_spread)) > 0;) crc = Bzip2Crc.Update(crc, _spread.AsSpan(0, written));
        return ~crc;
    }

    private bool ReadSymbols(ref Bzip2Bits bits)
    {
        var ranges = bits.Take(16);
        var used = 0;
        for (var range = 0; range < 16; range++)
        {
            if ((ranges & (0x8000 >> range)) == 0) continue;
            var within = bits.Take(16);
            for (var i = 0; i < 16; i++)
                if ((within & (0x8000 >> i)) != 0)
                    _recent[used++] = (byte)((range * 16) + i);
        }
        // Two for runs, one for the end, and none for the first byte, which only runs stand for.
        _symbolCount = used + 2;
        return used > 0;
    }

    private bool ReadSelectors(ref Bzip2Bits bits, out int codes)
    {
        codes = (int)bits.Take(3);
        var count = (int)bits.Take(15);
        _selectorCount = Math.Min(count, Bzip2Format.MaxSelectors);
        if (codes is < 2 or > Bzip2Format.MaxTables || count == 0) return false;
        Span<byte> recent = [0, 1, 2, 3, 4, 5];
        for (var i = 0; i < count; i++)
        {
            var place = 0;
            while (bits.Take(1) != 0)
                if (++place == codes)
                    return false;
            var chosen = recent[place];
            recent[..place].CopyTo(recent[1..]);
            recent[0] = chosen;
            if (i < _selectorCount) _selectors[i] = chosen;
        }
        return true;
    }

    private bool ReadCodes(ref Bzip2Bits bits, int codes)
    {
        Span<byte> lengths = stackalloc byte[Bzip2Format.MaxSymbols];
        lengths = lengths[.._symbolCount];
        for (var code = 0; code < codes; code++)
        {
            var length = (int)bits.Take(5);
            for (var symbol = 0; symbol < lengths.Length; symbol++)
            {
                while (true)
                {
                    if (length is < 1 or > Bzip2Format.MaxCodeBits || bits.Overrun) return false;
                    if (bits.Take(1) == 0) break;
                    length += bits.Take(1) == 0 ? 1 : -1;
                }
                lengths[symbol] = (byte)length;
            }
            if (!_codes[code].Build(lengths)) return false;
        }
        return true;
    }

    /// <summary>Reads the last column of the sorted rows, and counts its bytes.</summary>
    /// <returns>Its length, or -1 where it is wrong.</returns>
    private int ReadColumn(ref Bzip2Bits bits)
    {
        Array.Clear(_counts);
        var column = _rows.LastColumn;
        ref var to = ref MemoryMarshal.GetReference(column);
        ref var recent = ref MemoryMarshal.GetArrayDataReference(_recent);
        ref var counts = ref MemoryMarshal.GetArrayDataReference(_counts);
        var end = _symbolCount - 1;
        var length = 0;
        var run = 0;
        var weight = 1;
        for (var group = 0; group < _selectorCount; group++)
        {
            if (bits.Overrun) return -1;
            var code = _codes[_selectors[group]];
            ref var quick = ref MemoryMarshal.GetReference(code.Quick);
            for (var left = Bzip2Format.GroupSize; left > 0; left--)
            {
                if (bits.Ready < Bzip2Format.MaxCodeBits) bits.Fill();
                int symbol = Unsafe.Add(ref quick, bits.Peek(Bzip2Huffman.QuickBits));
                var codeBits = symbol & 31;
                symbol >>= 5;
                if (codeBits == 0)
                {
                    symbol = code.DecodeLong(bits.Peek(Bzip2Format.MaxCodeBits), out codeBits);
                    if (symbol == Bzip2Huffman.NoCode) return -1;
                }
                bits.Skip(codeBits);
                if (symbol <= LastRunDigit)
                {
                    // A run is a number in digits 1 and 2.
                    run += weight << symbol;
                    weight <<= 1;
                    if (run > Bzip2Format.MaxBlock) return -1;
                    continue;
                }
                if (run > 0)
                {
                    if (run > Bzip2Format.MaxBlock - length) return -1;
                    column.Slice(length, run).Fill(recent);
                    Unsafe.Add(ref counts, recent) += run;
                    length += run;
                    run = 0;
                    weight = 1;
                }
                if (symbol == end) return length;
                if (length == Bzip2Format.MaxBlock) return -1;
                var value = ToFront(ref recent, symbol - 1);
                Unsafe.Add(ref to, length++) = value;
                Unsafe.Add(ref counts, value)++;
            }
        }
        return -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte ToFront(ref byte recent, int place)
    {
        var value = Unsafe.Add(ref recent, place);
        if (place < 16)
        {
            for (var i = place; i > 0; i--) Unsafe.Add(ref recent, i) = Unsafe.Add(ref recent, i - 1);
        }
        else
        {
            MemoryMarshal.CreateSpan(ref recent, place).CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref recent, 1), place));
        }
        recent = value;
        return value;
    }
}
