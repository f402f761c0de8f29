using System.Buffers;
using System.Buffers.Binary;

namespace VtKit;

/// <summary>Cuts a compressed stream at its marks, which stand at any bit, as it arrives.</summary>
internal sealed class Bzip2Splitter(Stream source) : IDisposable
{
    private const int ReadSize = 64 * 1024;
    private const int BufferSize = 4 * ReadSize;
    // A mark covers at least five bytes whole, so that one of every four places of two bytes lies in it.
    private const int Stride = 4;
    private const int MarkBytes = 7;
    private static readonly ulong[] Likely = MakeLikely();

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    // The stream's place of the buffer's first byte; where in the buffer the current piece begins, and where it is filled to.
    private long _bufferStart;
    private int _start;
    private int _length;
    // The beginning of a piece that is longer than a block can be.
    private byte[]? _overlong;
    private int _overlongLength;
    private long _pieceBit;
    private Bzip2Mark _mark = Bzip2Mark.None;
    private int _scan = Stride;
    private bool _atEnd;
    private bool _finished;

    /// <summary>The next piece, or null after the last.</summary>
    public async ValueTask<Bzip2Piece?> NextAsync(CancellationToken cancellationToken)
    {
        while (!_finished)
        {
            if (FindMark(out var bit, out var mark)) return CutAt(bit, mark);
            if (_atEnd)
            {
                _finished = true;
                var end = (_bufferStart + _length) * 8;
                return end == 0 ? null : MakePiece(end, _length, _length);
            }
            MakeRoom();
            var read = await source.ReadAsync(_buffer.AsMemory(_length, Math.Min(ReadSize, _buffer.Length - _length)), cancellationToken).ConfigureAwait(false);
            _length += read;
            _atEnd = read == 0;
        }
        return null;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        if (_overlong is not null) ArrayPool<byte>.Shared.Return(_overlong);
        _buffer = [];
        _overlong = null;
        _finished = true;
    }

    private bool FindMark(out long bit, out Bzip2Mark mark)
    {
        var bytes = _buffer.AsSpan(0, _length);
        ReadOnlySpan<ulong> likely = Likely;
        for (; _scan + MarkBytes < bytes.Length || (_atEnd && _scan + 1 < bytes.Length); _scan += Stride)
        {
            var pair = BinaryPrimitives.ReadUInt16BigEndian(bytes[_scan..]);
            if ((likely[pair >> 6] & (1UL << (pair & 63))) != 0 && Verify(bytes, out bit, out mark)) return true;
        }
        (bit, mark) = (0, Bzip2Mark.None);
        return false;
    }

    // The pair at the scan may be any of the bytes 1 to 5 of a mark: tries them, the earliest first.
    private bool Verify(ReadOnlySpan<byte> bytes, out long bit, out Bzip2Mark mark)
    {
        for (var first = _scan - Stride; first < _scan; first++)
        {
            if (first < _start) continue;
            var window = WindowAt(bytes, first);
            for (var shift = 0; shift < 8; shift++)
            {
                var value = (window >> (8 - shift)) & ((1UL << Bzip2Format.MarkBits) - 1);
                if (value is not (Bzip2Format.BlockMark or Bzip2Format.EndMark)) continue;
                bit = ((_bufferStart + first) * 8) + shift;
                mark = value == Bzip2Format.BlockMark ? Bzip2Mark.Block : Bzip2Mark.End;
                if (bit > _pieceBit || (bit == 0 && _mark == Bzip2Mark.None)) return bit + Bzip2Format.MarkBits <= (_bufferStart + bytes.Length) * 8;
            }
        }
        (bit, mark) = (0, Bzip2Mark.None);
        return false;
    }

    private static ulong WindowAt(ReadOnlySpan<byte> bytes, int first)
    {
        ulong window = 0;
        for (var i = 0; i < MarkBytes; i++) window = (window << 8) | (first + i < bytes.Length ? bytes[first + i] : (byte)0);
        return window;
    }

    private Bzip2Piece CutAt(long bit, Bzip2Mark mark)
    {
        var piece = MakePiece(bit, (int)(((bit + 7) >> 3) - _bufferStart), (int)((bit >> 3) - _bufferStart));
        (_pieceBit, _mark) = (bit, mark);
        return piece;
    }

    /// <summary>Makes the piece up to a bit: the buffer up to a place, of which the part from another place stays for the next piece.</summary>
    private Bzip2Piece MakePiece(long endBit, int upTo, int keepFrom)
    {
        var length = upTo - _start;
        var kept = _length - keepFrom;
        byte[] bytes;
        if (_overlong is not null)
        {
            (bytes, length) = (_overlong, _overlongLength);
            _overlong = null;
        }
        else if (_start == 0 && length >= kept)
        {
            // The larger part is handed over, the smaller one copied.
            bytes = _buffer;
            _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(BufferSize, kept + ReadSize));
            bytes.AsSpan(keepFrom, kept).CopyTo(_buffer);
            Drop(keepFrom);
        }
        else
        {
            bytes = ArrayPool<byte>.Shared.Rent(length);
            _buffer.AsSpan(_start, length).CopyTo(bytes);
        }
        _start = (int)((endBit >> 3) - _bufferStart);
        return new Bzip2Piece(_mark, _pieceBit, endBit, _finished, bytes, length);
    }

    private void MakeRoom()
    {
        if (_buffer.Length - _length >= ReadSize) return;
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _length - _start).CopyTo(_buffer);
            Drop(_start);
            return;
        }
        if (_overlong is null && _length < Bzip2Format.MaxCompressedBlock)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
            return;
        }
        // Longer than a block can be: what comes is only looked through for the next mark.
        var from = _buffer;
        if (_overlong is null)
        {
            (_overlong, _overlongLength) = (_buffer, _length);
            _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        }
        var keepFrom = Math.Min(_scan - Stride, _length);
        from.AsSpan(keepFrom, _length - keepFrom).CopyTo(_buffer);
        Drop(keepFrom);
    }

    /// <summary>The buffer has lost its head.</summary>
    private void Drop(int head)
    {
        _bufferStart += head;
        _length -= head;
        _scan -= head;
        _start = Math.Max(0, _start - head);
    }

    private static ulong[] MakeLikely()
    {
        var likely = new ulong[65536 / 64];
        foreach (var mark in new[] { Bzip2Format.BlockMark, Bzip2Format.EndMark })
            for (var shift = 0; shift < 8; shift++)
                for (var place = 1; place <= Stride; place++)
                {
                    var pair = (int)(((mark << (8 - shift)) >> (8 * (MarkBytes - 2 - place))) & 0xffff);
                    likely[pair >> 6] |= 1UL << (pair & 63);
                }
        return likely;
    }
}
