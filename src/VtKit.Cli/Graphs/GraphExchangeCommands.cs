using System.CommandLine;
using VtKit.Graph;

namespace VtKit.Cli;

/// <summary>What brings graphs in and out: <c>export</c>, <c>import</c>, <c>merge</c>.</summary>
internal static class GraphExchangeCommands
{
    private const string NodesTable = ".nodes.csv", LinksTable = ".links.csv";
    private const int MostConflicts = 20;

    // The name that all commands have for how data is written; here it has other values.
    private static readonly Option<string> ExportFormat = new("--format")
    {
        Description = $"{GraphFormat.Names(_ => true)}; told by the name of --output unless given",
        HelpName = "FORMAT",
    };

    private static readonly Option<string> ImportFormat = new("--format")
    {
        Description = $"{GraphFormat.Names(format => format.IsReadable)}; told by the name unless given",
        HelpName = "FORMAT",
    };

    private static readonly Option<string> Output = new("--output", "-o")
    {
        Description = "File to write; stdout unless given",
        HelpName = "FILE",
    };

    private static readonly Option<GraphLayout?> Layout = new("--layout")
    {
        Description = "Layout of pictures and pages: force, tree, layered, radial, grid; places as they are unless given",
        HelpName = "NAME",
        CustomParser = LayoutName.ParseIfGiven,
    };

    private static readonly Option<string> Theme = new("--theme")
    {
        Description = "Ground of pictures and pages: light or dark",
        HelpName = "NAME",
    };

    private static readonly Option<string> MergeOutput = new("--output", "-o")
    {
        Description = "File to write; the first graph's own unless given",
        HelpName = "FILE",
    };

    private static readonly Argument<string> Source = new("source") { Description = "File to read; of a CSV pair the table of nodes or of links" };

    private static readonly Argument<string[]> Others = new("other") { Description = "Graph files to take over", Arity = ArgumentArity.OneOrMore };

    public static IEnumerable<CliCommand> Commands() =>
    [
        new CliCommand("export", "Write a graph in another format", ExportAsync)
        {
            Group = GraphCommand.Offline,
            Arguments = { GraphFile.Path },
            Options = { ExportFormat, Output, Layout, Theme },
            Examples = ["vtk graph export case.json --format graphml -o case.graphml", "vtk graph export case.json -o case.svg", "vtk graph export case.json --format dot | dot -Tpng > case.png"],
        },
        new CliCommand("import", "Read a graph of another format into a graph file", ImportAsync)
        {
            Group = GraphCommand.Offline,
            Arguments = { GraphFile.Path, Source },
            Options = { ImportFormat },
            Examples = ["vtk graph import case.json bundle.json --format stix", "vtk graph import case.json drawing.graphml"],
        },
        new CliCommand("merge", "Take over what other graphs have; the first one's word stays", MergeAsync)
        {
            Group = GraphCommand.Offline,
            Arguments = { GraphFile.Path, Others },
            Options = { MergeOutput },
            Examples = ["vtk graph merge case.json colleague.json", "vtk graph merge a.json b.json c.json -o all.json"],
        },
    ];

    private static async Task<ExitCode> ExportAsync(CliSession session, CancellationToken cancellationToken)
    {
        var output = session.Parsed.GetValue(Output);
        var format = GraphFormat.Find(session.Parsed.GetValue(ExportFormat), output, _ => true);
        var graph = await GraphFile.ReadAsync(session, session.Parsed.GetValue(GraphFile.Path)!, cancellationToken).ConfigureAwait(false);
        if (format == GraphFormat.Csv) WriteTables(session, graph, output);
        else
        {
            var content = await ContentAsync(format, graph, Look(session), cancellationToken).ConfigureAwait(false);
            if (output is not null)
            {
                OutputFile.Replace(output, content);
                session.Talk.Say($"{output} written");
            }
            else if (format == GraphFormat.Png && session.Console.OutIsTerminal) throw CliException.Usage("a picture would garble the terminal: name a file with --output");
            else await session.Console.Out.WriteAsync(content, cancellationToken).ConfigureAwait(false);
        }
        return ExitCode.Ok;
    }

    private static async Task<byte[]> ContentAsync(GraphFormat format, ThreatGraph graph, GraphLook look, CancellationToken cancellationToken) => format == GraphFormat.Png
        ? await GraphPicture.RenderPngAsync(look.Draw(graph), cancellationToken: cancellationToken).ConfigureAwait(false)
        : CliConsole.Utf8.GetBytes(format.Write!(graph, look));

