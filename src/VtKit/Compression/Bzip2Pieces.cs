using System.Threading.Channels;

namespace VtKit;

/// <summary>The pieces of a stream in order, decoded ahead by the workers.</summary>
internal sealed class Bzip2Pieces : IAsyncDisposable
{
    // By chance a block holds the bits of a mark once in a very long time. What does so again and again was made to.
    private const int MaxFruitlessJoins = 16;

    private readonly Bzip2Workers _workers;
    private readonly Bzip2Splitter _splitter;
    private readonly CancellationTokenSource _closing = new();
    private readonly Channel<Bzip2Piece>? _ahead;
    private readonly Task _reading = Task.CompletedTask;
    private readonly Queue<Bzip2Piece> _next = new();
    private int _fruitlessJoins;

    public Bzip2Pieces(Stream source, Bzip2Workers workers)
    {
        _workers = workers;
        _splitter = new Bzip2Splitter(source);
        if (workers.Degree == 1) return;
        _ahead = Channel.CreateBounded<Bzip2Piece>(new BoundedChannelOptions(workers.Ahead) { SingleReader = true, SingleWriter = true });
        _reading = Task.Run(ReadAheadAsync);
    }

    /// <summary>The next piece, or null after the last.</summary>
    public async ValueTask<Bzip2Piece?> PeekAsync(CancellationToken cancellationToken) =>
        _next.Count > 0 ? _next.Peek() : await FetchAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Passes over the piece that was peeked at.</summary>
    public void Take() => _next.Dequeue();

    /// <summary>Gives back what a piece holds.</summary>
    public ValueTask ReleaseAsync(Bzip2Piece piece) => _workers.ReleaseAsync(piece);

    /// <summary>Waits until a piece is decoded. One that turns out too short may be put together with those after it.</summary>
    /// <returns>The piece that is whole, or null. The one that was given is released by the caller, unless it is the one.</returns>
    public async ValueTask<Bzip2Piece?> DecodeAsync(Bzip2Piece piece, bool mayJoin, CancellationToken cancellationToken)
    {
        await _workers.FinishAsync(piece).ConfigureAwait(false);
        if (piece.Result == Bzip2Result.Whole) return piece;
        if (piece.Result != Bzip2Result.Short || !mayJoin || _fruitlessJoins == MaxFruitlessJoins) return null;
        // There may be a mark in the middle of the block: try with the next piece alone, and then with all that a block can have.
        var whole = await JoinAsync(piece, 1, cancellationToken).ConfigureAwait(false) ?? await JoinAsync(piece, int.MaxValue, cancellationToken).ConfigureAwait(false);
        if (whole is null) _fruitlessJoins++;
        return whole;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (_ahead is not null && _ahead.Reader.TryRead(out var piece)) _next.Enqueue(piece);
        while (_next.TryDequeue(out var piece)) await _workers.ReleaseAsync(piece).ConfigureAwait(false);
        _splitter.Dispose();
        _closing.Dispose();
    }

    private async ValueTask<Bzip2Piece?> JoinAsync(Bzip2Piece piece, int most, CancellationToken cancellationToken)
    {
        var following = new List<Bzip2Piece>(_next.Take(most));
        long size = piece.Bytes.Length + following.Sum(next => (long)next.Bytes.Length);
        for (; following.Count < most && size < Bzip2Format.MaxCompressedBlock; size += following[^1].Bytes.Length)
        {
            if (await FetchAsync(cancellationToken).ConfigureAwait(false) is not { } next) break;
            following.Add(next);
        }
        if (following.Count == 0 || piece.Bytes.Length >= Bzip2Format.MaxCompressedBlock) return null;
        var joined = piece.JoinedWith(following);
        _workers.Begin(joined);
        await _workers.FinishAsync(joined).ConfigureAwait(false);
        if (joined.Result == Bzip2Result.Whole) return joined;
        joined.Release();
        return null;
    }

    private async ValueTask<Bzip2Piece?> FetchAsync(CancellationToken cancellationToken)
    {
        Bzip2Piece? piece = null;
        if (_ahead is null) piece = await _splitter.NextAsync(cancellationToken).ConfigureAwait(false);
        else
            while (piece is null && await _ahead.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
                _ahead.Reader.TryRead(out piece);
        if (piece is not null) _next.Enqueue(piece);
        return piece;
    }

    private async Task ReadAheadAsync()
    {
        try
        {
            while (await _splitter.NextAsync(_closing.Token).ConfigureAwait(false) is { } piece)
            {
                if (piece.Mark == Bzip2Mark.Block) _workers.Begin(piece);
                await _ahead!.Writer.WriteAsync(piece, _closing.Token).ConfigureAwait(false);
            }
            _ahead!.Writer.Complete();
        }
        catch (Exception e)
        {
            _ahead!.Writer.Complete(e);
        }
    }
}
