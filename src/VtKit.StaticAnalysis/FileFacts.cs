using System.Text.Json.Nodes;

namespace VtKit.StaticAnalysis;

/// <summary>
/// What <see cref="FileAnalyzer"/> found out about a file. Nothing in it is guessed: what could not be computed is null
/// or missing, and <see cref="Problems"/> says why.
/// </summary>
public sealed partial record FileFacts
{
    /// <summary>MD5 of the content, 32 lower-case hex digits.</summary>
    public required string Md5 { get; init; }

    /// <summary>SHA-1 of the content, 40 lower-case hex digits.</summary>
    public required string Sha1 { get; init; }

    /// <summary>SHA-256 of the content, 64 lower-case hex digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The piecewise hash of the program <c>ssdeep</c>, alike for like files; null for content beyond 192 GiB.</summary>
    public string? Ssdeep { get; init; }

    /// <summary>Trend Micro's locality sensitive hash, beginning with <c>T1</c>; null for content that is too short or too monotonous for one.</summary>
    public string? Tlsh { get; init; }

    /// <summary>Size in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Shannon entropy of the bytes, 0 to 8 bits per byte.</summary>
    public required double Entropy { get; init; }

    /// <summary>The type, from the content.</summary>
    public required FileType Type { get; init; }

    /// <summary>The tags that the service gives for what is visible in the file itself (<c>peexe</c>, <c>64bits</c>, <c>overlay</c>).</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>The structure of a Windows executable, or null.</summary>
    public PeFacts? Pe { get; init; }

    /// <summary>The structure of an ELF file, or null.</summary>
    public ElfFacts? Elf { get; init; }

    /// <summary>The content of an archive, or the files embedded in a PDF document; null where there is none.</summary>
    public BundleFacts? Bundle { get; init; }

    /// <summary>What a Windows shortcut starts, or null.</summary>
    public ShortcutFacts? Shortcut { get; init; }

    /// <summary>What a message says at its top, or null.</summary>
    public MailFacts? Mail { get; init; }

    /// <summary>URLs, domains and IP addresses that stand as text in the file, in its order; at most 500 of each kind.</summary>
    public IReadOnlyList<FoundIndicator> Indicators { get; init; } = [];

    /// <summary>The files directly inside this one, however they lie there.</summary>
    public IReadOnlyList<FileChild> Children =>
    [
        .. (Bundle?.Children ?? []).Select(FileChild.Of),
        .. (Pe?.Resources ?? []).Select(FileChild.Of),
        .. Pe?.Overlay is { } overlay ? [FileChild.Of(overlay, Pe.OverlaySha256)] : Array.Empty<FileChild>(),
        .. Attachments,
    ];

    /// <summary>Files attached to a message.</summary>
    internal IReadOnlyList<FileChild> Attachments { get; init; } = [];

    /// <summary>What is known of other formats, in the service's shapes, by the name of the attribute.</summary>
    internal Dictionary<string, JsonNode> Structures { get; init; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Whether the file is the EICAR anti-malware test file, by EICAR's own definition: the 68 characters at the very
    /// start, then at most white space (space, tab, LF, CR, Ctrl-Z), 128 bytes at most.
    /// </summary>
    /// <seealso href="https://www.eicar.org/download-anti-malware-testfile/"/>
    public bool IsEicar { get; init; }

    /// <summary>What could not be parsed or was left out for a limit, one line each, at most 100. Text for people.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];
}
