namespace VtKit.Emulator;

/// <summary>
/// The samples: one masked file each, named by SHA-256. A file arrives in the folder of uploads under a name of its own and
/// is moved to its place whole, so that a name always stands for complete content.
/// </summary>
internal sealed class BlobStore
{
    private readonly string _blobs;
    private readonly string _uploads;
    private readonly bool _lasting;

    /// <summary>Opens the folders and removes uploads that a crash cut off.</summary>
    public BlobStore(DataFolder folder)
    {
        _blobs = folder.BlobsPath;
        _uploads = folder.UploadsPath;
        _lasting = folder.DatabasePath is not null;
        DataFolder.CreatePrivate(_blobs);
        DataFolder.CreatePrivate(_uploads);
        foreach (var leftover in Directory.EnumerateFiles(_uploads)) File.Delete(leftover);
    }

    /// <summary>Starts a file that has no name yet.</summary>
    public Arrival Begin() => new(Path.Combine(_uploads, Guid.NewGuid().ToString("N")));

    /// <summary>A file for the time of one answer: closing it removes it.</summary>
    public MaskedStream Scratch() => MaskedStream.Create(Path.Combine(_uploads, Guid.NewGuid().ToString("N")), FileOptions.DeleteOnClose);

    public MaskedStream Open(string sha256) => MaskedStream.Open(PathOf(sha256));

    public bool Has(string sha256) => File.Exists(PathOf(sha256));

    /// <summary>Removes a sample, if it is there: one that never got to its place may lack even the folder.</summary>
    public void Delete(string sha256)
    {
        if (File.Exists(PathOf(sha256))) File.Delete(PathOf(sha256));
    }

    /// <summary>Removes all samples.</summary>
    public void Clear()
    {
        Directory.Delete(_blobs, recursive: true);
        DataFolder.CreatePrivate(_blobs);
    }

    /// <summary>Moves a complete file to its place, unless the same content is there already.</summary>
    public void Settle(Arrival arrival, string sha256)
    {
        var path = PathOf(sha256);
        if (File.Exists(path)) return;
        if (_lasting) arrival.Content.FlushToDisk();
        DataFolder.CreatePrivate(Path.GetDirectoryName(path)!);
        File.Move(arrival.Path, path, overwrite: true);
    }

    private string PathOf(string sha256) => Path.Combine(_blobs, sha256[..2], sha256);

    /// <summary>A file on its way in; disposing of it removes what was not settled.</summary>
    internal sealed class Arrival(string path) : IAsyncDisposable
    {
        public string Path { get; } = path;

        /// <summary>The content: written first, then read from the start.</summary>
        public MaskedStream Content { get; } = MaskedStream.Create(path);

        public async ValueTask DisposeAsync()
        {
            await Content.DisposeAsync().ConfigureAwait(false);
            File.Delete(Path);
        }
    }
}
