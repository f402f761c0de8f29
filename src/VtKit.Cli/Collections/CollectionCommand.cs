using System.CommandLine;
using VtKit.Indicators;

namespace VtKit.Cli;

/// <summary><c>vtk collection</c>: sets of indicators at the service, and the threat objects that it keeps in the same form.</summary>
internal static class CollectionCommand
{
    private static readonly Argument<string> Id = new("id") { Description = "Id of a collection" };

    private static readonly Argument<string> NewName = new("name") { Description = "What it is called from now on" };

    private static readonly Argument<string[]> Indicators = ItemArguments.Many("indicator", "Hash, URL, domain or IP address, also defanged");

    private static readonly Option<string> Name = new("--name") { Description = "What it is called", HelpName = "NAME" };

    private static readonly Option<string> Description = new("--description", "-d") { Description = "What it is about", HelpName = "TEXT" };

    private static readonly Option<bool> Private = new("--private") { Description = "Only for those it is shared with (premium)" };

    private static readonly Option<string> Order = new("--order") { Description = "What to sort by, such as creation_date-", HelpName = "FIELD" };

    private static PlainNoun Noun => new("collection", VtObjectTypes.Collection, "Collections of indicators: read, make, change, delete", "Id of a collection or threat object")
    {
        Get = async (client, id, options, token) => await client.Collections.GetAsync(id, options, token).ConfigureAwait(false),
        Related = (client, id, place) => place.IdsOnly
            ? client.Collections.RelatedIdsAsync(id, place.Relationship, place.Options)
            : client.Collections.RelatedAsync(id, place.Relationship, place.Options),
        MoreExamples = ["vtk collection domains <id> -n 0 -I"],
    };

    public static CliCommand Build(bool withRelationships) => ObjectCommands.Build(Noun, withRelationships,
        new CliCommand("list", "Find collections and threat objects", (session, cancellationToken) => Listing.RunAsync(
            session, (client, options) => client.Collections.ListAsync(session.Parsed.GetValue(Listing.Filter), session.Parsed.GetValue(Order), options), cancellationToken))
        {
            Aliases = { "ls" },
            Options = { Listing.Filter, Order, Listing.All },
            Examples = ["vtk collection list --filter owner:me", "vtk collection list --filter name:emotet --order creation_date- -n 20"],
        },
        new CliCommand("create", "Make a collection; it is public unless --private says otherwise", CreateAsync)
        {
            Arguments = { Indicators },
            Options = { Name, Description, Private, WriteOptions.DryRun, ObjectOptions.All },
            Examples = ["vtk collection create --name \"Case 7\" evil.example 8.8.8.8", "vtk extract report.txt -I | vtk collection create --name \"From the report\" -"],
        },
        new CliCommand("rename", "Give a collection another name", (session, cancellationToken) => EditAsync(
            session, new VtCollectionEdit { Name = session.Parsed.GetValue(NewName)! }, cancellationToken))
        {
            Arguments = { Id, NewName },
            Options = { WriteOptions.DryRun, ObjectOptions.All },
            Examples = ["vtk collection rename <id> \"Case 7, closed\""],
        },
        new CliCommand("update", "Put indicators into a collection, or describe it anew", UpdateAsync)
        {
            Arguments = { Id, Indicators },
            Options = { Description, WriteOptions.DryRun, ObjectOptions.All },
            Examples = ["vtk collection update <id> evil2.example", "vtk collection update <id> - < iocs.txt"],
        },
        new CliCommand("remove", "Take indicators out of a collection", RemoveAsync)
        {
            Arguments = { Id, Indicators },
            Options = { WriteOptions.DryRun },
            Examples = ["vtk collection remove <id> evil2.example hxxp://evil[.]example/x 2001:db8::1"],
        },
        Deletion.Build("collection", "Delete collections for everybody", "vtk collection delete", (client, id, token) => client.Collections.DeleteAsync(id, token)));

