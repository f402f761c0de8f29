using VtKit.Indicators;

namespace VtKit.Cli;

/// <summary>Opens the files that a user names, and says in one line what is wrong with those that cannot be read.</summary>
internal static class InputFile
{
    /// <summary>Opens a file for reading from its beginning.</summary>
    /// <exception cref="CliException">There is no such file, it is a folder or no regular file, or it may not be read.</exception>
    public static FileStream Open(string path)
    {
        try
        {
            var stream = new FileStream(path, new FileStreamOptions
            {
                Share = FileShare.ReadWrite | FileShare.Delete,
                BufferSize = 0,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            });
            if (stream.CanSeek) return stream;
            stream.Dispose();
            throw Unusable(path, "is no regular file: save what it gives to a file first");
        }
        catch (UnauthorizedAccessException e) when (Directory.Exists(path))
        {
            throw Unusable(path, $"is a folder: name the files in it, such as {Path.Join(path, "*")}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>Reads a text: a file, or stdin for <c>-</c>.</summary>
    /// <exception cref="CliException">It cannot be read, or is empty.</exception>
    public static async Task<string> ReadTextAsync(CliSession session, string path, CancellationToken cancellationToken)
    {
        var text = path == ItemArguments.Stdin ? await session.Console.In.ReadToEndAsync(cancellationToken).ConfigureAwait(false) : await ReadTextAsync(path, cancellationToken).ConfigureAwait(false);
        return string.IsNullOrWhiteSpace(text) ? throw Unusable(path == ItemArguments.Stdin ? "stdin" : path, "is empty") : text;
    }

    /// <summary>Hashes a file.</summary>
    /// <exception cref="CliException">It cannot be read.</exception>
    public static async Task<FileHashes> HashAsync(string path, HashKinds kinds, CancellationToken cancellationToken)
    {
        var stream = Open(path);
        await using var closing = stream.ConfigureAwait(false);
        return await HashAsync(path, stream, kinds, null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Hashes an open file, and goes back to its beginning.</summary>
    /// <exception cref="CliException">It cannot be read to its end.</exception>
    public static async Task<FileHashes> HashAsync(
        string path, FileStream stream, HashKinds kinds, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        try
        {
            var hashes = await FileHasher.HashStreamAsync(stream, kinds, progress, cancellationToken).ConfigureAwait(false);
            stream.Position = 0;
            return hashes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }
    }

    private static async Task<string> ReadTextAsync(string path, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(Open(path), CliConsole.Utf8, detectEncodingFromByteOrderMarks: true);
        return await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
    }

    public static CliException Unusable(string path, string problem, Exception? innerException = null) =>
        new(ExitCode.Error, $"{path} {problem}", innerException);

    private static CliException Unreadable(string path, Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => Unusable(path, "does not exist: check the path", e),
        UnauthorizedAccessException => Unusable(path, "may not be read by this user: check its access rights", e),
        ArgumentException => CliException.Usage($"'{path}' is no path"),
        _ => Unusable(path, $"cannot be read: {e.Message}", e),
    };
}
