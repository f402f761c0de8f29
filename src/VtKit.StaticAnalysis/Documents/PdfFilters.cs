namespace VtKit.StaticAnalysis;

/// <summary>What the streams of a document may still unpack to, all layers of filters counted.</summary>
internal sealed class PdfBudget(long bytes)
{
    public long Left { get; set; } = bytes;
}

/// <summary>What is read through another stream, which it owns.</summary>
internal abstract class FilterStream(Stream inner) : ForwardStream
{
    protected Stream Inner => inner;

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>A layer between two filters: it ends the work on filters that give much and on whose output the next one gives nothing.</summary>
internal sealed class MeteredStream(Stream inner, PdfBudget budget) : FilterStream(inner)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await Inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        budget.Left -= read;
        if (budget.Left < 0) throw new InvalidDataException("The layers of filters unpack to too much.");
        cancellationToken.ThrowIfCancellationRequested();
        return read;
    }
}

/// <summary>
/// The packed bytes behind the header of zlib. The checksum at the other end is not looked at, because no program that shows documents does: a
/// wrong one would hide the content from us alone.
/// </summary>
internal sealed class ZlibBody(Stream inner) : FilterStream(inner)
{
    private bool _isBehindHeader;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_isBehindHeader)
        {
            _isBehindHeader = true;
            var header = new byte[2];
            var read = await Inner.ReadAtLeastAsync(header, 2, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            if (read == 2 && ((header[0] & 0xF) != 8 || (header[1] & 0x20) != 0)) throw new InvalidDataException("No header of zlib.");
        }
        return await Inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>Bytes written in hexadecimal or in base 85, up to the mark of their end.</summary>
internal sealed class AsciiStream(Stream inner, bool isHex) : FilterStream(inner)
{
    // Four characters of "z" give as many bytes each.
    private readonly byte[] _in = new byte[4096];
    private readonly byte[] _out = new byte[4 * 4096 + 4];
    private int _at;
    private int _count;
    private long _group;
    private int _digits;
    private bool _isAtEnd;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_at == _count && !_isAtEnd)
        {
            _at = _count = 0;
            var read = await Inner.ReadAsync(_in, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < read && !_isAtEnd; i++) Take(_in[i]);
            if (read == 0 || _isAtEnd) End();
        }
        var given = Math.Min(buffer.Length, _count - _at);
        _out.AsMemory(_at, given).CopyTo(buffer);
        _at += given;
        return given;
    }

    private void Take(byte value)
    {
        if (value == (isHex ? '>' : '~')) _isAtEnd = true;
        else if (isHex && char.IsAsciiHexDigit((char)value))
        {
            _group = _group << 4 | (byte)(value <= '9' ? value - '0' : (value | 0x20) - 'a' + 10);
            if (++_digits == 2) Give(1);
        }
        else if (!isHex && value == 'z' && _digits == 0) Give(4);
        else if (!isHex && value is >= (byte)'!' and <= (byte)'u')
        {
            _group = _group * 85 + (value - '!');
            if (++_digits == 5) Give(4);
        }
    }

    /// <summary>A group that was not filled is filled up: of n digits to the base of 85 there are n - 1 bytes.</summary>
    private void End()
    {
        _isAtEnd = true;
        if (isHex && _digits == 1)
        {
            _group <<= 4;
            Give(1);
        }
        if (isHex || _digits < 2) return;
        var bytes = _digits - 1;
        for (; _digits < 5; _digits++) _group = _group * 85 + 84;
        Give(4);
        _count -= 4 - bytes;
    }

    private void Give(int bytes)
    {
        for (var shift = 8 * (bytes - 1); shift >= 0; shift -= 8) _out[_count++] = (byte)(_group >> shift);
        _group = 0;
        _digits = 0;
    }
}

/// <summary>Undoes the predictors of PNG: each row has in front of it how it differs from its neighbours.</summary>
/// <param name="inner">The rows.</param>
/// <param name="columns">Bytes of a row.</param>
/// <param name="step">Bytes from one pixel to the next.</param>
/// <seealso href="https://www.w3.org/TR/png/#9Filters"/>
internal sealed class PredictedStream(Stream inner, int columns, int step) : FilterStream(inner)
{
    private readonly byte[] _row = new byte[columns + 1];
    private byte[] _done = new byte[columns];
    private byte[] _above = new byte[columns];
    private int _at;
    private int _count;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_at == _count)
        {
            _at = 0;
            _count = Math.Max(0, await Inner.ReadAtLeastAsync(_row, _row.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) - 1);
            (_above, _done) = (_done, _above);
            Undo();
        }
        var given = Math.Min(buffer.Length, _count - _at);
        _done.AsMemory(_at, given).CopyTo(buffer);
        _at += given;
        return given;
    }

    private void Undo()
    {
        for (var i = 0; i < _count; i++)
        {
            int left = i < step ? 0 : _done[i - step], above = _above[i], corner = i < step ? 0 : _above[i - step];
            var predicted = _row[0] switch { 1 => left, 2 => above, 3 => (left + above) / 2, 4 => Paeth(left, above, corner), _ => 0 };
            _done[i] = (byte)(_row[i + 1] + predicted);
        }
    }

    private static int Paeth(int left, int above, int corner)
    {
        int byLeft = Math.Abs(above - corner), byAbove = Math.Abs(left - corner), byCorner = Math.Abs(left + above - 2 * corner);
        return byLeft <= byAbove && byLeft <= byCorner ? left : byAbove <= byCorner ? above : corner;
    }
}
