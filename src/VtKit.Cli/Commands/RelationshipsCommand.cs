using System.CommandLine;
using System.Text;

namespace VtKit.Cli;

/// <summary><c>vtk file relationships HASH</c> and its kin: what is related to something, by all relationships at once, for one request.</summary>
internal static class RelationshipsCommand
{
    private const string Name = "relationships";
    private const int MostShown = 3;

    public static CliCommand Build(Noun noun, Argument<string[]> ofNoun)
    {
        var item = new Argument<string[]>(noun.Argument) { Description = noun.ArgumentSummary, Arity = ArgumentArity.ZeroOrMore, HelpName = $"<{noun.Argument}>" };
        return new CliCommand(Name, "All relationships, ids alone, for one request", (session, cancellationToken) =>
            RunAsync(session, noun, [.. session.Parsed.GetValue(ofNoun) ?? [], .. session.Parsed.GetValue(item)!], cancellationToken))
        {
            Arguments = { item },
            Options = { ObjectOptions.Include, ObjectOptions.Exclude, ObjectOptions.Select },
            Examples = [$"vtk {noun.Parents}{noun.Name} {Name} <{noun.Argument}>"],
        };
    }

    private static Task<ExitCode> RunAsync(CliSession session, Noun noun, string[] items, CancellationToken cancellationToken)
    {
        if (items is not [var item]) throw CliException.Usage($"give one {noun.Argument}: vtk {noun.Parents}{noun.Name} {Name} <{noun.Argument}>");
        var options = new VtReadOptions { Relationships = noun.Relationships.Select(relationship => relationship.Name) };
        var only = ObjectFilter.Of([Name], null)!;
        return OneObject.RunAsync(session, async (client, token) =>
        {
            var found = (await noun.GetAsync(client, item, options, token).ConfigureAwait(false)).Object!;
            return only.Apply(found);
        }, cancellationToken, Render, item);
    }

    // For a person, those that lead anywhere. Ids are whole, so that they can be copied.
    private static string Render(VtObject found, Style style, int width)
    {
        var text = new StringBuilder();
        foreach (var (name, relationship) in found.Relationships)
        {
            var ids = relationship.Objects.Select(one => TerminalText.Neutralise(one.Id)).ToList();
            if (ids.Count == 0) continue;
            var count = relationship.Count ?? ids.Count;
            text.Append(style.Strong(TerminalText.Neutralise(name))).Append(style.Faint($" ({Count.Number(count)})")).Append('\n');
            foreach (var id in ids.Take(MostShown)) text.Append("  ").Append(id).Append('\n');
            if (count > MostShown) text.Append("  ").Append(style.Faint($"and {Count.Number(count - Math.Min(MostShown, ids.Count))} more")).Append('\n');
        }
        return text.Length == 0 ? style.Faint("(none)") + "\n" : text.ToString();
    }
}
