namespace VtKit.StaticAnalysis;

/// <summary>
/// Finds out what a file is without running it and without sending it anywhere. Files are taken to be hostile: any
/// content gives facts, in bounded time and constant memory, and never an exception.
/// </summary>
public static class FileAnalyzer
{
    /// <summary>Analyses the content of a stream.</summary>
    /// <param name="content">The file: readable and seekable. It is read from its start, whatever its position, and not closed.</param>
    /// <param name="options">The limits, or null for the safe defaults.</param>
    /// <param name="cancellationToken">Stops the analysis.</param>
    /// <returns>The facts; hashes and size are always there.</returns>
    /// <exception cref="ArgumentException">The stream cannot be read or cannot seek, or a limit is negative.</exception>
    /// <exception cref="IOException">The stream could not be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static async Task<FileFacts> AnalyzeAsync(Stream content, AnalysisOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (!content.CanRead || !content.CanSeek)
            throw new ArgumentException("The content must be a stream that can be read and can seek: copy it to a file or to memory first.", nameof(content));
        options ??= new AnalysisOptions();
        options.Validate();
        var digest = await ContentDigest.ComputeAsync(content, cancellationToken).ConfigureAwait(false);
        return await FactsBuilder.BuildAsync(content, digest, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Analyses a file on disk, which is opened for reading only and stays open to other readers.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="options">The limits, or null for the safe defaults.</param>
    /// <param name="cancellationToken">Stops the analysis.</param>
    /// <returns>The facts; hashes and size are always there.</returns>
    /// <exception cref="IOException">The file is missing, a folder, or could not be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static async Task<FileFacts> AnalyzeFileAsync(string path, AnalysisOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        // The reader below brings its own blocks: a second buffer would only copy.
        var content = new FileStream(path, new FileStreamOptions
        {
            Access = FileAccess.Read,
            Share = FileShare.Read | FileShare.Delete,
            Options = FileOptions.Asynchronous,
            BufferSize = 0,
        });
        await using (content.ConfigureAwait(false))
            return await AnalyzeAsync(content, options, cancellationToken).ConfigureAwait(false);
    }
}
