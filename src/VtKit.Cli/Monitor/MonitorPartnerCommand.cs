using System.CommandLine;

namespace VtKit.Cli;

/// <summary><c>vtk monitorpartner</c>: what an engine detects of the software that vendors have in Monitor.</summary>
internal static class MonitorPartnerCommand
{
    private const int Concurrency = 4;

    private static readonly Argument<string[]> Hashes = ItemArguments.Many("sha256", "SHA-256 of a file");

    private static PlainNoun Noun => new("monitorpartner", VtObjectTypes.MonitorHash, "Monitor for engine vendors: files that their engine detects (premium)", "SHA-256 of a file", "sha256")
    {
        Get = (_, _, _, _) => throw new NotSupportedException("The service has no report of one hash."),
        WriteRelated = (list, hash, token) =>
            list.Relationship == VtRelationships.MonitorHash.Analyses ? list.WriteAsync(list.Client.MonitorPartner.AnalysesAsync(hash, list.Options), token)
            : list.Relationship == VtRelationships.MonitorHash.Items ? list.WriteAsync(list.Client.MonitorPartner.ItemsAsync(hash, list.Options), token)
            : list.WriteAsync(list.Client.MonitorPartner.CommentsAsync(hash, list.Options), token),
    };

    public static CliCommand Build(bool withRelationships)
    {
        var noun = Noun;
        var command = new CliCommand(noun.Name, noun.Summary)
        {
            Examples = ["vtk monitorpartner list", "vtk monitorpartner download <sha256> -o detected"],
            Subcommands =
            {
                new CliCommand("list", "Files that an engine detects", (session, cancellationToken) => Listing.RunAsync(
                    session, (client, options) => client.MonitorPartner.HashesAsync(session.Parsed.GetValue(Listing.Filter), options), cancellationToken))
                {
                    Aliases = { "ls" },
                    Options = { Listing.Filter, Listing.All },
                    Examples = ["vtk monitorpartner list --filter engine:Example -I"],
                },
                new CliCommand("download", "Save files under their hashes: checked, whole, never executable", DownloadAsync)
                {
                    Arguments = { Hashes },
                    Options = { DownloadCommand.Output },
                    Examples = ["vtk monitorpartner download <sha256> -o detected"],
                },
            },
        };
        if (withRelationships)
            foreach (var relationship in noun.Relationships)
                command.Subcommands.Add(RelationshipCommand.Build(noun, Hashes, relationship));
        return command;
    }

    private static async Task<ExitCode> DownloadAsync(CliSession session, CancellationToken cancellationToken)
    {
        var folder = session.Parsed.GetValue(DownloadCommand.Output)!;
        var connection = await ServiceConnection.OpenAsync(session, cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        return await EachItem.RunAsync(session, session.Parsed.GetValue(Hashes)!, "hash", Concurrency, async (text, token) =>
        {
            var hash = FileNoun.Read(text).ToString();
            var link = await connection.Client.MonitorPartner.GetDownloadUrlAsync(hash, token).ConfigureAwait(false);
            var path = Path.Join(folder, hash);
            await CheckedDownload.SaveAsync(connection.Client, link, path, hash, token).ConfigureAwait(false);
            session.Console.WriteLine(path);
        }, cancellationToken).ConfigureAwait(false);
    }
}
