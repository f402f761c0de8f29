using System.CommandLine;

namespace VtKit.Cli;

/// <summary><c>vtk file contacted_domains HASH</c> and its kin: one command for each relationship that is known.</summary>
internal static class RelationshipCommand
{
    /// <summary>What these commands stand under.</summary>
    public const string Heading = "Relationships";

    /// <summary>Makes the command of a relationship.</summary>
    /// <param name="noun">Whose relationship it is.</param>
    /// <param name="ofNoun">The noun's own argument: the id may stand before the relationship, too.</param>
    /// <param name="relationship">The relationship.</param>
    public static CliCommand Build(Noun noun, Argument<string[]> ofNoun, VtRelationship relationship)
    {
        var item = new Argument<string[]>(noun.Argument)
        {
            Description = $"The {noun.Name} whose {relationship.Name} are wanted",
            Arity = ArgumentArity.ZeroOrMore,
            HelpName = $"<{noun.Argument}>",
        };
        var command = new CliCommand(
            relationship.Name, Summary(relationship),
            (session, cancellationToken) => RunAsync(session, noun, [.. session.Parsed.GetValue(ofNoun) ?? [], .. session.Parsed.GetValue(item)!], relationship, cancellationToken))
        {
            Group = Heading,
            Arguments = { item },
            Options = { relationship.IsToMany ? Listing.All : ObjectOptions.All },
            Examples = [$"vtk {noun.Parents}{noun.Name} {relationship.Name} <{noun.Argument}>{(relationship.IsToMany ? " -n 100 -I" : "")}"],
        };
        if (noun.PrivateTwin is not null) command.Options.Add(ObjectCommands.Private);
        return command;
    }

    private static string Summary(VtRelationship relationship) =>
        relationship.Tier is "public" or "unknown" ? relationship.Summary : $"{relationship.Summary} ({relationship.Tier})";

    private static async Task<ExitCode> RunAsync(
        CliSession session, Noun noun, string[] items, VtRelationship relationship, CancellationToken cancellationToken)
    {
        if (items.Length != 1)
            throw CliException.Usage($"give one {noun.Argument}: vtk {noun.Parents}{noun.Name} {relationship.Name} <{noun.Argument}>");
        var item = items[0];
        if (noun.PrivateTwin is not null && session.Parsed.GetValue(ObjectCommands.Private)) noun = noun.PrivateTwin;
        var listing = new Listing(session, relationship.DefaultLimit, relationship.MaxLimit);
        var connection = await ServiceConnection.OpenAsync(session, cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        using var writer = Writers.Create(session, relationship.IsToMany, IdsOnly(session));
        try
        {
            if (relationship.IsToMany)
                return await noun.WriteRelatedAsync(new RelatedList(connection.Client, relationship, IdsOnly(session), listing, writer), item, cancellationToken).ConfigureAwait(false);
            var found = await noun.RelatedOneAsync(connection.Client, item, relationship, IdsOnly(session), cancellationToken).ConfigureAwait(false)
                ?? throw new CliException(ExitCode.NotFound, $"{item} has no {relationship.Name}");
            writer.Write(found);
            return ExitCode.Ok;
        }
        catch (VtNotFoundException e)
        {
            throw Failure.NotFound(e, item);
        }
    }

    private static bool IdsOnly(CliSession session) => session.Parsed.GetValue(ItemArguments.IdsOnly);
}
