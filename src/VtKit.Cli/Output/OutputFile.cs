namespace VtKit.Cli;

/// <summary>Writes the files that a user names, each whole or not at all.</summary>
internal static class OutputFile
{
    /// <summary>The rights of what is nobody else's to read, and nobody's to run.</summary>
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes a file in the place of the one that may be there. A link to a file stays a link.</summary>
    /// <exception cref="CliException">It cannot be written; what was there is as it was.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        try
        {
            var target = TargetOf(path);
            if (Directory.Exists(target)) throw InputFile.Unusable(path, "is a folder: name a file in it");
            Replace(target, content, draft => new FileStream(draft, FileMode.Create, FileAccess.Write));
        }
        catch (DirectoryNotFoundException e)
        {
            throw InputFile.Unusable(path, "is in a folder that does not exist: make the folder first", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw InputFile.Unusable(path, $"cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Saves what comes, in the place of the file that may be there: nobody else may read it, and nobody run it.</summary>
    /// <exception cref="CliException">It cannot be written; what was there is as it was.</exception>
    public static async Task SaveAsync(string path, Stream content, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path)) throw InputFile.Unusable(path, "is a folder: name a file in it");
        var draft = $"{path}.{Environment.ProcessId}.part";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
            var file = new FileStream(draft, options);
            await using (file.ConfigureAwait(false)) await content.CopyToAsync(file, cancellationToken).ConfigureAwait(false);
            File.Move(draft, path, overwrite: true);
        }
        catch (DirectoryNotFoundException e)
        {
            throw InputFile.Unusable(path, "is in a folder that does not exist: make the folder first", e);
        }
        finally
        {
            if (File.Exists(draft)) File.Delete(draft);
        }
    }

    /// <summary>The file itself, where the path is that of a link to one.</summary>
    public static string TargetOf(string path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null ? path : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    /// <summary>Writes beside the target first, to a draft that is made as the caller wants it; a failure takes the draft away and is thrown as it is.</summary>
    public static void Replace(string target, ReadOnlySpan<byte> content, Func<string, FileStream> create)
    {
        var draft = $"{target}.{Environment.ProcessId}.tmp";
        try
        {
            using (var stream = create(draft))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }
            File.Move(draft, target, overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }
}
