namespace VtKit.StaticAnalysis;

/// <summary>
/// The limits of one analysis. Every default is safe for a hostile file: what lies beyond a limit is left out of the
/// facts, and <see cref="FileFacts.Problems"/> says so.
/// </summary>
public sealed record AnalysisOptions
{
    /// <summary>Sections of a PE or ELF file, and segments of an ELF file, that are described. Default 1,024, at most 65,536.</summary>
    public int MaxSections { get; init; } = 1024;

    /// <summary>
    /// Imported symbols that are listed, and as many exported ones. Default 8,192. A PE file with more imports gets no
    /// import hash, because a hash of a part would be a wrong one.
    /// </summary>
    public int MaxSymbols { get; init; } = 8192;

    /// <summary>
    /// Entries of an archive that are opened and listed, and as many again of all archives inside it together. Default
    /// 1,000, as many as the service looks at.
    /// </summary>
    public int MaxChildren { get; init; } = 1000;

    /// <summary>Bytes that one archive entry may unpack to. Default 200 MiB.</summary>
    public long MaxChildBytes { get; init; } = 200L << 20;

    /// <summary>Bytes that all entries of an archive, with the archives inside it, may unpack to together. Default 512 MiB.</summary>
    public long MaxUnpackedBytes { get; init; } = 512L << 20;

    /// <summary>
    /// How many times larger than its packed form an entry may be, or several that are packed together. Default 300. Up to
    /// 1 MiB is exempt, because blank pages pack far better than that without meaning harm.
    /// </summary>
    public int MaxRatio { get; init; } = 300;

    /// <summary>How many archives deep entries are looked at: 1 is the archive alone. Default 3.</summary>
    public int MaxDepth { get; init; } = 3;

    /// <summary>
    /// Time for everything but the hashes, which are always computed. Default 60 s. What is not reached in time is
    /// missing from the facts.
    /// </summary>
    public TimeSpan TimeBudget { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The clock that <see cref="TimeBudget"/> is measured with.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>
    /// Called once for each file directly inside the analysed one whose content could be had within the limits: the entries
    /// of an archive or the files embedded in a PDF document in their order, the overlay of an executable and then its resources, what is attached to a message. The
    /// forward-only stream holds exactly <see cref="FileChild.Size"/> bytes and is valid during the call only. The bytes may
    /// be live malware, and <see cref="FileChild.Name"/> may be any text, with <c>../</c> in it: never use it as a path.
    /// </summary>
    /// <remarks>An exception thrown by the callback ends the analysis and reaches the caller.</remarks>
    public Func<FileChild, Stream, CancellationToken, ValueTask>? OnChild { get; init; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(MaxSections);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxSections, 65_536);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxSymbols);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxChildren);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxChildBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxUnpackedBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRatio, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxDepth);
        ArgumentOutOfRangeException.ThrowIfLessThan(TimeBudget, TimeSpan.Zero);
    }
}
