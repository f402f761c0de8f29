using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace VtKit;

/// <summary>One reading of a feed, package after package: the next one is opened while one is read, and no more.</summary>
internal sealed class FeedRun : IAsyncDisposable
{
    private const int NudgeBytes = 4 * 1024 * 1024;
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(Limits.FeedLagSeconds);
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    private readonly VtClient _client;
    private readonly FeedRows _rows;
    private readonly VtFeedOptions _options;
    private readonly Bzip2Memory _memory;
    private readonly Action<Bzip2Memory> _giveBack;
    private readonly Bzip2Workers _workers;
    // Gaps of the current package, where nobody listens.
    private readonly List<VtFeedGap> _unheard = [];
    private int _madeBytes;
    private int _collections = GC.CollectionCount(0);

    public FeedRun(VtClient client, VtFeedKind kind, VtFeedOptions? options, Bzip2Memory memory, Action<Bzip2Memory> giveBack)
    {
        _client = client;
        _rows = FeedRows.Of(kind);
        _options = options ?? new VtFeedOptions();
        if (_options.Parallelism is < 1) throw new ArgumentException("Parallelism is at least 1.", nameof(options));
        (_memory, _giveBack) = (memory, giveBack);
        _workers = new Bzip2Workers(_options.Parallelism ?? Environment.ProcessorCount, memory);
    }

    private DateTimeOffset Now => _client.Settings.Time.GetUtcNow();

    public async ValueTask DisposeAsync()
    {
        await _workers.DisposeAsync().ConfigureAwait(false);
        _giveBack(_memory);
    }

