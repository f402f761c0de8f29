namespace VtKit.StaticAnalysis;

/// <summary>How a file lies inside another one.</summary>
public enum FileChildKind
{
    /// <summary>An entry of an archive, or a file embedded in a PDF document.</summary>
    Bundled,

    /// <summary>An attachment of a message.</summary>
    EmailAttachment,

    /// <summary>A resource of a Windows executable.</summary>
    PeResource,

    /// <summary>What lies behind the sections of an executable.</summary>
    Overlay,
}

/// <summary>A file inside another one.</summary>
/// <param name="Kind">How it lies there.</param>
/// <param name="Name">Its name there, which may be any text; empty where it has none.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Sha256">SHA-256 of its content; null when it could not be unpacked.</param>
public sealed record FileChild(FileChildKind Kind, string Name, long Size, string? Sha256)
{
    /// <summary>What it is; known for what was unpacked of an archive.</summary>
    public FileType? Type { get; init; }

    /// <summary>Whether it is a folder of an archive.</summary>
    public bool IsDirectory { get; init; }

    /// <summary>Whether it needs a password.</summary>
    public bool Encrypted { get; init; }

    /// <summary>The files inside it, where both are archives; empty beyond <see cref="AnalysisOptions.MaxDepth"/>.</summary>
    public IReadOnlyList<FileChild> Children { get; init; } = [];

    internal static FileChild Of(BundleChild child) => new(FileChildKind.Bundled, child.Name, child.Size, child.Sha256)
    {
        Type = child.Type,
        IsDirectory = child.IsDirectory,
        Encrypted = child.Encrypted,
        // The same empty list, so that records of one child are equal.
        Children = child.Children.Count == 0 ? [] : [.. child.Children.Select(Of)],
    };

    internal static FileChild Of(PeResource resource) => new(FileChildKind.PeResource, $"{resource.Type}/{resource.Name}", resource.Size, resource.Sha256);

    internal static FileChild Of(PeOverlay overlay, string? sha256) => new(FileChildKind.Overlay, "", overlay.Size, sha256);
}
