namespace VtKit.StaticAnalysis;

/// <summary>What an archive holds, as the service's <c>bundle_info</c> describes it.</summary>
public sealed record BundleFacts
{
    /// <summary>
    /// The service's word for the kind of bundle (<c>ZIP</c>, <c>APK</c>, <c>JAR</c>, <c>GZIP</c>, <c>TAR</c>, <c>7ZIP</c>, <c>XZ</c>), or null for a document that only
    /// happens to be packed as an archive, or that has files embedded: the service gives those no <c>bundle_info</c>.
    /// </summary>
    public string? Type { get; init; }

    /// <summary>Entries in the archive's directory, folders included; may be more than <see cref="Children"/> lists.</summary>
    public required int EntryCount { get; init; }

    /// <summary>The sum of the unpacked sizes that the archive claims, in bytes. A bomb's claim exceeds 64 bits.</summary>
    public required UInt128 UncompressedSize { get; init; }

    /// <summary>Oldest time stamp of an entry as written in the archive, which knows no time zone; null when there is none.</summary>
    public string? LowestDateTime { get; init; }

    /// <summary>Newest time stamp of an entry, written like <see cref="LowestDateTime"/>.</summary>
    public string? HighestDateTime { get; init; }

    /// <summary>How often each file extension occurs, as spelled in the archive.</summary>
    public required IReadOnlyDictionary<string, int> Extensions { get; init; }

    /// <summary>How often each kind of content occurs among <see cref="Children"/> (<c>Portable Executable</c>, <c>XML</c>, <c>directory</c>, <c>unknown</c>).</summary>
    public required IReadOnlyDictionary<string, int> FileTypes { get; init; }

    /// <summary>The entries that were looked at, in the order of the archive's directory.</summary>
    public required IReadOnlyList<BundleChild> Children { get; init; }

    /// <summary>Whether an entry is encrypted.</summary>
    public bool HasEncrypted { get; init; }

    /// <summary>The first characters of what a gzip or xz file holds, where that is text; null otherwise.</summary>
    public string? Beginning { get; init; }

    /// <summary>
    /// Whether an entry, or an entry of an archive inside within <see cref="AnalysisOptions.MaxDepth"/>, is the EICAR test file.
    /// </summary>
    public bool HasEicar { get; init; }
}

/// <summary>One entry of an archive.</summary>
public sealed record BundleChild
{
    /// <summary>
    /// The name inside the archive, exactly as stored. It may be empty, absolute, or full of <c>../</c>: it is data, never a path to write to.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>Unpacked size in bytes: the real one where <see cref="Sha256"/> is known, otherwise the one that the archive claims.</summary>
    public required long Size { get; init; }

    /// <summary>SHA-256 of the unpacked content; null for a folder, and for what is encrypted, damaged, beyond a limit or packed with an unsupported method.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The type of the unpacked content, known exactly when <see cref="Sha256"/> is.</summary>
    public FileType? Type { get; init; }

    /// <summary>Whether the entry is a folder.</summary>
    public bool IsDirectory { get; init; }

    /// <summary>Whether the entry needs a password.</summary>
    public bool Encrypted { get; init; }

    /// <summary>Whether the unpacked content is the EICAR test file.</summary>
    public bool IsEicar { get; init; }

    /// <summary>The entries of this entry where it is an archive itself; empty otherwise, and beyond <see cref="AnalysisOptions.MaxDepth"/>.</summary>
    public IReadOnlyList<BundleChild> Children { get; init; } = [];
}
