using System.CommandLine;

namespace VtKit.Cli;

/// <summary><c>vtk monitor</c>: the software collection of a vendor, which the engines are watched for.</summary>
internal static class MonitorCommand
{
    private const int Concurrency = 4;

    private static readonly Argument<string> Id = new("id") { Description = "Id of an item" };

    private static readonly Argument<string[]> Ids = ItemArguments.Many("id", "Id of an item");

    private static readonly Argument<string> Local = new("path") { Description = "File here, or a folder with all below it" };

    private static readonly Argument<string> Remote = new("remote") { Description = "Where it shall be, such as /setup/tool.exe; of a folder, the folder" };

    private static readonly Argument<string> Text = new("text") { Description = "The details; - reads them from stdin", DefaultValueFactory = _ => "-" };

    private static PlainNoun Noun => new("monitor", VtObjectTypes.MonitorItem, "Monitor: a vendor's software, watched for detections (premium)", "Id of an item")
    {
        Get = async (client, id, options, token) => await client.Monitor.GetItemAsync(id, options, token).ConfigureAwait(false),
        WriteRelated = (list, id, token) => list.Relationship == VtRelationships.MonitorItem.Analyses
            ? list.WriteAsync(list.Client.Monitor.AnalysesAsync(id, list.Options), token)
            : list.WriteAsync(list.Client.Monitor.CommentsAsync(id, list.Options), token),
        GetRelated = async (client, id, _, token) => await client.Monitor.GetOwnerAsync(id, null, token).ConfigureAwait(false),
    };

    public static CliCommand Build(bool withRelationships)
    {
        var command = ObjectCommands.Build(Noun, withRelationships,
            new CliCommand("list", "Items, newest first", (session, cancellationToken) => Listing.RunAsync(
                session, (client, options) => client.Monitor.ItemsAsync(session.Parsed.GetValue(Listing.Filter), options), cancellationToken))
            {
                Aliases = { "ls" },
                Options = { Listing.Filter, Listing.All },
                Examples = ["vtk monitor list --filter tag:detected", "vtk monitor list --filter path:/setup/ -I"],
            },
            new CliCommand("upload", "Put files into the collection; engine vendors see those that they detect", MonitorUpload.RunAsync)
            {
                Arguments = { Local, Remote },
                Options = { WriteOptions.Yes, WriteOptions.DryRun, ObjectOptions.All },
                Examples = ["vtk monitor upload dist/setup.exe /releases/1.2/setup.exe", "vtk monitor upload dist /releases/1.2/ --yes"],
            },
            new CliCommand("download", "Save items under their paths: checked, whole, never executable", DownloadAsync)
            {
                Arguments = { Ids },
                Options = { DownloadCommand.Output },
                Examples = ["vtk monitor download <id> -o releases"],
            },
            Deletion.Build("item", "Delete items; a folder with all in it", "vtk monitor delete", (client, id, token) => client.Monitor.DeleteItemAsync(id, token)),
            new CliCommand("set-details", "Say what an item is", SetDetailsAsync)
            {
                Arguments = { Id, Text },
                Options = { WriteOptions.DryRun, ObjectOptions.All },
                Examples = ["vtk monitor set-details <id> \"Installer of 1.2\"", "vtk monitor set-details <id> < notes.txt"],
            },
            new CliCommand("delete-details", "Take the details off items", (session, cancellationToken) => Batch.RunAsync(
                session, session.Parsed.GetValue(Ids)!, "id", VtObjectTypes.MonitorItem, 1,
                async (connection, id, token) => new Found(await connection.Client.Monitor.ClearDetailsAsync(id, token).ConfigureAwait(false)), cancellationToken))
            {
                Arguments = { Ids },
                Options = { WriteOptions.DryRun, ObjectOptions.All },
                Examples = ["vtk monitor delete-details <id>"],
            });
        // As vt-cli spells them.
        command.Subcommands.First(child => child.Name == "set-details").Aliases.Add("setdetails");
        command.Subcommands.First(child => child.Name == "delete-details").Aliases.Add("deletedetails");
        return command;
    }

    /// <summary>What is to be uploaded, and where to.</summary>
    public static (string Path, string Remote) Upload(CliSession session) => (session.Parsed.GetValue(Local)!, session.Parsed.GetValue(Remote)!);

    private static async Task<ExitCode> DownloadAsync(CliSession session, CancellationToken cancellationToken)
    {
        var folder = session.Parsed.GetValue(DownloadCommand.Output)!;
        var connection = await ServiceConnection.OpenAsync(session, cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        return await EachItem.RunAsync(session, session.Parsed.GetValue(Ids)!, "id", Concurrency, async (id, token) =>
        {
            var item = await connection.Client.Monitor.GetItemAsync(id, null, token).ConfigureAwait(false);
            if (item.ItemType == MonitorItemType.Folder) throw CliException.Usage($"{item.Path} is a folder: name the files in it, as `vtk monitor list --filter path:{item.Path} -I` gives them");
            var link = await connection.Client.Monitor.GetDownloadUrlAsync(id, token).ConfigureAwait(false);
            var path = CheckedDownload.PathBelow(folder, item.Path ?? id);
            await CheckedDownload.SaveAsync(connection.Client, link, path, item.Sha256, token).ConfigureAwait(false);
            session.Console.WriteLine(path);
        }, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<ExitCode> SetDetailsAsync(CliSession session, CancellationToken cancellationToken)
    {
        var text = session.Parsed.GetValue(Text)!;
        if (text == "-") text = await session.Console.In.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        if (string.IsNullOrWhiteSpace(text)) throw CliException.Usage("the details are empty: `vtk monitor delete-details` takes them off");
        return await OneObject.RunAsync(session, async (client, token) =>
            await client.Monitor.ConfigureItemAsync(session.Parsed.GetValue(Id)!, text.Trim(), token).ConfigureAwait(false), cancellationToken, about: session.Parsed.GetValue(Id)).ConfigureAwait(false);
    }
}
