namespace VtKit.StaticAnalysis;

/// <summary>
/// A copy of a sample for a program that can only read files by name. It is readable for this user alone, never
/// executable, carries no name of the sample, and is gone with this object.
/// </summary>
internal sealed class PrivateCopy : IDisposable
{
    private PrivateCopy(string path) => FilePath = path;

    public string FilePath { get; }

    public static async Task<PrivateCopy> CreateAsync(Stream content, CancellationToken cancellationToken)
    {
        var copy = new PrivateCopy(Path.Combine(Path.GetTempPath(), $"vtkit-{Guid.NewGuid():N}.sample"));
        var options = new FileStreamOptions
        {
            // A file that exists already is not ours.
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            var file = new FileStream(copy.FilePath, options);
            await using (file.ConfigureAwait(false))
            {
                content.Position = 0;
                await content.CopyToAsync(file, cancellationToken).ConfigureAwait(false);
            }
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        try
        {
            File.Delete(FilePath);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another scanner may hold it on Windows; the temporary folder is cleaned by the system then.
        }
    }
}
