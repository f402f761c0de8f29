using System.CommandLine;

namespace VtKit.Cli;

/// <summary><c>vtk download</c>: files of the service, which may be live malware.</summary>
internal static class DownloadCommand
{
    public const int Concurrency = 4;

    public static readonly Option<string> Output = new("--output", "-o")
    {
        Description = "Folder to save to, made where it is missing; of --zip also a file",
        HelpName = "PATH",
        DefaultValueFactory = _ => ".",
    };

    private static readonly Argument<string[]> Hashes = ItemArguments.Many("hash", "MD5, SHA-1 or SHA-256");

    private static readonly Option<bool> Zip = new("--zip", "-z")
    {
        Description = "All of them as one archive, which the service makes",
    };

    private static readonly Option<string> Password = new("--password", "--zip-password")
    {
        Description = "Password of the archive, so that nothing on the way takes it for an attack",
        HelpName = "WORD",
    };

    public static CliCommand Build() => new("download", "Save files under their hashes: checked, whole, never executable (premium)", RunAsync)
    {
        Arguments = { Hashes },
        Options = { Output, Zip, Password },
        Examples = ["vtk download 44d88612fea8a8f36de82e1278abb02f -o samples", "vtk download - --zip --password infected -o all.zip < hashes.txt"],
    };

    private static async Task<ExitCode> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        var (hashes, output, password) = (session.Parsed.GetValue(Hashes)!, session.Parsed.GetValue(Output)!, session.Parsed.GetValue(Password));
        if (hashes.Length == 0) throw CliException.Usage("give at least one hash, or - to read them from stdin: see vtk download --help");
        if (!session.Parsed.GetValue(Zip))
        {
            if (password is not null) throw CliException.Usage("--password is that of an archive: add --zip");
            var connection = await ServiceConnection.OpenAsync(session, cancellationToken).ConfigureAwait(false);
            await using var closing = connection.ConfigureAwait(false);
            return await SaveAllAsync(session, connection.Client, hashes, output, cancellationToken).ConfigureAwait(false);
        }
        var all = new List<string>();
        await foreach (var hash in ItemArguments.ReadAsync(hashes, session.Console, cancellationToken).ConfigureAwait(false)) all.Add(hash);
        if (all.Count == 0) throw CliException.Usage("stdin named no hash");
        var service = await ServiceConnection.OpenAsync(session, cancellationToken).ConfigureAwait(false);
        await using var ending = service.ConfigureAwait(false);
        await ZipOrder.RunAsync(session, service, all, password, output, cancellationToken).ConfigureAwait(false);
        return ExitCode.Ok;
    }

    /// <summary>Saves files to a folder, several at a time.</summary>
    public static async Task<ExitCode> SaveAllAsync(CliSession session, VtClient client, IReadOnlyList<string> hashes, string folder, CancellationToken cancellationToken)
    {
        var samples = new SampleFolder(session, folder);
        using var progress = new ProgressLine(session.Console, session.Talk, session.Time);
        return await EachItem.RunAsync(session, hashes, "hash", Concurrency, (hash, token) => samples.SaveAsync(client, hash, progress, token), cancellationToken).ConfigureAwait(false);
    }
}
