using VtKit.Indicators;

namespace VtKit.Cli;

/// <summary><c>vtk monitor upload</c>: a file, or all files below a folder.</summary>
internal static class MonitorUpload
{
    public static async Task<ExitCode> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        var (path, remote) = MonitorCommand.Upload(session);
        if (!remote.StartsWith('/')) throw CliException.Usage($"'{remote}' is no place in the collection: write it from its root, such as /{remote}");
        var files = Directory.Exists(path) ? FilesBelow(path, remote) : [(path, remote)];
        if (files.Count == 0) throw InputFile.Unusable(path, "has no files in it");
        if (Directory.Exists(path)) await WriteOptions.RequireConsentAsync(session, $"Upload {Count.Of(files.Count, "file")} below {path}", cancellationToken).ConfigureAwait(false);
        foreach (var (file, _) in files) InputFile.Open(file).Dispose();
        var targets = files.ToDictionary(file => file.Path, file => file.Remote, StringComparer.Ordinal);
        using var line = new ProgressLine(session.Console, session.Talk, session.Time);
        var progress = new ScanProgress(line);
        return await Batch.RunAsync(session, [.. files.Select(file => file.Path)], "file", VtObjectTypes.MonitorItem, 1, async (connection, file, token) =>
        {
            try
            {
                var hashes = await InputFile.HashAsync(file, HashKinds.Sha256, token).ConfigureAwait(false);
                var options = new VtUploadOptions { Progress = progress.Uploading(file, hashes.Size) };
                return new Found(await Receipts.Of(session).KeepAsync(
                    new Receipt(default, VtObjectTypes.MonitorItem, hashes.Sha256!.Value.ToString(), connection.Host, targets[file], hashes.Size),
                    () => connection.Client.Monitor.UploadAsync(file, targets[file], options, token)).ConfigureAwait(false));
            }
            finally
            {
                progress.End(file);
            }
        }, cancellationToken).ConfigureAwait(false);
    }

    private static List<(string Path, string Remote)> FilesBelow(string folder, string remote) =>
        [.. FileSet.Below(folder).Select(file => (file, remote.TrimEnd('/') + "/" + Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/')))];
}
