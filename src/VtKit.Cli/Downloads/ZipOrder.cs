namespace VtKit.Cli;

/// <summary>Several files as one archive, which the service makes and which is saved whole or not at all.</summary>
internal static class ZipOrder
{
    /// <summary>Orders an archive, waits for it, and saves it.</summary>
    /// <param name="session">Who asks.</param>
    /// <param name="connection">Whom to ask.</param>
    /// <param name="hashes">The hashes of the files.</param>
    /// <param name="password">The password of the archive, if any.</param>
    /// <param name="output">A file, or a folder in which the archive gets its id for a name.</param>
    /// <param name="cancellationToken">Gives it up; the archive is made all the same.</param>
    /// <exception cref="CliException">The service could not make it.</exception>
    public static async Task RunAsync(
        CliSession session, ServiceConnection connection, IReadOnlyList<string> hashes, string? password, string output, CancellationToken cancellationToken)
    {
        var wanted = hashes.Select(FileNoun.Read).Select(hash => (VtId<Indicators.FileHash>)hash);
        var zips = connection.Client.ZipFiles;
        using var line = new ProgressLine(session.Console, session.Talk, session.Time);
        var progress = new ScanProgress(line);
        var zip = await zips.CreateAsync(wanted, password, cancellationToken).ConfigureAwait(false);
        zip = await zips.WaitAsync(zip.Id, connection.WaitOptions(progress.Analysing("the archive")), cancellationToken).ConfigureAwait(false);
        progress.End("the archive");
        if (zip.Status != ZipStatus.Finished)
            throw new CliException(ExitCode.Error, $"the service made no archive: {zip.Status?.Value}. Order fewer files at once, or each by itself without --zip");
        var path = Directory.Exists(output) ? Path.Join(output, zip.Id + ".zip") : output;
        var link = await zips.GetDownloadUrlAsync(zip.Id, cancellationToken).ConfigureAwait(false);
        await connection.Client.DownloadAsync(link, path, null, cancellationToken).ConfigureAwait(false);
        session.Console.WriteLine(path);
    }
}
