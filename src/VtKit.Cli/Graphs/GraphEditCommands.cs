using System.CommandLine;
using VtKit.Graph;

namespace VtKit.Cli;

/// <summary>What changes a graph file: <c>new</c>, <c>add</c>, <c>link</c>, <c>unlink</c>, <c>remove</c>, <c>group</c>.</summary>
internal static class GraphEditCommands
{
    private static readonly Option<string> Name = new("--name")
    {
        Description = "What the graph is called",
        HelpName = "NAME",
    };

    private static readonly Option<string> Label = new("--label")
    {
        Description = "What is written at the node",
        HelpName = "TEXT",
    };

    private static readonly Option<string> Note = new("--note")
    {
        Description = "Your note; it stays in the file and is never sent",
        HelpName = "TEXT",
    };

    private static readonly Argument<string[]> Indicators = ItemArguments.Many("indicator", "Path of a file, which is hashed; hash, URL, domain or IP address, also defanged; TYPE:ID, such as actor:APT0");

    private static readonly Argument<string[]> Nodes = new("node") { Description = NodeArgument.Description, Arity = ArgumentArity.OneOrMore };

    private static readonly Argument<string> A = new("a") { Description = NodeArgument.Description };

    private static readonly Argument<string> B = new("b") { Description = NodeArgument.Description };

    private static readonly Argument<string> Type = new("type")
    {
        Description = "Relationship, such as contacted_ips; manual unless given",
        DefaultValueFactory = _ => GraphLink.Manual,
    };

    private static readonly Argument<string> GroupName = new("name") { Description = "What the group is called" };

    private static readonly Option<GraphLayout> Layout = new("--layout")
    {
        Description = "force (unless given), tree, layered, radial, grid",
        HelpName = "NAME",
        CustomParser = LayoutName.Parse,
    };

    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "Another seed gives another arrangement; the same one the same",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<bool> KeepPositions = new("--keep")
    {
        Description = "Leave nodes that have a place where they are",
    };

    public static IEnumerable<CliCommand> Commands() =>
    [
        new CliCommand("new", "Make a graph file", NewAsync)
        {
            Group = GraphCommand.Offline,
            Arguments = { GraphFile.Path },
            Options = { Name },
            Examples = ["vtk graph new case.json --name \"Case 7\""],
        },
        new CliCommand("add", "Add nodes; nothing is looked up", AddAsync)
        {
            Group = GraphCommand.Offline,
            Arguments = { GraphFile.Path, Indicators },
            Options = { Label, Note },
            Examples = ["vtk graph add case.json invoice.pdf hxxp://evil[.]example/a 198.51.100.7", "vtk graph add case.json actor:APT0 --note \"named by the CERT\"", "vtk graph add case.json - < iocs.txt"],
        },
        new CliCommand("link", "Link two nodes", (session, token) => EditAsync(session, Link, token))
        {
            Group = GraphCommand.Offline,
            Arguments = { GraphFile.Path, A, B, Type },
            Examples = ["vtk graph link case.json invoice.pdf 198.51.100.7 contacted_ips"],
        },
        new CliCommand("unlink", "Remove a link", (session, token) => EditAsync(session, Unlink, token))
        {
            Group = GraphCommand.Offline,
            Arguments = { GraphFile.Path, A, B, Type },
            Examples = ["vtk graph unlink case.json invoice.pdf 198.51.100.7 contacted_ips"],
        },
        new CliCommand("remove", "Remove nodes, with their links", (session, token) => EditAsync(session, Remove, token))
        {
            Group = GraphCommand.Offline,
            Arguments = { GraphFile.Path, Nodes },
            Examples = ["vtk graph remove case.json 198.51.100.7"],
        },
        new CliCommand("group", "Draw nodes as one", (session, token) => EditAsync(session, Group, token))
        {
            Group = GraphCommand.Offline,
            Arguments = { GraphFile.Path, GroupName, Nodes },
            Examples = ["vtk graph group case.json \"First wave\" 198.51.100.7 198.51.100.8"],
        },
        new CliCommand("ungroup", "Dissolve a group; its nodes stay", (session, token) => EditAsync(session, Ungroup, token))
        {
            Group = GraphCommand.Offline,
            Arguments = { GraphFile.Path, GroupName },
            Examples = ["vtk graph ungroup case.json \"First wave\""],
        },
        new CliCommand("layout", "Arrange the nodes; pinned ones stay", LayoutAsync)
        {
            Group = GraphCommand.Offline,
            Arguments = { GraphFile.Path },
            Options = { Layout, Seed, KeepPositions },
            Examples = ["vtk graph layout case.json", "vtk graph layout case.json --layout radial"],
        },
    ];

