using System.CommandLine;

namespace VtKit.Cli;

/// <summary><c>vtk hunting notification</c>: what the rulesets have matched.</summary>
internal static class NotificationCommand
{
    private static readonly Argument<string[]> Ids = ItemArguments.Many("id", "Id of a notification");

    private static readonly Option<bool> All = new("--all", "-a") { Description = "Delete all of them" };

    private static readonly Option<string> Tag = new("--with-tag", "-t") { Description = "Delete those with a tag, such as the name of a rule", HelpName = "TAG" };

    private static PlainNoun Noun => new("notification", VtObjectTypes.HuntingNotification, "Notifications of what rulesets have matched", "Id of a notification")
    {
        Get = async (client, id, options, token) => await client.HuntingNotifications.GetAsync(id, options ?? new VtReadOptions { Relationships = Beside.Select(relationship => relationship.Name) }, token).ConfigureAwait(false),
        Parents = "hunting ",
    };

    private static VtRelationship[] Beside => [VtRelationships.HuntingNotification.File];

    public static CliCommand Build()
    {
        var command = ObjectCommands.Build(Noun, withRelationships: false,
            new CliCommand("list", "Notifications, newest first, each with the file it is about", ListAsync)
            {
                Aliases = { "ls" },
                Options = { Listing.Filter, Follow.Options, Listing.All },
                Examples = ["vtk hunting notification list --filter tag:case7 -n 100", "vtk hunting notification list --follow --out matches.jsonl"],
            },
            new CliCommand("files", "The files of notifications, newest first", (session, cancellationToken) => Listing.RunAsync(
                session, (client, options) => client.HuntingNotifications.FilesAsync(filter: session.Parsed.GetValue(Listing.Filter), options: options), cancellationToken))
            {
                Options = { Listing.Filter, Listing.All },
                Examples = ["vtk hunting notification files --filter case7 -I | vtk download - -o samples"],
            },
            new CliCommand("delete", "Delete notifications", DeleteAsync)
            {
                Aliases = { "del", "rm" },
                Arguments = { Ids },
                Options = { All, Tag, WriteOptions.Yes, WriteOptions.DryRun },
                Examples = ["vtk hunting notification delete <id>", "vtk hunting notification delete --with-tag case7"],
            });
        command.Aliases.Add("nt");
        return command;
    }

    private static Task<ExitCode> ListAsync(CliSession session, CancellationToken cancellationToken)
    {
        VtPaged<VtHuntingNotification> List(VtClient client, VtListOptions options) =>
            client.HuntingNotifications.ListAsync(filter: session.Parsed.GetValue(Listing.Filter), options: options);
        return session.Parsed.GetValue(Follow.Wanted)
            ? Follow.RunAsync(session, List, item => new FollowedItem(item.Id, item.Date), cancellationToken, Beside)
            : Listing.RunAsync(session, List, cancellationToken, Beside);
    }

    private static async Task<ExitCode> DeleteAsync(CliSession session, CancellationToken cancellationToken)
    {
        var (ids, all, tag) = (session.Parsed.GetValue(Ids)!, session.Parsed.GetValue(All), session.Parsed.GetValue(Tag));
        if ((ids.Length > 0 ? 1 : 0) + (all ? 1 : 0) + (tag is not null ? 1 : 0) != 1) throw CliException.Usage("say which: ids, --with-tag, or --all");
        if (ids.Length > 0)
            return await Deletion.RunAsync(session, ids, "notification", (client, id, token) => client.HuntingNotifications.DeleteAsync(id, token), cancellationToken).ConfigureAwait(false);
        return await Deletion.RunAllAsync(
            session, tag is null ? "Delete all notifications" : $"Delete all notifications with the tag {tag}",
            async (client, token) => await client.HuntingNotifications.DeleteAllAsync(tag, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }
}
