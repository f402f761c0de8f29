namespace VtKit;

/// <summary>
/// The texts of a tar archive, one after the other, each ending with a line break. After damage it looks for the next header; what
/// comes before that still belongs to some text.
/// </summary>
internal sealed class TarSource(IPackedSource archive) : IPackedSource
{
    private const int BlockSize = 512;
    private const int WindowSize = 64 * 1024;
    private const int MagicAt = 257;

    // What was read and not yet used, between two places of the window.
    private readonly byte[] _window = new byte[WindowSize];
    private int _from;
    private int _to;
    private bool _atEnd;
    // Damage that lies after what is in the window.
    private PackedDamage? _ahead;
    private bool _lost;
    private bool _inText;
    private long _left;
    private long _skip;
    private long _padding;
    private byte _last = (byte)'\n';

    public PackedDamage? Damage { get; private set; }

    public async ValueTask<int> ReadAsync(Memory<byte> to, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Enough to tell a header, or what comes before damage, or the end.
            while (!_atEnd && _ahead is null && _to - _from < BlockSize) await FillAsync(cancellationToken).ConfigureAwait(false);
            if (_from == _to && _ahead is not null) return Report();
            if (_lost)
            {
                var written = WriteUntilHeader(to.Span);
                if (written > 0) return written;
                if (_lost && _from == _to && _atEnd) return 0;
                continue;
            }
            if (_skip > 0)
            {
                var skipped = (int)Math.Min(_skip, _to - _from);
                if (skipped == 0) return CutShort();
                _from += skipped;
                _skip -= skipped;
                continue;
            }
            if (_left > 0)
            {
                var length = (int)Math.Min(Math.Min(_left, _to - _from), to.Length);
                if (length == 0) return CutShort();
                _left -= length;
                return Write(_window.AsSpan(_from, length), to.Span);
            }
            if (_inText && _last != '\n') return Write("\n"u8, to.Span, moves: false);
            if (_inText)
            {
                (_inText, _skip) = (false, _padding);
                continue;
            }
            if (_to == _from) return 0;
            if (_to - _from < BlockSize && _ahead is not null)
            {
                _from = _to;
                continue;
            }
            if (_to - _from < BlockSize) return CutShort();
            if (ReadHeader(_window.AsSpan(_from, BlockSize))) _from += BlockSize;
            else return Broken("its next header is wrong");
        }
    }

    public ValueTask DisposeAsync() => archive.DisposeAsync();

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_from > 0)
        {
            _window.AsSpan(_from, _to - _from).CopyTo(_window);
            (_from, _to) = (0, _to - _from);
        }
        var read = await archive.ReadAsync(_window.AsMemory(_to), cancellationToken).ConfigureAwait(false);
        if (read == IPackedSource.Damaged) _ahead = archive.Damage;
        else _to += read;
        _atEnd = read == 0;
    }

    private int Report()
    {
        Damage = _ahead;
        _ahead = null;
        _lost |= Damage!.LosesBytes;
        return IPackedSource.Damaged;
    }

    private int Write(ReadOnlySpan<byte> bytes, Span<byte> to, bool moves = true)
    {
        bytes.CopyTo(to);
        _last = bytes[^1];
        if (moves) _from += bytes.Length;
        return bytes.Length;
    }

    private int CutShort()
    {
        _from = _to;
        (_skip, _left, _inText, _padding) = (0, 0, false, 0);
        Damage = new PackedDamage(null, "the archive ends in the middle of a file", IsCutShort: true);
        return IPackedSource.Damaged;
    }

    private int Broken(string problem)
    {
        _lost = true;
        Damage = new PackedDamage(null, $"the archive is broken: {problem}");
        return IPackedSource.Damaged;
    }

    // Texts hold no zero bytes: those that are here fill up a block, or end the archive.
    private int WriteUntilHeader(Span<byte> to)
    {
        var bytes = _window.AsSpan(_from, _to - _from);
        var header = FindHeader(bytes);
        // The last block may be the beginning of a header.
        var usable = header >= 0 ? header : _atEnd || _ahead is not null ? bytes.Length : Math.Max(0, bytes.Length - BlockSize + 1);
        var written = 0;
        var used = 0;
        for (; used < usable && written < to.Length; used++)
            if (bytes[used] != 0)
                to[written++] = bytes[used];
        _from += used;
        if (written > 0) _last = to[written - 1];
        if (used == header) (_lost, _inText, _left, _skip, _padding) = (false, true, 0, 0, 0);
        return written;
    }

    private static int FindHeader(ReadOnlySpan<byte> bytes)
    {
        for (var at = MagicAt; at < bytes.Length;)
        {
            var found = bytes[at..].IndexOf("ustar"u8);
            if (found < 0) return -1;
            at += found;
            if (at - MagicAt + BlockSize <= bytes.Length && HasRightSum(bytes.Slice(at - MagicAt, BlockSize))) return at - MagicAt;
            at++;
        }
        return -1;
    }

    private bool ReadHeader(ReadOnlySpan<byte> header)
    {
        if (!header.ContainsAnyExcept((byte)0)) return true;
        if (!HasRightSum(header) || ReadNumber(header.Slice(124, 12)) is not { } size) return false;
        var padding = (BlockSize - (size % BlockSize)) % BlockSize;
        // Regular files; all else (folders, links, and names too long for a header) is passed over.
        if (header[156] is 0 or (byte)'0' or (byte)'7') (_inText, _left, _skip) = (true, size, 0);
        else (_inText, _left, _skip) = (false, 0, size + padding);
        _padding = padding;
        return true;
    }

    private static bool HasRightSum(ReadOnlySpan<byte> header)
    {
        if (ReadNumber(header.Slice(148, 8)) is not { } said) return false;
        long sum = 8 * ' ';
        for (var i = 0; i < header.Length; i++)
            if (i is < 148 or >= 156)
                sum += header[i];
        return sum == said;
    }

    /// <summary>A number in octal digits, or, where the first bit says so, in bytes.</summary>
    private static long? ReadNumber(ReadOnlySpan<byte> field)
    {
        long value = 0;
        if ((field[0] & 0x80) != 0)
        {
            value = field[0] & 0x3f;
            foreach (var part in field[1..])
            {
                if (value >= 1L << 48) return null;
                value = (value << 8) | part;
            }
            return value;
        }
        field = field.Trim(" \0"u8);
        foreach (var digit in field)
        {
            if (digit is < (byte)'0' or > (byte)'7') return null;
            value = (value << 3) | (uint)(digit - '0');
        }
        return field.IsEmpty ? null : value;
    }
}
