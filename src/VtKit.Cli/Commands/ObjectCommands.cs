namespace VtKit.Cli;

/// <summary><c>vtk file|url|domain|ip|analysis</c>: reports by id, and relationships below them.</summary>
internal static class ObjectCommands
{
    private const int Concurrency = 5;

    /// <summary>Makes the command of a noun.</summary>
    /// <param name="noun">The noun.</param>
    /// <param name="withRelationships">Whether its relationships are wanted: there are many, and other commands need none.</param>
    public static CliCommand Build(Noun noun, bool withRelationships)
    {
        var items = ItemArguments.Many(noun.Argument, noun.ArgumentSummary);
        var command = new CliCommand(noun.Name, noun.Summary, (session, cancellationToken) => Batch.RunAsync(
            session, session.Parsed.GetValue(items)!, noun.Argument, noun.Type, Concurrency,
            (connection, text, token) => noun.GetAsync(connection.Client, text, token), cancellationToken))
        {
            Arguments = { items },
            Options = { ObjectOptions.All },
            Examples = noun.Examples,
        };
        if (withRelationships)
            foreach (var relationship in noun.Relationships)
                command.Subcommands.Add(RelationshipCommand.Build(noun, items, relationship));
        return command;
    }
}
