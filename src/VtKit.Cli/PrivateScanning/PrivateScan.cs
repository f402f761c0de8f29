using System.CommandLine;
using VtKit.Indicators;

namespace VtKit.Cli;

/// <summary><c>vtk private scan</c>: submits files and URLs that nobody else is to see, waits, and reports.</summary>
internal static class PrivateScan
{
    private const int Concurrency = 4;

    private static readonly Argument<string[]> Paths = ItemArguments.Many("path", "File to scan, or folder with all that is in it");
    private static readonly Argument<string[]> Urls = ItemArguments.Many("url", "URL to scan, also defanged");

    private static readonly Option<bool> NoWait = new("--no-wait") { Description = "Print the analysis and do not wait for its end" };

    private static readonly Option<int?> Retention = new("--retention-days")
    {
        Description = $"How long the service keeps it: {Limits.PrivateRetentionDaysMin} to {Limits.PrivateRetentionDaysMax}; its own choice unless given",
        HelpName = "DAYS",
    };

    private static readonly Option<string> Region = new("--region") { Description = "Where the service keeps it: US or EU", HelpName = "REGION" };

    private static readonly Option<string> CommandLine = new("--command-line") { Description = "Parameters for running the file", HelpName = "TEXT" };

    private static readonly Option<bool> NoSandbox = new("--no-sandbox") { Description = "Do not run it in sandboxes" };

    private static readonly Option<bool> Internet = new("--internet") { Description = "Let the sandboxes reach the internet" };

    private static readonly Option<bool> InterceptTls = new("--intercept-tls") { Description = "Let the sandboxes read encrypted traffic" };

    private static readonly Option<string[]> SandboxNames = new("--sandbox") { Description = "Sandbox to use; may be given several times", HelpName = "NAME" };

    private static readonly Option<string> UserAgent = new("--user-agent") { Description = "Browser to pretend to be", HelpName = "TEXT" };

    /// <summary>What sandboxes do with a file.</summary>
    public static IReadOnlyList<Option> Sandboxing => [CommandLine, NoSandbox, Internet, InterceptTls];

    public static CliCommand Build() => new("scan", "Submit files and URLs in private, wait, and report")
    {
        Examples = ["vtk private scan file contract.docx", "vtk private scan url https://intranet.example/"],
        Subcommands =
        {
            new CliCommand("file", "Scan files that only the own team is to see", ScanFilesAsync)
            {
                Arguments = { Paths },
                Options = { Retention, Region, Sandboxing, WriteOptions.Yes, NoWait, WriteOptions.DryRun, ObjectOptions.All },
                Examples = ["vtk private scan file contract.docx --retention-days 1", "vtk private scan file tool.exe --yes --command-line \"/silent\" --no-wait -I"],
            },
            new CliCommand("url", "Scan URLs that only the own team is to see", ScanUrlsAsync)
            {
                Arguments = { Urls },
                Options = { Retention, Region, SandboxNames, UserAgent, NoWait, WriteOptions.DryRun, ObjectOptions.All },
                Examples = ["vtk private scan url https://intranet.example/", "vtk private scan url - --no-wait < urls.txt"],
            },
        },
    };

    /// <summary>How the scan is to be done.</summary>
    /// <exception cref="CliException">A number is out of its range.</exception>
    public static VtPrivateScanOptions Options(CliSession session)
    {
        var days = session.Parsed.GetValue(Retention);
        if (days is < Limits.PrivateRetentionDaysMin or > Limits.PrivateRetentionDaysMax)
            throw CliException.Usage($"--retention-days is between {Limits.PrivateRetentionDaysMin} and {Limits.PrivateRetentionDaysMax}");
        return new VtPrivateScanOptions
        {
            RetentionDays = days,
            StorageRegion = session.Parsed.GetValue(Region),
            CommandLine = session.Parsed.GetValue(CommandLine),
            DisableSandbox = session.Parsed.GetValue(NoSandbox) ? true : null,
            EnableInternet = session.Parsed.GetValue(Internet) ? true : null,
            InterceptTls = session.Parsed.GetValue(InterceptTls) ? true : null,
            Sandboxes = session.Parsed.GetValue(SandboxNames) is { Length: > 0 } names ? names : null,
            UserAgent = session.Parsed.GetValue(UserAgent),
        };
    }