    private static GraphLook Look(CliSession session) => new(session.Time.GetUtcNow(), session.Parsed.GetValue(Layout), session.Parsed.GetValue(Theme)?.ToLowerInvariant() switch
    {
        null => null,
        "light" => false,
        "dark" => true,
        var other => throw CliException.Usage($"there is no theme '{other}'; there are light and dark"),
    });

    private static void WriteTables(CliSession session, ThreatGraph graph, string? output)
    {
        if (output is null) throw CliException.Usage("a graph is two tables: name them with --output case.csv, which makes case.nodes.csv and case.links.csv");
        var (tables, name) = (graph.ToCsv(), TableName(output));
        OutputFile.Replace(name + NodesTable, CliConsole.Utf8.GetBytes(tables.Nodes));
        OutputFile.Replace(name + LinksTable, CliConsole.Utf8.GetBytes(tables.Links));
        session.Talk.Say($"{name}{NodesTable} and {name}{LinksTable} written");
    }

    private static async Task<ExitCode> ImportAsync(CliSession session, CancellationToken cancellationToken)
    {
        var (path, source) = (session.Parsed.GetValue(GraphFile.Path)!, session.Parsed.GetValue(Source)!);
        var format = GraphFormat.Find(session.Parsed.GetValue(ImportFormat), source, format => format.IsReadable);
        var read = await ReadAsync(format, source, cancellationToken).ConfigureAwait(false);
        if (read.Nodes.Count == 0) throw InputFile.Unusable(source, $"holds nothing that is a node of a graph, read as {format.Name}: check --format");
        var graph = File.Exists(path) ? await GraphFile.ReadAsync(session, path, cancellationToken).ConfigureAwait(false) : new ThreatGraph();
        var report = graph.Merge(read);
        graph.Name ??= Path.GetFileNameWithoutExtension(path);
        GraphFile.Write(path, graph);
        Report(session, path, report);
        return ExitCode.Ok;
    }

    private static async Task<ThreatGraph> ReadAsync(GraphFormat format, string source, CancellationToken cancellationToken)
    {
        try
        {
            if (format != GraphFormat.Csv) return format.Read!(await TextAsync(source).ConfigureAwait(false));
            var name = TableName(source);
            return GraphImport.FromCsv(new GraphCsv(await TextAsync(name + NodesTable).ConfigureAwait(false), await TextAsync(name + LinksTable).ConfigureAwait(false)));
        }
        catch (GraphException e)
        {
            throw InputFile.Unusable(source, $"is no {format.Name}: check --format", e);
        }

        async Task<string> TextAsync(string path) => System.Text.Encoding.UTF8.GetString(await GraphFile.ReadBytesAsync(path, cancellationToken).ConfigureAwait(false)).TrimStart('\uFEFF');
    }

    private static async Task<ExitCode> MergeAsync(CliSession session, CancellationToken cancellationToken)
    {
        var path = session.Parsed.GetValue(GraphFile.Path)!;
        var graph = await GraphFile.ReadAsync(session, path, cancellationToken).ConfigureAwait(false);
        var others = new List<ThreatGraph>();
        foreach (var other in session.Parsed.GetValue(Others)!) others.Add(await GraphFile.ReadAsync(session, other, cancellationToken).ConfigureAwait(false));
        var reports = others.ConvertAll(graph.Merge);
        var target = session.Parsed.GetValue(MergeOutput) ?? path;
        GraphFile.Write(target, graph);
        reports.ForEach(report => Report(session, target, report));
        return ExitCode.Ok;
    }

    private static void Report(CliSession session, string path, MergeReport report)
    {
        session.Talk.Say($"{path}: {Count.Of(report.AddedNodes.Count, "node")} and {Count.Of(report.AddedLinks, "link")} added");
        foreach (var conflict in report.Conflicts.Take(MostConflicts)) session.Talk.Say($"kept {conflict.Node} {conflict.Fact}: {conflict.Before}, and not {conflict.After}");
        if (report.Conflicts.Count > MostConflicts) session.Talk.Say($"{report.Conflicts.Count - MostConflicts} more facts on which they disagree; the first graph's word was kept: `vtk graph diff` tells them");
    }

    /// <summary>The name that both tables share.</summary>
    private static string TableName(string path)
    {
        foreach (var ending in (ReadOnlySpan<string>)[NodesTable, LinksTable, ".csv"])
            if (path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) return path[..^ending.Length];
        return path;
    }
}
