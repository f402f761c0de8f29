namespace VtKit.Enrichment;

/// <summary>A file that VtKit keeps things in cannot be used: it is damaged, another program's, of a newer version, locked, or the disk refuses. It was left as it is.</summary>
public sealed class VtStoreException : IOException
{
    internal VtStoreException(string message, string path, Exception? innerException = null) : base(message, innerException) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }
}