    /// <summary>The lines of a range.</summary>
    public async IAsyncEnumerable<VtFeedLine> LinesAsync(VtFeedRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var place = StartOf(range);
        var until = range.Until is { } end ? VtFeedCursor.MinuteOf(end) : DateTimeOffset.MaxValue;
        using var closing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<FeedPackage?>? ahead = null;
        var missing = 0;
        try
        {
            for (; place.Minute < until; place = place.NextMinute)
            {
                var opening = ahead ?? OpenWhenThereAsync(place.Minute, closing.Token);
                ahead = null;
                var package = await opening.ConfigureAwait(false);
                if (ReadsAhead(place.NextMinute.Minute, until)) ahead = OpenWhenThereAsync(place.NextMinute.Minute, closing.Token);
                if (package is null)
                {
                    Report(new VtFeedGap(VtFeedGapKind.MissingPackage, place, "the service has no package for this minute", inARow: ++missing));
                    End(place, 0, 0, place.NextMinute);
                    continue;
                }
                missing = 0;
                await using var releasing = package.ConfigureAwait(false);
                await foreach (var line in LinesAsync(package, place, place.NextMinute, cancellationToken).ConfigureAwait(false)) yield return line;
            }
        }
        finally
        {
            await closing.CancelAsync().ConfigureAwait(false);
            if (ahead is not null)
            {
                await ((Task)ahead).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (ahead.IsCompletedSuccessfully && await ahead.ConfigureAwait(false) is { } unread) await unread.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>The lines of the package of a minute, which has to be there.</summary>
    public IAsyncEnumerable<VtFeedLine> MinuteAsync(DateTimeOffset minute, CancellationToken cancellationToken)
    {
        var place = new VtFeedCursor(_rows.Kind, minute);
        return PackageAsync(PathOf(place.Minute), isArchive: false, place, place.NextMinute, cancellationToken);
    }

    /// <summary>The lines of the package of an hour, which has to be there.</summary>
    public IAsyncEnumerable<VtFeedLine> HourAsync(DateTimeOffset hour, CancellationToken cancellationToken)
    {
        var place = new VtFeedCursor(_rows.Kind, hour.AddMinutes(-hour.UtcDateTime.Minute));
        var path = _rows.Hour.Path(place.Minute.ToString("yyyyMMddHH", CultureInfo.InvariantCulture));
        return PackageAsync(path, isArchive: true, place, new VtFeedCursor(_rows.Kind, place.Minute.AddHours(1)), cancellationToken);
    }

    /// <summary>The object that a line is; null where it is none, which is reported.</summary>
    public T? Read<T>(VtFeedLine line) where T : VtObject, IVtObject<T>
    {
        string problem;
        KeepGarbageSmall(line.Utf8.Length);
        try
        {
            var body = VtObjectBody.CopyOf(line.Utf8.Span);
            if (body.Json.ValueKind == JsonValueKind.Object) return T.Create(body);
            problem = "it is JSON, but no object";
        }
        catch (JsonException e)
        {
            problem = e.Message;
        }
        Report(new VtFeedGap(VtFeedGapKind.UnreadableLine, line.Next.After(-1), $"the line of {line.Utf8.Length} bytes is no object: {problem}"));
        return null;
    }

    private async IAsyncEnumerable<VtFeedLine> PackageAsync(
        string path, bool isArchive, VtFeedCursor place, VtFeedCursor next, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var package = await FeedPackage.OpenAsync(_client, path, isArchive, _workers, cancellationToken).ConfigureAwait(false);
        await using var releasing = package.ConfigureAwait(false);
        await foreach (var line in LinesAsync(package, place, next, cancellationToken).ConfigureAwait(false)) yield return line;
    }

    private async IAsyncEnumerable<VtFeedLine> LinesAsync(
        FeedPackage package, VtFeedCursor place, VtFeedCursor next, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var at = new VtFeedCursor(place.Kind, place.Minute);
        var wanted = 0;
        while (await package.NextAsync(cancellationToken).ConfigureAwait(false) is { Kind: not FeedPartKind.End } part)
        {
            var before = at;
            if (part.IsLine) at = at.After(1);
            // What lies before the place was given out, or reported, when that was reached.
            if (part.IsLine ? at.Line <= place.Line : at.Line < place.Line) continue;
            if (part.Kind != FeedPartKind.Line)
            {
                Report(GapOf(part, before));
            }
            else if (_options.Filter is null || _options.Filter(part.Line.Span))
            {
                wanted++;
                yield return new VtFeedLine(part.Line, at);
            }
        }
        End(place, at.Line, wanted, next);
    }

    private VtFeedCursor StartOf(VtFeedRange range)
    {
        if (range.ResumeFrom is { } resume && resume.Kind != _rows.Kind)
            throw new ArgumentException($"The place {resume} belongs to another feed than {_rows.Name}.", nameof(range));
        var place = range.ResumeFrom ?? new VtFeedCursor(_rows.Kind, range.Since ?? Now - Lag - Margin);
        var oldest = VtFeedCursor.MinuteOf(Now).AddDays(-Limits.FeedHistoryDays);
        if (place.Minute < oldest)
            throw new ArgumentOutOfRangeException(nameof(range), $"The service keeps its feeds for {Limits.FeedHistoryDays} days. {place} is older: the oldest that there is now is {new VtFeedCursor(_rows.Kind, oldest)}.");
        return place;
    }

    private string PathOf(DateTimeOffset minute) => _rows.Minute.Path(minute.ToString(VtFeedCursor.MinuteFormat, CultureInfo.InvariantCulture));

    private bool ReadsAhead(DateTimeOffset minute, DateTimeOffset until) => _workers.Degree > 1 && minute < until && minute + Lag <= Now;

    /// <returns>The package, or null where the service has none.</returns>
    private async Task<FeedPackage?> OpenWhenThereAsync(DateTimeOffset minute, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await FeedPackage.OpenAsync(_client, PathOf(minute), isArchive: false, _workers, cancellationToken).ConfigureAwait(false);
            }
            catch (VtApiException e) when (e.Code == VtErrorCode.NotAvailableYet || (e is VtNotFoundException && Now < minute + Lag))
            {
                // Asked first and waited for then: the clock that counts is the service's.
                var wait = minute + Lag - Now;
                await Task.Delay(TimeSpan.FromTicks(Math.Clamp(wait.Ticks, ShortestWait.Ticks, LongestWait.Ticks)), _client.Settings.Time, cancellationToken).ConfigureAwait(false);
            }
            catch (VtNotFoundException)
            {
                return null;
            }
        }
    }

    // The collector lets garbage grow to the size of the processor's cache, which may be hundreds of megabytes, and a feed makes it by
    // tens of megabytes a second. Where it did not run by itself for so long it is asked to look at the youngest, of which nothing is left.
    private void KeepGarbageSmall(int bytes)
    {
        _madeBytes += bytes;
        if (_madeBytes < NudgeBytes) return;
        _madeBytes = 0;
        if (GC.CollectionCount(0) == _collections) GC.Collect(0, GCCollectionMode.Forced, blocking: true);
        _collections = GC.CollectionCount(0);
    }

    private void Report(VtFeedGap gap)
    {
        if (_options.OnGap is { } listener) listener(gap);
        else _unheard.Add(gap);
    }

    private void End(VtFeedCursor place, int lines, int wanted, VtFeedCursor next)
    {
        _options.OnPackage?.Invoke(new VtFeedPackage(place.Minute, lines, wanted, next));
        if (_unheard.Count == 0) return;
        var gaps = _unheard.ToArray();
        _unheard.Clear();
        throw new VtFeedGapException(gaps, next);
    }

    private static VtFeedGap GapOf(FeedPart part, VtFeedCursor at) => part.Kind switch
    {
        FeedPartKind.Damage => new VtFeedGap(VtFeedGapKind.DamagedPackage, at, Describe(part.Damage!), part.Damage!.Bit),
        FeedPartKind.CutLine => new VtFeedGap(VtFeedGapKind.CutLine, at, "the line is lost: a part of it is missing"),
        _ => new VtFeedGap(VtFeedGapKind.LongLine, at, "the line is lost: it is longer than MaxResponseBytes"),
    };

    private static string Describe(PackedDamage damage)
    {
        var where = damage.Bit is { } bit ? string.Create(CultureInfo.InvariantCulture, $" at byte {bit >> 3} (bit {bit})") : "";
        return $"the package is damaged{where}: {damage.Problem}";
    }
}