    private static Task<ExitCode> NewAsync(CliSession session, CancellationToken cancellationToken)
    {
        var path = session.Parsed.GetValue(GraphFile.Path)!;
        if (Path.Exists(path)) throw InputFile.Unusable(path, "is there already: give another name, or remove it first");
        GraphFile.Write(path, new ThreatGraph(session.Parsed.GetValue(Name) ?? Path.GetFileNameWithoutExtension(path)));
        session.Talk.Say($"{path}: an empty graph. Next: vtk graph add {path} INDICATOR...");
        return Task.FromResult(ExitCode.Ok);
    }

    /// <summary>Adds all or, where one is malformed, none.</summary>
    private static async Task<ExitCode> AddAsync(CliSession session, CancellationToken cancellationToken)
    {
        var (path, items, label) = (session.Parsed.GetValue(GraphFile.Path)!, session.Parsed.GetValue(Indicators)!, session.Parsed.GetValue(Label));
        if (items.Length == 0) throw CliException.Usage("give at least one indicator, or - to read them from stdin");
        if (label is not null && !ItemArguments.IsOne(items)) throw CliException.Usage("--label is for one node: add the others in a second call");
        var graph = await GraphFile.ReadAsync(session, path, cancellationToken).ConfigureAwait(false);
        var before = graph.Nodes.Count;
        await foreach (var item in ItemArguments.ReadAsync(items, session.Console, cancellationToken).ConfigureAwait(false))
        {
            var node = await NodeArgument.AddAsync(graph, item, label, cancellationToken).ConfigureAwait(false);
            if (label is not null) node.Label = label;
            node.Note = session.Parsed.GetValue(Note) ?? node.Note;
        }
        GraphFile.Write(path, graph);
        session.Talk.Say($"{path}: {Count.Of(graph.Nodes.Count - before, "node")} added, {graph.Nodes.Count} in all");
        return ExitCode.Ok;
    }

    private static async Task<ExitCode> EditAsync(CliSession session, Func<CliSession, ThreatGraph, string> edit, CancellationToken cancellationToken)
    {
        var path = session.Parsed.GetValue(GraphFile.Path)!;
        var graph = await GraphFile.ReadAsync(session, path, cancellationToken).ConfigureAwait(false);
        var done = edit(session, graph);
        GraphFile.Write(path, graph);
        session.Talk.Say($"{path}: {done}");
        return ExitCode.Ok;
    }

    private static Task<ExitCode> LayoutAsync(CliSession session, CancellationToken cancellationToken) => EditAsync(session, (_, graph) =>
    {
        var options = new LayoutOptions { Seed = session.Parsed.GetValue(Seed), KeepPositions = session.Parsed.GetValue(KeepPositions) };
        graph.Arrange(session.Parsed.GetValue(Layout), options, cancellationToken);
        return $"{Count.Of(graph.Nodes.Count, "node")} arranged";
    }, cancellationToken);

    private static string Link(CliSession session, ThreatGraph graph)
    {
        var before = graph.Links.Count;
        var (a, b) = Ends(session, graph);
        var link = graph.Link(a, b, session.Parsed.GetValue(Type)!);
        return graph.Links.Count == before ? $"{NodeText.Link(link)} was there already" : NodeText.Link(link);
    }

    private static string Unlink(CliSession session, ThreatGraph graph)
    {
        var (a, b) = Ends(session, graph);
        graph.Unlink(a, b, session.Parsed.GetValue(Type)!);
        return $"{session.Parsed.GetValue(Type)} between {NodeText.Short(a)} and {NodeText.Short(b)} removed";
    }

    private static string Remove(CliSession session, ThreatGraph graph)
    {
        var before = graph.Links.Count;
        var nodes = session.Parsed.GetValue(Nodes)!.Select(text => NodeArgument.Find(graph, text)).Distinct().ToList();
        nodes.ForEach(graph.Remove);
        return $"{Count.Of(nodes.Count, "node")} and {Count.Of(before - graph.Links.Count, "link")} removed";
    }

    private static string Group(CliSession session, ThreatGraph graph)
    {
        var name = session.Parsed.GetValue(GroupName)!;
        var group = graph.Group(name, [.. session.Parsed.GetValue(Nodes)!.Select(text => NodeArgument.Find(graph, text)).Distinct()]);
        return $"the group {name} has {Count.Of(group.Members.Count, "node")}";
    }

    private static string Ungroup(CliSession session, ThreatGraph graph)
    {
        var name = session.Parsed.GetValue(GroupName)!;
        var group = graph.Groups.FirstOrDefault(one => one.Name == name)
            ?? throw new CliException(ExitCode.NotFound, $"the graph has no group '{name}'{(graph.Groups.Count == 0 ? "" : $"; there are {string.Join(", ", graph.Groups.Select(one => one.Name))}")}");
        graph.Ungroup(group);
        return $"the group {name} is dissolved";
    }

    private static (GraphNode A, GraphNode B) Ends(CliSession session, ThreatGraph graph) =>
        (NodeArgument.Find(graph, session.Parsed.GetValue(A)!), NodeArgument.Find(graph, session.Parsed.GetValue(B)!));
}
