namespace VtKit;

/// <summary>How a file is uploaded.</summary>
public sealed class VtUploadOptions
{
    /// <summary>The name that the service is told; folders in it are left out. If null, the name of the file without its folders.</summary>
    public string? FileName { get; init; }

    /// <summary>Tell the service the file's SHA-256 in place of its name. The file is read once more for that.</summary>
    public bool HideFileName { get; init; }

    /// <summary>The password of a protected ZIP, so that the service can look inside.</summary>
    public string? Password { get; init; }

    /// <summary>Told how far it is. It begins anew when the upload has to be repeated.</summary>
    public IProgress<VtTransferProgress>? Progress { get; init; }
}
