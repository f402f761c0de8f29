using System.CommandLine;
using VtKit.Graph;
using VtKit.Graph.Explorer;

namespace VtKit.Cli;

/// <summary>Graphs at the service: <c>save</c>, <c>load</c>, <c>clone</c>, <c>share</c>, <c>list</c>, <c>delete</c>.</summary>
internal static class GraphServiceCommands
{
    private const int UsualGraphs = 10;

    private static readonly Argument<string> Id = new("id") { Description = "Id of a graph, or the address of its page" };

    private static readonly Argument<string> FileOrId = new("graph") { Description = "Graph file, or id of a graph" };

    private static readonly Option<bool> Private = new("--private")
    {
        Description = "Only for those it is shared with (premium)",
    };

    private static readonly Option<bool> Public = new("--public")
    {
        Description = "For everybody, whatever it was before",
    };

    private static readonly Option<string> Name = new("--name")
    {
        Description = "What the clone is called; as the original unless given",
        HelpName = "NAME",
    };

    private static readonly Option<string[]> Viewers = People("--viewer", "User who may see it");

    private static readonly Option<string[]> Editors = People("--editor", "User who may change it");

    private static readonly Option<string[]> ViewerGroups = People("--viewer-group", "Group that may see it");

    private static readonly Option<string[]> EditorGroups = People("--editor-group", "Group that may change it");

    private static readonly Option<bool> Remove = new("--remove")
    {
        Description = "Take the right away from those who are named",
    };

    private static readonly Option<string> Filter = new("--filter")
    {
        Description = "What to find, such as owner:me or name:emotet",
        HelpName = "QUERY",
    };

    private static readonly Option<int> Limit = new("--limit", "-n")
    {
        Description = $"How many at most; 0 for all; {UsualGraphs} unless given",
        HelpName = "N",
        DefaultValueFactory = _ => UsualGraphs,
    };

    public static IEnumerable<CliCommand> Commands() =>
    [
        new CliCommand("save", "Save a graph at the service; a new one is public unless --private says otherwise", SaveAsync)
        {
            Group = GraphCommand.Online,
            Arguments = { GraphFile.Path },
            Options = { Private, Public, Viewers, Editors, ViewerGroups, EditorGroups, WriteOptions.DryRun },
            Examples = ["vtk graph save case.json --private --viewer ana", "vtk graph save case.json --dry-run", "vtk graph save case.json --local"],
        },
        new CliCommand("load", "Load a graph of the service into a file", LoadAsync)
        {
            Group = GraphCommand.Online,
            Arguments = { GraphFile.Path, Id },
            Examples = ["vtk graph load theirs.json g8d3a..."],
        },
        new CliCommand("clone", "Load a graph as a new one, shared with nobody and not yet saved", CloneAsync)
        {
            Group = GraphCommand.Online,
            Arguments = { GraphFile.Path, Id },
            Options = { Name },
            Examples = ["vtk graph clone mine.json g8d3a... --name \"Case 7, my view\""],
        },
        new CliCommand("share", "Give rights to see or change a graph, take them away, or list who has them", ShareAsync)
        {
            Group = GraphCommand.Online,
            Arguments = { FileOrId },
            Options = { Viewers, Editors, ViewerGroups, EditorGroups, Remove, WriteOptions.DryRun },
            Examples = ["vtk graph share case.json", "vtk graph share case.json --viewer ana --editor-group soc", "vtk graph share case.json --viewer ana --remove"],
        },
        new CliCommand("list", "Find graphs", ListAsync)
        {
            Group = GraphCommand.Online,
            Options = { Filter, Limit, ObjectOptions.All },
            Examples = ["vtk graph list --filter owner:me", "vtk graph list --filter label:c2 --limit 100 -I"],
        },
        new CliCommand("delete", "Delete a graph at the service; the file stays", DeleteAsync)
        {
            Group = GraphCommand.Online,
            Arguments = { FileOrId },
            Options = { WriteOptions.Yes, WriteOptions.DryRun },
            Examples = ["vtk graph delete case.json"],
        },
    ];

