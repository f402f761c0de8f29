using VtKit.Indicators;

namespace VtKit.Cli;

/// <summary>Saves what an address leads to, whole and checked, or not at all.</summary>
internal static class CheckedDownload
{
    /// <summary>Saves to a path, whose folder is made.</summary>
    /// <param name="client">The client.</param>
    /// <param name="link">The address.</param>
    /// <param name="path">Where to.</param>
    /// <param name="sha256">The hash that it has to have; null where it is not known.</param>
    /// <param name="cancellationToken">Gives the download up.</param>
    /// <exception cref="CliException">What came has another hash.</exception>
    public static async Task SaveAsync(VtClient client, Uri link, string path, string? sha256, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var draft = $"{path}.{Environment.ProcessId}.part";
        try
        {
            await client.DownloadAsync(link, draft, null, cancellationToken).ConfigureAwait(false);
            var found = await InputFile.HashAsync(draft, HashKinds.Sha256, cancellationToken).ConfigureAwait(false);
            if (sha256 is not null && !string.Equals(found.Sha256.ToString(), sha256, StringComparison.OrdinalIgnoreCase))
                throw new CliException(ExitCode.Error, $"what came is not {sha256}, but {found.Sha256}: it was not kept. Try again");
            File.Move(draft, path, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>The path of others below a folder of one's own.</summary>
    /// <exception cref="CliException">It would lead out of the folder.</exception>
    public static string PathBelow(string folder, string remote)
    {
        var names = remote.Split('/', '\\').Where(name => name.Length > 0).ToArray();
        if (names.Length == 0 || names.Any(name => name is "." or ".." || name.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0 || name.Contains(':', StringComparison.Ordinal)))
            throw new CliException(ExitCode.Error, $"the path {remote} cannot be used here: it would lead elsewhere");
        return Path.Join([folder, .. names]);
    }
}
