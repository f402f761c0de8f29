using VtKit.Indicators;

namespace VtKit;

/// <summary>What is to be uploaded: a stream that can be read again, its length, and the name that the service is told.</summary>
internal sealed class UploadSource(Stream stream, long length, string name, bool owned) : IAsyncDisposable
{
    public Stream Stream { get; } = stream;
    public long Length { get; } = length;
    public string Name { get; } = name;

    public static async Task<UploadSource> OpenAsync(string path, VtUploadOptions options, CancellationToken cancellationToken)
    {
        var stream = FileHasher.OpenRead(path);
        try
        {
            return await PrepareAsync(stream, options, owned: true, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public static async Task<UploadSource> OpenAsync(Stream stream, VtUploadOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanRead) throw new ArgumentException("The stream cannot be read.", nameof(stream));
        if (stream.CanSeek) return await PrepareAsync(stream, options, owned: false, cancellationToken).ConfigureAwait(false);
        var spooled = await SpoolAsync(stream, cancellationToken).ConfigureAwait(false);
        try
        {
            return await PrepareAsync(spooled, options, owned: true, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await spooled.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The form: its fields, then the file.</summary>
    public UploadContent ToContent(VtUploadOptions options, params IEnumerable<KeyValuePair<string, string>> fields) =>
        new(Stream, Length, Name, options.Password is null ? fields : [KeyValuePair.Create(Fields.Password, options.Password), .. fields], $"vtkit-{Guid.NewGuid():N}", options.Progress);

    public ValueTask DisposeAsync() => owned ? Stream.DisposeAsync() : ValueTask.CompletedTask;

    private static async Task<UploadSource> PrepareAsync(Stream stream, VtUploadOptions options, bool owned, CancellationToken cancellationToken)
    {
        var length = stream.Length - stream.Position;
        if (length > Limits.UploadBytes) throw new VtFileSizeException(length, Limits.UploadBytes);
        var name = options.HideFileName ? "" : BaseName(options.FileName ?? ((stream as FileStream)?.Name is { } path && !IsSpool(path) ? path : ""));
        // A stream without a name gets one that says nothing about where it came from.
        if (name.Length == 0) name = await HashAsync(stream, cancellationToken).ConfigureAwait(false);
        return new UploadSource(stream, length, name, owned);
    }

    private static async Task<string> HashAsync(Stream stream, CancellationToken cancellationToken)
    {
        var start = stream.Position;
        var hashes = await FileHasher.HashStreamAsync(stream, HashKinds.Sha256, null, cancellationToken).ConfigureAwait(false);
        stream.Position = start;
        return hashes.Sha256.ToString()!;
    }

    // Folders tell who and where; both kinds of slash part them, wherever the path was written.
    private static string BaseName(string path) => path[(path.LastIndexOfAny(['/', '\\']) + 1)..];

    // The length goes ahead of the body, and the body may have to be sent again: a stream that gives neither is kept on disk meanwhile.
    private static async Task<FileStream> SpoolAsync(Stream stream, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var spool = new FileStream(Path.Combine(Path.GetTempPath(), SpoolPrefix + Path.GetRandomFileName()), options);
        try
        {
            var buffer = new byte[128 * 1024];
            for (int read; (read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                if (spool.Position + read > Limits.UploadBytes) throw new VtFileSizeException(spool.Position + read, Limits.UploadBytes);
                await spool.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }
            spool.Position = 0;
            return spool;
        }
        catch
        {
            await spool.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private const string SpoolPrefix = "vtkit-upload-";

    private static bool IsSpool(string path) => Path.GetFileName(path).StartsWith(SpoolPrefix, StringComparison.Ordinal);
}
