using VtKit.Indicators;

namespace VtKit.Enrichment;

/// <summary>What a gate lets pass.</summary>
public sealed record GateRules
{
    /// <summary>The mildest verdict that fails. <see cref="VerdictKind.Unknown"/> and <see cref="VerdictKind.Undetected"/> are decided by <see cref="FailUnknown"/>.</summary>
    public VerdictKind FailFrom { get; init; } = VerdictKind.Suspicious;

    /// <summary>Whether what is unknown fails.</summary>
    public bool FailUnknown { get; init; }

    /// <summary>Files that pass whatever is said of them, until a day.</summary>
    public IReadOnlyList<AllowedFile> Allow { get; init; } = [];

    /// <summary>Whether a verdict fails.</summary>
    /// <param name="kind">The verdict.</param>
    public bool Fails(VerdictKind kind) => kind switch
    {
        VerdictKind.Unknown => FailUnknown,
        VerdictKind.Undetected => false,
        _ => kind >= FailFrom,
    };

    /// <summary>The entry for a file that still holds, or null.</summary>
    /// <param name="hashes">The hashes of the file.</param>
    /// <param name="now">The present time.</param>
    public AllowedFile? Allowing(FileHashes hashes, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(hashes);
        return Allow.FirstOrDefault(entry => entry.Holds(now) && (entry.Hash == hashes.Sha256 || entry.Hash == hashes.Sha1 || entry.Hash == hashes.Md5));
    }
}

/// <summary>A file that a gate lets pass.</summary>
/// <param name="Hash">The file.</param>
/// <param name="Reason">Why; it is shown wherever the entry was used.</param>
/// <param name="Until">The last day on which it holds (UTC), or null for ever.</param>
public sealed record AllowedFile(FileHash Hash, string Reason, DateOnly? Until)
{
    /// <summary>Whether the entry still holds.</summary>
    /// <param name="now">The present time.</param>
    public bool Holds(DateTimeOffset now) => Until is not { } day || DateOnly.FromDateTime(now.UtcDateTime) <= day;
}
