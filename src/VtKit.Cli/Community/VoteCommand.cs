using System.CommandLine;

namespace VtKit.Cli;

/// <summary><c>vtk vote</c>: what people hold something for. The service has no way to take a vote back.</summary>
internal static class VoteCommand
{
    private static readonly Argument<string> About = new("item") { Description = "Hash, path, URL, domain or IP address that it is about" };

    private static readonly Argument<string> Verdict = new("verdict") { Description = "malicious or harmless" };

    public static CliCommand Build() => new("vote", "Votes: read them, cast one")
    {
        Examples = ["vtk vote list example.com", "vtk vote add evil.example malicious"],
        Subcommands =
        {
            new CliCommand("list", "Votes on something, newest first", ListAsync)
            {
                Aliases = { "ls" },
                Arguments = { About },
                Options = { Listing.All },
                Examples = ["vtk vote list example.com"],
            },
            new CliCommand("add", "Vote in public; a vote cannot be taken back", AddAsync)
            {
                Arguments = { About, Verdict },
                Options = { WriteOptions.DryRun, ObjectOptions.All },
                Examples = ["vtk vote add evil.example malicious", "vtk vote add setup.exe harmless --dry-run"],
            },
        },
    };

    private static async Task<ExitCode> ListAsync(CliSession session, CancellationToken cancellationToken)
    {
        var listing = new Listing(session);
        var connection = await ServiceConnection.OpenAsync(session, cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        var item = await Item.ReadAsync(session, connection.Client, session.Parsed.GetValue(About)!, cancellationToken).ConfigureAwait(false);
        return await listing.WriteAsync(item.Votes(listing.Options), cancellationToken).ConfigureAwait(false);
    }

    private static Task<ExitCode> AddAsync(CliSession session, CancellationToken cancellationToken)
    {
        var word = session.Parsed.GetValue(Verdict)!;
        if (word != VoteVerdict.Malicious.Value && word != VoteVerdict.Harmless.Value)
            throw CliException.Usage($"'{word}' is no verdict: vote {VoteVerdict.Malicious.Value} or {VoteVerdict.Harmless.Value}");
        return OneObject.RunAsync(session, async (client, token) =>
        {
            var item = await Item.ReadAsync(session, client, session.Parsed.GetValue(About)!, token).ConfigureAwait(false);
            return await item.AddVoteAsync(word == VoteVerdict.Malicious.Value ? VoteVerdict.Malicious : VoteVerdict.Harmless, token).ConfigureAwait(false);
        }, cancellationToken);
    }
}
