namespace VtKit;

/// <summary>What is missing from a feed.</summary>
public enum VtFeedGapKind
{
    /// <summary>The service has no package for the minute. It happens now and then; several in a row should not.</summary>
    MissingPackage,

    /// <summary>A part of a package cannot be unpacked. What follows it is read.</summary>
    DamagedPackage,

    /// <summary>A line that damage has cut.</summary>
    CutLine,

    /// <summary>A line that is no object.</summary>
    UnreadableLine,

    /// <summary>A line longer than <see cref="VtClientOptions.MaxResponseBytes"/>.</summary>
    LongLine,
}

/// <summary>Something that is missing from a feed, and where.</summary>
public sealed class VtFeedGap
{
    internal VtFeedGap(VtFeedGapKind kind, VtFeedCursor at, string message, long? bit = null, int inARow = 1)
    {
        Kind = kind;
        At = at;
        Message = message;
        Bit = bit;
        InARow = inARow;
    }

    /// <summary>What is missing.</summary>
    public VtFeedGapKind Kind { get; }

    /// <summary>Where: the line that is missing, or that follows what is.</summary>
    public VtFeedCursor At { get; }

    /// <summary>What happened, in one line.</summary>
    public string Message { get; }

    /// <summary>The bit of the compressed package at which the damage begins, for a damaged one; null where it cannot be told.</summary>
    public long? Bit { get; }

    /// <summary>How many packages are missing in a row, this one included.</summary>
    public int InARow { get; }

    /// <summary>Where and what.</summary>
    public override string ToString() => $"{At}: {Message}";
}

/// <summary>
/// Something is missing from a feed, and nobody listened to <see cref="VtFeedOptions.OnGap"/>. It is thrown when all that is there
/// of the package has been given.
/// </summary>
public sealed class VtFeedGapException : VtException
{
    internal VtFeedGapException(IReadOnlyList<VtFeedGap> gaps, VtFeedCursor next)
        : base($"{gaps[0]}{(gaps.Count > 1 ? $" (and {gaps.Count - 1} more)" : "")}. Set OnGap to hear of gaps and read on, or go on from {next}.")
    {
        Gaps = gaps;
        Next = next;
    }

    /// <summary>What is missing from the package, in order.</summary>
    public IReadOnlyList<VtFeedGap> Gaps { get; }

    /// <summary>Where to go on.</summary>
    public VtFeedCursor Next { get; }
}
