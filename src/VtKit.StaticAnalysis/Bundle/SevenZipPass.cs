namespace VtKit.StaticAnalysis;

/// <summary>
/// One way through the unpacked content of a folder, in which entries follow each other: forwards only, because nothing can be unpacked without
/// what stands before it. What is passed over counts against the limits like what is read.
/// </summary>
/// <param name="open">Opens the content.</param>
/// <param name="packedSize">Its size as packed.</param>
/// <param name="scope">The limits.</param>
/// <param name="pays">Whether what is passed over is taken from the budget: not by a second way through the same content.</param>
internal sealed class SevenZipPass(Func<Stream> open, ulong packedSize, AnalysisScope scope, bool pays) : IAsyncDisposable
{
    private byte[]? _passed;
    private Stream? _content;
    private ulong _at;

    /// <summary>Whether the content has ended in what cannot be: nothing follows.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Opens what stands at an offset, which is not before what was read.</summary>
    public Stream Open(ulong offset, ulong size) => new Run(this, offset, size);

    public ValueTask DisposeAsync() => _content?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async ValueTask<int> ReadAsync(ulong offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var isRead = false;
        try
        {
            while (_at < offset)
            {
                _passed ??= new byte[32 * 1024];
                var passed = await NextAsync(_passed.AsMemory(0, (int)Math.Min((ulong)_passed.Length, offset - _at)), cancellationToken).ConfigureAwait(false);
                if (passed == 0) throw new InvalidDataException();
                if (pays) scope.UnpackBudget -= passed;
                if (pays && scope.UnpackBudget < 0) throw new LeftPackedException($"was left out: all together unpack to more than {scope.UnpackLimit} bytes.");
            }
            var read = await NextAsync(buffer, cancellationToken).ConfigureAwait(false);
            isRead = true;
            return read;
        }
        finally
        {
            IsBroken |= !isRead;
        }
    }

    private async ValueTask<int> NextAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        _content ??= open();
        var read = await _content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _at += (ulong)read;
        // The entries share the packed bytes: the ratio is that of all of them.
        if (BundleCollector.IsTooMuch(_at, packedSize, scope.Options))
            throw new LeftPackedException($"unpacks to more than {scope.Options.MaxRatio} times its packed size: it is left out.");
        return read;
    }

    private sealed class Run(SevenZipPass pass, ulong offset, ulong size) : ForwardStream
    {
        private ulong _done;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var wanted = (int)Math.Min((ulong)buffer.Length, size - _done);
            if (wanted == 0) return 0;
            var read = await pass.ReadAsync(offset + _done, buffer[..wanted], cancellationToken).ConfigureAwait(false);
            _done += (ulong)read;
            return read;
        }
    }
}
