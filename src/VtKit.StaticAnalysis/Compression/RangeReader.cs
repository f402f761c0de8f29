using System.Runtime.CompilerServices;

namespace VtKit.StaticAnalysis;

/// <summary>
/// Reads bits of which each was coded by how likely it is, in a run of packed bytes. What is learnt of a bit is its chance to be zero, which
/// the caller keeps.
/// </summary>
/// <param name="input">The packed bytes, and more of any kind behind them: nothing is read behind those unless a caller goes on behind the end.</param>
/// <param name="at">Where the next byte is.</param>
/// <param name="range">What is left of the range.</param>
/// <param name="code">Where in that the code lies.</param>
internal ref struct RangeReader(ReadOnlySpan<byte> input, int at, uint range, uint code)
{
    private const int ChanceBits = 11, Learning = 5;
    private const uint LowestRange = 1 << 24;

    /// <summary>Nothing is known: zero and one are equally likely.</summary>
    public const ushort Even = 1 << (ChanceBits - 1);

    private readonly ReadOnlySpan<byte> _input = input;

    public int At { get; private set; } = at;

    public uint Range { get; private set; } = range;

    public uint Code { get; private set; } = code;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Bit(ref ushort chance)
    {
        uint likely = chance;
        var bound = (Range >> ChanceBits) * likely;
        uint bit;
        if (Code < bound)
        {
            Range = bound;
            chance = (ushort)(likely + (((1 << ChanceBits) - likely) >> Learning));
            bit = 0;
        }
        else
        {
            Range -= bound;
            Code -= bound;
            chance = (ushort)(likely - (likely >> Learning));
            bit = 1;
        }
        Shift();
        return bit;
    }

    /// <summary>Reads a number of so many bits, the highest first; each has chances that depend on those before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Number(Span<ushort> chances, int bits)
    {
        var node = 1;
        for (var i = 0; i < bits; i++) node = (node << 1) | (int)Bit(ref chances[node]);
        return node - (1 << bits);
    }

    /// <summary>Reads a number of so many bits, the lowest first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Reversed(Span<ushort> chances, int bits)
    {
        int node = 1;
        uint value = 0;
        for (var i = 0; i < bits; i++)
        {
            var bit = Bit(ref chances[node]);
            node = (node << 1) | (int)bit;
            value |= bit << i;
        }
        return value;
    }

    /// <summary>Reads bits that are zero or one with equal chances.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Plain(int bits)
    {
        uint value = 0;
        for (var i = 0; i < bits; i++)
        {
            Range >>= 1;
            var isOne = Code >= Range;
            if (isOne) Code -= Range;
            value = (value << 1) | (isOne ? 1u : 0);
            Shift();
        }
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Shift()
    {
        if (Range >= LowestRange) return;
        Range <<= 8;
        Code = (Code << 8) | _input[At++];
    }
}
