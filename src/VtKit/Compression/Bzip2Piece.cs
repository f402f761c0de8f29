using System.Buffers;

namespace VtKit;

/// <summary>What a mark in the stream, or its absence at the beginning, stands for.</summary>
internal enum Bzip2Mark
{
    /// <summary>The bytes before the first mark: the header.</summary>
    None,

    Block,
    End,
}

/// <summary>
/// A stretch of the compressed stream, from one mark to the next. Its first byte holds the mark's first bit. It may be no piece of its
/// own at all: what looks like a mark can be the inside of a block.
/// </summary>
internal sealed class Bzip2Piece(Bzip2Mark mark, long startBit, long endBit, bool isLast, byte[] bytes, int length)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[]? _bytes = bytes;
    private byte[]? _block;
    private Bzip2Memory? _memory;

    public Bzip2Mark Mark { get; } = mark;

    /// <summary>Where it begins in the stream, in bits.</summary>
    public long StartBit { get; } = startBit;

    /// <summary>Where the next mark begins, or the stream ends.</summary>
    public long EndBit { get; } = endBit;

    /// <summary>Whether the stream ends with it.</summary>
    public bool IsLast { get; } = isLast;

    /// <summary>The bytes; they may end before the piece does, where it is longer than a block can be.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, length);

    /// <summary>How decoding ended.</summary>
    public Bzip2Result Result { get; private set; } = Bzip2Result.Damaged;

    /// <summary>What is wrong with it.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>The checksum that the block gives.</summary>
    public uint Crc { get; private set; }

    /// <summary>The bit of the stream after the block, where it is whole.</summary>
    public long BlockEndBit { get; private set; }

    /// <summary>The block before its runs are spread, where it is whole.</summary>
    public ReadOnlyMemory<byte> Block { get; private set; }

    /// <summary>Completes when the piece is decoded.</summary>
    public Task Done => _done.Task;

    /// <summary>Decodes it as a block. Never throws: what is wrong shows in <see cref="Done"/>.</summary>
    public void Decode(Bzip2Block decoder, Bzip2Memory memory)
    {
        _memory = memory;
        try
        {
            var from = (int)(StartBit & 7);
            var limit = Math.Min(EndBit - StartBit + from, length * 8L);
            Result = decoder.Decode(Bytes, from + Bzip2Format.MarkBits, limit, () => _block = memory.TakeBlock());
            Problem = decoder.Problem;
            Crc = decoder.Crc;
            BlockEndBit = StartBit - from + decoder.End;
            if (Result == Bzip2Result.Whole) Block = _block.AsMemory(0, decoder.Length);
        }
        catch (Exception e)
        {
            _done.TrySetException(e);
        }
        _done.TrySetResult();
    }

    /// <summary>This piece and those after it as one, as far as a block can reach.</summary>
    public Bzip2Piece JoinedWith(IReadOnlyCollection<Bzip2Piece> following)
    {
        var size = (int)Math.Min(Bzip2Format.MaxCompressedBlock, length + following.Sum(piece => (long)piece.Bytes.Length));
        var joined = ArrayPool<byte>.Shared.Rent(size);
        Bytes.CopyTo(joined);
        var filled = length;
        var (end, last) = (EndBit, IsLast);
        foreach (var piece in following)
        {
            // The byte that holds the border is in both.
            var next = piece.Bytes[((piece.StartBit & 7) == 0 ? 0 : 1)..];
            next = next[..Math.Min(next.Length, size - filled)];
            next.CopyTo(joined.AsSpan(filled));
            filled += next.Length;
            (end, last) = (piece.EndBit, piece.IsLast);
        }
        return new Bzip2Piece(Mark, StartBit, end, last, joined, filled);
    }

    /// <summary>Gives back what it holds. Only once it is decoded, or was never going to be.</summary>
    public void Release()
    {
        if (_bytes is not null) ArrayPool<byte>.Shared.Return(_bytes);
        if (_block is not null) _memory!.Return(_block);
        _bytes = null;
        _block = null;
        Block = default;
    }
}
