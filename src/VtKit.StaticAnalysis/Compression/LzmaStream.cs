using System.Buffers.Binary;

namespace VtKit.StaticAnalysis;

/// <summary>The content of one run of LZMA, unpacked as it is read. Content that is damaged ends with <see cref="InvalidDataException"/>.</summary>
internal sealed class LzmaStream : ForwardStream
{
    /// <summary>How many bytes tell the model and the size of the dictionary.</summary>
    public const int PropertiesSize = 5;

    private readonly LzmaWindow _window = new();
    private readonly LzmaDecoder _decoder;
    private readonly PackedInput _input;
    private ulong _left;
    private bool _hasBegun;

    /// <param name="packed">The packed bytes, without a header.</param>
    /// <param name="properties">The model and the size of the dictionary, <see cref="PropertiesSize"/> bytes.</param>
    /// <param name="size">The unpacked size.</param>
    /// <exception cref="InvalidDataException">There is no such model.</exception>
    public LzmaStream(Stream packed, ReadOnlySpan<byte> properties, ulong size)
    {
        _input = new PackedInput(packed);
        _decoder = new LzmaDecoder(_window);
        _decoder.Reset(LzmaModel.Read(properties[0]));
        _window.Start(BinaryPrimitives.ReadUInt32LittleEndian(properties[1..]), size);
        _left = size;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_hasBegun) _decoder.Begin((await _input.TakeAsync(LzmaDecoder.LeadSize, cancellationToken).ConfigureAwait(false)).Span);
        _hasBegun = true;
        var wanted = (int)Math.Min((ulong)buffer.Length, _left);
        var count = 0;
        while (wanted > 0 && count == 0 && !_decoder.IsEnded)
        {
            await _input.FillAsync(LzmaDecoder.Margin, cancellationToken).ConfigureAwait(false);
            count = Decode(_window.Reserve(wanted));
            if (_input.IsExceeded) throw new InvalidDataException();
            _window.Advance(count).CopyTo(buffer.Span);
        }
        _left -= (ulong)count;
        return count;
    }

    private int Decode(int count)
    {
        var at = _input.At;
        count = _decoder.Decode(_input.Bytes, ref at, _input.Stop, count);
        _input.At = at;
        return count;
    }
}
