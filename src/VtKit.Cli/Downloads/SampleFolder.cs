using VtKit.Indicators;

namespace VtKit.Cli;

/// <summary>
/// A folder that files of the service are saved to, each under its hash: whole and checked, or not at all, and never executable.
/// One that is there already is not fetched again.
/// </summary>
internal sealed class SampleFolder
{
    private readonly CliSession _session;
    private readonly string _path;
    private readonly Lock _gate = new();

    /// <exception cref="CliException">There can be no such folder.</exception>
    public SampleFolder(CliSession session, string path)
    {
        (_session, _path) = (session, path);
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw InputFile.Unusable(path, $"cannot be a folder: {e.Message}", e);
        }
    }

    /// <summary>Saves a file, and prints its path.</summary>
    /// <exception cref="CliException">The text is no hash.</exception>
    public async Task SaveAsync(VtClient client, string text, ProgressLine progress, CancellationToken cancellationToken)
    {
        var hash = FileNoun.Read(text);
        var path = Path.Join(_path, hash.ToString());
        if (await HasAsync(path, hash, cancellationToken).ConfigureAwait(false))
            _session.Talk.Say($"{path} is there already");
        else
            await client.Files.DownloadAsync(hash, path, new Reporter<VtTransferProgress>(bytes => progress.Report($"{hash.ToString()[..12]}…", bytes.Bytes, bytes.Total ?? bytes.Bytes)), cancellationToken).ConfigureAwait(false);
        lock (_gate) _session.Console.WriteLine(path);
    }

    private static async Task<bool> HasAsync(string path, FileHash hash, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) return false;
        var kind = hash.Kind switch { HashKind.Md5 => HashKinds.Md5, HashKind.Sha1 => HashKinds.Sha1, _ => HashKinds.Sha256 };
        var found = await InputFile.HashAsync(path, kind, cancellationToken).ConfigureAwait(false);
        return (found.Sha256 ?? found.Sha1 ?? found.Md5) == hash;
    }
}
