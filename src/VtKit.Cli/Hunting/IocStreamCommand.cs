using System.CommandLine;

namespace VtKit.Cli;

/// <summary><c>vtk iocstream</c>: indicators from hunting and from followed threats.</summary>
internal static class IocStreamCommand
{
    private static readonly Argument<string[]> Ids = ItemArguments.Many("id", "Id of a notification: context_attributes.notification_id of what is listed");

    private static readonly Option<string> Order = new("--order") { Description = "What to sort by: date- (newest first) or date+", HelpName = "FIELD" };

    private static readonly Option<bool> All = new("--all", "-a") { Description = "Delete all of them" };

    private static PlainNoun Noun => new("iocstream", VtObjectTypes.IocStreamNotification, "IoC stream: indicators from hunting and followed threats (premium)", "Id of a notification")
    {
        Get = async (client, id, options, token) => await client.IocStream.GetAsync(id, options, token).ConfigureAwait(false),
    };

    public static CliCommand Build() => ObjectCommands.Build(Noun, withRelationships: false,
        new CliCommand("list", "Indicators, newest first", ListAsync)
        {
            Aliases = { "ls", "il" },
            Options = { Listing.Filter, Order, Follow.Options, Listing.All },
            Examples = ["vtk iocstream list --filter \"source_type:hunting_ruleset\" -I", "vtk iocstream list --follow --bookmark stream.bookmark | jq -r .id"],
        },
        new CliCommand("delete", "Delete notifications of the stream", DeleteAsync)
        {
            Aliases = { "del", "rm" },
            Arguments = { Ids },
            Options = { Listing.Filter, All, WriteOptions.Yes, WriteOptions.DryRun },
            Examples = ["vtk iocstream delete <id>", "vtk iocstream delete --filter \"date:2026-01-01-\" --dry-run"],
        });

    private static Task<ExitCode> ListAsync(CliSession session, CancellationToken cancellationToken)
    {
        var (filter, order) = (session.Parsed.GetValue(Listing.Filter), session.Parsed.GetValue(Order));
        VtPaged<VtObject> List(VtClient client, VtListOptions options) => client.IocStream.ListAsync(filter: filter, order: order, options: options);
        if (!session.Parsed.GetValue(Follow.Wanted)) return Listing.RunAsync(session, List, cancellationToken);
        if (order is not null) throw CliException.Usage("--follow has an order of its own: leave out --order");
        return Follow.RunAsync(session, List, item => new IocStreamContext(item.ContextAttributes) is { NotificationId: { } id } context ? new FollowedItem(id, context.NotificationDate) : new FollowedItem(item.Id, null), cancellationToken);
    }

    private static async Task<ExitCode> DeleteAsync(CliSession session, CancellationToken cancellationToken)
    {
        var (ids, all, filter) = (session.Parsed.GetValue(Ids)!, session.Parsed.GetValue(All), session.Parsed.GetValue(Listing.Filter));
        if ((ids.Length > 0 ? 1 : 0) + (all ? 1 : 0) + (filter is not null ? 1 : 0) != 1) throw CliException.Usage("say which: ids, --filter, or --all");
        if (ids.Length > 0)
            return await Deletion.RunAsync(session, ids, "notification", (client, id, token) => client.IocStream.DeleteAsync(id, token), cancellationToken).ConfigureAwait(false);
        return await Deletion.RunAllAsync(
            session, filter is null ? "Delete all notifications of the stream" : $"Delete all notifications that match {filter}",
            async (client, token) => await client.IocStream.DeleteAllAsync(filter, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }
}
