namespace VtKit;

/// <summary>How a feed is read.</summary>
public sealed class VtFeedOptions
{
    /// <summary>
    /// Says by its bytes whether a line is wanted. The others are passed over before anything is made of them. It is
    /// called for each line in order, by whoever enumerates.
    /// </summary>
    public Func<ReadOnlySpan<byte>, bool>? Filter { get; init; }

    /// <summary>
    /// Told of what is missing, in order with what is there; what it throws ends the enumeration. If null, a package with gaps ends
    /// with a <see cref="VtFeedGapException"/>.
    /// </summary>
    public Action<VtFeedGap>? OnGap { get; init; }

    /// <summary>Told when a package is done, in order with its objects. Also after packages that are missing, and those of which the filter wants nothing.</summary>
    public Action<VtFeedPackage>? OnPackage { get; init; }

    /// <summary>How many blocks are unpacked at the same time, each with about 6 MB of its own; one for each core if null. With 1 nothing is read ahead.</summary>
    public int? Parallelism { get; init; }
}

/// <summary>Which part of a feed to read.</summary>
public sealed class VtFeedRange
{
    /// <summary>The first minute. If null, that of 70 minutes ago: the newest that is certain to be there. The service keeps 7 days.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The minute to end before. If null, the feed is followed without end: a minute's package comes an hour after it.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Where to go on, in place of <see cref="Since"/>: a place that reading the same feed gave.</summary>
    public VtFeedCursor? ResumeFrom { get; init; }
}

/// <summary>A package that is done.</summary>
/// <param name="Minute">Its minute, UTC.</param>
/// <param name="Lines">How many lines it has.</param>
/// <param name="Wanted">How many of them were given out.</param>
/// <param name="Next">The place after it.</param>
public sealed record VtFeedPackage(DateTimeOffset Minute, int Lines, int Wanted, VtFeedCursor Next);

/// <summary>An object of a feed.</summary>
/// <typeparam name="T">The type of the object.</typeparam>
/// <param name="Object">The object. It owns its bytes.</param>
/// <param name="Next">The place after it: whoever keeps it, and continues from there, gets each later object once.</param>
public sealed record VtFeedItem<T>(T Object, VtFeedCursor Next) where T : VtObject;

/// <summary>A line of a feed as it came.</summary>
/// <param name="Utf8">The line, without its break. The bytes are good until the next line is read: copy what is to be kept.</param>
/// <param name="Next">The place after it.</param>
public readonly record struct VtFeedLine(ReadOnlyMemory<byte> Utf8, VtFeedCursor Next);
