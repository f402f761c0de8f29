namespace VtKit.Indicators;

/// <summary>Which hashes to compute; they can be combined.</summary>
[Flags]
public enum HashKinds
{
    /// <summary>None: only the size is counted.</summary>
    None = 0,

    /// <summary>MD5.</summary>
    Md5 = 1,

    /// <summary>SHA-1.</summary>
    Sha1 = 2,

    /// <summary>SHA-256.</summary>
    Sha256 = 4,

    /// <summary>All three.</summary>
    All = Md5 | Sha1 | Sha256,
}

/// <summary>What <see cref="FileHasher"/> found in one pass: the hashes that were asked for, and the size.</summary>
/// <param name="Md5">The MD5, or null when it was not asked for.</param>
/// <param name="Sha1">The SHA-1, or null when it was not asked for.</param>
/// <param name="Sha256">The SHA-256, or null when it was not asked for.</param>
/// <param name="Size">The number of bytes read.</param>
public sealed record FileHashes(FileHash? Md5, FileHash? Sha1, FileHash? Sha256, long Size);
