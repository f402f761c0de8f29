using System.CommandLine;

namespace VtKit.Cli;

/// <summary><c>vtk scan file</c> and <c>vtk scan url</c>: what submits. Files that the service knows already are not sent again.</summary>
internal static class ScanCommand
{
    private const int Concurrency = 4;

    private static readonly Argument<string[]> Paths = ItemArguments.Many("path", "File to scan, or folder with all that is in it");
    private static readonly Argument<string[]> Urls = ItemArguments.Many("url", "URL to scan, also defanged");

    private static readonly Option<bool> Yes = new("--yes", "-y")
    {
        Description = "Upload what is unknown without asking",
    };

    private static readonly Option<bool> HideName = new("--hide-name")
    {
        Description = "Tell the service the SHA-256 in place of the file's name",
    };

    private static readonly Option<string> Password = new("--password", "-p")
    {
        Description = "Password of an archive, so that what is in it is scanned",
        HelpName = "WORD",
    };

    private static readonly Option<bool> NoWait = new("--no-wait")
    {
        Description = "Print the analysis and do not wait for its end",
    };

    public static CliCommand Build() => new("scan", "Scan files and URLs: submit what is unknown, wait, and report")
    {
        Examples = ["vtk scan file invoice.pdf", "vtk scan url https://example.com/"],
        Subcommands =
        {
            new CliCommand("file", "Look files up by hash, upload those that are unknown, wait, and report", ScanFilesAsync)
            {
                Arguments = { Paths },
                Options = { Yes, HideName, Password, NoWait, VtCliOptions.Wait, VtCliOptions.Open, WriteOptions.DryRun, ObjectOptions.All },
                Examples = ["vtk scan file invoice.pdf", "vtk scan file dist --dry-run", "vtk scan file dist --yes --format jsonl", "vtk scan file /bin/ls --local"],
            },
            new CliCommand("url", "Submit URLs, which makes them public, wait, and report", ScanUrlsAsync)
            {
                Arguments = { Urls },
                Options = { NoWait, VtCliOptions.Wait, VtCliOptions.Open, WriteOptions.DryRun, ObjectOptions.All },
                Examples = ["vtk scan url https://example.com/", "vtk scan url - --no-wait -I < urls.txt"],
            },
        },
    };

    private static async Task<ExitCode> ScanFilesAsync(CliSession session, CancellationToken cancellationToken)
    {
        using var line = new ProgressLine(session.Console, session.Talk, session.Time);
        var progress = new ScanProgress(line);
        UploadConsent? consent = null;
        try
        {
            return await Batch.RunAsync(session, FileSet.FindOrRead(session.Parsed.GetValue(Paths)!), "file", VtObjectTypes.File, Concurrency, async (connection, path, token) =>
            {
                LazyInitializer.EnsureInitialized(ref consent, () => new UploadConsent(session, connection, session.Parsed.GetValue(Yes)));
                try
                {
                    return new Found(await new FileScan(session, connection, consent, progress, path).RunAsync(
                        session.Parsed.GetValue(HideName), session.Parsed.GetValue(Password), !session.Parsed.GetValue(NoWait), token).ConfigureAwait(false));
                }
                finally
                {
                    progress.End(path);
                }
            }, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            consent?.Dispose();
        }
    }

    private static async Task<ExitCode> ScanUrlsAsync(CliSession session, CancellationToken cancellationToken)
    {
        using var line = new ProgressLine(session.Console, session.Talk, session.Time);
        var progress = new ScanProgress(line);
        return await Batch.RunAsync(session, session.Parsed.GetValue(Urls)!, "URL", VtObjectTypes.Url, Concurrency, async (connection, text, token) =>
        {
            try
            {
                return new Found(await ScanUrlAsync(session, connection, UrlNoun.ReadUrl(text), progress, token).ConfigureAwait(false));
            }
            finally
            {
                progress.End(text);
            }
        }, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<VtObject> ScanUrlAsync(
        CliSession session, ServiceConnection connection, string url, ScanProgress progress, CancellationToken cancellationToken)
    {
        var analysis = await Receipts.Of(session).KeepAsync(
            new Receipt(default, VtObjectTypes.Url, url, connection.Host), () => connection.Client.Urls.SubmitAsync(url, cancellationToken)).ConfigureAwait(false);
        session.Talk.Say($"submitted {url} to {connection.Host}");
        if (session.Parsed.GetValue(NoWait)) return analysis;
        await connection.Client.Analyses.WaitAsync(analysis.Id, connection.WaitOptions(progress.Analysing(url)), cancellationToken).ConfigureAwait(false);
        return await connection.Client.Urls.GetAsync(url, null, cancellationToken).ConfigureAwait(false);
    }
}