    private static async Task<ExitCode> SaveAsync(CliSession session, CancellationToken cancellationToken)
    {
        var (path, isPrivate, isPublic) = (session.Parsed.GetValue(GraphFile.Path)!, session.Parsed.GetValue(Private), session.Parsed.GetValue(Public));
        if (isPrivate && isPublic) throw CliException.Usage("--private and --public exclude each other");
        var graph = await GraphFile.ReadAsync(session, path, cancellationToken).ConfigureAwait(false);
        if (isPrivate || isPublic) graph.IsPrivate = isPrivate;
        var connection = await ServiceConnection.OpenAsync(session, cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        var sharing = new GraphSharing { Viewers = Who(session, Viewers, ViewerGroups), Editors = Who(session, Editors, EditorGroups) };
        if (session.Parsed.GetValue(WriteOptions.DryRun)) return await RehearseSaveAsync(session, connection.Client, graph, sharing, cancellationToken).ConfigureAwait(false);
        var result = await new GraphService(connection.Client).SaveAsync(graph, sharing, cancellationToken).ConfigureAwait(false);
        GraphFile.Write(path, graph);
        session.Console.WriteLine(result.Id);
        foreach (var failure in result.SharingFailures)
            session.Talk.Say($"saved, but {string.Join(", ", failure.Who.Select(who => who.Id))} got no right as {failure.Relationship}: {failure.Message}");
        session.Talk.Say($"{(graph.IsPrivate == true ? "private" : "public")}: {GraphPages.Link(graph, connection.IsOnThisMachine ? connection.Client.BaseAddress : null)}");
        return result.SharingFailures.Count > 0 ? ExitCode.Partial : ExitCode.Ok;
    }

    private static async Task<ExitCode> RehearseSaveAsync(CliSession session, VtClient client, ThreatGraph graph, GraphSharing sharing, CancellationToken cancellationToken)
    {
        await DryRunStop.PassAsync(() => new GraphService(client).SaveAsync(graph, null, cancellationToken)).ConfigureAwait(false);
        if (graph.Id is { } id)
        {
            if (sharing.Viewers.Count > 0) await DryRunStop.PassAsync(() => client.Graphs.AddViewersAsync(id, sharing.Viewers, cancellationToken)).ConfigureAwait(false);
            if (sharing.Editors.Count > 0) await DryRunStop.PassAsync(() => client.Graphs.AddEditorsAsync(id, sharing.Editors, cancellationToken)).ConfigureAwait(false);
        }
        else if (sharing.Viewers.Count + sharing.Editors.Count > 0)
        {
            session.Talk.Say($"and, once the service has given it an id, it would be shared with {string.Join(", ", sharing.Viewers.Concat(sharing.Editors).Select(who => who.Id).Distinct())}");
        }
        session.Talk.Say("nothing was sent");
        return ExitCode.Ok;
    }

    private static Task<ExitCode> LoadAsync(CliSession session, CancellationToken cancellationToken) =>
        ReadAsync(session, (service, id) => service.LoadAsync(id, cancellationToken), cancellationToken);

    private static Task<ExitCode> CloneAsync(CliSession session, CancellationToken cancellationToken) =>
        ReadAsync(session, (service, id) => service.CloneAsync(id, session.Parsed.GetValue(Name), null, cancellationToken), cancellationToken);

    private static async Task<ExitCode> ReadAsync(CliSession session, Func<GraphService, string, Task<GraphReadResult>> read, CancellationToken cancellationToken)
    {
        var (path, id) = (session.Parsed.GetValue(GraphFile.Path)!, IdIn(session.Parsed.GetValue(Id)!));
        if (Path.Exists(path)) throw InputFile.Unusable(path, "is there already: give another name, or remove it first");
        var connection = await ServiceConnection.OpenAsync(session, cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        var (graph, warnings) = await read(new GraphService(connection.Client), id).ConfigureAwait(false);
        GraphFile.Write(path, graph);
        GraphFile.Tell(session, path, warnings);
        session.Talk.Say($"{path}: {Count.Of(graph.Nodes.Count, "node")}, {Count.Of(graph.Links.Count, "link")}{(graph.Id is null ? "; not saved yet" : "")}");
        return ExitCode.Ok;
    }

    private static async Task<ExitCode> ShareAsync(CliSession session, CancellationToken cancellationToken)
    {
        var id = await IdOfAsync(session, cancellationToken).ConfigureAwait(false);
        var (viewers, editors, remove) = (Who(session, Viewers, ViewerGroups), Who(session, Editors, EditorGroups), session.Parsed.GetValue(Remove));
        if (remove && viewers.Count + editors.Count == 0) throw CliException.Usage("--remove needs to know from whom: add --viewer, --editor, --viewer-group or --editor-group");
        var connection = await ServiceConnection.OpenAsync(session, cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        var graphs = connection.Client.Graphs;
        if (remove)
        {
            foreach (var who in viewers) await DryRunStop.PassAsync(() => graphs.RemoveViewerAsync(id, who.Id, cancellationToken)).ConfigureAwait(false);
            foreach (var who in editors) await DryRunStop.PassAsync(() => graphs.RemoveEditorAsync(id, who.Id, cancellationToken)).ConfigureAwait(false);
        }
        else
        {
            if (viewers.Count > 0) await DryRunStop.PassAsync(() => graphs.AddViewersAsync(id, viewers, cancellationToken)).ConfigureAwait(false);
            if (editors.Count > 0) await DryRunStop.PassAsync(() => graphs.AddEditorsAsync(id, editors, cancellationToken)).ConfigureAwait(false);
        }
        if (session.Parsed.GetValue(WriteOptions.DryRun))
        {
            session.Talk.Say("nothing was sent");
            return ExitCode.Ok;
        }
        await foreach (var who in graphs.ViewersAsync(id).WithCancellation(cancellationToken).ConfigureAwait(false)) session.Console.WriteLine($"viewer  {who.Type}  {TerminalText.Neutralise(who.Id)}");
        await foreach (var who in graphs.EditorsAsync(id).WithCancellation(cancellationToken).ConfigureAwait(false)) session.Console.WriteLine($"editor  {who.Type}  {TerminalText.Neutralise(who.Id)}");
        return ExitCode.Ok;
    }

    private static async Task<ExitCode> ListAsync(CliSession session, CancellationToken cancellationToken)
    {
        var limit = session.Parsed.GetValue(Limit);
        if (limit < 0) throw CliException.Usage("--limit is 0 or more");
        var connection = await ServiceConnection.OpenAsync(session, cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        using var writer = Writers.Create(session, list: true, session.Parsed.GetValue(ItemArguments.IdsOnly));
        var options = new VtListOptions { Max = limit == 0 ? null : limit };
        await foreach (var graph in connection.Client.Graphs.ListAsync(session.Parsed.GetValue(Filter), options: options).WithCancellation(cancellationToken).ConfigureAwait(false)) writer.Write(graph);
        writer.End();
        return ExitCode.Ok;
    }

    private static async Task<ExitCode> DeleteAsync(CliSession session, CancellationToken cancellationToken)
    {
        var path = session.Parsed.GetValue(FileOrId)!;
        var id = await IdOfAsync(session, cancellationToken).ConfigureAwait(false);
        await WriteOptions.RequireConsentAsync(session, $"Delete {id} for everybody", cancellationToken).ConfigureAwait(false);
        var connection = await ServiceConnection.OpenAsync(session, cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        var graph = File.Exists(path) ? await GraphFile.ReadAsync(session, path, cancellationToken).ConfigureAwait(false) : new ThreatGraph { Id = id };
        await new GraphService(connection.Client).DeleteAsync(graph, cancellationToken).ConfigureAwait(false);
        if (File.Exists(path)) GraphFile.Write(path, graph);
        session.Talk.Say($"{id} is deleted{(File.Exists(path) ? $"; {path} stays, as a graph that is not saved" : "")}");
        return ExitCode.Ok;
    }

    private static async Task<string> IdOfAsync(CliSession session, CancellationToken cancellationToken)
    {
        var text = session.Parsed.GetValue(FileOrId)!;
        if (!File.Exists(text)) return IdIn(text);
        return (await GraphFile.ReadAsync(session, text, cancellationToken).ConfigureAwait(false)).Id
            ?? throw CliException.Usage($"{text} is not saved at the service: `vtk graph save {text}` does that");
    }

    /// <summary>The id in what may be the address of a page.</summary>
    private static string IdIn(string text)
    {
        var id = Uri.TryCreate(text, UriKind.Absolute, out var page) && page.Scheme is "http" or "https" ? page.Segments[^1].Trim('/') : text;
        return id.Length > 0 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? id
            : throw CliException.Usage($"'{text}' is no graph file and no id of a graph");
    }

    private static List<VtRef> Who(CliSession session, Option<string[]> users, Option<string[]> groups) =>
    [
        .. (session.Parsed.GetValue(users) ?? []).Select(id => new VtRef(VtObjectTypes.User, id)),
        .. (session.Parsed.GetValue(groups) ?? []).Select(id => new VtRef(VtObjectTypes.Group, id)),
    ];

    private static Option<string[]> People(string name, string description) => new(name)
    {
        Description = description + "; may be given several times",
        HelpName = "ID",
    };
}
