using System.CommandLine;

namespace VtKit.Cli;

/// <summary><c>vtk private</c>: scans that nobody else sees.</summary>
internal static class PrivateCommand
{
    private static readonly Argument<string> Hash = new("hash") { Description = "MD5, SHA-1 or SHA-256" };

    private static readonly Option<string> Order = new("--order") { Description = "What to sort by: date- (newest first) or date+", HelpName = "FIELD" };

    public static CliCommand Build(bool withRelationships) => new("private", "Private scanning: only the own team sees it (licence)")
    {
        Examples = ["vtk private scan file contract.docx", "vtk private file <hash>"],
        Subcommands =
        {
            PrivateScan.Build(),
            ObjectCommands.Build(PrivateNouns.File, withRelationships,
                new CliCommand("list", "Private files, newest first", (session, cancellationToken) => Listing.RunAsync(
                    session, (client, options) => client.PrivateFiles.ListAsync(options), cancellationToken))
                {
                    Aliases = { "ls" },
                    Options = { Listing.All },
                    Examples = ["vtk private file list -I"],
                },
                new CliCommand("rescan", "Analyse a private file anew", RescanAsync)
                {
                    Arguments = { Hash },
                    Options = { PrivateScan.Sandboxing, WriteOptions.DryRun, ObjectOptions.All },
                    Examples = ["vtk private file rescan <hash> --internet"],
                },
                Deletion.Build("file", "Delete private files and their reports", "vtk private file delete", (client, hash, token) => client.PrivateFiles.DeleteAsync(FileNoun.Read(hash), null, token))),
            ObjectCommands.Build(PrivateNouns.Url, withRelationships),
            ObjectCommands.Build(PrivateNouns.Analysis, withRelationships,
                new CliCommand("list", "Private analyses, newest first", (session, cancellationToken) => Listing.RunAsync(
                    session, (client, options) => client.PrivateAnalyses.ListAsync(session.Parsed.GetValue(Order), options), cancellationToken))
                {
                    Aliases = { "ls" },
                    Options = { Order, Listing.All },
                    Examples = ["vtk private analysis list"],
                }),
        },
    };

    private static Task<ExitCode> RescanAsync(CliSession session, CancellationToken cancellationToken)
    {
        var (hash, scan) = (FileNoun.Read(session.Parsed.GetValue(Hash)!), PrivateScan.Options(session));
        return OneObject.RunAsync(session, async (client, token) => await client.PrivateFiles.AnalyseAsync(
            hash, scan.CommandLine, scan.DisableSandbox, scan.EnableInternet, interceptTls: scan.InterceptTls, cancellationToken: token).ConfigureAwait(false), cancellationToken, about: hash.ToString());
    }
}
