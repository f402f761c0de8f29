using System.Threading.Channels;

namespace VtKit;

/// <summary>
/// Decodes pieces on several cores. What each worker needs is allotted once and reused; a worker never waits for anything but work.
/// With one core, pieces are decoded where they are read.
/// </summary>
internal sealed class Bzip2Workers : IAsyncDisposable
{
    private readonly Channel<Bzip2Piece>? _work;
    private readonly Task[] _workers = [];
    private readonly Bzip2Memory _memory;
    private readonly Bzip2Block? _own;

    /// <param name="degree">How many pieces are decoded at the same time.</param>
    /// <param name="memory">Where decoders and blocks come from.</param>
    public Bzip2Workers(int degree, Bzip2Memory memory)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degree, 1);
        Degree = degree;
        _memory = memory;
        if (degree == 1)
        {
            _own = memory.TakeDecoder();
            return;
        }
        _work = Channel.CreateUnbounded<Bzip2Piece>(new UnboundedChannelOptions { SingleWriter = false });
        _workers = [.. Enumerable.Range(0, degree).Select(_ => Task.Run(WorkAsync))];
    }

    /// <summary>How many pieces are decoded at the same time.</summary>
    public int Degree { get; }

    /// <summary>How many pieces of one stream may be under way: enough to keep every worker busy, and no more.</summary>
    public int Ahead => (2 * Degree) + 1;

    /// <summary>Has a piece decoded; it says when it is done.</summary>
    public void Begin(Bzip2Piece piece) => _work?.Writer.TryWrite(piece);

    /// <summary>Waits until a piece that was begun is decoded.</summary>
    public Task FinishAsync(Bzip2Piece piece)
    {
        if (_own is not null && !piece.Done.IsCompleted) piece.Decode(_own, _memory);
        return piece.Done;
    }

    /// <summary>Gives back what a piece holds that is not needed, once no worker is at it.</summary>
    public async ValueTask ReleaseAsync(Bzip2Piece piece)
    {
        if (_work is not null && piece.Mark == Bzip2Mark.Block) await piece.Done.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        piece.Release();
    }

    public async ValueTask DisposeAsync()
    {
        _work?.Writer.TryComplete();
        await Task.WhenAll(_workers).ConfigureAwait(false);
        if (_own is not null) _memory.Return(_own);
    }

    private async Task WorkAsync()
    {
        Bzip2Block? decoder = null;
        await foreach (var piece in _work!.Reader.ReadAllAsync().ConfigureAwait(false)) piece.Decode(decoder ??= _memory.TakeDecoder(), _memory);
        if (decoder is not null) _memory.Return(decoder);
    }
}
