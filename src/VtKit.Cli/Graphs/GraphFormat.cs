using VtKit.Graph;

namespace VtKit.Cli;

/// <summary>A format that graphs are written in, and perhaps read from.</summary>
/// <param name="Name">What <c>--format</c> calls it.</param>
/// <param name="Extensions">How its files end, the usual one first.</param>
internal sealed record GraphFormat(string Name, params IReadOnlyList<string> Extensions)
{
    /// <summary>Writes a graph as text; null where the format is no text, or not of one file.</summary>
    public Func<ThreatGraph, GraphLook, string>? Write { get; init; }

    /// <summary>Reads a graph; null where the format is only written.</summary>
    public Func<string, ThreatGraph>? Read { get; init; }

    public static readonly GraphFormat Csv = new("csv", ".csv");

    public static readonly GraphFormat Png = new("png", ".png");

    public static readonly IReadOnlyList<GraphFormat> All =
    [
        new("vt", ".json") { Write = (graph, _) => GraphJson.Write(graph) + "\n", Read = text => GraphJson.Read(text).Graph },
        new("svg", ".svg") { Write = (graph, look) => look.Draw(graph) },
        Png,
        new("html", ".html", ".htm") { Write = (graph, look) => look.Page(graph) },
        new("graphml", ".graphml") { Write = (graph, _) => graph.ToGraphMl(), Read = GraphImport.FromGraphMl },
        new("gexf", ".gexf") { Write = (graph, _) => graph.ToGexf(), Read = GraphImport.FromGexf },
        new("dot", ".dot", ".gv") { Write = (graph, _) => graph.ToDot() },
        new("mermaid", ".mmd", ".mermaid") { Write = (graph, _) => graph.ToMermaid() },
        new("cytoscape", ".cyjs") { Write = (graph, _) => graph.ToCytoscape(), Read = GraphImport.FromCytoscape },
        Csv,
        new("stix", ".stix", ".stix.json") { Write = (graph, look) => graph.ToStix(look.Time), Read = GraphImport.FromStix },
        new("misp", ".misp", ".misp.json") { Write = (graph, look) => graph.ToMisp(look.Time), Read = GraphImport.FromMisp },
    ];

    public static string Names(Func<GraphFormat, bool> where) => string.Join(", ", All.Where(where).Select(format => format.Name));

    public bool IsReadable => Read is not null || this == Csv;

    /// <summary>The format of that name or, without a name, of that file.</summary>
    /// <exception cref="CliException">There is none.</exception>
    public static GraphFormat Find(string? name, string? path, Func<GraphFormat, bool> where)
    {
        if (name is not null)
            return All.FirstOrDefault(format => format.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && where(format)) ?? throw CliException.Usage($"there is no format '{name}' here; there are {Names(where)}");
        var found = path is null ? null : All.Where(where).SelectMany(format => format.Extensions.Select(extension => (format, extension)))
            .Where(one => path.EndsWith(one.extension, StringComparison.OrdinalIgnoreCase)).OrderByDescending(one => one.extension.Length).Select(one => one.format).FirstOrDefault();
        return found ?? throw CliException.Usage($"give --format, one of {Names(where)}{(path is null ? "" : $": the name {Path.GetFileName(path)} does not tell")}");
    }
}
