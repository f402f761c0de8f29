using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace VtKit;

/// <summary>
/// Undoes the Burrows-Wheeler transform. The sorted rows of a block form a list, each with its byte and the number of the row that
/// follows; walking it waits for memory at every step. So the list is cut at many rows and several parts are walked at the same time,
/// in turns; afterwards the parts are put together in the order in which they follow each other.
/// </summary>
internal sealed class Bzip2Rows
{
    // Entries have 20 bits of row and 8 of byte; this bit says that a part begins here.
    private const uint Begins = 0x8000_0000;
    private const int Lanes = 8;
    private const int MaxParts = 256;
    private const int PieceSize = 1024;
    private const int TooShortToCut = 8 * PieceSize;
    private const int MaxPieces = (Bzip2Format.MaxBlock / PieceSize) + MaxParts + Lanes + 4;
    /// <summary>Room for every piece and for the lanes that have nothing to do.</summary>
    public const int ScratchSize = MaxPieces * PieceSize;

    private readonly uint[] _entries = new uint[Bzip2Format.MaxBlock + 1];
    private readonly byte[] _scratch = new byte[ScratchSize];
    private readonly int[] _pieceLength = new int[MaxPieces];
    private readonly int[] _pieceAfter = new int[MaxPieces];
    private readonly int[] _firstPiece = new int[MaxParts + 1];
    private readonly int[] _rowAfter = new int[MaxParts + 1];
    private int _pieces;

    /// <summary>Where the last column is put before <see cref="Restore"/>.</summary>
    public Span<byte> LastColumn => _scratch.AsSpan(0, Bzip2Format.MaxBlock);

    /// <summary>Writes the block.</summary>
    /// <param name="counts">How often each byte stands in the last column.</param>
    /// <param name="start">The row that the block begins at.</param>
    /// <param name="block">The block; as long as the last column.</param>
    public void Restore(ReadOnlySpan<int> counts, int start, Span<byte> block)
    {
        Link(counts, block.Length);
        if (block.Length < TooShortToCut) WalkWhole(start, block);
        else WalkParts(start, block);
    }

    private void Link(ReadOnlySpan<int> counts, int length)
    {
        Span<int> next = stackalloc int[256];
        var sum = 0;
        for (var value = 0; value < 256; value++)
        {
            next[value] = sum;
            sum += counts[value];
        }
        // The counts are those of the column, so that every place is below its length.
        ref var entries = ref MemoryMarshal.GetArrayDataReference(_entries);
        ref var places = ref MemoryMarshal.GetReference(next);
        var column = _scratch.AsSpan(0, length);
        for (var row = 0; row < column.Length; row++)
        {
            var value = column[row];
            Unsafe.Add(ref entries, Unsafe.Add(ref places, value)++) = ((uint)row << 8) | value;
        }
    }

    private void WalkWhole(int start, Span<byte> block)
    {
        var row = start;
        for (var i = 0; i < block.Length; i++)
        {
            var entry = _entries[row];
            block[i] = (byte)entry;
            row = (int)(entry >> 8);
        }
    }

    private void WalkParts(int start, Span<byte> block)
    {
        var stride = (block.Length + MaxParts - 1) / MaxParts;
        var parts = (block.Length + stride - 1) / stride;
        for (var part = 0; part < parts; part++) _entries[part * stride] |= Begins;
        // The start has a part of its own, where it is not the beginning of one already.
        var startPart = start % stride == 0 ? start / stride : parts;
        if (startPart == parts) _entries[start] |= Begins;
        _pieces = 1;

        Span<uint> rows = stackalloc uint[Lanes];
        Span<int> bases = stackalloc int[Lanes];
        Span<int> lanePiece = stackalloc int[Lanes];
        Span<int> lanePart = stackalloc int[Lanes];
        Span<int> begun = stackalloc int[Lanes];
        var nextPart = 0;
        var total = startPart == parts ? parts + 1 : parts;
        var active = 0;
        var at = 0;
        // A lane that has nothing to do stays on a row of its own that follows itself, and writes into a piece that nobody reads.
        _entries[block.Length] = (uint)block.Length << 8;
        for (var lane = 0; lane < Lanes; lane++) lanePart[lane] = -1;
        var limit = 0;
        while (true)
        {
            limit = int.MaxValue;
            for (var lane = 0; lane < Lanes; lane++)
            {
                if (lanePart[lane] < 0 && nextPart < total)
                {
                    // Begin a part: its first byte is written here, past the mark.
                    var row = nextPart == parts ? start : nextPart * stride;
                    lanePart[lane] = nextPart++;
                    active++;
                    var piece = NewPiece();
                    _firstPiece[lanePart[lane]] = piece;
                    lanePiece[lane] = piece;
                    var entry = _entries[row] & ~Begins;
                    _scratch[piece * PieceSize] = (byte)entry;
                    rows[lane] = entry >> 8;
                    bases[lane] = (piece * PieceSize) + 1 - at;
                    begun[lane] = at - 1;
                }
                else if (lanePart[lane] < 0)
                {
                    rows[lane] = (uint)block.Length;
                    bases[lane] = -at;
                    begun[lane] = at;
                }
                else if (at - begun[lane] == PieceSize)
                {
                    var piece = NewPiece();
                    _pieceLength[lanePiece[lane]] = PieceSize;
                    _pieceAfter[lanePiece[lane]] = piece;
                    lanePiece[lane] = piece;
                    bases[lane] = (piece * PieceSize) - at;
                    begun[lane] = at;
                }
                limit = Math.Min(limit, begun[lane] + PieceSize);
            }
            if (active == 0) break;
            at = Step(rows, bases, at, limit);
            for (var lane = 0; lane < Lanes; lane++)
            {
                if (lanePart[lane] < 0 || (int)_entries[rows[lane]] >= 0) continue;
                _pieceLength[lanePiece[lane]] = at - begun[lane];
                _pieceAfter[lanePiece[lane]] = 0;
                _rowAfter[lanePart[lane]] = (int)rows[lane];
                lanePart[lane] = -1;
                active--;
            }
        }
        Join(startPart, parts, stride, start, block);
    }

