using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace VtKit;

/// <summary>
/// Reads bits, the most significant first. Past the end it reads zeros and remembers: whoever reads asks for
/// <see cref="Overrun"/> from time to time, and not at every bit.
/// </summary>
internal ref struct Bzip2Bits
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly long _limit;
    private int _next;
    private ulong _window;
    private int _count;

    /// <param name="bytes">The bytes.</param>
    /// <param name="from">The first bit.</param>
    /// <param name="limit">The bit after the last.</param>
    public Bzip2Bits(ReadOnlySpan<byte> bytes, int from, long limit)
    {
        _bytes = bytes;
        _limit = limit;
        _next = from >> 3;
        Fill();
        Skip(from & 7);
    }

    /// <summary>The bit that is read next.</summary>
    public readonly long Position => (_next * 8L) - _count;

    /// <summary>Whether more was read than there is.</summary>
    public readonly bool Overrun => Position > _limit;

    /// <summary>Makes at least 56 bits ready to <see cref="Peek"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fill()
    {
        if (_next + 8 <= _bytes.Length)
        {
            _window |= BinaryPrimitives.ReadUInt64BigEndian(_bytes[_next..]) >> _count;
            _next += (63 - _count) >> 3;
            _count |= 56;
        }
        else
        {
            FillSlowly();
        }
    }

    /// <summary>How many bits are ready.</summary>
    public readonly int Ready => _count;

    /// <summary>The next bits, which stay.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly uint Peek(int bits) => (uint)(_window >> (64 - bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Skip(int bits)
    {
        _window <<= bits;
        _count -= bits;
    }

    /// <summary>Takes up to 32 bits, at least one.</summary>
    public uint Take(int bits)
    {
        if (_count < bits) Fill();
        var value = Peek(bits);
        Skip(bits);
        return value;
    }

    private void FillSlowly()
    {
        while (_count <= 56)
        {
            if (_next < _bytes.Length) _window |= (ulong)_bytes[_next] << (56 - _count);
            _next++;
            _count += 8;
        }
    }
}
