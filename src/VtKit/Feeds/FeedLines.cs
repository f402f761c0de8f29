using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace VtKit;

/// <summary>What comes out of a package.</summary>
internal enum FeedPartKind
{
    End,
    Line,
    Damage,

    /// <summary>A line of which a part is missing.</summary>
    CutLine,

    /// <summary>A line that is longer than any object may be.</summary>
    LongLine,
}

/// <summary>A line of a package, or what is missing between two.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Line">The line, good until the next part is read.</param>
/// <param name="Damage">The damage.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FeedPart(FeedPartKind Kind, ReadOnlyMemory<byte> Line = default, PackedDamage? Damage = null)
{
    /// <summary>Whether it counts as a line.</summary>
    public bool IsLine => Kind is FeedPartKind.Line or FeedPartKind.CutLine or FeedPartKind.LongLine;
}

/// <summary>Cuts what comes out of a package into lines. Where something is missing, the lines around it are lost and said to be.</summary>
internal sealed class FeedLines(IPackedSource source, int maxLine) : IAsyncDisposable
{
    private const int FirstSize = 256 * 1024;

    private readonly Queue<FeedPart> _ready = new();
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstSize);
    // The bytes from start to end are not yet given out; those before searched hold no line break.
    private int _start;
    private int _searched;
    private int _end;
    private bool _atEnd;
    private bool _afterDamage;
    private bool _passingOver;

    /// <summary>The next part.</summary>
    public async ValueTask<FeedPart> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_ready.TryDequeue(out var ready)) return ready;
            var found = _buffer.AsSpan(_searched, _end - _searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                if (Judge(TakeTo(_searched + found, 1)) is { Kind: not FeedPartKind.End } part) return part;
                continue;
            }
            _searched = _end;
            // The last line may lack its break.
            if (_atEnd) return Judge(TakeTo(_end, 0));
            if (_passingOver) _start = _searched = _end = 0;
            else if (_end - _start > maxLine) (_passingOver, _start, _searched, _end) = (true, 0, 0, 0);
            MakeRoom();
            var read = await source.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (read > 0) _end += read;
            else if (read == 0) _atEnd = true;
            else TakeDamage(source.Damage!);
        }
    }

    public async ValueTask DisposeAsync()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        await source.DisposeAsync().ConfigureAwait(false);
    }

    private ReadOnlyMemory<byte> TakeTo(int end, int lineBreak)
    {
        var line = _buffer.AsMemory(_start, end - _start);
        _start = _searched = end + lineBreak;
        return line is { IsEmpty: false } && line.Span[^1] == '\r' ? line[..^1] : line;
    }

    /// <summary>What a stretch that ends where a line ends is; <see cref="FeedPartKind.End"/> where it is nothing.</summary>
    private FeedPart Judge(ReadOnlyMemory<byte> line)
    {
        var (cut, passed) = (_afterDamage, _passingOver);
        _afterDamage = _passingOver = false;
        if (passed) return new FeedPart(FeedPartKind.LongLine);
        if (line.IsEmpty) return default;
        return cut && !IsWhole(line.Span) ? new FeedPart(FeedPartKind.CutLine) : new FeedPart(FeedPartKind.Line, line);
    }

    // The damage comes before the line that it cuts: where the package can be had once more, that line is not lost.
    private void TakeDamage(PackedDamage damage)
    {
        _ready.Enqueue(new FeedPart(FeedPartKind.Damage, default, damage));
        if (!damage.LosesBytes) return;
        var rest = TakeTo(_end, 0);
        if (_passingOver) _ready.Enqueue(new FeedPart(FeedPartKind.LongLine));
        else if (!rest.IsEmpty) _ready.Enqueue(IsWhole(rest.Span) ? new FeedPart(FeedPartKind.Line, rest) : new FeedPart(FeedPartKind.CutLine));
        (_passingOver, _afterDamage) = (false, true);
    }

    private void MakeRoom()
    {
        if (_start == _end) _start = _searched = _end = 0;
        if (_buffer.Length - _end >= FirstSize / 4) return;
        if (_start > 0 && _buffer.Length - (_end - _start) >= FirstSize / 4)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        }
        else
        {
            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(_start, _end - _start).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
        (_start, _searched, _end) = (0, _searched - _start, _end - _start);
    }

    /// <summary>Whether a stretch is a whole object: then it is a whole line, since a part of one never is.</summary>
    private static bool IsWhole(ReadOnlySpan<byte> stretch)
    {
        if (stretch is not [(byte)'{', ..]) return false;
        try
        {
            var reader = new Utf8JsonReader(stretch, new JsonReaderOptions { MaxDepth = JsonText.Options.MaxDepth });
            reader.Read();
            reader.Skip();
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
