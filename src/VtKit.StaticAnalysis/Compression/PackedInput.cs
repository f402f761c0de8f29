namespace VtKit.StaticAnalysis;

/// <summary>Packed bytes as they come, with the next ones at hand.</summary>
internal sealed class PackedInput(Stream source)
{
    /// <summary>The most bytes that can be asked for at once.</summary>
    public const int MaxCount = 64 * 1024;

    private readonly byte[] _bytes = new byte[MaxCount + 2 * LzmaDecoder.Margin];
    private int _end;
    private bool _isAll;
    private long _before;

    /// <summary>What is at hand, and behind that anything.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Where in those the next byte is.</summary>
    public int At { get; set; }

    /// <summary>How many bytes were taken.</summary>
    public long Taken => _before + At;

    /// <summary>Where a decoder has to stop and ask for more; behind all that there is when there is no more.</summary>
    public int Stop => _isAll ? _end : _end - LzmaDecoder.Margin;

    /// <summary>Whether a decoder has read on behind the end.</summary>
    public bool IsExceeded => At > _end;

    /// <summary>Makes bytes available.</summary>
    /// <param name="count">How many.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>Whether there are as many.</returns>
    public async ValueTask<bool> FillAsync(int count, CancellationToken cancellationToken)
    {
        if (_end - At >= count) return true;
        Buffer.BlockCopy(_bytes, At, _bytes, 0, _end - At);
        (_before, _end, At) = (_before + At, _end - At, 0);
        while (_end < count && !_isAll)
        {
            // The room behind the last byte is the decoder's.
            var read = await source.ReadAsync(_bytes.AsMemory(_end, _bytes.Length - LzmaDecoder.Margin - _end), cancellationToken).ConfigureAwait(false);
            _isAll = read == 0;
            _end += read;
        }
        return _end >= count;
    }

    /// <summary>Takes the next bytes. They stay until the next call.</summary>
    /// <exception cref="InvalidDataException">There are fewer.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> TakeAsync(int count, CancellationToken cancellationToken)
    {
        if (!await FillAsync(count, cancellationToken).ConfigureAwait(false)) throw new InvalidDataException();
        At += count;
        return _bytes.AsMemory(At - count, count);
    }
}