    /// <summary>Walks all lanes until one of them comes to where a part begins, or to the limit.</summary>
    private int Step(Span<uint> rows, ReadOnlySpan<int> bases, int at, int limit)
    {
        ref var entries = ref MemoryMarshal.GetArrayDataReference(_entries);
        ref var to = ref MemoryMarshal.GetArrayDataReference(_scratch);
        uint r0 = rows[0], r1 = rows[1], r2 = rows[2], r3 = rows[3], r4 = rows[4], r5 = rows[5], r6 = rows[6], r7 = rows[7];
        ref var b0 = ref Unsafe.Add(ref to, bases[0] + at);
        ref var b1 = ref Unsafe.Add(ref to, bases[1] + at);
        ref var b2 = ref Unsafe.Add(ref to, bases[2] + at);
        ref var b3 = ref Unsafe.Add(ref to, bases[3] + at);
        ref var b4 = ref Unsafe.Add(ref to, bases[4] + at);
        ref var b5 = ref Unsafe.Add(ref to, bases[5] + at);
        ref var b6 = ref Unsafe.Add(ref to, bases[6] + at);
        ref var b7 = ref Unsafe.Add(ref to, bases[7] + at);
        var step = 0;
        for (var steps = limit - at; step < steps; step++)
        {
            var e0 = Unsafe.Add(ref entries, r0);
            var e1 = Unsafe.Add(ref entries, r1);
            var e2 = Unsafe.Add(ref entries, r2);
            var e3 = Unsafe.Add(ref entries, r3);
            var e4 = Unsafe.Add(ref entries, r4);
            var e5 = Unsafe.Add(ref entries, r5);
            var e6 = Unsafe.Add(ref entries, r6);
            var e7 = Unsafe.Add(ref entries, r7);
            if ((int)(e0 | e1 | e2 | e3 | e4 | e5 | e6 | e7) < 0) break;
            Unsafe.Add(ref b0, step) = (byte)e0;
            Unsafe.Add(ref b1, step) = (byte)e1;
            Unsafe.Add(ref b2, step) = (byte)e2;
            Unsafe.Add(ref b3, step) = (byte)e3;
            Unsafe.Add(ref b4, step) = (byte)e4;
            Unsafe.Add(ref b5, step) = (byte)e5;
            Unsafe.Add(ref b6, step) = (byte)e6;
            Unsafe.Add(ref b7, step) = (byte)e7;
            r0 = e0 >> 8;
            r1 = e1 >> 8;
            r2 = e2 >> 8;
            r3 = e3 >> 8;
            r4 = e4 >> 8;
            r5 = e5 >> 8;
            r6 = e6 >> 8;
            r7 = e7 >> 8;
        }
        rows[0] = r0;
        rows[1] = r1;
        rows[2] = r2;
        rows[3] = r3;
        rows[4] = r4;
        rows[5] = r5;
        rows[6] = r6;
        rows[7] = r7;
        return at + step;
    }

    private int NewPiece() => _pieces++;

    // A block that repeats itself has rows that follow each other in several rings: then the one of the start is gone round until the block is full.
    private void Join(int startPart, int parts, int stride, int start, Span<byte> block)
    {
        var written = 0;
        for (var part = startPart; written < block.Length;)
        {
            for (var piece = _firstPiece[part]; piece != 0 && written < block.Length; piece = _pieceAfter[piece])
            {
                var length = Math.Min(_pieceLength[piece], block.Length - written);
                _scratch.AsSpan(piece * PieceSize, length).CopyTo(block[written..]);
                written += length;
            }
            var row = _rowAfter[part];
            part = row % stride == 0 ? row / stride : parts;
        }
    }
}
