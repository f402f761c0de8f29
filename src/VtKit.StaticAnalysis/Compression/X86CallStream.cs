using System.Buffers.Binary;
using System.Numerics;

namespace VtKit.StaticAnalysis;

/// <summary>
/// Undoes what packers do to programs for x86 before they pack them (the filter BCJ): the targets of calls and jumps, made absolute so that those to one place are alike, are made relative again.
/// </summary>
internal sealed class X86CallStream(Stream filtered) : ForwardStream
{
    private const int BlockSize = 1 << 15;

    /// <summary>An opcode and its target.</summary>
    private const int CallSize = 5;

    private readonly byte[] _block = new byte[BlockSize];

    // What is done and not yet read, what is read and not yet done.
    private int _start, _done, _end;
    private uint _position;

    // Which of the three bytes before were opcodes whose target was left as it was; the nearest is the lowest bit.
    private int _left;
    private bool _isAtEnd;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_start == _done && !(_isAtEnd && _done == _end)) await FillAsync(cancellationToken).ConfigureAwait(false);
        var count = Math.Min(buffer.Length, _done - _start);
        _block.AsSpan(_start, count).CopyTo(buffer.Span);
        _start += count;
        return count;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        _block.AsSpan(_done, _end - _done).CopyTo(_block);
        _end -= _done;
        (_start, _done) = (0, 0);
        var read = await filtered.ReadAsync(_block.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _isAtEnd = read == 0;
        _end += read;
        // The last four bytes cannot begin a call.
        _done = _isAtEnd ? _end : Convert(_block.AsSpan(0, _end), _position);
        _position += (uint)_done;
    }

    /// <summary>Undoes as much as can be undone without knowing what follows, and says how much that is.</summary>
    private int Convert(Span<byte> block, uint position)
    {
        var i = 0;
        while (i <= block.Length - CallSize)
        {
            var isOpcode = (block[i] & 0xFE) == 0xE8;
            if (isOpcode && IsTarget(block[i..]))
            {
                var target = block.Slice(i + 1, sizeof(uint));
                BinaryPrimitives.WriteUInt32LittleEndian(target, Relative(BinaryPrimitives.ReadUInt32LittleEndian(target), position + (uint)i + CallSize));
                i += CallSize;
                _left = 0;
                continue;
            }
            _left = ((_left << 1) | (isOpcode ? 1 : 0)) & 7;
            i++;
        }
        return i;
    }

    // What was left as it was overlaps this target: then the bytes that both share decide.
    private bool IsTarget(ReadOnlySpan<byte> call) =>
        IsSign(call[CallSize - 1]) && (_left == 0 || (BitOperations.IsPow2(_left) && !IsSign(call[CallSize - 1 - Overlap])));

    private int Overlap => BitOperations.Log2((uint)_left) + 1;

    private uint Relative(uint absolute, uint next)
    {
        var relative = absolute - next;
        if (_left != 0)
        {
            // The shared byte must not look like the end of a target, or the packer had turned its bits. Once is enough: turned, it is the complement of the byte that IsTarget has seen.
            var shift = 32 - (8 * Overlap);
            if (IsSign((byte)(relative >> (shift - 8)))) relative = (relative ^ ((1u << shift) - 1)) - next;
        }
        // Targets have 25 bits, of which the highest is the sign.
        return (uint)((int)(relative << 7) >> 7);
    }

    private static bool IsSign(byte value) => value is 0 or 0xFF;
}
