using System.CommandLine;

namespace VtKit.Cli;

/// <summary><c>vtk comment</c>: what people say about files, URLs, domains and IP addresses.</summary>
internal static class CommentCommand
{
    private const int Concurrency = 5;

    private static readonly Argument<string> About = new("item") { Description = "Hash, path, URL, domain or IP address that it is about" };

    private static readonly Argument<string> Text = new("text") { Description = "The comment; - reads it from stdin. Words that begin with # become tags" };

    private static readonly Argument<string[]> Ids = ItemArguments.Many("id", "Id of a comment");

    public static CliCommand Build() => new("comment", "Comments: read them, write one, remove one's own")
    {
        Examples = ["vtk comment list example.com", "vtk comment add evil.example \"Seen in phishing #campaign7\""],
        Subcommands =
        {
            new CliCommand("list", "Comments on something, newest first", ListAsync)
            {
                Aliases = { "ls" },
                Arguments = { About },
                Options = { Listing.All },
                Examples = ["vtk comment list example.com -n 50", "vtk comment list 44d88612fea8a8f36de82e1278abb02f --select text"],
            },
            new CliCommand("add", "Comment in public", AddAsync)
            {
                Arguments = { About, Text },
                Options = { WriteOptions.DryRun, ObjectOptions.All },
                Examples = ["vtk comment add evil.example \"Seen in phishing #campaign7\"", "vtk comment add invoice.pdf - < notes.txt"],
            },
            new CliCommand("get", "Comments by their ids", (session, cancellationToken) => Batch.RunAsync(
                session, session.Parsed.GetValue(Ids)!, "id", VtObjectTypes.Comment, Concurrency,
                async (connection, id, token) => new Found(await connection.Client.Comments.GetAsync(id, null, token).ConfigureAwait(false)), cancellationToken))
            {
                Arguments = { Ids },
                Options = { ObjectOptions.All },
                Examples = ["vtk comment get <id>"],
            },
            Deletion.Build("comment", "Remove comments of one's own", "vtk comment delete", (client, id, token) => client.Comments.DeleteAsync(id, token)),
        },
    };

    private static async Task<ExitCode> ListAsync(CliSession session, CancellationToken cancellationToken)
    {
        var listing = new Listing(session);
        var connection = await ServiceConnection.OpenAsync(session, cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        var item = await Item.ReadAsync(session, connection.Client, session.Parsed.GetValue(About)!, cancellationToken).ConfigureAwait(false);
        return await listing.WriteAsync(item.Comments(listing.Options), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<ExitCode> AddAsync(CliSession session, CancellationToken cancellationToken)
    {
        var text = session.Parsed.GetValue(Text)!;
        if (text == "-") text = await session.Console.In.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        if (string.IsNullOrWhiteSpace(text)) throw CliException.Usage("the comment is empty");
        return await OneObject.RunAsync(session, async (client, token) =>
        {
            var item = await Item.ReadAsync(session, client, session.Parsed.GetValue(About)!, token).ConfigureAwait(false);
            return await item.AddCommentAsync(text.Trim(), token).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
    }
}
