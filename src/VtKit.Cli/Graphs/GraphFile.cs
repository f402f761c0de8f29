using System.Buffers;
using System.CommandLine;
using VtKit.Graph;

namespace VtKit.Cli;

/// <summary>The graph files that <c>vtk graph</c> works on: VirusTotal's JSON, indented so that two versions can be compared.</summary>
internal static class GraphFile
{
    private const int MostWarnings = 5;

    public static readonly Argument<string> Path = new("file")
    {
        Description = "Graph file: VirusTotal's JSON, or what `vtk graph new` makes",
    };

    /// <summary>Reads a graph, and says what is odd about it.</summary>
    /// <exception cref="CliException">There is no such file, or no graph in it.</exception>
    public static async Task<ThreatGraph> ReadAsync(CliSession session, string path, CancellationToken cancellationToken)
    {
        var (graph, warnings) = Parse(await ReadBytesAsync(path, cancellationToken).ConfigureAwait(false), path);
        Tell(session, path, warnings);
        return graph;
    }

    /// <summary>Says what is odd about a graph that was read.</summary>
    public static void Tell(CliSession session, string path, IReadOnlyList<GraphWarning> warnings)
    {
        foreach (var warning in warnings.Take(MostWarnings)) session.Talk.Say($"{path}: {warning.Message}");
        if (warnings.Count > MostWarnings) session.Talk.Say($"{path}: {warnings.Count - MostWarnings} more oddities; all is kept as it is");
    }

    public static async Task<byte[]> ReadBytesAsync(string path, CancellationToken cancellationToken)
    {
        var stream = InputFile.Open(path);
        await using var closing = stream.ConfigureAwait(false);
        using var content = new MemoryStream();
        await stream.CopyToAsync(content, cancellationToken).ConfigureAwait(false);
        return content.ToArray();
    }

    public static void Write(string path, ThreatGraph graph)
    {
        var buffer = new ArrayBufferWriter<byte>();
        GraphJson.Write(graph, buffer);
        buffer.Write("\n"u8);
        OutputFile.Replace(path, buffer.WrittenSpan);
    }

    /// <exception cref="CliException">There is no graph in it.</exception>
    public static GraphReadResult Parse(ReadOnlyMemory<byte> content, string path)
    {
        try
        {
            var result = GraphJson.Read(content);
            if (result.Warnings.Any(warning => warning.Kind == GraphWarningKind.NoGraph)) throw InputFile.Unusable(path, "holds no graph: `vtk graph import` reads other formats");
            return result;
        }
        catch (GraphException e)
        {
            throw InputFile.Unusable(path, "is no graph file: `vtk graph import` reads other formats", e);
        }
    }
}