    private static async Task<ExitCode> CreateAsync(CliSession session, CancellationToken cancellationToken)
    {
        var name = session.Parsed.GetValue(Name);
        if (string.IsNullOrWhiteSpace(name)) throw CliException.Usage("a collection needs a name: add --name");
        var edit = new VtCollectionEdit
        {
            Name = name,
            Description = session.Parsed.GetValue(Description),
            Private = session.Parsed.GetValue(Private) ? true : null,
            RawItems = await TextAsync(session, cancellationToken).ConfigureAwait(false),
        };
        return await OneObject.RunAsync(session, async (client, token) => await client.Collections.CreateAsync(edit, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<ExitCode> UpdateAsync(CliSession session, CancellationToken cancellationToken)
    {
        var edit = new VtCollectionEdit { Description = session.Parsed.GetValue(Description), RawItems = await TextAsync(session, cancellationToken).ConfigureAwait(false) };
        if (edit is { Description: null, RawItems: null }) throw CliException.Usage("what is to change? Give indicators, or --description");
        return await EditAsync(session, edit, cancellationToken).ConfigureAwait(false);
    }

    private static Task<ExitCode> EditAsync(CliSession session, VtCollectionEdit edit, CancellationToken cancellationToken) => OneObject.RunAsync(
        session, async (client, token) => await client.Collections.UpdateAsync(session.Parsed.GetValue(Id)!, edit, token).ConfigureAwait(false), cancellationToken, about: session.Parsed.GetValue(Id));

    private static async Task<ExitCode> RemoveAsync(CliSession session, CancellationToken cancellationToken)
    {
        var id = session.Parsed.GetValue(Id)!;
        var doomed = new List<VtRef>();
        await foreach (var text in ItemArguments.ReadAsync(session.Parsed.GetValue(Indicators)!, session.Console, cancellationToken).ConfigureAwait(false)) doomed.Add(Reference(text));
        if (doomed.Count == 0) throw CliException.Usage("what is to be taken out? Give indicators, or - to read them from stdin");
        var connection = await ServiceConnection.OpenAsync(session, cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        // The service takes one kind at a time.
        var kinds = doomed.GroupBy(item => item.Type, StringComparer.Ordinal).ToDictionary(kind => kind.Key, kind => kind.ToList(), StringComparer.Ordinal);
        return await EachItem.RunAsync(session, [.. kinds.Keys], "indicator", 1, async (kind, token) =>
        {
            var relationship = VtObjectTypes.CollectionOf(kind)!;
            await connection.Client.Collections.RemoveRelatedAsync(id, relationship, kinds[kind], token).ConfigureAwait(false);
            var count = kinds[kind].Count;
            session.Talk.Say($"taken out: {Count.Number(count)} {(count == 1 ? kind : relationship).Replace('_', ' ')}");
        }, cancellationToken).ConfigureAwait(false);
    }

    private static VtRef Reference(string text)
    {
        var indicator = Indicator.Recognise(text);
        return indicator.Kind switch
        {
            IndicatorKind.File => new VtRef(VtObjectTypes.File, indicator.Value),
            IndicatorKind.Url => new VtRef(VtObjectTypes.Url, indicator.UrlId!.Value.LocalIdentity),
            IndicatorKind.Domain => new VtRef(VtObjectTypes.Domain, indicator.Value),
            IndicatorKind.IpAddress => new VtRef(VtObjectTypes.IpAddress, indicator.Value),
            _ => throw Item.Unknown(text, indicator),
        };
    }

    // The service picks the indicators out of a text by itself.
    private static async Task<string?> TextAsync(CliSession session, CancellationToken cancellationToken)
    {
        var items = new List<string>();
        await foreach (var text in ItemArguments.ReadAsync(session.Parsed.GetValue(Indicators) ?? [], session.Console, cancellationToken).ConfigureAwait(false)) items.Add(Indicator.Refang(text));
        return items.Count == 0 ? null : string.Join(' ', items);
    }
}
