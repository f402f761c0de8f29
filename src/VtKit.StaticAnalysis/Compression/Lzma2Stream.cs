using System.Buffers.Binary;

namespace VtKit.StaticAnalysis;

/// <summary>
/// The content of one run of LZMA2, unpacked as it is read: chunks of LZMA, and of bytes as they are, of at most 64 KiB each as packed. Content
/// that is damaged ends with <see cref="InvalidDataException"/>.
/// </summary>
internal sealed class Lzma2Stream : ForwardStream
{
    private const int EndMark = 0, ForgettingCopy = 1, Copy = 2, FirstLzma = 0x80, FirstReset = 0xA0, FirstModel = 0xC0, FirstForgetting = 0xE0;
    private const int MaxDictionaryBits = 40;

    private readonly LzmaWindow _window = new();
    private readonly LzmaDecoder _decoder;
    private readonly PackedInput _input;
    private bool _needsForgetting, _needsModel, _isLzma, _isEnded;
    private int _left;
    private long _end;

    public Lzma2Stream(PackedInput input)
    {
        _input = input;
        _decoder = new LzmaDecoder(_window);
    }

    /// <summary>Begins a run.</summary>
    /// <param name="dictionary">The byte that tells the size of the dictionary.</param>
    /// <param name="size">The unpacked size, if it is known.</param>
    /// <exception cref="InvalidDataException">There is no such size.</exception>
    public void Start(byte dictionary, ulong size = ulong.MaxValue)
    {
        if (dictionary > MaxDictionaryBits) throw new InvalidDataException();
        _window.Start(dictionary == MaxDictionaryBits ? uint.MaxValue : (2UL | (dictionary & 1u)) << (dictionary / 2 + 11), size);
        _needsForgetting = _needsModel = true;
        _isEnded = false;
        _left = 0;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_left == 0 && !_isEnded) await ChunkAsync(cancellationToken).ConfigureAwait(false);
        if (_isEnded || buffer.Length == 0) return 0;
        var count = _window.Reserve(Math.Min(buffer.Length, _left));
        if (_isLzma) Decode(count);
        else
        {
            (await _input.TakeAsync(count, cancellationToken).ConfigureAwait(false)).CopyTo(_window.Bytes.AsMemory(_window.At));
            _decoder.Pass(count);
        }
        _window.Advance(count).CopyTo(buffer.Span);
        _left -= count;
        // A chunk takes the bytes that it says, neither more nor less.
        if (_isLzma && _left == 0 && (_input.Taken != _end || !_decoder.IsDone)) throw new InvalidDataException();
        return count;
    }

    private async ValueTask ChunkAsync(CancellationToken cancellationToken)
    {
        int control = (await _input.TakeAsync(1, cancellationToken).ConfigureAwait(false)).Span[0];
        if (control == EndMark)
        {
            _isEnded = true;
            return;
        }
        _isLzma = control >= FirstLzma;
        if (!_isLzma && control > Copy) throw new InvalidDataException();
        if (control is ForgettingCopy or >= FirstForgetting)
        {
            _window.Forget();
            _decoder.Restart();
            _needsForgetting = false;
            _needsModel = true;
        }
        if (_needsForgetting) throw new InvalidDataException();
        var sizes = await _input.TakeAsync(_isLzma ? 4 : 2, cancellationToken).ConfigureAwait(false);
        _left = BinaryPrimitives.ReadUInt16BigEndian(sizes.Span) + 1;
        if (!_isLzma) return;
        _left += (control & 0x1F) << 16;
        var packed = BinaryPrimitives.ReadUInt16BigEndian(sizes.Span[2..]) + 1;
        await BeginAsync(control, packed, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask BeginAsync(int control, int packed, CancellationToken cancellationToken)
    {
        if (control >= FirstModel)
        {
            var model = LzmaModel.Read((await _input.TakeAsync(1, cancellationToken).ConfigureAwait(false)).Span[0]);
            _decoder.Reset(model);
            _needsModel = false;
        }
        else if (_needsModel) throw new InvalidDataException();
        else if (control >= FirstReset) _decoder.Reset();
        // All of the chunk is at hand from here on.
        if (packed < LzmaDecoder.LeadSize || !await _input.FillAsync(packed, cancellationToken).ConfigureAwait(false)) throw new InvalidDataException();
        _end = _input.Taken + packed;
        _decoder.Begin((await _input.TakeAsync(LzmaDecoder.LeadSize, cancellationToken).ConfigureAwait(false)).Span);
    }

    private void Decode(int count)
    {
        var at = _input.At;
        var decoded = _decoder.Decode(_input.Bytes, ref at, at + (int)(_end - _input.Taken), count);
        _input.At = at;
        if (decoded < count || _input.Taken > _end) throw new InvalidDataException();
    }
}
