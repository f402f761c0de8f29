namespace VtKit;

/// <summary>
/// Reads a bzip2 stream, or several one after the other: blocks are decoded on all the workers' cores, and come out in order. Damage
/// is reported where it is, and reading goes on at the next block.
/// </summary>
internal sealed class Bzip2Reader : IPackedSource
{
    private const long Unknown = -1;

    private readonly Bzip2Pieces _pieces;
    private Bzip2Piece? _current;
    private Bzip2Runs _runs;
    // The bit at which the next mark has to stand, or a negative number while that is unknown.
    private long _expected = Unknown;
    private bool _complete = true;
    private bool _lostBlocks;
    private uint _crc;

    /// <summary>Begins to read.</summary>
    /// <param name="source">The compressed bytes. The stream stays the caller's; it is read ahead where there is more than one worker.</param>
    /// <param name="workers">Who decodes.</param>
    public Bzip2Reader(Stream source, Bzip2Workers workers) => _pieces = new Bzip2Pieces(source, workers);

    /// <inheritdoc/>
    public PackedDamage? Damage { get; private set; }

    /// <inheritdoc/>
    public async ValueTask<int> ReadAsync(Memory<byte> to, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_current is not null)
            {
                var written = _runs.Spread(to.Span);
                if (written > 0) return written;
                _current.Release();
                _current = null;
            }
            Damage = await AdvanceAsync(cancellationToken).ConfigureAwait(false);
            if (Damage is not null) return IPackedSource.Damaged;
            if (_current is null) return 0;
            _runs = new Bzip2Runs(_current.Block);
        }
    }

    /// <summary>Ends the reading, and gives back what it holds.</summary>
    public async ValueTask DisposeAsync()
    {
        _current?.Release();
        _current = null;
        await _pieces.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Goes to the next block, or to the end.</summary>
    /// <returns>What is wrong before it, or null.</returns>
    private async ValueTask<PackedDamage?> AdvanceAsync(CancellationToken cancellationToken)
    {
        while (_current is null && await _pieces.PeekAsync(cancellationToken).ConfigureAwait(false) is { } piece)
        {
            // What was lost lies before this piece, which is looked at again without expectations.
            if (_expected >= 0 && piece.StartBit > _expected) return Lost(_expected, "neither a block nor the end begins there");
            _pieces.Take();
            PackedDamage? damage = null;
            if (piece.Mark == Bzip2Mark.None) damage = ReadHeader(piece, 0);
            // What looks like a mark, and lies inside of a block that was read, is none.
            else if (piece.StartBit >= _expected) damage = piece.Mark == Bzip2Mark.Block ? await ReadBlockAsync(piece, cancellationToken).ConfigureAwait(false) : ReadEnd(piece);
            if (_current != piece) await _pieces.ReleaseAsync(piece).ConfigureAwait(false);
            if (damage is not null) return damage;
        }
        if (_current is not null || _complete || _expected < 0) return null;
        return Lost(_expected, "the stream ends there, without its end", isCutShort: true);
    }

    private async ValueTask<PackedDamage?> ReadBlockAsync(Bzip2Piece piece, CancellationToken cancellationToken)
    {
        _complete = false;
        var whole = await _pieces.DecodeAsync(piece, mayJoin: piece.StartBit == _expected, cancellationToken).ConfigureAwait(false);
        if (whole is not null)
        {
            _current = whole;
            _expected = whole.BlockEndBit;
            _crc = Bzip2Crc.Combine(_crc, whole.Crc);
            return null;
        }
        return piece.Result == Bzip2Result.Short
            ? Lost(piece.StartBit, "it is cut short", piece.IsLast)
            : Lost(piece.StartBit, piece.Problem);
    }

    private PackedDamage? ReadEnd(Bzip2Piece piece)
    {
        var bytes = piece.Bytes;
        var from = (int)(piece.StartBit & 7);
        if (piece.EndBit - piece.StartBit < Bzip2Format.EndBits) return Lost(piece.StartBit, "the stream ends there, in the middle of its end mark", piece.IsLast);
        var bits = new Bzip2Bits(bytes, from + Bzip2Format.MarkBits, bytes.Length * 8L);
        var crc = bits.Take(32);
        var wrong = !_lostBlocks && crc != _crc;
        var damage = ReadHeader(piece, (from + Bzip2Format.EndBits + 7) >> 3);
        // Every block was right by its own checksum, so nothing is lost that anyone knows of; but something may be missing.
        return wrong ? new PackedDamage(piece.StartBit, "the checksum of the whole stream is wrong, though each block agrees with its own", LosesBytes: false) : damage;
    }

    /// <summary>Reads the header of the next stream, or finds the end of all.</summary>
    private PackedDamage? ReadHeader(Bzip2Piece piece, int at)
    {
        (_crc, _lostBlocks) = (0, false);
        var rest = piece.Bytes[at..];
        var bit = (piece.StartBit & ~7L) + (at * 8L);
        _complete = rest.IsEmpty && piece.IsLast;
        _expected = bit + (rest.IsEmpty ? 0 : Bzip2Format.HeaderBytes * 8);
        if (_complete) return null;
        return Bzip2Format.IsHeader(rest)
            ? null
            : Lost(bit, bit == 0 ? "this is no bzip2" : "what follows the end of the stream is no bzip2", piece.IsLast && rest.Length < Bzip2Format.HeaderBytes);
    }

    private PackedDamage Lost(long bit, string problem, bool isCutShort = false)
    {
        _expected = Unknown;
        _lostBlocks = true;
        return new PackedDamage(bit, problem, isCutShort);
    }
}
