using System.Buffers.Binary;

namespace VtKit.StaticAnalysis;

/// <summary>
/// The content of an xz file, unpacked as it is read: streams one after the other, each of blocks of LZMA2 with a checksum behind. Content that
/// is damaged ends with <see cref="InvalidDataException"/>.
/// </summary>
/// <seealso href="https://tukaani.org/xz/xz-file-format.txt"/>
internal sealed class XzStream : ForwardStream
{
    private const int HeaderSize = 12, MaxBlocks = 1 << 20;

    private readonly PackedInput _input;
    private readonly Lzma2Stream _content;
    private XzCheck? _check;
    private XzBlock? _block;
    private long _start;
    private ulong _size;
    private int _blocks;
    private bool _isEnded;

    public XzStream(Stream packed)
    {
        _input = new PackedInput(packed);
        _content = new Lzma2Stream(_input);
    }

    private static ReadOnlySpan<byte> Magic => [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0];

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0 && !_isEnded)
        {
            if (_check is null) _check = await StreamHeaderAsync(cancellationToken).ConfigureAwait(false);
            if (_block is null && !await BlockHeaderAsync(cancellationToken).ConfigureAwait(false))
            {
                await StreamEndAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }
            var read = await _content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            _size += (ulong)read;
            _check.Append(buffer.Span[..read]);
            if (read > 0) return read;
            await BlockEndAsync(_check, cancellationToken).ConfigureAwait(false);
        }
        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _check?.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask<XzCheck> StreamHeaderAsync(CancellationToken cancellationToken)
    {
        var header = (await _input.TakeAsync(HeaderSize, cancellationToken).ConfigureAwait(false)).Span;
        if (!header.StartsWith(Magic) || header[6] != 0 || header[7] > 15 || Crc32.Of(header[6..8]) != BinaryPrimitives.ReadUInt32LittleEndian(header[8..]))
            throw new InvalidDataException();
        return new XzCheck(header[7]);
    }

    /// <summary>Begins the next block, if what comes is one.</summary>
    private async ValueTask<bool> BlockHeaderAsync(CancellationToken cancellationToken)
    {
        _start = _input.Taken;
        int length = (await _input.TakeAsync(1, cancellationToken).ConfigureAwait(false)).Span[0];
        if (length == 0) return false;
        if (++_blocks > MaxBlocks) throw new LeftPackedException($"has more than {MaxBlocks} blocks: it is left out.");
        _input.At--;
        var block = XzBlock.Read((await _input.TakeAsync((length + 1) * 4, cancellationToken).ConfigureAwait(false)).Span);
        _content.Start(block.Dictionary, block.Size ?? ulong.MaxValue);
        (_block, _start, _size) = (block, _input.Taken, 0);
        return true;
    }

    private async ValueTask BlockEndAsync(XzCheck check, CancellationToken cancellationToken)
    {
        var packed = (ulong)(_input.Taken - _start);
        if (_block!.Size is { } size && size != _size || _block.PackedSize is { } known && known != packed) throw new InvalidDataException();
        await PaddingAsync(packed, cancellationToken).ConfigureAwait(false);
        if (!check.Fits((await _input.TakeAsync(check.Size, cancellationToken).ConfigureAwait(false)).Span)) throw new InvalidDataException();
        _block = null;
    }

    /// <summary>Passes over the list of blocks and what ends the stream, and looks for another one.</summary>
    private async ValueTask StreamEndAsync(CancellationToken cancellationToken)
    {
        // Two numbers of each block, which tell nothing that was not seen.
        var numbers = await NumberAsync(cancellationToken).ConfigureAwait(false);
        if (numbers > MaxBlocks) throw new InvalidDataException();
        for (var i = 0UL; i < 2 * numbers; i++) await NumberAsync(cancellationToken).ConfigureAwait(false);
        await PaddingAsync((ulong)(_input.Taken - _start), cancellationToken).ConfigureAwait(false);
        await _input.TakeAsync(4, cancellationToken).ConfigureAwait(false);
        if (!(await _input.TakeAsync(HeaderSize, cancellationToken).ConfigureAwait(false)).Span.EndsWith("YZ"u8)) throw new InvalidDataException();
        // Zeros may follow, and then another stream.
        while (await _input.FillAsync(4, cancellationToken).ConfigureAwait(false) && BinaryPrimitives.ReadUInt32LittleEndian(_input.Bytes[_input.At..]) == 0) _input.At += 4;
        _check?.Dispose();
        _check = null;
        _isEnded = !await _input.FillAsync(Magic.Length, cancellationToken).ConfigureAwait(false) || !_input.Bytes[_input.At..].StartsWith(Magic);
    }

    private async ValueTask<ulong> NumberAsync(CancellationToken cancellationToken)
    {
        var value = 0UL;
        for (var i = 0; i < 9; i++)
        {
            var next = (await _input.TakeAsync(1, cancellationToken).ConfigureAwait(false)).Span[0];
            value |= (next & 0x7FUL) << (7 * i);
            if (next < 0x80) return value;
        }
        throw new InvalidDataException();
    }

    /// <summary>Blocks and lists are filled up to four bytes.</summary>
    private async ValueTask PaddingAsync(ulong length, CancellationToken cancellationToken)
    {
        var padding = await _input.TakeAsync((int)(-(long)length & 3), cancellationToken).ConfigureAwait(false);
        if (padding.Span.ContainsAnyExcept((byte)0)) throw new InvalidDataException();
    }
}
