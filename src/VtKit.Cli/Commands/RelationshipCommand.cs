using System.CommandLine;

namespace VtKit.Cli;

/// <summary><c>vtk file contacted_domains HASH</c> and its kin: one command for each relationship that is known.</summary>
internal static class RelationshipCommand
{
    /// <summary>What these commands stand under.</summary>
    public const string Heading = "Relationships";

    private static readonly Option<int?> Limit = new("--limit", "-n")
    {
        Description = "How many at most; 0 for all. The service's page, mostly 10, unless given",
        HelpName = "N",
    };

    private static readonly Option<string> Cursor = new("--cursor", "-c")
    {
        Description = "Where to go on: what an earlier call printed",
        HelpName = "TOKEN",
    };

    static RelationshipCommand() => Limit.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int?>() is < 0) result.AddError("--limit is 0 or more");
    });

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
            Options = { ItemArguments.IdsOnly },
        };
        if (!relationship.IsToMany) return command;
        command.Options.Add(Limit);
        command.Options.Add(Cursor);
        return command;
    }

    private static string Summary(VtRelationship relationship) =>
        relationship.Tier is "public" or "unknown" ? relationship.Summary : $"{relationship.Summary} ({relationship.Tier})";

    private static async Task<ExitCode> RunAsync(
        CliSession session, Noun noun, string[] items, VtRelationship relationship, CancellationToken cancellationToken)
    {
        if (items.Length != 1)
            throw CliException.Usage($"give one {noun.Argument}: vtk {noun.Name} {relationship.Name} <{noun.Argument}>");
        var (item, place) = (items[0], ReadPlace(session));
        var connection = await ServiceConnection.OpenAsync(session, cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        using var writer = Writers.Create(session, relationship.IsToMany, IdsOnly(session));
        try
        {
            if (relationship.IsToMany)
                return await ListAsync(session, noun.Related(connection.Client, item, relationship, IdsOnly(session), Options(session, relationship, place)), Wanted(session, relationship), writer, cancellationToken).ConfigureAwait(false);
            var found = await noun.RelatedOneAsync(connection.Client, item, relationship, IdsOnly(session), cancellationToken).ConfigureAwait(false)
                ?? throw new CliException(ExitCode.NotFound, $"{item} has no {relationship.Name}");
            writer.Write(found);
            return ExitCode.Ok;
        }
        catch (VtNotFoundException e)
        {
            throw new CliException(ExitCode.NotFound, Failure.Of(e, cancellationToken).About(item), e);
        }
    }

    private static bool IdsOnly(CliSession session) => session.Parsed.GetValue(ItemArguments.IdsOnly);

    private static async Task<ExitCode> ListAsync(CliSession session, VtPaged<VtObject> list, int wanted, ObjectWriter writer, CancellationToken cancellationToken)
    {
        await foreach (var page in list.Pages(cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            var taken = Math.Min(wanted, page.Items.Count);
            foreach (var item in page.Items.Take(taken)) writer.Write(item);
            wanted -= taken;
            if (wanted > 0) continue;
            if (taken < page.Items.Count || page.NextCursor is not null)
                session.Talk.Say($"there are more; go on with: --cursor {page.After(taken)}");
            break;
        }
        writer.End();
        return ExitCode.Ok;
    }

    private static int Wanted(CliSession session, VtRelationship relationship) => session.Parsed.GetValue(Limit) switch
    {
        null => relationship.DefaultLimit,
        0 => int.MaxValue,
        { } limit => limit,
    };

    private static VtListOptions Options(CliSession session, VtRelationship relationship, VtResumeToken? place) => new()
    {
        PageSize = Math.Min(Wanted(session, relationship), relationship.MaxLimit),
        ResumeFrom = place,
    };

    private static VtResumeToken? ReadPlace(CliSession session)
    {
        if (session.Parsed.GetValue(Cursor) is not { } text) return null;
        return VtResumeToken.TryParse(text, out var token)
            ? token
            : throw CliException.Usage("--cursor is no place in a list: give what an earlier call printed after --cursor");
    }
}
