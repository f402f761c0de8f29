using System.CommandLine;

namespace VtKit.Cli;

/// <summary><c>vtk file|url|domain|ip|analysis</c>: reports by id, and relationships below them.</summary>
internal static class ObjectCommands
{
    private const int Concurrency = 5;

    /// <summary>On the nouns that private scanning has, too.</summary>
    public static readonly Option<bool> Private = new("--private", "-P")
    {
        Description = "Among private scans, too, where it is not known in public; of a relationship, among those alone",
    };

    /// <summary>Makes the command of a noun.</summary>
    /// <param name="noun">The noun.</param>
    /// <param name="withRelationships">Whether its relationships are wanted: there are many, and other commands need none.</param>
    /// <param name="verbs">What else can be done with it.</param>
    public static CliCommand Build(Noun noun, bool withRelationships, params IReadOnlyList<CliCommand> verbs)
    {
        var items = ItemArguments.Many(noun.Argument, noun.ArgumentSummary);
        var command = new CliCommand(noun.Name, noun.Summary, (session, cancellationToken) => Batch.RunAsync(
            session, session.Parsed.GetValue(items)!, noun.Argument, noun.Type, Concurrency,
            (connection, text, token) => GetAsync(session, noun, connection.Client, text, token), cancellationToken))
        {
            Arguments = { items },
            Options = { ObjectOptions.All },
            Examples = noun.Examples,
        };
        if (noun.PrivateTwin is not null) command.Options.Add(Private);
        foreach (var verb in verbs) command.Subcommands.Add(verb);
        if (!withRelationships || noun.Relationships.Count == 0) return command;
        command.Subcommands.Add(RelationshipsCommand.Build(noun, items));
        foreach (var relationship in noun.Relationships)
            command.Subcommands.Add(RelationshipCommand.Build(noun, items, relationship));
        return command;
    }

    private static Task<Found> GetAsync(CliSession session, Noun noun, VtClient client, string text, CancellationToken cancellationToken) =>
        noun.PrivateTwin is { } twin && session.Parsed.GetValue(Private)
            ? GetEitherAsync(noun, twin, client, text, cancellationToken)
            : noun.GetAsync(client, text, null, cancellationToken);

    private static async Task<Found> GetEitherAsync(Noun noun, Noun twin, VtClient client, string text, CancellationToken cancellationToken)
    {
        try
        {
            return await noun.GetAsync(client, text, null, cancellationToken).ConfigureAwait(false);
        }
        catch (VtNotFoundException)
        {
            return await twin.GetAsync(client, text, null, cancellationToken).ConfigureAwait(false);
        }
    }
}