    private static async Task<ExitCode> ScanFilesAsync(CliSession session, CancellationToken cancellationToken)
    {
        var scan = Options(session);
        using var line = new ProgressLine(session.Console, session.Talk, session.Time);
        var progress = new ScanProgress(line);
        UploadConsent? consent = null;
        try
        {
            return await Batch.RunAsync(session, FileSet.FindOrRead(session.Parsed.GetValue(Paths)!), "file", VtObjectTypes.PrivateFile, Concurrency, async (connection, path, token) =>
            {
                LazyInitializer.EnsureInitialized(ref consent, () => new UploadConsent(session, connection, session.Parsed.GetValue(WriteOptions.Yes), isPrivate: true));
                try
                {
                    return new Found(await ScanFileAsync(session, connection, consent, progress, path, scan, token).ConfigureAwait(false));
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

    private static async Task<VtObject> ScanFileAsync(
        CliSession session, ServiceConnection connection, UploadConsent consent, ScanProgress progress, string path, VtPrivateScanOptions scan, CancellationToken cancellationToken)
    {
        var hashes = await InputFile.HashAsync(path, HashKinds.Sha256, cancellationToken).ConfigureAwait(false);
        var size = new FileInfo(path).Length;
        await consent.RequireAsync(path, size, cancellationToken).ConfigureAwait(false);
        var options = new VtUploadOptions { FileName = Path.GetFileName(path), Progress = progress.Uploading(path, size) };
        var analysis = await Receipts.Of(session).KeepAsync(
            new Receipt(default, VtObjectTypes.PrivateFile, hashes.Sha256!.Value.ToString(), connection.Host, options.FileName, size),
            () => connection.Client.PrivateFiles.UploadAsync(path, options, scan, cancellationToken)).ConfigureAwait(false);
        session.Talk.Say($"uploaded {hashes.Sha256} in private to {connection.Host}");
        if (session.Parsed.GetValue(NoWait)) return analysis;
        await connection.Client.PrivateAnalyses.WaitAsync(analysis.Id, connection.WaitOptions(progress.Analysing(path)), cancellationToken).ConfigureAwait(false);
        return await connection.Client.PrivateFiles.GetAsync(hashes.Sha256!.Value, null, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<ExitCode> ScanUrlsAsync(CliSession session, CancellationToken cancellationToken)
    {
        var scan = Options(session);
        using var line = new ProgressLine(session.Console, session.Talk, session.Time);
        var progress = new ScanProgress(line);
        return await Batch.RunAsync(session, session.Parsed.GetValue(Urls)!, "URL", VtObjectTypes.PrivateUrl, Concurrency, async (connection, text, token) =>
        {
            var url = UrlNoun.ReadUrl(text);
            var analysis = await Receipts.Of(session).KeepAsync(
                new Receipt(default, VtObjectTypes.PrivateUrl, url, connection.Host), () => connection.Client.PrivateUrls.SubmitAsync(url, scan, token)).ConfigureAwait(false);
            session.Talk.Say($"submitted {url} in private to {connection.Host}");
            if (session.Parsed.GetValue(NoWait)) return new Found(analysis);
            try
            {
                await connection.Client.PrivateAnalyses.WaitAsync(analysis.Id, connection.WaitOptions(progress.Analysing(url)), token).ConfigureAwait(false);
            }
            finally
            {
                progress.End(url);
            }
            return new Found(await connection.Client.PrivateUrls.GetAsync(UrlId.FromUrl(url), null, token).ConfigureAwait(false));
        }, cancellationToken).ConfigureAwait(false);
    }
}
